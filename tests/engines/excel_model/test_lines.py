"""Rows and columns inserted and deleted: everything that stands on them or refers to them moves, as in Excel."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from engines.conftest import Opened
from engines.excel_model import Excel
from engines.excel_model.com import com_error
from oracles import libreoffice as office

from .conftest import Saved, made_rules

RED = PatternFill(bgColor="FF0000", fill_type="solid")


def _rich(workbook: Workbook) -> None:
    """Rows 5 to 9 are data, with a bit of everything on and around them; 乙 refers to them."""
    sheet = workbook.worksheets[0]
    for row in range(1, 13):
        for column in range(1, 4):
            sheet.cell(row, column, row * 10 + column)
    sheet["D5"], sheet["D12"] = "=A5+$A$6", "=SUM(A5:A9)"
    for area in ("A1:C1", "A3:A4", "B5:C5", "E5:E8", "A11:C11"):
        sheet.merge_cells(area)
    sheet["B7"].fill = PatternFill(fgColor="00FF00", fill_type="solid")
    sheet["B7"].border = Border(top=Side("thin"), bottom=Side("thin"))
    sheet.row_dimensions[7].height, sheet.row_dimensions[10].height = 33, 44
    sheet.row_dimensions[9].hidden = True
    sheet["A8"].comment = Comment("批注", "甲")
    sheet["A9"].hyperlink = Hyperlink("A9", location="乙!A1")
    listed = DataValidation("list", formula1="$A$5:$A$9")
    listed.add("F6:F8")
    sheet.add_data_validation(listed)
    sheet.conditional_formatting.add("B6:B8 C2", made_rules.FormulaRule(["$A6>60"], fill=RED))
    sheet.print_area, sheet.print_title_rows = "A1:F12", "1:3"
    other = workbook.create_sheet("乙")
    other["A1"], other["A2"], other["A3"] = "=SUM(甲!A5:A9)", "=数据", "=甲!$B$7*2"
    reference = DataValidation("list", formula1="甲!$A$6:$A$8")
    reference.add("B1")
    other.add_data_validation(reference)
    for name, text in (("数据", "甲!$A$5:$A$5"), ("区域", "甲!$A$5:$C$9"), ("标题", "甲!$A$1")):
        workbook.defined_names[name] = DefinedName(name, attr_text=text)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=5, max_row=9))
    sheet.add_chart(chart, "H10")


def _merges(sheet: object) -> list[str]:
    return sorted(str(area) for area in sheet.merged_cells.ranges)  # type: ignore[attr-defined]


def test_rows_inserted_within_the_data(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"]["7:8"].insert("down")
    written = saved(book)
    sheet, other = written["甲"], written["乙"]
    assert _merges(sheet) == ["A13:C13", "A1:C1", "A3:A4", "B5:C5", "E5:E10"]
    assert [sheet.cell(row, 1).value for row in range(5, 12)] == [51, 61, None, None, 71, 81, 91]
    assert (sheet["D5"].value, sheet["D14"].value) == ("=A5+$A$6", "=SUM(A5:A11)")
    assert (other["A1"].value, other["A3"].value) == ("=SUM(甲!A5:A11)", "=甲!$B$9*2")
    assert written.defined_names["区域"].attr_text == "甲!$A$5:$C$11"
    assert (sheet.print_area, sheet.print_title_rows) == ("'甲'!$A$1:$F$14", "$1:$3")
    assert {row: sheet.row_dimensions[row].height for row in (7, 8, 9, 12)} == {
        7: None,
        8: None,
        9: 33,
        12: 44,
    }
    assert [row for row in range(1, 15) if sheet.row_dimensions[row].hidden] == [11]
    assert sheet["A10"].comment is not None
    assert sheet["A8"].comment is None
    assert sheet["A11"].hyperlink.location == "乙!A1"
    listed, reference = sheet.data_validations.dataValidation[0], other.data_validations.dataValidation[0]
    assert (str(listed.sqref), listed.formula1) == ("F6:F10", "$A$5:$A$11")
    assert reference.formula1 == "甲!$A$6:$A$10"
    areas = {str(one.sqref): [rule.formula for rule in one.rules] for one in sheet.conditional_formatting}
    assert areas == {"B6:B10 C2": [["$A6>60"]]}
    assert sheet["B9"].fill.fgColor.rgb == "0000FF00"
    assert sheet["B9"].border.top.style == "thin"
    chart = sheet._charts[0]
    assert (chart.anchor._from.row, chart.series[0].val.numRef.f) == (11, "'甲'!$A$5:$A$11")


def test_inserted_rows_look_like_the_row_above(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"]["8:9"].insert("down")
    sheet = saved(book)["甲"]
    assert [sheet.cell(row, 2).fill.fgColor.rgb for row in (7, 8, 9, 10)] == ["0000FF00"] * 3 + ["00000000"]
    assert [sheet.row_dimensions[row].height for row in (7, 8, 9, 10)] == [33, 33, 33, None]
    assert sheet["B8"].value is None


def test_inserted_rows_may_look_like_the_row_below(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"]["7:7"].insert("down", copy_origin="format_from_right_or_below")
    sheet = saved(book)["甲"]
    assert [sheet.cell(row, 2).fill.fgColor.rgb for row in (6, 7, 8)] == ["00000000", "0000FF00", "0000FF00"]
    assert [sheet.row_dimensions[row].height for row in (6, 7, 8)] == [None, 33, 33]


def test_rows_deleted(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"]["6:8"].delete("up")
    written = saved(book)
    sheet, other = written["甲"], written["乙"]
    assert _merges(sheet) == ["A1:C1", "A3:A4", "A8:C8", "B5:C5"]
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [None, 51, 91, 101]
    assert (sheet["D5"].value, sheet["D9"].value) == ("=A5+#REF!", "=SUM(A5:A6)")
    assert (other["A1"].value, other["A3"].value) == ("=SUM(甲!A5:A6)", "=甲!#REF!*2")
    assert written.defined_names["区域"].attr_text == "甲!$A$5:$C$6"
    assert sheet.data_validations.dataValidation == []
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C2"]
    assert [row for row in range(1, 12) if sheet.row_dimensions[row].hidden] == [6]
    assert all(cell.comment is None for row in sheet.iter_rows() for cell in row)
    assert other["A2"].value == "=数据"
    assert sheet._charts[0].series[0].val.numRef.f == "'甲'!$A$5:$A$6"


def test_the_first_line_of_a_merged_cell_with_a_value_is_not_guessed(opened: Opened) -> None:
    sheet = opened(_rich).sheets["甲"]
    with pytest.raises(NotImplementedError):
        sheet["3:3"].delete("up")
    assert sheet["A3"].merge_area.address == "$A$3:$A$4"


def test_columns_inserted(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"]["C:C"].insert("right")
    written = saved(book)
    assert _merges(written["甲"]) == ["A11:D11", "A1:D1", "A3:A4", "B5:D5", "F5:F8"]
    assert written["甲"]["E12"].value == "=SUM(A5:A9)"
    assert written.defined_names["区域"].attr_text == "甲!$A$5:$D$9"


def test_a_refused_edit_changes_nothing(opened: Opened) -> None:
    book = opened(_rich)
    sheet = book.sheets["甲"]
    sheet.api.Protect()
    before = sheet["A1:F14"].formula
    with pytest.raises(com_error):
        sheet["6:6"].insert("down")
    with pytest.raises(com_error):
        sheet["6:6"].delete("up")
    assert sheet["A1:F14"].formula == before


def test_rows_are_not_inserted_while_cells_are_copied(opened: Opened) -> None:
    sheet = opened(_rich).sheets["甲"]
    sheet["A12:C12"].copy()
    with pytest.raises(NotImplementedError):
        sheet["6:6"].insert("down")


def test_values_stay_what_libreoffice_calculates(
    excel: Excel, opened: Opened, tmp_path: Path, libreoffice: object
) -> None:
    book = opened(_rich)
    sheet = book.sheets["甲"]
    sheet["7:8"].insert("down")
    sheet["A7:A8"].value = [[1000], [2000]]
    sheet["11:11"].delete("up")
    sheet["2:2"].insert("down")
    path = tmp_path / "移动.xlsx"
    book.api.SaveCopyAs(str(path))
    assert book.sheets["乙"]["A1"].value == 51 + 61 + 1000 + 2000 + 71 + 81
    assert office.stale_formulas(path, tmp_path / "out") == []
