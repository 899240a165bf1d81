"""Rows inserted and deleted, with all that moves along. LibreOffice's own insertion gives the same results
on these workbooks, except where its files differ from Excel's (noted at the test)."""

from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from engines.conftest import Opened
from engines.openpyxl_engine import ExcelError


def _rich(workbook: openpyxl.Workbook) -> None:
    sheet, other = workbook.worksheets[0], workbook.create_sheet("乙 表")
    for row in range(1, 21):
        for column in range(1, 4):
            sheet.cell(row, column, row * column)
    sheet["G1"], sheet["G10"] = "=SUM(A1:A20)", "=A10+A9+$A$12"
    other["A1"], other["A2"] = "=甲!A10+A9", "=SUM(甲!A8:B12,中)"
    workbook.defined_names["中"] = DefinedName("中", attr_text="甲!$B$9:$B$11")
    sheet["K8"] = "合并"
    sheet.merge_cells("K8:L11")
    sheet.merge_cells("K14:L14")
    validation = DataValidation("custom", formula1="A8>$B$9", sqref="M8:M12")
    sheet.add_data_validation(validation)
    fill = PatternFill(bgColor="FFFF0000")
    rule = Rule("expression", formula=["$A8>B$9"], dxf=DifferentialStyle(fill=fill))
    sheet.conditional_formatting.add("A8:C12", rule)
    sheet["O9"].comment = Comment("注", "某")
    sheet["O12"].hyperlink = "http://example.org/"
    sheet["A9"].font = Font(bold=True)
    sheet.row_dimensions[9].height = 40
    sheet.row_dimensions[12].hidden = True
    sheet.print_area, sheet.print_title_rows, sheet.auto_filter.ref = "A1:O20", "8:9", "A7:C20"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=8, max_row=12))
    sheet.add_chart(chart, "Q10")


@pytest.fixture
def book(opened: Opened) -> xlwings.Book:
    return opened(_rich)


def _rules(sheet: Any) -> dict[str, list[str]]:
    formats = sheet.conditional_formatting._cf_rules.items()
    found = {f"format {key.sqref}": list(rule.formula) for key, rules in formats for rule in rules}
    for validation in sheet.data_validations.dataValidation:
        found[f"validation {validation.sqref}"] = [validation.formula1]
    return found


def test_rows_inserted_inside_blocks(book: xlwings.Book) -> None:
    sheet, other = book.sheets["甲"], book.sheets["乙 表"]
    sheet["10:11"].insert("down")
    assert sheet["G1"].formula == "=SUM(A1:A22)"
    assert sheet["G12"].formula == "=A12+A9+$A$14"
    assert [cell.formula for cell in other["A1:A2"]] == ["=甲!A12+A9", "=SUM(甲!A8:B14,中)"]
    assert book.names["中"].refers_to == "=甲!$B$9:$B$13"
    assert sheet["L13"].merge_area.address == "$K$8:$L$13"
    assert sheet["K16"].merge_area.address == "$K$16:$L$16"
    stored = sheet.impl.worksheet
    assert _rules(stored) == {"format A8:C14": ["$A8>B$9"], "validation M8:M14": ["A8>$B$9"]}
    assert [note.location.address for note in sheet.notes] == ["$O$9"]
    assert sheet["O14"].hyperlink == "http://example.org/"
    assert sheet["A14"].api.EntireRow.Hidden is True
    assert sheet["A12"].api.EntireRow.Hidden is False
    assert [sheet[f"A{row}"].row_height for row in (9, 10, 11, 12)] == [40.0, 40.0, 40.0, 15.0]
    assert sheet["A10:A11"].font.bold is True
    assert sheet["A10:C11"].value == [[None] * 3, [None] * 3]
    assert sheet.page_setup.print_area == "$A$1:$O$22"
    assert stored.print_title_rows == "$8:$9"
    assert stored.auto_filter.ref == "A7:C22"
    assert stored._charts[0].ser[0].val.numRef.f == "甲!$A$8:$A$14"
    assert stored._charts[0].anchor._from.row == 11


def test_rows_inserted_above_everything(book: xlwings.Book) -> None:
    """LibreOffice leaves the relative part of a validation's formula as it was."""
    sheet = book.sheets["甲"]
    sheet["1:3"].insert("down")
    assert sheet["G13"].formula == "=A13+A12+$A$15"
    stored = sheet.impl.worksheet
    assert _rules(stored) == {"format A11:C15": ["$A11>B$12"], "validation M11:M15": ["A11>$B$12"]}
    assert stored.print_title_rows == "$11:$12"
    assert sheet["O15"].hyperlink == "http://example.org/"
    assert sheet["A1:A3"].row_height == 15.0


def test_the_row_below_a_block_takes_its_formats_but_not_its_sums(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    sheet["13:13"].insert("down")
    assert sheet["G10"].formula == "=A10+A9+$A$12"
    assert book.sheets["乙 表"]["A2"].formula == "=SUM(甲!A8:B12,中)"
    assert set(_rules(sheet.impl.worksheet)) == {"format A8:C13", "validation M8:M13"}


def test_the_row_above_a_block_with_the_format_of_the_row_below(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    sheet["8:8"].insert("down", copy_origin="format_from_right_or_below")
    assert _rules(sheet.impl.worksheet) == {"format A8:C13": ["$A8>B$10"], "validation M8:M13": ["A8>$B$10"]}
    sheet["10:10"].insert("down", copy_origin="format_from_right_or_below")
    assert sheet["A10"].font.bold is True


def test_rows_deleted_from_inside(book: xlwings.Book) -> None:
    sheet, other = book.sheets["甲"], book.sheets["乙 表"]
    sheet["9:10"].delete("up")
    assert sheet["G1"].formula == "=SUM(A1:A18)"
    assert [cell.formula for cell in other["A1:A2"]] == ["=甲!#REF!+A9", "=SUM(甲!A8:B10,中)"]
    assert book.names["中"].refers_to == "=甲!$B$9:$B$9"
    assert sheet["K8"].merge_area.address == "$K$8:$L$9"
    assert _rules(sheet.impl.worksheet) == {"format A8:C10": ["$A8>#REF!"], "validation M8:M10": ["A8>#REF!"]}
    assert len(sheet.notes) == 0
    assert sheet["O10"].hyperlink == "http://example.org/"
    assert sheet.impl.worksheet.print_title_rows == "$8:$8"


def test_a_block_that_loses_its_first_row(book: xlwings.Book) -> None:
    """LibreOffice gives up the merged area here."""
    sheet = book.sheets["甲"]
    sheet["8:8"].delete()
    assert sheet["K8"].merge_area.address == "$K$8:$L$10"
    assert sheet["K8"].value is None
    assert _rules(sheet.impl.worksheet) == {"format A8:C11": ["$A8>B$8"], "validation M8:M11": ["A8>$B$8"]}


def test_blocks_that_lose_all_their_rows(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    sheet["7:20"].delete("up")
    assert book.names["中"].refers_to == "=甲!#REF!"
    assert _rules(sheet.impl.worksheet) == {}
    assert sheet.impl.worksheet.print_title_rows is None
    assert sheet.impl.worksheet.auto_filter.ref is None
    assert sheet.page_setup.print_area == "$A$1:$O$6"


def test_totals_stay_and_results_travel_with_their_cells(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    before = sheet["G1"].value, sheet["G10"].value
    assert before == (210.0, 31.0)
    book.app.calculation = "manual"
    sheet["5:6"].insert("down")
    assert (sheet["G1"].value, sheet["G12"].value) == before
    book.app.calculation = "automatic"
    assert (sheet["G1"].value, sheet["G12"].value) == before
    sheet["A5"].value = 1000
    assert sheet["G1"].value == 1210.0


def test_an_array_formula_moves_and_is_not_cut(opened: Opened) -> None:
    def build(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet["A1"], sheet["A2"] = 1, 2
        sheet["B3"] = ArrayFormula("B3:B4", "=A1:A2*2")

    sheet = opened(build).sheets["甲"]
    sheet["1:1"].insert("down")
    assert sheet["B4"].formula == "=A2:A3*2"
    assert sheet["B4"].value == 2.0
    with pytest.raises(ExcelError):
        sheet["B5"].value = 7


def test_what_is_not_a_whole_row_is_refused(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    with pytest.raises(NotImplementedError):
        sheet["A1:B2"].insert("down")
    with pytest.raises(NotImplementedError):
        sheet["A:B"].delete("left")
    sheet["3:3"].copy()
    with pytest.raises(NotImplementedError):
        sheet["5:5"].insert("down")


def test_a_protected_sheet_keeps_its_rows(book: xlwings.Book) -> None:
    sheet = book.sheets["甲"]
    sheet["A1:A20"].api.Locked = False
    sheet.api.Protect()
    with pytest.raises(ExcelError):
        sheet["5:5"].insert("down")
    with pytest.raises(ExcelError):
        sheet["5:5"].delete("up")
    sheet.api.Unprotect()
    sheet.api.Protect(AllowInsertingRows=True, AllowDeletingRows=True)
    sheet["5:5"].insert("down")
    assert sheet["A6"].value == 5.0
    with pytest.raises(ExcelError):
        sheet["5:5"].delete("up")
    assert sheet.impl.worksheet["A6"].protection == Protection(locked=False)
