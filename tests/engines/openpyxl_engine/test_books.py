"""Workbooks and Excel itself: opened, saved, calculated, printed; settings, message boxes, status bar."""

import re
from pathlib import Path

import openpyxl
import pytest
import xlwings

from engines.conftest import Opened
from engines.openpyxl_engine import Excel, ExcelError, NotCalculatedError
from oracles import libreoffice
from oracles.values import cached_values


def _build(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"] = 2, "=A1*3"
    sheet["B1"] = '=IF(A1>0,"正","")'
    workbook.create_sheet("乙")["A1"] = "=甲!A2+1"


@pytest.fixture
def book(opened: Opened) -> xlwings.Book:
    return opened(_build)


def _stale(path: Path, value: int) -> None:
    """A workbook whose A2 says `value` though its formula says otherwise."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("甲")
        sheet.write("A1", 2)
        sheet.write_formula("A2", "=A1*3", value=value)


def test_results_are_those_of_the_file_until_something_changes(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "缓存.xlsx"
    _stale(path, 99)
    book = excel.open_book(path)
    sheet = book.sheets["甲"]
    assert sheet["A2"].value == 99.0
    sheet["A2"].color = (255, 0, 0)
    assert sheet["A2"].value == 99.0
    sheet["A1"].value = 5
    assert sheet["A2"].value == 15.0


def test_manual_calculation(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    assert sheet["A2"].value == 6.0
    book.app.calculation = "manual"
    sheet["A1"].value = 10
    assert sheet["A2"].value == 6.0
    sheet["A3"].formula = "=A1+1"
    with pytest.raises(NotCalculatedError):
        _ = sheet["A3"].value
    book.app.calculate()
    sheet["A1"].value = 20
    assert (sheet["A2"].value, sheet["A3"].value) == (30.0, 11.0)
    book.app.calculation = "automatic"
    assert (sheet["A2"].value, sheet["A3"].value) == (60.0, 21.0)


def test_changes_before_manual_mode_are_calculated(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    sheet["A1"].value = 4
    with book.app.properties(calculation="manual"):
        assert sheet["A2"].value == 12.0
        sheet["A1"].value = 5
        assert sheet["A2"].value == 12.0
    assert sheet["A2"].value == 15.0


def test_libreoffice_runs_once_for_the_same_sheets(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = book.sheets["甲"]
    assert sheet["A2"].value == 6.0
    monkeypatch.setattr(libreoffice, "recalculate", lambda *_: pytest.fail("calculated again"))
    sheet["A1"].value = 2
    assert sheet["A2"].value == 6.0


def test_a_copy_has_the_present_state_and_leaves_the_book_alone(book: xlwings.Book, tmp_path: Path) -> None:
    original = Path(book.fullname).read_bytes()
    book.sheets["甲"]["A1"].value = 7
    copy = tmp_path / "副本.xlsx"
    assert book.api.Saved is False
    book.api.SaveCopyAs(Filename=str(copy))
    assert cached_values(copy) == {"甲": {(1, 1): 7, (2, 1): 21, (1, 2): "正"}, "乙": {(1, 1): 22}}
    assert openpyxl.load_workbook(copy)["甲"]["A2"].value == "=A1*3"
    assert Path(book.fullname).read_bytes() == original
    assert (book.api.Saved, book.name) == (False, "book1.xlsx")
    with pytest.raises(ExcelError):
        book.api.SaveCopyAs(str(tmp_path / "没有" / "副本.xlsx"))


def test_saving(book: xlwings.Book, tmp_path: Path) -> None:
    book.sheets["甲"]["A1"].value = 8
    book.save()
    assert book.api.Saved is True
    assert cached_values(Path(book.fullname))["乙"] == {(1, 1): 25}
    book.save(tmp_path / "另存.xlsx")
    assert (book.name, book.api.Path) == ("另存.xlsx", str(tmp_path))
    book.app.calculation = "manual"
    book.sheets["甲"]["A1"].value = 10
    book.save()
    assert cached_values(Path(book.fullname))["乙"] == {(1, 1): 31}
    with pytest.raises(NotImplementedError):
        book.save(tmp_path / "x.xls")


def test_a_new_book_was_never_saved(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = excel.app.books.add()
    assert (book.name, book.fullname, book.api.Path) == ("Book1", "Book1", "")
    book.sheets[0]["A1"].value = "=1+1"
    assert book.sheets[0]["A1"].value == 2.0
    book.save()
    assert book.fullname == str(tmp_path / "Book1.xlsx")


def test_a_read_only_file(excel: Excel, book: xlwings.Book, tmp_path: Path) -> None:
    path = tmp_path / "只读.xlsx"
    _stale(path, 6)
    path.chmod(0o444)
    locked = excel.open_book(path)
    assert locked.api.ReadOnly is True
    assert book.api.ReadOnly is False
    locked.sheets[0]["A1"].value = 3
    with pytest.raises(ExcelError):
        locked.save()
    locked.api.SaveCopyAs(str(tmp_path / "可写.xlsx"))


def test_two_excels_and_three_books(excel: Excel, book: xlwings.Book, tmp_path: Path) -> None:
    second = excel.open_book(_named(tmp_path, "二.xlsx"))
    assert excel.app.books.active == second
    book.activate()
    assert excel.app.books.active == book
    other_app = excel.add_app()
    third = excel.open_book(Path(book.fullname), app=other_app)
    assert third.api.ReadOnly is True
    assert third.app != book.app
    assert xlwings.apps.active == other_app
    assert xlwings.Book(second.fullname) == second
    with pytest.raises(ValueError, match="Cannot open two workbooks"):
        excel.open_book(_named(tmp_path / "乙", "二.xlsx"))
    second.close()
    assert [one.name for one in excel.app.books] == [book.name]
    other_app.quit()
    assert len(xlwings.apps) == 1


def _named(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    _stale(folder / name, 6)
    return folder / name


def test_the_caller(book: xlwings.Book) -> None:
    book.set_mock_caller()
    assert xlwings.Book.caller() == book


def test_what_is_no_workbook(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(ExcelError):
        excel.open_book(path)
    with pytest.raises(FileNotFoundError):
        excel.open_book(tmp_path / "没有.xlsx")


def test_installing_leaves_xlwings_as_it_was() -> None:
    from engines.openpyxl_engine import install

    before = xlwings.engines.active, list(xlwings.engines)
    with install() as excel:
        excel.app.books.add().set_mock_caller()
        assert excel.app.engine.name == "openpyxl"
    assert (xlwings.engines.active, list(xlwings.engines)) == before
    assert not hasattr(xlwings.Book, "_mock_caller")


def test_what_the_user_sees(excel: Excel, book: xlwings.Book) -> None:
    app = book.app
    with app.properties(status_bar="正在填充…"):
        app.status_bar = "正在保存…"
    assert not app.status_bar
    assert excel.status_texts == ["正在填充…", "正在保存…"]
    assert app.alert("已完成", title="填充") == "ok"
    excel.will_answer("no", "yes")
    assert app.alert("覆盖吗？", title="填充", buttons="yes_no", mode="critical") == "no"
    assert app.alert("真的？", buttons="yes_no_cancel") == "yes"
    assert [(alert.title, alert.text, alert.mode) for alert in excel.alerts] == [
        ("填充", "已完成", None),
        ("填充", "覆盖吗？", "critical"),
        (None, "真的？", None),
    ]
    with pytest.raises(AssertionError, match="nobody answers"):
        app.alert("谁来回答？", buttons="ok_cancel")


def test_state_shows_what_was_left_changed(excel: Excel, book: xlwings.Book) -> None:
    before = excel.state()
    with book.app.properties(screen_updating=False, calculation="manual", interactive=False):
        assert excel.state() != before
    assert excel.state() == before
    book.app.screen_updating = False
    book.sheets["乙"].activate()
    book.sheets["乙"]["B2:C3"].select()
    changed = {key: value for key, value in excel.state().items() if value != before[key]}
    assert changed == {"screen_updating": False, "active sheet": "乙", "selection": "$B$2:$C$3"}
    assert book.selection is not None
    assert book.selection.address == "$B$2:$C$3"
    with pytest.raises(ExcelError):
        book.sheets["甲"]["A1"].select()


def test_printing(book: xlwings.Book, tmp_path: Path) -> None:
    book.to_pdf(tmp_path / "全部.pdf")
    assert _pages(tmp_path / "全部.pdf") == 2
    book.to_pdf(tmp_path / "乙.pdf", exclude="甲")
    assert _pages(tmp_path / "乙.pdf") == 1
    assert [one.visible for one in book.sheets] == [-1, -1]
    book.sheets["甲"].visible = False
    book.sheets["乙"].to_pdf(tmp_path / "乙 表.pdf")
    assert _pages(tmp_path / "乙 表.pdf") == 1


def _pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
