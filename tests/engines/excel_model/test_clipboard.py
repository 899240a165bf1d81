"""Copies and pastes: values, formats, merged cells, conditional formats, validations, notes."""

from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from engines.conftest import Opened
from engines.excel_model.com import com_error

from .conftest import Saved, made_rules


def _rows(workbook: Workbook) -> None:
    sheet: Any = workbook.worksheets[0]
    for row in range(1, 10):
        for column in range(1, 4):
            sheet.cell(row, column, row * 10 + column)
    sheet["D2"] = "=A2*2"
    sheet.merge_cells("B2:C2")
    sheet["A2"].font, sheet["A2"].number_format = Font(bold=True), "0.00"
    sheet["B2"].fill = PatternFill(fgColor="00FF00", fill_type="solid")
    sheet["A2"].comment = Comment("批注", "甲")
    listed = DataValidation("list", formula1='"是,否"')
    listed.add("A2")
    sheet.add_data_validation(listed)
    sheet.conditional_formatting.add(
        "A2:B2", made_rules.FormulaRule(["$A2>1"], fill=PatternFill(bgColor="FF0000", fill_type="solid"))
    )
    workbook.create_sheet("乙")


def _merges(sheet: Any) -> list[str]:
    return sorted(str(area) for area in sheet.merged_cells.ranges)


def _ruled(sheet: Any) -> list[tuple[str, list[str]]]:
    return [(str(area.sqref), rule.formula) for area in sheet.conditional_formatting for rule in area.rules]


def test_formats_pasted_leave_the_contents(opened: Opened, saved: Saved) -> None:
    book = opened(_rows)
    book.app.calculation = "manual"
    sheet = book.sheets["甲"]
    sheet["D5"].formula = "=A5*2"
    book.app.calculate()
    sheet["A2:D2"].copy()
    assert book.app.cut_copy_mode == "copy"
    sheet["A5:D7"].paste(paste="formats")
    book.app.cut_copy_mode = False
    assert book.app.cut_copy_mode is None
    assert sheet["A5:D5"].value == [51, 52, 53, 102]
    written = saved(book)["甲"]
    assert [written.cell(row, 1).font.bold for row in (4, 5, 6, 7, 8)] == [False, True, True, True, False]
    assert [written.cell(row, 1).number_format for row in (4, 5)] == ["General", "0.00"]
    assert written["B6"].fill.fgColor.rgb == "0000FF00"
    assert _merges(written) == ["B2:C2", "B5:C5", "B6:C6", "B7:C7"]
    assert _ruled(written) == [("A2:B2 A5:B5 A6:B6 A7:B7", ["$A2>1"])]
    assert [str(one.sqref) for one in written.data_validations.dataValidation] == ["A2"]
    assert written["A5"].comment is None


def test_formats_pasted_on_another_sheet(opened: Opened, saved: Saved) -> None:
    book = opened(_rows)
    book.sheets["甲"]["A2:C2"].copy()
    book.sheets["乙"]["C4"].paste(paste="formats")
    written = saved(book)["乙"]
    assert _merges(written) == ["D4:E4"]
    assert _ruled(written) == [("C4:D4", ["$A4>1"])]
    assert written["C4"].font.bold is True
    assert written["C4"].value is None


def test_a_paste_takes_merged_cells_apart(opened: Opened, saved: Saved) -> None:
    book = opened(_rows)
    sheet = book.sheets["甲"]
    sheet["A8:C8"].copy()
    sheet["A2:C2"].paste(paste="formats")
    written = saved(book)["甲"]
    assert (_merges(written), _ruled(written)) == ([], [])
    sheet["A9:C9"].merge()
    sheet["A8:B8"].copy()
    with pytest.raises(com_error):
        sheet["A9:B9"].paste(paste="formats")


def test_cells_copied_to_a_place(opened: Opened, saved: Saved) -> None:
    book = opened(_rows)
    sheet = book.sheets["甲"]
    sheet["A2:D2"].copy(sheet["A7:D8"])
    assert sheet["D7:D8"].value == [42, 42]
    written = saved(book)["甲"]
    assert [written.cell(8, column).value for column in range(1, 5)] == [21, 22, None, "=A8*2"]
    assert _merges(written) == ["B2:C2", "B7:C7", "B8:C8"]
    assert _ruled(written) == [("A2:B2 A7:B7 A8:B8", ["$A2>1"])]
    assert written["A8"].comment.text == "批注"
    validated = written.data_validations.dataValidation[0].sqref.ranges
    assert sorted(str(area) for area in validated) == ["A2", "A7", "A8"]


def test_values_pasted(opened: Opened) -> None:
    book = opened(_rows)
    sheet = book.sheets["甲"]
    sheet["D2"].copy()
    sheet["D9"].paste(paste="values")
    assert (sheet["D9"].formula, sheet["D9"].value) == ("42", 42)


def test_locked_cells_take_no_paste(opened: Opened) -> None:
    book = opened(_rows)
    sheet = book.sheets["甲"]
    sheet["A2:C2"].copy()
    sheet.api.Protect()
    sheet["A8:C8"].copy()
    with pytest.raises(com_error):
        sheet["A5:C5"].paste(paste="formats")
