"""The oracles themselves: an oracle that cannot say no proves nothing."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.merge import MergedCellRange

from oracles import MissingToolError, quick_merging
from oracles.values import Difference, cached_values, differences, formula_cells
from xltools.resources import template_path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Numbers, text, a date, a truth value, and a formula with its right cached value; data begins at B3."""
    path = tmp_path / "预算.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表1 收支")
        sheet.write_row("B3", ["合计", 1.005, 20, True])
        sheet.write_datetime(
            "B4", datetime.datetime(2025, 1, 31), book.add_format({"num_format": "yyyy-mm-dd"})
        )
        sheet.write_formula("C4", "=ROUND(C3+D3,2)", None, 21.01)
    return path


class TestLibreOffice:
    def test_wrong_cached_values_come_back_right(self, libreoffice, tmp_path):
        stale = [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"]
        for path in stale:
            libreoffice.write_stale_workbook(path)
            assert cached_values(path) == {"canary": {(1, 1): 3}}
        results = libreoffice.recalculate(stale, tmp_path / "out")
        assert [path.name for path in results] == ["甲.xlsx", "乙.xlsx"]
        assert [cached_values(path) for path in results] == [{"canary": {(1, 1): 2}}] * 2
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["乙.xlsx", "甲.xlsx"]

    def test_the_canary_notices_that_nothing_was_recalculated(self, libreoffice, tmp_path, workbook):
        with pytest.raises(libreoffice.LibreOfficeError, match="canary"):
            libreoffice.recalculate(workbook, tmp_path / "out", mode=libreoffice.NEVER_RECALCULATE)

    def test_stale_formulas_names_the_cell(self, libreoffice, tmp_path, workbook):
        assert libreoffice.stale_formulas(workbook, tmp_path / "out") == []
        stale = tmp_path / "stale.xlsx"
        libreoffice.write_stale_workbook(stale)
        assert libreoffice.stale_formulas(stale, tmp_path / "out") == [Difference("canary", "A1", 3, 2)]

    def test_an_edited_cell_reaches_the_formula(self, libreoffice, tmp_path, workbook):
        edited = libreoffice.edit_then_recalculate(workbook, {"表1 收支": {"D3": 30}}, tmp_path / "out")
        assert cached_values(edited)["表1 收支"][4, 3] == 31.01
        assert cached_values(workbook)["表1 收支"][4, 3] == 21.01

    def test_a_file_it_cannot_load_is_an_error(self, libreoffice, tmp_path):
        broken = tmp_path / "broken.xlsx"
        broken.write_bytes(b"PK\x03\x04 not a workbook")
        with pytest.raises(libreoffice.LibreOfficeError, match=r"broken\.xlsx"):
            libreoffice.recalculate(broken, tmp_path / "out")

    def test_two_sources_of_one_name_are_refused(self, libreoffice, tmp_path):
        with pytest.raises(ValueError, match="one name"):
            libreoffice.recalculate([tmp_path / "a" / "x.xlsx", tmp_path / "b" / "x.xlsx"], tmp_path / "out")

    def test_pages_become_images(self, libreoffice, tmp_path, workbook):
        pages = libreoffice.to_png(workbook, tmp_path / "pages", dpi=50)
        assert len(pages) == 1
        assert pages[0].read_bytes().startswith(b"\x89PNG\r\n")
        assert libreoffice.to_pdf(workbook).read_bytes().startswith(b"%PDF-")


class TestOpenXmlValidator:
    def test_a_good_workbook_has_no_errors_and_broken_ones_do(self, open_xml_validator, tmp_path, workbook):
        broken, garbage = tmp_path / "broken.xlsx", tmp_path / "garbage.xlsx"
        _copy_with(workbook, broken, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<tail/><sheetData>")
        garbage.write_bytes(b"not a zip file")
        errors = open_xml_validator.validate([workbook, broken, garbage])
        assert list(errors) == [workbook, broken, garbage]
        assert errors[workbook] == []
        assert [(error.kind, error.part) for error in errors[broken]] == [
            ("Schema", "/xl/worksheets/sheet1.xml")
        ]
        assert [error.kind for error in errors[garbage]] == ["Exception"]


class TestValues:
    @pytest.mark.parametrize("reader", ["openpyxl", "calamine", "pandas"])
    def test_every_reader_gives_the_same_cells(self, workbook, reader):
        assert cached_values(workbook, reader) == {
            "表1 收支": {
                (3, 2): "合计",
                (3, 3): 1.005,
                (3, 4): 20,
                (3, 5): True,
                (4, 2): datetime.datetime(2025, 1, 31),
                (4, 3): 21.01,
            }
        }

    def test_formula_cells(self, workbook):
        assert formula_cells(workbook) == {"表1 收支": {(4, 3): "=ROUND(C3+D3,2)"}}

    @pytest.mark.parametrize(
        ("left", "right"),
        [(1.005, 1.01), (0.1 + 0.2, 0.3), (20, 20.0), (-1.005, -1.01), (1e12 + 0.004, 1e12)],
    )
    def test_numbers_equal_to_the_cent(self, left, right):
        assert differences({"表": {(1, 1): left}}, {"表": {(1, 1): right}}) == []

    @pytest.mark.parametrize(
        ("left", "right"),
        [(1.004, 1.005), (1, True), (0, None), ("1", 1), ("合计", "小计"), (1e12, 1e12 + 0.01)],
    )
    def test_values_that_differ(self, left, right):
        found = differences({"表": {(7, 28): left}}, {"表": {(7, 28): right}})
        assert found == [Difference("表", "AB7", left, right)]

    def test_a_missing_sheet_and_a_missing_cell_are_differences(self):
        found = differences({"表1": {(1, 1): 1}, "表2": {(2, 2): "x"}}, {"表1": {}})
        assert found == [Difference("表1", "A1", 1, None), Difference("表2", "B2", "x", None)]

    def test_only_limits_to_the_cells_named(self):
        left, right = {"表": {(1, 1): 1, (1, 2): 1}}, {"表": {(1, 1): 2, (1, 2): 2}}
        assert differences(left, right, only={"表": [(1, 2)]}) == [Difference("表", "B1", 1, 2)]

    def test_array_formulas_keep_their_text(self, tmp_path):
        path = tmp_path / "array.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("表").write_array_formula("A1:A1", "{=SUM(B1:B2*2)}", None, 6)
        assert formula_cells(path) == {"表": {(1, 1): "=SUM(B1:B2*2)"}}


class TestQuickMerging:
    def test_every_style_is_that_of_openpyxl(self, monkeypatch):
        def styles():
            book = openpyxl.load_workbook(template_path())
            return book, {
                (sheet.title, place): (type(cell), cell.value, cell._style)
                for sheet in book.worksheets
                for place, cell in sheet._cells.items()
            }

        book, quick = styles()
        monkeypatch.setattr(MergedCellRange, "format", quick_merging.slow_format)
        slow_book, slow = styles()
        assert list(quick.items()) == list(slow.items())
        assert book._borders == slow_book._borders
        assert book._protections == slow_book._protections


class TestMissingTools:
    """Without its program an oracle raises MissingToolError: tests/conftest.py skips, or fails on CI."""

    @pytest.fixture
    def bare_machine(self, monkeypatch, tmp_path):
        from oracles import libreoffice, validator

        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(libreoffice, "_MACOS_SOFFICE", tmp_path / "soffice")
        return libreoffice, validator

    def test_each_oracle_says_what_is_missing(self, bare_machine, tmp_path, workbook):
        libreoffice, validator = bare_machine
        with pytest.raises(MissingToolError, match="LibreOffice"):
            libreoffice.recalculate(workbook, tmp_path / "out")
        with pytest.raises(MissingToolError, match="pdftoppm"):
            libreoffice.to_png(workbook, tmp_path / "out")
        with pytest.raises(MissingToolError, match=r"Node\.js"):
            validator.validate([workbook])

    @pytest.mark.parametrize(("ci", "outcome"), [("true", "failed"), ("", "skipped")])
    def test_a_test_without_its_tool_skips_or_on_ci_fails(self, pytester, monkeypatch, ci, outcome):
        monkeypatch.setenv("CI", ci)
        pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
        pytester.makepyfile(
            """
            from oracles import MissingToolError

            def test_that_needs_a_tool():
                raise MissingToolError("no such program")
            """
        )
        result = pytester.runpytest_inprocess("-rs")
        result.assert_outcomes(**{outcome: 1})
        result.stdout.fnmatch_lines("*no such program*")


def _copy_with(source: Path, target: Path, member: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            part = package.read(name)
            if name == member:
                assert old in part
                part = part.replace(old, new, 1)
            copy.writestr(name, part)
    assert openpyxl.load_workbook(target).sheetnames == openpyxl.load_workbook(source).sheetnames
