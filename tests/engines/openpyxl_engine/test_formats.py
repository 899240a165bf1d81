"""Formats, borders, sizes, notes, links, copying and pasting."""

import openpyxl
import pytest
import xlwings
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation

from engines.conftest import Opened
from engines.openpyxl_engine import ExcelError


def _build(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.worksheets[0]
    for column in ("B", "C", "D"):
        sheet.column_dimensions[column].width = 20
    sheet.column_dimensions.group("B", "D", hidden=False)
    sheet["A1"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=-0.5))
    sheet["A2"].fill = PatternFill("solid", fgColor=Color(indexed=10))
    sheet.row_dimensions[5].fill = PatternFill("solid", fgColor="FF00FF00")


@pytest.fixture
def sheet(opened: Opened) -> xlwings.Sheet:
    return opened(_build).sheets["甲"]


def test_colors_of_theme_index_and_row(sheet: xlwings.Sheet) -> None:
    # Excel shows #244062 for accent 1, darker by half, and counts in steps of 1/240.
    assert sheet["A1"].color == pytest.approx((0x24, 0x40, 0x62), abs=1)
    assert sheet["A2"].color == (255, 0, 0)
    assert sheet["A3"].color is None
    assert sheet["Q5"].color == (0, 255, 0)
    sheet["Q5"].value = 1
    assert sheet["Q5"].color == (0, 255, 0)
    sheet["A3"].color = "#FFC7CE"
    assert sheet["A3"].color == (255, 199, 206)
    sheet["A3"].color = None
    assert sheet["A3"].color is None
    sheet["A1:B1"].set_colors([[(1, 2, 3), ...]])
    assert (sheet["A1"].color, sheet["B1"].color) == ((1, 2, 3), None)


def test_fonts_and_alignment(sheet: xlwings.Sheet) -> None:
    block = sheet["A1:B2"]
    block.font.bold, block.font.size, block.font.name, block.font.color = True, 14, "宋体", (255, 0, 0)
    block.horizontal_alignment, block.vertical_alignment, block.wrap_text = "center", "top", True
    block.font.italic = True
    font = sheet["B2"].font
    assert (font.bold, font.italic, font.size, font.name, font.color) == (True, True, 14, "宋体", (255, 0, 0))
    assert (block.horizontal_alignment, block.vertical_alignment, block.wrap_text) == ("center", "top", True)
    sheet["A1"].horizontal_alignment = "center_across_selection"
    assert sheet["A1"].horizontal_alignment == "center_across_selection"
    assert block.horizontal_alignment is None
    assert sheet["C1"].horizontal_alignment == "general"
    assert sheet["C1"].vertical_alignment == "bottom"


def test_borders(sheet: xlwings.Sheet) -> None:
    block = sheet["B2:C4"]
    block.borders.set("all", line_style="continuous", weight="thin", color="#0000ff")
    assert (block.borders.line_style, block.borders.weight) == ("continuous", "thin")
    assert block.borders.color == (0, 0, 255)
    block.borders["edge_bottom"].weight = "thick"
    assert block.borders["edge_bottom"].weight == "thick"
    assert block.borders.weight is None
    assert sheet.impl.worksheet["B4"].border.bottom.style == "thick"
    assert sheet.impl.worksheet["B3"].border.bottom.style == "thin"
    block.borders.clear()
    assert block.borders.line_style == "none"
    block.borders.set("outside", line_style="double")
    assert sheet["B2:B4"].borders["edge_left"].line_style == "double"
    assert sheet["B3"].borders["edge_right"].line_style == "none"


def test_sizes(sheet: xlwings.Sheet) -> None:
    assert sheet["B1:D1"].column_width == pytest.approx(20 - 5 / 7, abs=0.01)
    sheet["C1"].column_width = 10
    assert [sheet[f"{column}1"].column_width for column in "BCD"] == [19.29, 10.0, 19.29]
    assert sheet["B1:D1"].column_width is None
    assert sheet["Z1"].column_width == 8.43
    assert sheet["A1:A9"].row_height == 15.0
    sheet["A2:A3"].row_height = 40
    assert sheet["A1:A3"].row_height is None
    sheet["2:3"].rows.hidden = True
    assert sheet["A2"].row_height == 0.0
    assert sheet["A1:A3"].rows.hidden is None
    sheet["A2"].api.EntireRow.Hidden = False
    assert sheet["A2"].row_height == 40.0
    sheet["C:C"].columns.hidden = True
    assert sheet["B1"].api.EntireColumn.Hidden is False
    assert sheet["C1"].api.EntireColumn.Hidden is True


def test_notes_and_links(sheet: xlwings.Sheet) -> None:
    sheet["B3"].add_note("第一").text = "改过"
    sheet["A5"].add_note("第二")
    assert [(note.location.address, note.text) for note in sheet.notes] == [
        ("$B$3", "改过"),
        ("$A$5", "第二"),
    ]
    note = sheet["B3"].note
    assert note is not None
    note.delete()
    assert sheet["B3"].note is None
    with pytest.raises(ExcelError):
        _ = note.text
    sheet["C1"].add_hyperlink("#'甲'!A1", "返回")
    assert sheet["C1"].value == "返回"
    assert sheet["C1"].hyperlink == ""
    assert sheet["C1"].api.Hyperlinks(1).SubAddress == "'甲'!A1"
    sheet["C2"].add_hyperlink("www.example.org")
    assert sheet["C2"].hyperlink == "http://www.example.org"
    sheet["C1:C2"].api.Hyperlinks.Delete()
    assert sheet["C1:C2"].api.Hyperlinks.Count == 0


def test_copying_to_a_destination(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, "=A1*2", "=$A$1+甲!A1"], [2, 3, 4]]
    sheet["A1"].number_format = "0.00"
    sheet["A1:A2"].merge()
    sheet["B1"].add_note("注")
    sheet.impl.worksheet.add_data_validation(DataValidation("custom", formula1="C1>0", sqref="C1:C2"))
    sheet["A1:C1"].conditional_formats.add_custom("=A1>0")
    sheet["A1:C2"].copy(sheet["E5"])
    assert [cell.formula for cell in sheet["E5:G5"]] == ["1", "=E5*2", "=$A$1+甲!E5"]
    assert sheet["E5"].number_format == "0.00"
    assert sheet["E6"].merge_area.address == "$E$5:$E$6"
    assert sheet["F5"].note is not None
    assert sheet["G6"].data_validation.type == "custom"
    assert sheet["E5"].conditional_formats[0].formula == "=A1>0"
    assert sheet["E5:G5"].value == [1.0, 2.0, 2.0]


def test_pasting_parts(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[0.5, "=A1*2"]]
    sheet["A1:B1"].number_format = "0%"
    sheet["A1:B1"].copy()
    assert sheet.book.app.cut_copy_mode == "copy"
    sheet["A3"].paste(paste="values")
    sheet["A4"].paste(paste="formulas")
    sheet["A5:B6"].paste(paste="formats")
    sheet["A7"].paste(paste="values_and_number_formats")
    assert [cell.formula for cell in sheet["A3:B3"]] == ["0.5", "1"]
    assert [cell.formula for cell in sheet["A4:B4"]] == ["0.5", "=A4*2"]
    assert [cell.number_format for cell in sheet["A3:B3"]] == ["General", "General"]
    assert sheet["A5:B6"].number_format == "0%"
    assert sheet["A5:B6"].value == [[None, None], [None, None]]
    assert (sheet["B7"].value, sheet["B7"].number_format) == (1.0, "0%")
    with pytest.raises(NotImplementedError):
        sheet["A8"].paste(paste="all", transpose=True)


def test_an_edit_ends_the_copy_mode(sheet: xlwings.Sheet) -> None:
    sheet["A1"].copy()
    sheet["B9"].value = 1
    assert sheet.book.app.cut_copy_mode is None
    with pytest.raises(ExcelError):
        sheet["A3"].paste(paste="formats")
    sheet["A1"].copy()
    sheet.book.app.cut_copy_mode = False
    with pytest.raises(ExcelError):
        sheet["A3"].paste()


def test_clearing(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["A1:B2"].number_format = "0.00"
    sheet["A1"].add_note("注")
    sheet["A1:B2"].conditional_formats.add_custom("=1>0")
    sheet["A1:B1"].clear_contents()
    assert sheet["A1:B2"].value == [[None, None], [3.0, 4.0]]
    assert sheet["A1"].number_format == "0.00"
    sheet["A1:B2"].clear_formats()
    assert (sheet["B2"].number_format, sheet["B2"].value) == ("General", 4.0)
    assert len(sheet["A1:B2"].conditional_formats) == 0
    assert sheet["A1"].note is not None
    sheet["A1:B2"].clear()
    assert sheet["A1"].note is None
    assert sheet["A1:B2"].value == [[None, None], [None, None]]
