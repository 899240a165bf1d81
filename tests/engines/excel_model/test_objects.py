"""How cells look, rows and columns, notes, links, names, the selection: set through xlwings, read by openpyxl."""

from typing import Any

import pytest
from openpyxl import Workbook

from engines.conftest import Opened
from engines.excel_model.com import com_error

from .conftest import Saved


def _plain(workbook: Workbook) -> None:
    sheet: Any = workbook.worksheets[0]
    sheet["A1"], sheet["B2"] = "文字", 1.5
    workbook.create_sheet("乙 丙")


def test_looks(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    cell = book.sheets["甲"]["A1"]
    cell.color = "#ffc7ce"
    cell.font.bold, cell.font.italic, cell.font.size, cell.font.name = True, True, 14, "宋体"
    cell.font.color = (0, 0, 255)
    cell.borders.set("outside", line_style="continuous", weight="thin", color="#ff0000")
    cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text = "center", "top", True
    cell.number_format = "#,##0.00"
    assert (cell.color, cell.font.bold, cell.font.size) == ((255, 199, 206), True, 14)
    assert (cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text) == ("center", "top", True)
    written = saved(book)["甲"]["A1"]
    assert written.fill.fgColor.rgb == "FFFFC7CE"
    assert (written.font.b, written.font.i, written.font.sz, written.font.name) == (True, True, 14, "宋体")
    assert written.font.color.rgb == "FF0000FF"
    assert {getattr(written.border, side).style for side in ("left", "right", "top", "bottom")} == {"thin"}
    assert written.border.left.color.rgb == "FFFF0000"
    assert (written.alignment.horizontal, written.alignment.vertical) == ("center", "top")
    assert (written.alignment.wrap_text, written.number_format) == (True, "#,##0.00")
    cell.color = None
    assert saved(book)["甲"]["A1"].fill.fill_type is None


def test_rows_and_columns(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    sheet = book.sheets["甲"]
    sheet["2:3"].row_height = 30
    sheet["C:C"].column_width = 20
    sheet["5:5"].row_height = 0
    sheet["A7"].api.EntireRow.Hidden = True
    assert sheet["2:2"].row_height == 30
    assert sheet["C1"].column_width == 20
    assert (sheet["A5"].api.EntireRow.Hidden, sheet["A6"].api.EntireRow.Hidden) == (True, False)
    written = saved(book)["甲"]
    assert [written.row_dimensions[row].height for row in (2, 3, 4)] == [30, 30, None]
    assert [row for row in range(1, 9) if written.row_dimensions[row].hidden] == [5, 7]
    assert written.column_dimensions["C"].width == pytest.approx(20.7109375)
    sheet["A7"].api.EntireRow.Hidden = False
    assert not saved(book)["甲"].row_dimensions[7].hidden


def test_notes(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    sheet = book.sheets["甲"]
    assert sheet["A1"].note is None
    sheet["A1"].add_note("一\n二")
    sheet["B2"].add_note("另一条")
    with pytest.raises(com_error):
        sheet["A1"].api.AddComment("又一条")
    second: Any = sheet["B2"].note
    second.text = "改过"
    first: Any = sheet["A1"].note
    assert first.text == "一\n二"
    written = saved(book)["甲"]
    assert (written["A1"].comment.text, written["B2"].comment.text) == ("一\n二", "改过")
    second.delete()
    first.delete()
    assert sheet["A1"].note is None
    assert saved(book)["甲"]["B2"].comment is None


def test_links(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    sheet = book.sheets["甲"]
    sheet["A3"].add_hyperlink("#'乙 丙'!B5", "到那里", "点一下")
    sheet["A4"].add_hyperlink("http://localhost/a", "网页", "打开")
    written = saved(book)["甲"]
    assert (written["A3"].value, written["A3"].hyperlink.tooltip) == ("到那里", "点一下")
    assert written["A3"].hyperlink.location == "'乙 丙'!B5"
    assert written["A4"].hyperlink.target == "http://localhost/a"
    sheet["A1:A9"].api.Hyperlinks.Delete()
    assert saved(book)["甲"]["A3"].hyperlink is None


def test_names(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    added = book.names.add("限额", "=甲!$B$2")
    book.names.add("常数", "=100")
    added.api.Visible = False
    assert book.names["限额"].refers_to == "=甲!$B$2"
    assert book.names["限额"].refers_to_range.value == 1.5
    book.sheets["甲"]["C1"].formula = "=限额*常数"
    assert book.sheets["甲"]["C1"].value == 150
    book.names["限额"].refers_to = "='乙 丙'!$A$1"
    book.sheets["乙 丙"]["A1"].value = 3
    assert book.sheets["甲"]["C1"].value == 300
    written = saved(book)
    assert written.defined_names["限额"].attr_text == "'乙 丙'!$A$1"
    assert written.defined_names["限额"].hidden is True
    book.names["常数"].delete()
    assert book.sheets["甲"]["C1"].options(err_to_str=True).value == "#NAME?"
    assert "常数" not in saved(book).defined_names


def test_merged_cells(opened: Opened, saved: Saved) -> None:
    book = opened(_plain)
    sheet = book.sheets["甲"]
    sheet["A1:C2"].merge()
    assert sheet["B1"].merge_area.address == "$A$1:$C$2"
    assert (sheet["A1"].value, sheet["B2"].value) == ("文字", None)
    assert [str(area) for area in saved(book)["甲"].merged_cells.ranges] == ["A1:C2"]
    sheet["B1"].unmerge()
    assert not sheet["A1"].merge_cells


def test_the_selection(opened: Opened) -> None:
    book = opened(_plain)
    book.sheets["乙 丙"].activate()
    book.sheets["乙 丙"]["B2:C3"].select()
    assert book.sheets.active.name == "乙 丙"
    selection = book.selection
    assert selection is not None
    assert selection.address == "$B$2:$C$3"
    assert book.app.api.ActiveCell.Address == "$B$2"
