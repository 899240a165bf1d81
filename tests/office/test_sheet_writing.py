"""What is written comes back from openpyxl and calamine, and Microsoft's validator takes it."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from office.dressed import MAIN
from xltools.model.errors import XltoolsError
from xltools.office.cells import ErrorValue, blank_cell, formula_cell, number_cell, number_text, text_cell
from xltools.office.references import Range
from xltools.office.sheet_xml import ELEMENT_ORDER
from xltools.office.workbook import Workbook


@pytest.fixture
def book(dressed: bytes) -> Workbook:
    return Workbook.from_bytes(dressed, "x.xlsx")


def judged(book: Workbook, *, values: bool = False):
    return openpyxl.load_workbook(io.BytesIO(book.to_bytes()), data_only=values)


class TestCells:
    def test_every_kind(self, book):
        sheet = book.sheet(MAIN)
        sheet.set_number(31, 1, Decimal("12.50"))
        sheet.set_text(31, 2, " 两端有空格 \n二行")
        sheet.set_formula(31, 3, 'IF(A1<>"",1,2)&"x"', "1x")
        sheet.set_formula(31, 4, "=1/0", ErrorValue("#DIV/0!"))
        sheet.set_formula(31, 5, "A31*2", Decimal(25))
        sheet.set_formula(31, 6, "1=1", True)
        sheet.set_boolean(31, 7, False)
        formulas, values = judged(book)[MAIN], judged(book, values=True)[MAIN]
        assert [formulas.cell(31, column).value for column in range(1, 8)] == [
            12.5,
            " 两端有空格 \n二行",
            '=IF(A1<>"",1,2)&"x"',
            "=1/0",
            "=A31*2",
            "=1=1",
            False,
        ]
        assert [values.cell(31, column).value for column in range(3, 7)] == ["1x", "#DIV/0!", 25, True]
        fast = CalamineWorkbook.from_filelike(io.BytesIO(book.to_bytes())).get_sheet_by_name(MAIN).to_python()
        assert fast[30][:3] == [12.5, " 两端有空格 \n二行", "1x"]

    def test_styles(self, book):
        sheet = book.sheet(MAIN)
        own = sheet.cell(5, 1).style
        row_style = sheet.row_style(10)
        assert own
        assert row_style
        sheet.set_number(5, 1, 3)
        sheet.set_text(10, 20, "行的样式")
        sheet.set_number(5, 2, 3, style=row_style)
        sheet.set_style(6, 2, own)
        sheet.clear(7, 1)
        assert [sheet.cell(5, 1).style, sheet.cell(10, 20).style, sheet.cell(5, 2).style] == [
            own,
            row_style,
            row_style,
        ]
        assert (sheet.cell(6, 2).value, sheet.cell(6, 2).style) == (51, own)
        assert (sheet.cell(7, 1).value, sheet.cell(7, 1).style) == (None, own)
        there = judged(book)[MAIN]
        assert there["A5"].font.b
        assert there["A7"].font.b
        assert there["T10"].font.b

    def test_a_column_gives_its_style(self):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as writer:
            sheet = writer.add_worksheet("s")
            sheet.set_column("B:C", 20.5, writer.add_format({"bold": True}))
        book = Workbook.from_bytes(file.getvalue(), "x")
        book.sheet("s").set_text(4, 3, "甲")
        assert judged(book)["s"]["C4"].font.b
        assert book.sheet("s").column_width(2) == pytest.approx(20.5, abs=1)
        assert book.sheet("s").column_width(9) == pytest.approx(8.43)

    def test_many_at_once_in_any_order(self, book):
        sheet = book.sheet(MAIN)
        sheet.write_cells(40, {300: number_cell(None, 3), 2: text_cell(2, "乙"), 1: blank_cell(1)})
        sheet.write_cells(40, {3: formula_cell(None, "1+1", 2)})
        there = judged(book)[MAIN]
        assert (there["B40"].value, there["C40"].value, there.cell(40, 300).value) == ("乙", "=1+1", 3)
        assert there.calculate_dimension() == "A1:KN40"
        xml = book.package.read(sheet.part).decode()
        assert re.findall(r'<c r="(\w+)40"', xml) == ["A", "B", "C", "KN"]
        assert '<dimension ref="A1:KN40"/>' in xml

    @given(st.text(st.characters(codec="utf-8"), max_size=60))
    def test_any_text_comes_back(self, text):
        book = Workbook.from_bytes(_empty(), "x")
        book.sheet("Sheet").set_text(1, 1, text)
        book.sheet("Sheet").set_formula(1, 2, "A1", text)
        again = Workbook.from_bytes(book.to_bytes(), "x").sheet("Sheet")
        assert again.cell(1, 1).value == text
        assert again.cell(1, 2).value == text

    @pytest.mark.parametrize(
        "text", ["a\x00b\x0b", "_x0041_", "<&>\"'", "\ud800", "\uffff", "a\r\nb", "𠮷", " ", "=1+1", "+86"]
    )
    def test_hostile_texts_open_elsewhere(self, text):
        book = Workbook.from_bytes(_empty(), "x")
        book.sheet("Sheet").set_text(1, 1, text)
        seen = CalamineWorkbook.from_filelike(io.BytesIO(book.to_bytes())).get_sheet_by_index(0).to_python()
        assert seen
        read = Workbook.from_bytes(book.to_bytes(), "x").sheet("Sheet").cell(1, 1)
        assert read.value == text.replace("\ud800", "\ufffd")
        assert read.formula is None

    def test_too_long_a_text(self, book):
        book.sheet(MAIN).set_text(1, 1, "长" * 32_767)
        with pytest.raises(XltoolsError, match="32767"):
            book.sheet(MAIN).set_text(1, 1, "长" * 32_768)

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (Decimal("100.00"), "100"),
            (Decimal("-0.0"), "0"),
            (Decimal("1E+3"), "1E+3"),
            (Decimal("0.10"), "0.1"),
            (10**12, "1000000000000"),
            (Decimal("1234567890.12"), "1234567890.12"),
        ],
    )
    def test_numbers(self, value, text):
        assert number_text(value) == text

    def test_no_number(self):
        for value in (Decimal("NaN"), Decimal("Infinity")):
            with pytest.raises(ValueError, match="number"):
                number_cell(None, value)


def _empty() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


class TestRows:
    def test_height_and_hiding(self, book):
        sheet = book.sheet(MAIN)
        assert sheet.row_height(10) == 30
        assert sheet.row_height(11) == 15
        sheet.set_row_height(11, 42.75)
        sheet.set_row_hidden(12)
        sheet.set_row_height(10, None)
        there = judged(book)[MAIN].row_dimensions
        assert there[11].height == 42.75
        assert there[12].hidden
        assert there[10].height is None
        assert there[10].s
        sheet.set_row_hidden(12, False)
        assert not sheet.row_hidden(12)

    def test_copying_takes_the_look_and_no_content(self, book):
        sheet = book.sheet(MAIN)
        sheet.copy_row_to(10, range(31, 34))
        sheet.set_number(32, 1, 9)
        there = judged(book)[MAIN]
        assert [there.row_dimensions[row].height for row in (31, 32, 33)] == [30, 30, 30]
        assert [there.cell(row, 1).value for row in (31, 32, 33)] == [None, 9, None]
        assert all(there.cell(row, 1).font.b for row in (31, 32, 33))
        sheet.copy_row(11, 31)
        assert sheet.row_height(31) == 15

    def test_other_rows_stay_byte_for_byte(self, book, dressed):
        before = Workbook.from_bytes(dressed, "x").package.read("xl/worksheets/sheet1.xml").decode()
        book.sheet(MAIN).set_number(5, 2, 7)
        book.to_bytes()
        after = book.package.read("xl/worksheets/sheet1.xml").decode()
        rows = [re.findall(r"<row .*?</row>", text) for text in (before, after)]
        assert [index for index, (old, new) in enumerate(zip(*rows, strict=True)) if old != new] == [4]
        assert before[: before.index("<row")] == after[: after.index("<row")]
        assert before[before.index("</sheetData>") :] == after[after.index("</sheetData>") :]


class TestRanges:
    def test_merges(self, book):
        sheet = book.sheet(MAIN)
        assert sheet.merges == [Range(22, 2, 23, 4)]
        sheet.add_merge(Range(25, 1, 25, 3))
        sheet.add_merge(Range(25, 1, 25, 3))
        with pytest.raises(ValueError, match="overlaps"):
            sheet.add_merge(Range(24, 3, 26, 3))
        with pytest.raises(ValueError, match="single"):
            sheet.add_merge(Range(1, 1, 1, 1))
        assert {str(area) for area in judged(book)[MAIN].merged_cells.ranges} == {"B22:D23", "A25:C25"}
        sheet.remove_merges_in(Range(1, 1, 99, 99))
        assert "mergeCell" not in _xml(book)

    def test_extending(self, book):
        sheet = book.sheet(MAIN)
        sheet.extend_ranges(11, 14, 40)
        there = judged(book)[MAIN]
        assert {str(item.sqref) for item in there.data_validations.dataValidation} == {"A5:A40", "B10"}
        assert {str(item.sqref) for item in there.conditional_formatting} == {"A10:F40", "B10:B40"}
        assert there.auto_filter.ref == "A9:F40"
        assert "<xm:sqref>B10:B40</xm:sqref>" in _xml(book)
        assert book.defined_names()["_xlnm._FilterDatabase", MAIN] == f"'{MAIN}'!$A$9:$F$40"

    def test_validation_range(self, book):
        book.sheet(MAIN).set_validation_range("A5:A15", "A5:A99 C1")
        assert "A5:A99 C1" in {str(item.sqref) for item in judged(book)[MAIN].data_validations.dataValidation}
        with pytest.raises(KeyError):
            book.sheet(MAIN).set_validation_range("Z1", "Z2")

    def test_autofilter(self, book):
        sheet = book.sheet(MAIN)
        sheet.set_autofilter("A3:C20")
        assert judged(book)[MAIN].auto_filter.ref == "A3:C20"
        assert book.defined_names()["_xlnm._FilterDatabase", MAIN] == f"'{MAIN}'!$A$3:$C$20"
        sheet.set_autofilter(None)
        book.to_bytes()
        assert ("_xlnm._FilterDatabase", MAIN) not in book.defined_names()
        assert "autoFilter" not in _xml(book)

    def test_hyperlinks(self, book):
        sheet = book.sheet(MAIN)
        sheet.add_hyperlink(2, 3, "'It''s & 其他'!A1", '提示 "x"')
        sheet.add_hyperlink(10, 5, f"'{MAIN}'!A1")
        there = judged(book)[MAIN]
        assert (there["C2"].hyperlink.location, there["C2"].hyperlink.tooltip) == (
            "'It''s & 其他'!A1",
            '提示 "x"',
        )
        assert there["E10"].hyperlink.location == f"'{MAIN}'!A1"
        sheet.remove_hyperlinks_in(Range(1, 1, 50, 50))
        assert "hyperlink" not in _xml(book)


def _xml(book: Workbook) -> str:
    book.to_bytes()
    return book.package.read("xl/worksheets/sheet1.xml").decode()


class TestSchema:
    def test_new_elements_stand_in_schema_order(self, tmp_path, open_xml_validator):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as writer:
            writer.add_worksheet("Sheet")
        book = Workbook.from_bytes(file.getvalue(), "x")
        sheet = book.sheet("Sheet")
        sheet.add_hyperlink(1, 1, "Sheet!B1")
        sheet.set_autofilter("A1:B2")
        sheet.add_merge(Range(5, 1, 5, 2))
        sheet.set_text(1, 1, "x")
        book.set_defined_name("名", "Sheet!$A$1")
        path = tmp_path / "a.xlsx"
        book.save(path)
        names = [name for name, _ in sheet.xml.elements]
        assert names == sorted(names, key=ELEMENT_ORDER.index)
        assert open_xml_validator.validate([path]) == {path: []}
