"""Protected sheets refuse what Excel refuses."""

from collections.abc import Callable
from typing import Any

import pytest
import xlwings
from openpyxl import Workbook
from openpyxl.styles import Protection

from engines.conftest import Opened
from engines.excel_model.com import com_error

from .conftest import Saved

CHANGES: dict[str, Callable[[xlwings.Sheet], object]] = {
    "value": lambda sheet: setattr(sheet["A1"], "value", 5),
    "formula": lambda sheet: setattr(sheet["A1:A2"], "formula", [["=1"], ["=2"]]),
    "clear": lambda sheet: sheet["A1"].clear_contents(),
    "insert": lambda sheet: sheet["2:2"].insert("down"),
    "delete": lambda sheet: sheet["2:2"].delete("up"),
    "merge": lambda sheet: sheet["A1:B1"].merge(),
    "colour": lambda sheet: setattr(sheet["A1"], "color", "#ff0000"),
    "font": lambda sheet: setattr(sheet["A1"].font, "bold", True),
    "number format": lambda sheet: setattr(sheet["A1"], "number_format", "0"),
    "row height": lambda sheet: setattr(sheet["1:1"], "row_height", 30),
    "column width": lambda sheet: setattr(sheet["A:A"], "column_width", 30),
    "wrap": lambda sheet: setattr(sheet["A1"], "wrap_text", True),
    "border": lambda sheet: sheet["A1"].borders.set("outside", line_style="continuous"),
}


def _plain(workbook: Workbook) -> None:
    sheet: Any = workbook.worksheets[0]
    for row in range(1, 5):
        sheet.cell(row, 1, row)
    sheet["C1"].protection = Protection(locked=False)


@pytest.mark.parametrize("change", CHANGES)
def test_a_protected_sheet_refuses(opened: Opened, change: str) -> None:
    sheet = opened(_plain).sheets["甲"]
    sheet.api.Protect()
    assert sheet.api.ProtectContents is True
    with pytest.raises(com_error):
        CHANGES[change](sheet)
    assert sheet["A1:A4"].value == [1, 2, 3, 4]
    sheet.api.Unprotect()
    CHANGES[change](sheet)


def test_unlocked_cells_may_be_written(opened: Opened) -> None:
    sheet = opened(_plain).sheets["甲"]
    sheet.api.Protect()
    sheet["C1"].value = "可填"
    assert sheet["C1"].value == "可填"


def test_passwords(opened: Opened) -> None:
    sheet = opened(_plain).sheets["甲"]
    sheet.api.Protect("密码")
    with pytest.raises(com_error):
        sheet.api.Unprotect("别的")
    with pytest.raises((com_error, NotImplementedError)):
        sheet.api.Unprotect()
    assert sheet.api.ProtectContents is True
    sheet.api.Unprotect("密码")
    assert sheet.api.ProtectContents is False


def test_what_protection_allows_is_kept_in_the_file(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    #            password, objects, contents, scenarios, interface only, then what is allowed
    book.sheets["甲"].api.Protect(None, True, True, True, False, False, True, True)
    protection = saved(book)["甲"].protection
    assert (protection.sheet, protection.objects, protection.scenarios) == (True, True, True)
    assert (protection.formatCells, protection.formatColumns, protection.formatRows) == (True, False, False)
    book.sheets["甲"]["A:A"].column_width = 30
    with pytest.raises(com_error):
        book.sheets["甲"]["A1"].color = "#ff0000"


def test_protection_of_the_file_holds(opened: Opened) -> None:
    def build(workbook: Workbook) -> None:
        _plain(workbook)
        workbook.worksheets[0].protection.enable()

    sheet = opened(build).sheets["甲"]
    with pytest.raises(com_error):
        sheet["A1"].value = 5
    sheet.api.Unprotect()
    sheet["A1"].value = 5
