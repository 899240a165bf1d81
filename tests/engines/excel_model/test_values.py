"""Values and formulas in and out, and when they are calculated."""

import datetime as dt
from typing import Any

import pytest
from openpyxl import Workbook

from engines.conftest import Opened
from engines.excel_model import Excel

from .conftest import Saved


def _numbers(workbook: Workbook) -> None:
    sheet = workbook.worksheets[0]
    for row in range(1, 6):
        sheet.cell(row, 1, row * 10)
    sheet["B1"] = "=SUM(A1:A5)"
    sheet["B2"] = "=B1*2"


def test_a_block_is_read_whole_also_past_what_is_used(opened: Opened) -> None:
    sheet = opened(_numbers).sheets["甲"]
    values = sheet["A1:C8"].value
    formulas: Any = sheet["A1:B2"].formula
    assert [len(row) for row in values] == [3] * 8
    assert values[4:6] == [[50, None, None], [None, None, None]]
    assert formulas == (("10", "=SUM(A1:A5)"), ("20", "=B1*2"))


def test_a_block_is_written_at_once(opened: Opened, saved: Saved) -> None:
    book = opened(_numbers)
    sheet = book.sheets["甲"]
    sheet["D1:F2"].formula = [["文字", 12.5, "=D1&E1"], ["'001", None, ""]]
    sheet["D3"].value = dt.datetime(2025, 3, 4)
    sheet["E3"].value = True
    assert sheet["D1:F3"].value == [
        ["文字", 12.5, "文字12.5"],
        ["001", None, None],
        [dt.datetime(2025, 3, 4), True, None],
    ]
    cells = saved(book)["甲"]
    assert [cells[name].value for name in ("D1", "E1", "F1", "D2", "E2", "E3")] == [
        "文字",
        12.5,
        "=D1&E1",
        "001",
        None,
        True,
    ]
    assert cells["D3"].value == dt.datetime(2025, 3, 4)


def test_an_empty_text_empties_a_cell(opened: Opened, saved: Saved) -> None:
    book = opened(_numbers)
    book.sheets["甲"]["A1"].value = ""
    book.sheets["甲"]["A2"].value = None
    assert book.sheets["甲"]["A1:A2"].value == [None, None]
    assert saved(book)["甲"]["A1"].value is None


def test_formulas_follow_under_automatic_calculation(opened: Opened) -> None:
    sheet = opened(_numbers).sheets["甲"]
    assert sheet["B1:B2"].value == [150, 300]
    sheet["A1:A5"].value = [[1], [2], [3], [4], [5]]
    assert sheet["B1:B2"].value == [15, 30]


def test_nothing_is_calculated_under_manual_calculation(opened: Opened, saved: Saved) -> None:
    book = opened(_numbers)
    sheet = book.sheets["甲"]
    assert sheet["B1:B2"].value == [150, 300]
    book.app.calculation = "manual"
    sheet["A1:A5"].value = 1
    assert sheet["B1:B2"].value == [150, 300]
    book.app.calculate()
    assert sheet["B1:B2"].value == [5, 10]
    sheet["A1"].value = 101
    book.app.calculation = "automatic"
    assert sheet["B1:B2"].value == [105, 210]


def test_manual_calculation_saves_the_last_values(opened: Opened, excel: Excel) -> None:
    import openpyxl

    book = opened(_numbers)
    assert book.sheets["甲"]["B2"].value == 300
    book.app.calculation = "manual"
    book.sheets["甲"]["A1"].value = 0
    copy = book.fullname.replace("book", "copy")
    book.api.SaveCopyAs(copy)
    values = openpyxl.load_workbook(copy, data_only=True)["甲"]
    assert (values["A1"].value, values["B1"].value, values["B2"].value) == (0, 150, 300)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=没有这个名称", "#NAME?"), ('="甲"+1', "#VALUE!")],
)
def test_cell_errors(opened: Opened, formula: str, shown: str) -> None:
    cell = opened(_numbers).sheets["甲"]["D1"]
    cell.formula = formula
    assert cell.value is None
    assert cell.options(err_to_str=True).value == shown


def test_a_number_in_a_text_cell_is_text(opened: Opened, saved: Saved) -> None:
    book = opened(_numbers)
    cell = book.sheets["甲"]["D1"]
    cell.number_format = "@"
    cell.value = "0201"
    assert cell.value == "0201"
    written = saved(book)["甲"]["D1"]
    assert (written.value, written.number_format) == ("0201", "@")
