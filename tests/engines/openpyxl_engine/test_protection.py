"""What a protected sheet refuses and what it allows."""

from collections.abc import Callable

import openpyxl
import pytest
import xlwings

from engines.conftest import Opened
from engines.openpyxl_engine import ExcelError

Change = Callable[[xlwings.Sheet], object]


def _build(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["B1"] = 1, "=A1*2", "开"
    sheet["B1"].protection = openpyxl.styles.Protection(locked=False)
    sheet["A2"].comment = openpyxl.comments.Comment("注", "某")


@pytest.fixture
def sheet(opened: Opened) -> xlwings.Sheet:
    return opened(_build).sheets["甲"]


def _set(attribute: str, value: object) -> Change:
    return lambda sheet: setattr(sheet["A1"], attribute, value)


LOCKED: dict[str, Change] = {
    "value": _set("value", 5),
    "formula": lambda sheet: setattr(sheet["A1:B1"], "formula", "=1"),
    "a new cell": lambda sheet: setattr(sheet["Z99"], "value", 5),
    "clear contents": lambda sheet: sheet["A1:C3"].clear_contents(),
    "clear": lambda sheet: sheet["A1"].clear(),
    "clear formats": lambda sheet: sheet["A1"].clear_formats(),
    "number format": _set("number_format", "0"),
    "color": _set("color", (1, 2, 3)),
    "alignment": _set("horizontal_alignment", "center"),
    "font": lambda sheet: setattr(sheet["A1"].font, "bold", True),
    "borders": lambda sheet: sheet["A1"].borders.set(line_style="continuous"),
    "row height": _set("row_height", 30),
    "hidden rows": lambda sheet: setattr(sheet["A1"].api.EntireRow, "Hidden", True),
    "column width": _set("column_width", 30),
    "merge": lambda sheet: sheet["A1:A2"].merge(),
    "unmerge": lambda sheet: sheet["A1:A2"].unmerge(),
    "insert": lambda sheet: sheet["1:1"].insert("down"),
    "delete": lambda sheet: sheet["1:1"].delete("up"),
    "note": lambda sheet: sheet["A1"].add_note("x"),
    "note text": lambda sheet: setattr(sheet["A2"].note, "text", "x"),
    "note delete": lambda sheet: sheet["A2"].note.delete(),  # type: ignore[union-attr]
    "link": lambda sheet: sheet["B1"].add_hyperlink("http://example.org/"),
    "conditional format": lambda sheet: sheet["A1"].conditional_formats.add_custom("=1>0"),
    "validation": lambda sheet: sheet["A1"].data_validation.set_list(["一"]),
    "locked": lambda sheet: setattr(sheet["B1"].api, "Locked", True),
    "paste": lambda sheet: sheet["B1"].copy(sheet["A1"]),
}


@pytest.mark.parametrize("change", LOCKED.values(), ids=LOCKED)
def test_a_protected_sheet_refuses(sheet: xlwings.Sheet, change: Change) -> None:
    sheet.api.Protect()
    with pytest.raises(ExcelError):
        change(sheet)
    assert sheet["A1:B2"].formula == (("1", "开"), ("=A1*2", ""))  # type: ignore[comparison-overlap]
    sheet.api.Unprotect()
    change(sheet)


def test_unlocked_cells_may_be_filled(sheet: xlwings.Sheet) -> None:
    sheet.api.Protect()
    sheet["B1"].value = "填"
    assert sheet["B1"].value == "填"
    assert (sheet["A1"].api.Locked, sheet["B1"].api.Locked, sheet["A1:B1"].api.Locked) == (True, False, None)


def test_permissions(sheet: xlwings.Sheet) -> None:
    sheet.api.Protect(DrawingObjects=False, AllowFormattingCells=True, AllowFormattingRows=True)
    sheet["A1"].color = "#ff0000"
    sheet["A1"].conditional_formats.add_custom("=1>0")
    sheet["A1"].row_height = 30
    sheet["A1"].add_note("x")
    assert sheet.api.Protection.AllowFormattingCells is True
    assert sheet.api.Protection.AllowInsertingRows is False
    assert sheet.api.ProtectDrawingObjects is False
    for refused in ("value", "column width", "merge", "insert"):
        with pytest.raises(ExcelError):
            LOCKED[refused](sheet)


@pytest.mark.parametrize("change", LOCKED.values(), ids=LOCKED)
def test_code_may_pass_where_only_the_user_is_kept_out(sheet: xlwings.Sheet, change: Change) -> None:
    sheet.api.Protect(UserInterfaceOnly=True)
    assert sheet.api.ProtectContents
    assert sheet.api.ProtectionMode
    change(sheet)


def test_passwords(sheet: xlwings.Sheet) -> None:
    sheet.api.Protect("密码")
    for wrong in (None, "", "错"):
        with pytest.raises(ExcelError) as refused:
            sheet.api.Unprotect(wrong)
        assert "password" in refused.value.excepinfo[2]
    with pytest.raises(ExcelError):
        sheet.api.Protect("错", UserInterfaceOnly=True)
    assert sheet.api.ProtectContents
    sheet.api.Protect("密码", AllowFormattingCells=True)
    assert sheet.api.Protection.AllowFormattingCells
    sheet.api.Unprotect("密码")
    assert not sheet.api.ProtectContents


def test_protection_is_read_from_and_written_to_files(opened: Opened) -> None:
    def build(workbook: openpyxl.Workbook) -> None:
        stored = workbook.worksheets[0].protection
        stored.enable()
        stored.formatCells, stored.objects = False, True
        stored.set_password("abc")

    book = opened(build)
    api = book.sheets[0].api
    assert api.ProtectContents
    assert api.Protection.AllowFormattingCells
    assert api.ProtectDrawingObjects
    api.Unprotect("abc")
    api.Protect("neu", AllowInsertingRows=True)
    book.save()
    saved = openpyxl.load_workbook(book.fullname).worksheets[0].protection
    assert (saved.sheet, saved.objects, saved.insertRows, saved.formatCells) == (True, True, False, True)
    assert saved.password == openpyxl.utils.protection.hash_password("neu")


def test_members_excel_has_and_the_engine_lacks(sheet: xlwings.Sheet) -> None:
    with pytest.raises(NotImplementedError):
        _ = sheet.api.Shapes
    with pytest.raises(NotImplementedError):
        sheet["A1"].api.Orientation = 90
    with pytest.raises(NotImplementedError):
        sheet.autofit()
    with pytest.raises(NotImplementedError):
        sheet["A1"].copy_from(sheet["A2"])
