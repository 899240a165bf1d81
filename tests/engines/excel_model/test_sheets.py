"""Sheets copied, added, renamed, deleted, moved and hidden, and the references to them."""

import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.chart import PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from engines.conftest import Opened
from engines.excel_model.com import com_error

from .conftest import Saved, made_rules


def _rich(workbook: Workbook) -> None:
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = "标题", 5, "=甲!A2+乙!A1+限额"
    sheet.merge_cells("A1:C1")
    sheet["A2"].comment = Comment("批注", "甲")
    sheet["B2"].hyperlink = Hyperlink("B2", location="乙!A1")
    sheet.row_dimensions[2].height, sheet.column_dimensions["B"].width = 33, 20
    listed = DataValidation("list", formula1="甲!$A$1:$A$2")
    listed.add("C2")
    sheet.add_data_validation(listed)
    sheet.conditional_formatting.add(
        "A2:A3",
        made_rules.CellIsRule("greaterThan", ["4"], fill=PatternFill(bgColor="FF0000", fill_type="solid")),
    )
    sheet.print_area = "A1:C3"
    sheet.page_setup.orientation = "landscape"
    chart = PieChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=3))
    sheet.add_chart(chart, "E1")
    other = workbook.create_sheet("乙")
    other["A1"], other["A2"] = 100, "=甲!A3"
    workbook.create_sheet("丙")
    workbook.defined_names["限额"] = DefinedName("限额", attr_text="甲!$A$2")
    workbook.defined_names["别处"] = DefinedName("别处", attr_text="乙!$A$1")


def test_a_copy_has_all_that_is_on_the_sheet(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    copy = book.sheets["甲"].copy(after=book.sheets["丙"], name="副本")
    assert book.sheet_names == ["甲", "乙", "丙", "副本"]
    assert copy["A3"].value == 5 + 100 + 5
    copy["A2"].value = 7
    assert (copy["A3"].value, book.sheets["甲"]["A3"].value) == (7 + 100 + 7, 110)
    written = saved(book)
    sheet = written["副本"]
    assert sheet["A3"].value == "=副本!A2+乙!A1+限额"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A2"].comment.text == written["甲"]["A2"].comment.text == "批注"
    assert sheet["B2"].hyperlink.location == "乙!A1"
    assert (sheet.row_dimensions[2].height, sheet.column_dimensions["B"].width) == (33, 20)
    assert [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation] == [
        ("C2", "副本!$A$1:$A$2")
    ]
    rules = [
        (str(one.sqref), rule.dxf.fill.bgColor.rgb)
        for one in sheet.conditional_formatting
        for rule in one.rules
    ]
    assert rules == [("A2:A3", "00FF0000")]
    assert (sheet.print_area, sheet.page_setup.orientation) == ("'副本'!$A$1:$C$3", "landscape")
    assert sheet._charts[0].series[0].val.numRef.f == "副本!$A$2:$A$3"
    assert written["甲"]._charts[0].series[0].val.numRef.f == "'甲'!$A$2:$A$3"


def test_a_copy_gets_its_own_names_for_those_of_its_source(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    copy = book.sheets["甲"].copy(after=book.sheets["甲"])
    assert copy.name == "甲 (2)"
    assert sorted(name.name for name in copy.names) == ["'甲 (2)'!Print_Area", "'甲 (2)'!限额"]
    names = saved(book)
    assert names["甲 (2)"].defined_names["限额"].attr_text == "'甲 (2)'!$A$2"
    assert names.defined_names["限额"].attr_text == "甲!$A$2"
    for name in [one for one in copy.names if "Print_" not in one.name]:
        name.delete()
    copy["A2"].value = 7
    assert copy["A3"].value == 7 + 100 + 5


def test_sheets_copied_many_times_and_changed(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    for number in range(5):
        copy = book.sheets["甲"].copy(after=book.sheets[-1], name=f"第{number}")
        copy["A2"].value = number
        copy["2:2"].insert("down")
    written = saved(book)
    assert [written[f"第{number}"]["A3"].value for number in range(5)] == list(range(5))
    assert [written[f"第{number}"]["A3"].comment.text for number in range(5)] == ["批注"] * 5
    assert written["甲"]["A2"].value == 5


def test_a_renamed_sheet_takes_its_references_along(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"].name = "新 名"
    assert book.sheets["乙"]["A2"].value == 110
    written = saved(book)
    assert written["乙"]["A2"].value == "='新 名'!A3"
    assert written["新 名"]["A3"].value == "='新 名'!A2+乙!A1+限额"
    assert written.defined_names["限额"].attr_text == "'新 名'!$A$2"
    assert written["新 名"].print_area == "'新 名'!$A$1:$C$3"
    assert written["新 名"].data_validations.dataValidation[0].formula1 == "'新 名'!$A$1:$A$2"
    assert written["新 名"]._charts[0].series[0].val.numRef.f == "'新 名'!$A$2:$A$3"


@pytest.mark.parametrize("name", ["", "乙", "a" * 32, "a/b", "[a]", "'a"])
def test_names_that_excel_refuses(opened: Opened, name: str) -> None:
    sheet = opened(_rich).sheets["甲"]
    with pytest.raises(com_error):
        sheet.api.Name = name
    assert sheet.name == "甲"


def test_what_is_left_of_references_to_a_deleted_sheet(
    opened: Opened, saved: Saved, tmp_path: object
) -> None:
    book = opened(_rich)
    book.sheets["甲"].delete()
    assert book.sheet_names == ["乙", "丙"]
    assert book.sheets["乙"]["A2"].options(err_to_str=True).value == "#REF!"
    written = saved(book)
    assert written["乙"]["A2"].value == "=#REF!A3"
    assert written.defined_names["限额"].attr_text == "#REF!$A$2"
    book.save()
    with zipfile.ZipFile(book.fullname) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(parts) == 2


def test_sheets_added_and_moved(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    added = book.sheets.add("新", after=book.sheets[-1])
    added["A1"].value = "=甲!A2"
    assert (added["A1"].value, book.sheets.active) == (5, added)
    book.sheets["丙"].move(before=book.sheets["甲"])
    assert saved(book).sheetnames == book.sheet_names == ["丙", "甲", "乙", "新"]
    assert saved(book)["甲"].print_area == "'甲'!$A$1:$C$3"


def test_hidden_sheets(opened: Opened, saved: Saved) -> None:
    book = opened(_rich)
    book.sheets["甲"].visible = False
    book.sheets["丙"].api.Visible = 2
    assert book.sheets.active.name == "乙"
    with pytest.raises(com_error):
        book.sheets["乙"].visible = False
    with pytest.raises(com_error):
        book.sheets["甲"].activate()
    written = saved(book)
    assert [sheet.sheet_state for sheet in written.worksheets] == ["hidden", "visible", "veryHidden"]


def test_a_file_tells_which_sheets_are_hidden(opened: Opened) -> None:
    def build(workbook: Workbook) -> None:
        _rich(workbook)
        workbook["丙"].sheet_state = "veryHidden"

    book = opened(build)
    assert [sheet.api.Visible for sheet in book.sheets] == [-1, -1, 2]
    book.sheets["丙"].visible = True
    assert book.sheets["丙"].visible


def test_a_protected_structure_keeps_its_sheets(opened: Opened) -> None:
    book = opened(_rich)
    book.api.Protect(None, True)
    assert book.api.ProtectStructure is True
    for change in (
        lambda: book.sheets["甲"].copy(after=book.sheets["乙"]),
        lambda: book.sheets.add("新"),
        lambda: book.sheets["甲"].delete(),
        lambda: setattr(book.sheets["甲"], "name", "新"),
    ):
        with pytest.raises(com_error):
            change()
    book.api.Unprotect()
    book.sheets["甲"].name = "新"
    assert book.sheet_names == ["新", "乙", "丙"]
