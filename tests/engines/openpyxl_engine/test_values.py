"""What goes into cells and comes out of them."""

import datetime as dt
from typing import Any

import pytest
import xlwings

from engines.conftest import Opened
from engines.openpyxl_engine import ExcelError


@pytest.fixture
def sheet(opened: Opened) -> xlwings.Sheet:
    return opened(lambda workbook: None).sheets["甲"]


@pytest.mark.parametrize(
    ("typed", "value", "number_format"),
    [
        ("001", 1.0, "General"),
        ("2013201", 2013201.0, "General"),
        ("1,234.5", 1234.5, "#,##0.00"),
        ("50%", 0.5, "0%"),
        ("(5)", -5.0, "General"),
        ("1E3", 1000.0, "0.00E+00"),
        ("123456789012345678", 123456789012345000.0, "General"),
        ("2025-1-2", dt.datetime(2025, 1, 2), "yyyy/m/d"),
        ("2025年1月2日", dt.datetime(2025, 1, 2), 'yyyy"年"m"月"d"日"'),
        ("true", True, "General"),
        ("2025.1.2", "2025.1.2", "General"),
        ("2025-13-1", "2025-13-1", "General"),
        ("1,23", "1,23", "General"),
        ("一、支出", "一、支出", "General"),
        ("-", "-", "General"),
    ],
)
def test_typed_text_becomes_what_excel_makes_of_it(
    sheet: xlwings.Sheet, typed: str, value: object, number_format: str
) -> None:
    sheet["A1"].value = typed
    assert sheet["A1"].value == value
    assert type(sheet["A1"].value) is type(value)
    assert sheet["A1"].number_format == number_format


def test_text_stays_text_in_a_text_cell_and_after_an_apostrophe(sheet: xlwings.Sheet) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1:A2"].value = [["001"], ["'001"]]
    assert sheet["A1:A2"].value == ["001", "001"]
    assert sheet["A2"].api.PrefixCharacter == "'"
    assert sheet["A2"].formula == "001"
    sheet["A2"].formula = sheet["A2"].formula
    assert sheet["A2"].value == 1.0
    sheet["A1"].value = 20101
    assert sheet["A1"].value == "20101"
    sheet["A1"].formula = "=A2"
    assert sheet["A1"].value == "=A2"


def test_numbers_dates_and_nothing(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [5, 0.1, None, dt.date(2025, 3, 1), "", False]
    assert sheet["A1:F1"].value == [5.0, 0.1, None, dt.datetime(2025, 3, 1), None, False]
    formulas: Any = sheet["A1:F1"].formula
    assert formulas == (("5", "0.1", "", "45717", "", "FALSE"),)
    assert isinstance(sheet["A1"].value, float)
    sheet["D1"].number_format = "0"
    assert sheet["D1"].value == 45717.0
    assert sheet["D1"].api.Value2 == 45717.0


def test_a_formula_fills_a_range_and_adapts(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["C1:C3"].formula = "=A1*B1+$A$1"
    assert sheet["C1:C3"].formula == (("=A1*B1+$A$1",), ("=A2*B2+$A$1",), ("=A3*B3+$A$1",))
    assert sheet["C1:C3"].value == [11.0, 41.0, 91.0]


def test_errors_come_out_as_xlwings_gives_them(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = ["=1/0", "=NA()", "#REF!", '="#N/A"']
    assert sheet["A1:D1"].value == [None, None, None, "#N/A"]
    assert sheet["A1:D1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#REF!", "#N/A"]


@pytest.mark.parametrize("formula", ["=SUM(A1", "=没有!A1", '="a', "=A1)"])
def test_a_formula_excel_would_not_take(sheet: xlwings.Sheet, formula: str) -> None:
    with pytest.raises(ExcelError):
        sheet["A1"].formula = formula
    assert sheet["A1"].formula == ""


def test_new_functions_are_stored_with_their_prefix(sheet: xlwings.Sheet) -> None:
    sheet["A1"].formula = '=CONCAT("IFS(",IFS(1>0,"a"))'
    assert sheet.impl.worksheet["A1"].value == '=_xlfn.CONCAT("IFS(",_xlfn.IFS(1>0,"a"))'
    assert sheet["A1"].formula == '=CONCAT("IFS(",IFS(1>0,"a"))'
    assert sheet["A1"].value == "IFS(a"
    with pytest.raises(NotImplementedError):
        sheet["A2"].formula = "=UNIQUE(A1:A9)"


def test_reading_makes_no_cells(sheet: xlwings.Sheet) -> None:
    assert sheet["A1:Z50"].value[49][25] is None
    assert sheet["C3"].color is None
    assert sheet.used_range.address == "$A$1"


def test_ends_and_regions(sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = [["a", "b", "c"], [1, 2, 3], [4, 5, None]]
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B2"].end("right").address == "$D$2"
    assert sheet["B1048576"].end("up").address == "$B$4"
    assert sheet["Z2"].end("left").address == "$D$2"
    assert sheet["B5"].end("down").address == "$B$1048576"
    assert sheet["Z9"].end("up").address == "$Z$1"
    assert sheet["B2"].expand().address == "$B$2:$D$4"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet.used_range.address == "$B$2:$D$4"
    assert sheet["B2:D4"].rows[1].address == "$B$3:$D$3"
    assert sheet["B2"].offset(1, 1).resize(2, 3).address == "$C$3:$E$4"
    assert sheet["5:7"].address == "$5:$7"
    assert sheet["B2:C3"].get_address(False, False, include_sheetname=True) == "甲!B2:C3"


def test_a_merged_area_keeps_one_value(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["a", "b"], ["c", "d"]]
    sheet["A1:B2"].merge()
    sheet["B2"].value = "lost"
    assert sheet["A1:B2"].value == [["a", None], [None, None]]
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    assert sheet["B2"].merge_cells is True
    assert sheet["A1:C2"].merge_cells is None
    sheet["A1:B2"].unmerge()
    assert sheet["A1:B2"].merge_cells is False
    sheet["E2"].value = "kept"
    sheet["D1:E2"].merge(across=True)
    assert sheet["D2"].value == "kept"
    assert sheet["E2"].merge_area.address == "$D$2:$E$2"
