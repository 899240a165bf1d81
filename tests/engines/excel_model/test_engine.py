"""The way to Excel: windows, the calling workbook, boxes, the status bar, an Excel that does not answer."""

import sys
from typing import Any

import pytest
import xlwings
from openpyxl import Workbook
from pyopenvba import _a1
from pyopenvba.apps.excel import _io
from pyopenvba.apps.excel._calc import Calculator
from pyopenvba.apps.excel._model import Range

from engines.conftest import Opened
from engines.excel_model import Excel, install
from engines.excel_model.com import NeverAnswers, com_error


def _empty(workbook: Workbook) -> None:
    workbook.worksheets[0]["A1"] = 1


def test_the_engine_is_xlwings_own(excel: Excel) -> None:
    assert excel.windows_engine.__file__.endswith("xlwings/_xlwindows.py")
    assert xlwings.engines.active.impl is excel.windows_engine.engine  # type: ignore[attr-defined]


def test_everything_is_as_before_afterwards() -> None:
    before = dict(sys.modules), xlwings.engines.active, list(xlwings.engines)
    with install():
        assert "win32api" in sys.modules
    after = {name for name in sys.modules if name not in before[0] and not name.startswith("pyopenvba")}
    assert not [
        name for name in after if name.startswith(("win32", "pythoncom", "pywintypes", "xlwings._xl"))
    ]
    assert (xlwings.engines.active, list(xlwings.engines)) == before[1:]
    assert not hasattr(xlwings.Book, "_mock_caller")


def test_pyopenvba_is_as_before_afterwards() -> None:
    def state() -> tuple[Any, ...]:
        return Range._vba_members.copy(), vars(Calculator).copy(), vars(_io).copy(), _a1._PLAIN_NAME

    before = state()
    with install():
        assert Range._vba_members.keys() - before[0].keys() == {"formatconditions"}
        assert state() != before
    assert state() == before


def test_a_button_finds_the_workbook_it_sits_in(excel: Excel, opened: Opened) -> None:
    first = opened(_empty)
    second = opened(_empty)
    for book in (first, second):
        with excel.called_from(book):
            assert xlwings.Book.caller() == book
    first.set_mock_caller()
    assert xlwings.Book.caller() == first


def test_a_button_finds_its_workbook_among_two_excels(excel: Excel, opened: Opened) -> None:
    first = opened(_empty)
    other = xlwings.App(add_book=True)
    assert len(xlwings.apps) == 2
    assert other.pid != first.app.pid
    with excel.called_from(first):
        assert xlwings.Book.caller().app == first.app
    other.quit()
    assert [app.pid for app in xlwings.apps] == [first.app.pid]


def test_boxes_are_kept_and_answered(excel: Excel, opened: Opened) -> None:
    app = opened(_empty).app
    assert app.alert("读好了", title="校验", mode="info") == "ok"
    excel.desktop.answers.append("no")
    assert app.alert("继续吗？", title="填充", buttons="yes_no") == "no"
    assert excel.alerts == [("校验", "读好了"), ("填充", "继续吗？")]
    with pytest.raises(NeverAnswers):
        app.alert("继续吗？", buttons="yes_no")


def test_texts_of_the_status_bar_are_kept(excel: Excel, opened: Opened) -> None:
    app = opened(_empty).app
    with app.properties(status_bar="正在填充……"):
        assert app.status_bar == "正在填充……"
    assert excel.status_texts == ["正在填充……", False]
    assert not app.status_bar


def test_settings_of_the_application(opened: Opened) -> None:
    app = opened(_empty).app
    for name in ("screen_updating", "display_alerts", "enable_events", "interactive"):
        assert getattr(app, name) is True
        setattr(app, name, False)
        assert getattr(app, name) is False
    with app.properties(calculation="manual"):
        assert app.calculation == "manual"
    assert app.calculation == "automatic"
    assert app.api.Name == "Microsoft Excel"
    assert app.version.major == 16


def test_xlwings_waits_for_an_excel_that_is_busy_for_a_while(excel: Excel, opened: Opened) -> None:
    book = opened(_empty)
    with excel.busy(20):
        assert book.sheets[0]["A1"].value == 1
        book.sheets[0]["A1"].value = 2
    assert book.sheets[0]["A1"].value == 2


def test_while_a_cell_is_edited_calls_are_rejected(excel: Excel, opened: Opened) -> None:
    book = opened(_empty)
    cell = book.sheets[0]["A1"]
    excel.windows_engine.N_COM_ATTEMPTS = 3
    with excel.busy():
        with pytest.raises(com_error) as reading:
            cell.api.Value  # noqa: B018
        with pytest.raises(com_error) as writing:
            cell.api.Value = 5
    assert reading.value.hresult == -2147418111
    assert writing.value.excepinfo[5] == -2146777998
    assert cell.value == 1


def test_asking_for_ever_is_told(excel: Excel, opened: Opened) -> None:
    book = opened(_empty)
    with excel.busy(), pytest.raises(NeverAnswers):
        book.sheets[0]["A1"].value  # noqa: B018


def test_what_is_not_simulated_is_an_error(opened: Opened) -> None:
    book = opened(_empty)
    with pytest.raises(NotImplementedError):
        book.api.FollowHyperlink("http://localhost")
    with pytest.raises(NotImplementedError):
        book.sheets[0]["A1"].api.AddCommentThreaded("x")


def test_what_excel_refuses_is_a_com_error(opened: Opened) -> None:
    book = opened(_empty)
    with pytest.raises(com_error) as refused:
        book.api.Worksheets("没有这张表")
    assert refused.value.hresult == -2147352567
    assert refused.value.args[2][5] == -2146827284
