"""Sheets added, copied, renamed, moved, hidden and deleted; names; print areas."""

import openpyxl
import pytest
import xlwings
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from engines.conftest import Opened
from engines.openpyxl_engine import ExcelError


def _build(workbook: openpyxl.Workbook) -> None:
    sheet, other = workbook.worksheets[0], workbook.create_sheet("乙 表")
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = 7, "=甲!A1+A1", "='乙 表'!A1", "=数+一"
    sheet["B1"], sheet["B2"] = "文字", "链接"
    sheet["B1"].number_format, sheet["B1"].comment = "@", Comment("注", "某")
    sheet["B2"].hyperlink = "http://example.org/"
    sheet.merge_cells("C1:D2")
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].hidden = 33, True
    sheet.column_dimensions["B"].width = 30
    sheet.print_area, sheet.print_title_rows = "A1:D4", "1:1"
    sheet.add_data_validation(DataValidation("custom", formula1="甲!A1>0", sqref="A1"))
    sheet.conditional_formatting.add("A1:A4", Rule("expression", formula=["甲!$A1>B1"]))
    sheet.protection.enable()
    sheet.defined_names["一"] = DefinedName("一", attr_text="甲!$A$2")
    workbook.defined_names["数"] = DefinedName("数", attr_text="甲!$A$1", hidden=True)
    workbook.defined_names["他"] = DefinedName("他", attr_text="'乙 表'!$A$1")
    other["A1"], other["A2"], other["A3"] = 5, "=甲!A1*2", "=数"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "F1")


@pytest.fixture
def book(opened: Opened) -> xlwings.Book:
    return opened(_build)


def test_a_copy_has_everything_of_its_sheet(book: xlwings.Book) -> None:
    copy = book.sheets["甲"].copy(after=book.sheets["甲"], name="丙")
    assert book.sheet_names == ["甲", "丙", "乙 表"]
    assert book.sheets.active == copy
    assert copy.api.ProtectContents
    assert copy["B1"].number_format == "@"
    assert copy["B1"].note is not None
    assert copy["B1"].note.text == "注"
    assert copy["B2"].hyperlink == "http://example.org/"
    assert copy["D2"].merge_area.address == "$C$1:$D$2"
    assert (copy["A2"].row_height, copy["A3"].row_height) == (33.0, 0.0)
    assert copy["B1"].column_width == book.sheets["甲"]["B1"].column_width
    assert copy.page_setup.print_area == "$A$1:$D$4"
    stored = copy.impl.worksheet
    assert stored.print_title_rows == "$1:$1"
    assert stored.data_validations.dataValidation[0].formula1 == "丙!A1>0"
    assert copy["A1"].conditional_formats[0].formula == "=丙!$A1>B1"
    assert stored._charts[0].ser[0].val.numRef.f == "丙!$A$1:$A$2"
    assert book.sheets["甲"].impl.worksheet._charts[0].ser[0].val.numRef.f == "'甲'!$A$1:$A$2"


def test_formulas_of_a_copy_stay_at_home(book: xlwings.Book) -> None:
    copy = book.sheets["甲"].copy()
    assert copy.name == "甲 (2)"
    assert [cell.formula for cell in copy["A1:A4"]] == ["7", "='甲 (2)'!A1+A1", "='乙 表'!A1", "=数+一"]
    copy.api.Unprotect()
    copy["A1"].value = 100
    assert copy["A1:A4"].value == [100.0, 200.0, 5.0, 300.0]
    assert book.sheets["甲"]["A1:A4"].value == [7.0, 14.0, 5.0, 21.0]
    assert book.sheets["乙 表"]["A3"].value == 7.0


def test_names_become_names_of_the_copy(book: xlwings.Book) -> None:
    copy = book.sheets["甲"].copy(name="丙")
    assert {name.name: name.refers_to for name in copy.names if "Print" not in name.name} == {
        "丙!一": "=丙!$A$2",
        "丙!数": "=丙!$A$1",
    }
    assert copy.names["数"].api.Visible is False
    assert book.names["数"].refers_to == "=甲!$A$1"
    assert copy["数"].address == "$A$1"
    assert copy["数"].sheet == copy
    assert book.sheets["乙 表"]["数"].sheet.name == "甲"


def test_renaming_takes_references_along(book: xlwings.Book) -> None:
    book.sheets["甲"].name = "表 (1)"
    assert book.sheets["乙 表"]["A2"].formula == "='表 (1)'!A1*2"
    assert book.sheets["表 (1)"]["A2"].formula == "='表 (1)'!A1+A1"
    assert book.names["数"].refers_to == "='表 (1)'!$A$1"
    assert "甲!一" not in book.names
    assert "'表 (1)'!一" in book.names
    with pytest.raises(ExcelError):
        book.sheets["乙 表"].name = "表 (1)"


def test_what_referred_to_a_deleted_sheet_is_lost(book: xlwings.Book) -> None:
    gone = book.sheets["甲"]
    gone.delete()
    other = book.sheets["乙 表"]
    assert [other["A2"].formula, other["A3"].formula] == ["=#REF!A1*2", "=数"]
    assert book.names["数"].refers_to == "=#REF!$A$1"
    assert [name.name for name in book.names] == ["他", "数"]
    assert other["A2"].options(err_to_str=True).value == "#REF!"
    other["1:1"].insert("down")
    assert other["A3"].formula == "=#REF!A1*2"
    with pytest.raises(ExcelError):
        gone["A1"].value = 1
    with pytest.raises(ExcelError):
        other.delete()


def test_sheets_are_added_moved_and_hidden(book: xlwings.Book) -> None:
    added = book.sheets.add("新", after=book.sheets["乙 表"])
    assert book.sheet_names == ["甲", "乙 表", "新"]
    assert book.sheets.active == added
    assert book.sheets.add().name == "Sheet1"
    assert book.sheets["Sheet1"].index == 3
    added.move(before=book.sheets["甲"])
    assert book.sheet_names == ["新", "甲", "乙 表", "Sheet1"]
    assert book.sheets.active.name == "Sheet1"
    book.sheets["Sheet1"].visible = False
    assert book.sheets.active.name == "乙 表"
    assert book.sheets["Sheet1"].visible == 0
    with pytest.raises(ExcelError):
        book.sheets["Sheet1"].activate()
    book.sheets["Sheet1"].api.Visible = 2
    assert book.sheets["Sheet1"].visible == 2
    for name in ("新", "甲"):
        book.sheets[name].visible = False
    with pytest.raises(ExcelError):
        book.sheets["乙 表"].visible = False


def test_a_protected_structure_keeps_its_sheets(book: xlwings.Book) -> None:
    book.api.Protect("密", True)
    assert book.api.ProtectStructure
    sheet = book.sheets["乙 表"]
    for attempt in (sheet.delete, sheet.copy, book.sheets.add, lambda: sheet.move(before=book.sheets["甲"])):
        with pytest.raises(ExcelError):
            attempt()
    with pytest.raises(ExcelError):
        sheet.name = "改"
    with pytest.raises(ExcelError):
        book.api.Unprotect("错")
    book.api.Unprotect("密")
    sheet.name = "改"


def test_names_of_book_and_sheet(book: xlwings.Book) -> None:
    assert [name.name for name in book.names] == [
        "甲!Print_Area",
        "甲!Print_Titles",
        "甲!一",
        "他",
        "数",
    ]
    book.names.add("限额", "='乙 表'!$A$1:$A$2")
    assert book.names["限额"].refers_to_range.address == "$A$1:$A$2"
    assert "限额" in book.names
    assert book.sheets["乙 表"]["限额"].value == [5.0, 14.0]
    book.names["限额"].refers_to = "=甲!$A$1"
    assert book.sheets["甲"]["A1"].name is not None
    book.names.add("率", "0.5")
    assert book.names["率"].refers_to == '="0.5"'
    book.names.add("率", "=0.5")
    assert book.names["率"].refers_to == "=0.5"
    with pytest.raises(ExcelError):
        _ = book.names["率"].refers_to_range
    book.names["率"].delete()
    assert "率" not in book.names
    book.sheets["乙 表"].names.add("局部", "='乙 表'!$A$1")
    assert book.names["'乙 表'!局部"].refers_to == "='乙 表'!$A$1"
    book.sheets["乙 表"]["A2"].name = "第二"
    assert book.names["第二"].refers_to == "='乙 表'!$A$2"
    book.names["第二"].api.Visible = False
    assert book.names["第二"].api.Visible is False
    for wrong in ("A1", "有 空格", "1月", "R1C1"):
        with pytest.raises(ExcelError):
            book.names.add(wrong, "=甲!$A$1")
    with pytest.raises(NotImplementedError):
        book.names.add("相对", "=甲!A1")


def test_the_print_area(book: xlwings.Book) -> None:
    sheet = book.sheets["乙 表"]
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "$A$1:$B$3"
    assert sheet.page_setup.print_area == "$A$1:$B$3"
    assert book.names["'乙 表'!Print_Area"].refers_to == "='乙 表'!$A$1:$B$3"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
