"""A clerk clicks the buttons of 操作台: a real mouse in a real LibreOffice, through VBA to Python to the file."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import xltools
from oracles.expected_tables import SAMPLE
from oracles.values import cached_values
from real_click.office_window import OfficeWindow, office_window
from xltools.budget import console
from xltools.budget.actions import ACTIONS, BUTTON_TEXTS
from xltools.office.workbook import Workbook

# A click that the window manager swallows on a busy machine is tried again.
pytestmark = [pytest.mark.slow, pytest.mark.flaky(reruns=2)]

LEDGER, TOTALS, WRONG = "支出明细", "表1 收支总表", "表5 一般公共预算支出表"
MORE = 123_400  # 元
MESSAGE = "xltools"
"""The title of what a macro says itself."""


@pytest.fixture(scope="module")
def office() -> Iterator[OfficeWindow]:
    with office_window({"XLTOOLS_PYTHON": sys.executable}) as window:
        yield window


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("filled") / "公开.xlsm").path


@pytest.fixture
def workbook(tmp_path, filled) -> Path:
    """The filled sample in a folder as people name theirs."""
    folder = tmp_path / "部门 预算（2025）"
    folder.mkdir()
    path = folder / "组织部 公开.xlsm"
    path.write_bytes(filled.read_bytes())
    return path


def amount_cell(path: Path) -> tuple[int, int]:
    """Column and row of the first amount of 支出明细."""
    sheet = openpyxl.load_workbook(path)[LEDGER]
    (heading,) = (cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "金额")
    return heading.column, heading.row + 1


def total(path: Path) -> Decimal:
    """支出总计 of 表1, in 万元."""
    values = cached_values(path)[TOTALS]
    ((row, column),) = (place for place, value in values.items() if value == "支出总计")
    return Decimal(str(values[row, column + 1])).quantize(Decimal("0.01"))


def conclusion(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names[console.State.CHECK.value].destinations
    return str(book[sheet][cell].value)


def notes(path: Path) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(path)
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    ]


def is_changed(path: Path, before: bytes) -> bool:
    return path.read_bytes() != before


def press(office: OfficeWindow, caption: str, path: Path) -> None:
    """Clicks, and waits until Python has changed the file and all is quiet again."""
    before = path.read_bytes()
    office.click(caption)
    office.wait_for_macro()
    assert is_changed(path, before)


def test_every_button_is_shown_and_bound(office, workbook):
    with office.workbook(workbook):
        shown = office.buttons()
    assert [button["caption"] for button in shown] == [action.caption for action in ACTIONS]
    for button, action in zip(shown, ACTIONS, strict=True):
        (macro,) = button["macros"]
        assert macro.startswith(f"vnd.sun.star.script:VBAProject.xltools.{action.macro}?")


def test_fill_takes_an_unsaved_amount_into_the_tables(office, workbook):
    before = total(workbook)
    column, row = amount_cell(workbook)
    with office.workbook(workbook):
        office.ask("add_to_cell", LEDGER, column - 1, row - 1, MORE)
        press(office, "填充", workbook)
        assert total(workbook) == before + Decimal(MORE) / 10_000
        # What is open is older than the file now: it must not be saved over it.
        office.click("标错")
        assert BUTTON_TEXTS["xltools_reload"] in office.message(MESSAGE)
        assert total(workbook) == before + Decimal(MORE) / 10_000
    assert [each for each in xltools.check(workbook).findings if each.severity == "error"] == []
    with zipfile.ZipFile(workbook) as package:
        assert "xl/vbaProject.bin" in package.namelist()


def test_check_says_how_it_came_out(office, workbook):
    assert conclusion(workbook) == console.NOT_CHECKED
    with office.workbook(workbook):
        press(office, "校验", workbook)
    assert conclusion(workbook) != console.NOT_CHECKED


def test_mark_leaves_marks_in_the_file(office, workbook):
    book = Workbook.open(workbook)
    sheet = book.sheet(WRONG)
    row = next(number for number, cells in sheet.iter_rows() if cells.get(1) and cells[1].value == "2013201")
    sheet.set_number(row, 4, Decimal("194.34"))
    book.save(workbook)
    assert notes(workbook) == []
    with office.workbook(workbook):
        press(office, "标错", workbook)
    assert (WRONG, f"D{row}") in notes(workbook)
    coloured = openpyxl.load_workbook(workbook)[WRONG].conditional_formatting
    assert any(f"D{row}" in str(each.sqref).split() for each in coloured)


def test_a_workbook_never_saved(office, workbook):
    with office.workbook(workbook, as_template=True):
        office.click("填充")
        assert BUTTON_TEXTS["xltools_save_first"] in office.message(MESSAGE)


@pytest.mark.parametrize("python", ["missing", "without xltools"])
def test_python_missing(workbook, tmp_path, python):
    program = tmp_path / "工 具" / "python3"
    if python == "without xltools":
        program.parent.mkdir()
        program.write_text('#!/bin/sh\necho "No module named xltools" >&2\nexit 1\n')
        program.chmod(0o755)
    before = workbook.read_bytes()
    with office_window({"XLTOOLS_PYTHON": str(program)}) as office, office.workbook(workbook):
        office.click("标错")
        assert BUTTON_TEXTS["xltools_no_python"] in office.message(MESSAGE)
    assert workbook.read_bytes() == before
