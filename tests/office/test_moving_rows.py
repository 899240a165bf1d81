"""Rows are inserted into and deleted from the dressed workbook: everything follows and nothing is lost."""

import io
import re
import zipfile

import openpyxl
import pytest

from office.dressed import MAIN, OTHER
from xltools.office.references import RowMap
from xltools.office.workbook import Workbook


class Moved:
    """The dressed workbook after an edit of MAIN, as its parts and as openpyxl reads it."""

    def __init__(self, dressed: bytes, row_map: RowMap) -> None:
        self.book = Workbook.from_bytes(dressed, "x.xlsx")
        self.book.remap_rows(MAIN, row_map)
        self.data = self.book.to_bytes()
        archive = zipfile.ZipFile(io.BytesIO(self.data))
        assert archive.testzip() is None
        self.parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        self.judged = openpyxl.load_workbook(io.BytesIO(self.data))
        self.sheet = self.judged[MAIN]
        self.xml = self.parts["xl/worksheets/sheet1.xml"]
        self.drawing = self.parts["xl/drawings/drawing1.xml"]

    def anchors(self) -> list[tuple[int, ...]]:
        return [
            tuple(int(row) for row in re.findall(r"<xdr:row>(\d+)<", anchor))
            for anchor in self.drawing.split("</xdr:twoCellAnchor>")[:-1]
        ]


@pytest.fixture(scope="module")
def grown(dressed: bytes) -> Moved:
    """Three rows before row 11, in the middle of everything: row 10 stays, row 11 becomes 14."""
    return Moved(dressed, RowMap.inserting(11, 3))


@pytest.fixture(scope="module")
def shrunk(dressed: bytes) -> Moved:
    """Rows 4 to 14 deleted and two empty ones put there: row 15 becomes 6."""
    return Moved(dressed, RowMap.from_edits([(4, 14)], [(4, 2)]))


class TestInserting:
    def test_cells(self, grown):
        assert [grown.sheet.cell(row, 1).value for row in (10, 11, 13, 14, 33)] == [90, None, None, 100, 290]
        assert grown.sheet.row_dimensions[10].height == 30
        assert grown.book.sheet(MAIN).max_row == 33
        assert grown.sheet.calculate_dimension() == "A1:R33"

    def test_formulas_on_the_sheet(self, grown):
        assert grown.sheet["G5"].value == "=SUM(A3:A23)"
        assert grown.sheet["G6"].value == "=G5+$A$23"
        assert grown.sheet["H3"].value.ref == "H3:H6"

    def test_formulas_elsewhere(self, grown):
        assert grown.judged[OTHER]["A1"].value == f"='{MAIN}'!A10+SUM('{MAIN}'!A5:A18)"
        assert grown.judged[OTHER]["A2"].value == "=A1"
        assert grown.judged[OTHER]["B1"].hyperlink.location == f"'{MAIN}'!A14"
        assert grown.judged.defined_names["区域"].attr_text == f"'{MAIN}'!$A$5:$A$18"
        assert grown.judged[OTHER].defined_names["loc"].attr_text == "'It''s & 其他'!$A$1"

    def test_ranges_of_the_sheet(self, grown):
        sheet = grown.sheet
        assert [str(area) for area in sheet.merged_cells.ranges] == ["B25:D26"]
        assert {str(item.sqref): item.formula1 for item in sheet.data_validations.dataValidation} == {
            "A5:A18": "'It''s & 其他'!$A$1:$A$5",
            "B10": "$A$10",
        }
        assert {str(item.sqref) for item in sheet.conditional_formatting} == {"A10:F23", "B10:B23"}
        assert sheet.auto_filter.ref == "A9:F28"
        assert str(sheet.print_area) == f"'{MAIN}'!$A$1:$G$28"
        assert sheet.print_title_rows == "$1:$3"
        assert [brk.id for brk in sheet.row_breaks.brk] == [15, 23]
        assert sheet["E10"].hyperlink.location == "'It''s & 其他'!A1"
        assert (sheet.freeze_panes, sheet.tables["Tab"].ref) == ("B4", "P5:R10")
        assert 'sqref="A10:A15" name="range"' in grown.xml
        assert '<ignoredError sqref="A10:A23"' in grown.xml
        assert "<xm:sqref>B10:B23</xm:sqref>" in grown.xml
        assert sorted(re.findall(r"<xm:f>([^<]*)</xm:f><xm:sqref>(I\d+)<", grown.xml)) == [
            (f"'{MAIN}'!A10:F10", "I10"),
            (f"'{MAIN}'!A3:F3", "I3"),
        ]
        assert (
            "<calculatedColumnFormula>$A$23</calculatedColumnFormula>" in grown.parts["xl/tables/table1.xml"]
        )

    def test_notes(self, grown):
        assert grown.sheet["C17"].comment.text == "批注十四"
        assert grown.sheet["C4"].comment.text == "批注四"
        vml = grown.parts["xl/drawings/vmlDrawing1.vml"]
        assert re.findall(r"<x:Row>(\d+)</x:Row>", vml) == ["3", "16"]
        button, four, fourteen = re.findall(r"<x:Anchor>(.*?)</x:Anchor>", vml)
        assert [anchor.split(", ")[2] for anchor in (button, four, fourteen)] == ["9", "2", "15"]

    def test_drawings_and_charts(self, grown):
        # Picture in row 8, one that must not move in 25, chart from 20, text box from 15.
        assert sorted(grown.anchors()) == sorted([(7, 7), (24, 24), (22, 36), (17, 23)])
        assert 'textlink="$A$10"' in grown.drawing
        for part in ("xl/charts/chart1.xml", "xl/charts/chart2.xml"):
            assert f"<c:f>'{MAIN}'!$A$5:$A$18</c:f>" in grown.parts[part]

    def test_nothing_is_lost(self, grown, dressed):
        with zipfile.ZipFile(io.BytesIO(dressed)) as archive:
            assert list(grown.parts) == archive.namelist()
            moved = {
                "xl/workbook.xml",
                "xl/comments1.xml",
                "xl/drawings/drawing1.xml",
                "xl/drawings/vmlDrawing1.vml",
            }
            for name in archive.namelist():
                if (
                    not name.startswith(("xl/worksheets/sheet", "xl/charts", "xl/tables"))
                    and name not in moved
                ):
                    assert grown.parts[name] == archive.read(name).decode("utf-8", "replace"), name
            tags = re.findall(r"<([\w:]+)", archive.read("xl/worksheets/sheet1.xml").decode())
        assert sorted(re.findall(r"<([\w:]+)", grown.xml)) == sorted(tags)

    def test_moving_back_gives_the_same_content(self, grown, dressed):
        book = grown.book.copy()
        book.remap_rows(MAIN, RowMap.deleting(11, 13))
        back = Workbook.from_bytes(book.to_bytes(), "x")
        start = Workbook.from_bytes(dressed, "x")
        assert list(back.sheet(MAIN).iter_rows()) == list(start.sheet(MAIN).iter_rows())
        assert back.defined_names() == start.defined_names()
        assert list(back.sheet(OTHER).iter_rows()) == list(start.sheet(OTHER).iter_rows())
        for part in (
            "xl/charts/chart1.xml",
            "xl/drawings/drawing1.xml",
            "xl/comments1.xml",
            "xl/tables/table1.xml",
        ):
            assert back.package.read(part) == start.package.read(part)

    def test_the_values_still_fit_the_formulas(self, grown, libreoffice, tmp_path):
        path = tmp_path / "a.xlsx"
        path.write_bytes(grown.data)
        assert libreoffice.stale_formulas(path, tmp_path / "out") == []


class TestDeleting:
    def test_what_stood_there_is_gone(self, shrunk):
        assert [shrunk.sheet.cell(row, 1).value for row in (3, 4, 5, 6, 21)] == [20, None, None, 140, 290]
        assert [shrunk.sheet["C4"].comment, shrunk.sheet["C14"].comment] == [None, None]
        assert re.findall('ObjectType="(\\w+)"', shrunk.parts["xl/drawings/vmlDrawing1.vml"]) == ["Button"]
        assert [str(item.sqref) for item in shrunk.sheet.data_validations.dataValidation] == ["A6"]
        assert "protectedRange" not in shrunk.xml
        assert "<hyperlinks" not in shrunk.xml
        assert "I10" not in shrunk.xml
        assert shrunk.sheet.tables == {}
        assert "xl/tables/table1.xml" not in shrunk.parts

    def test_what_spans_it_shrinks(self, shrunk):
        assert [str(area) for area in shrunk.sheet.merged_cells.ranges] == ["B13:D14"]
        assert shrunk.sheet.auto_filter.ref == "A6:F16"
        [rule] = [item for item in shrunk.sheet.conditional_formatting if str(item.sqref) == "A6:F11"]
        assert rule.rules[0].formula == ["$A6>5"]
        assert shrunk.judged[OTHER]["A1"].value == f"='{MAIN}'!#REF!+SUM('{MAIN}'!A6:A6)"
        assert str(shrunk.sheet.print_area) == f"'{MAIN}'!$A$1:$G$16"
        assert [brk.id for brk in shrunk.sheet.row_breaks.brk] == [11]
        assert shrunk.sheet.freeze_panes == "B4"

    def test_both_validate(self, shrunk, grown, tmp_path, open_xml_validator):
        paths = []
        for name, moved in (("grown", grown), ("shrunk", shrunk)):
            paths.append(tmp_path / f"{name}.xlsx")
            paths[-1].write_bytes(moved.data)
        assert open_xml_validator.validate(paths) == {path: [] for path in paths}


class TestTables:
    def test_a_table_grows_and_keeps_one_row(self, dressed):
        assert Moved(dressed, RowMap.inserting(7, 4)).sheet.tables["Tab"].ref == "P5:R14"
        emptied = Moved(dressed, RowMap.deleting(6, 10))
        assert emptied.sheet.tables["Tab"].ref == "P5:R6"
        assert emptied.sheet.tables["Tab"].autoFilter.ref == "P5:R6"

    def test_formulas_on_a_lost_table_show_it(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        book.sheet(OTHER).set_formula(9, 1, 'SUM(Tab[甲])&"Tab[甲]"', "0")
        book.remap_rows(MAIN, RowMap.deleting(5, 6))
        assert book.sheet(OTHER).cell(9, 1).formula == 'SUM(#REF!)&"Tab[甲]"'


class TestSeveralSheets:
    def test_in_one_pass_as_one_by_one(self, dressed):
        maps = {MAIN: RowMap.from_edits([(12, 13)], [(7, 2)]), OTHER: RowMap.inserting(1, 4)}
        once, stepwise = (Workbook.from_bytes(dressed, "x") for _ in range(2))
        once.remap_sheets(maps)
        for name, row_map in maps.items():
            stepwise.remap_rows(name, row_map)
        assert once.to_bytes() == stepwise.to_bytes()
        assert once.sheet(OTHER).cell(5, 1).formula == f"'{MAIN}'!A12+SUM('{MAIN}'!A5:A15)"

    def test_no_change_no_bytes(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        book.remap_rows(MAIN, RowMap.from_edits())
        assert book.to_bytes() == dressed

    def test_rows_written_before_and_after(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        sheet = book.sheet(MAIN)
        sheet.set_text(12, 1, "前")
        book.remap_rows(MAIN, RowMap.inserting(11, 2))
        sheet.copy_row_to(10, (11, 12))
        sheet.set_text(11, 1, "后")
        there = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))[MAIN]
        assert [there.cell(row, 1).value for row in (10, 11, 12, 13, 14)] == [90, "后", None, 100, "前"]
        assert [there.row_dimensions[row].height for row in (10, 11, 12, 13)] == [30, 30, 30, None]
