"""Copies, cloned, renamed and removed sheets, defined names; every result opens elsewhere and validates."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from office.dressed import MAIN, OTHER
from xltools.model.errors import XltoolsError
from xltools.office.workbook import Workbook


@pytest.fixture
def book(dressed: bytes) -> Workbook:
    return Workbook.from_bytes(dressed, "x.xlsx")


def judged(book: Workbook):
    return openpyxl.load_workbook(io.BytesIO(book.to_bytes()))


def parts(book: Workbook) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book.to_bytes())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def dangling(contents: dict[str, bytes]) -> list[str]:
    """Parts that links or content types name and the package does not hold."""
    book = Workbook.from_bytes(_zipped(contents), "x")
    package = book.package
    missing = [
        link.target
        for part in ("", *package.part_names)
        for link in package.relationships(part).values()
        if not link.external and not package.has(link.target)
    ]
    types = contents["[Content_Types].xml"].decode()
    return missing + [name for name in _overrides(types) if name not in contents]


def _overrides(types: str) -> list[str]:
    return [piece.split('"')[0] for piece in types.split('PartName="/')[1:]]


def _zipped(contents: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return file.getvalue()


class TestCopy:
    def test_opening_and_reading_changes_nothing(self, book, dressed):
        for name in book.sheet_names:
            list(book.sheet(name).iter_rows())
        assert book.copy().to_bytes() == dressed

    def test_copies_share_nothing_that_is_written(self, book, dressed):
        first, second = book.copy(), book.copy()
        first.sheet(MAIN).set_number(3, 2, 1)
        second.sheet(MAIN).set_number(3, 2, 2)
        third = first.copy()
        third.sheet(MAIN).set_number(3, 2, 3)
        third.sheet(MAIN).set_text(3, 1, "三")
        assert [one.sheet(MAIN).cell(3, 2).value for one in (book, first, second, third)] == [21, 1, 2, 3]
        assert first.sheet(MAIN).cell(3, 1).value == 20
        first.set_defined_name("甲", "1")
        assert ("甲", None) not in third.defined_names()
        assert [one.sheet(MAIN).cell(3, 2).value for one in map(_saved, (first, third))] == [1, 3]
        assert book.to_bytes() == dressed

    def test_same_edits_same_bytes(self, dressed):
        def made() -> bytes:
            book = Workbook.from_bytes(dressed, "x")
            book.clone_sheet(MAIN, "克隆").set_text(1, 1, "甲")
            book.set_defined_name("名", f"'{MAIN}'!$A$1")
            return book.to_bytes()

        data = made()
        assert made() == data
        book = Workbook.from_bytes(dressed, "x")
        book.clone_sheet(MAIN, "克隆").set_text(1, 1, "甲")
        book.to_bytes()
        book.set_defined_name("名", f"'{MAIN}'!$A$1")
        assert book.to_bytes() == data


def _saved(book: Workbook) -> Workbook:
    return Workbook.from_bytes(book.to_bytes(), "x")


class TestClone:
    @pytest.fixture
    def cloned(self, book):
        book.clone_sheet(MAIN, "克隆 & 'x", after=MAIN)
        return book

    def test_it_is_there_with_its_content(self, cloned):
        there = judged(cloned)
        assert there.sheetnames == [MAIN, "克隆 & 'x", OTHER]
        ours, source = there["克隆 & 'x"], there[MAIN]
        assert [[cell.value for cell in row] for row in ours["A1:F30"]] == [
            [cell.value for cell in row] for row in source["A1:F30"]
        ]
        assert ours["C14"].comment.text == "批注十四"
        assert ours["E10"].hyperlink.location == "'It''s & 其他'!A1"
        assert ours.row_dimensions[10].height == 30
        assert str(ours.print_area) == "'克隆 & ''x'!$A$1:$G$25"
        assert ours.print_title_rows == "$1:$3"
        assert ours.auto_filter.ref == "A9:F25"
        contents = parts(cloned)
        assert contents["xl/drawings/drawing3.xml"] == contents["xl/drawings/drawing1.xml"]
        assert (bool(ours.sheet_view.tabSelected), source.sheet_view.tabSelected) == (False, True)

    def test_it_shows_its_own_figures(self, cloned):
        contents = parts(cloned)
        charts = [data.decode() for name, data in contents.items() if name.startswith("xl/charts/chart")]
        assert len(charts) == 3
        assert sum("'克隆 &amp; ''x'!$A$5:$A$15" in chart for chart in charts) == 1
        assert sum(f"'{MAIN}'!$A$5:$A$15" in chart for chart in charts) == 2
        [sheet] = [data.decode() for name, data in contents.items() if name == "xl/worksheets/sheet3.xml"]
        assert "<xm:f>'克隆 &amp; ''x'!A10:F10</xm:f>" in sheet
        assert MAIN not in sheet

    def test_tables_are_not_shared(self, cloned):
        tables = [data.decode() for name, data in parts(cloned).items() if name.startswith("xl/tables/")]
        assert len(tables) == 2
        assert len({table.split(' id="')[1].split('"')[0] for table in tables}) == 2
        assert sorted(table.split('displayName="')[1].split('"')[0] for table in tables) == ["Tab", "Tab_1"]

    def test_names_of_other_sheets_keep_their_sheet(self, cloned):
        names = cloned.defined_names()
        assert names["loc", OTHER] == "'It''s & 其他'!$A$1"
        assert judged(cloned)[OTHER].defined_names["loc"].attr_text == "'It''s & 其他'!$A$1"
        assert names["区域", None] == f"'{MAIN}'!$A$5:$A$15"

    def test_images_are_shared_and_nothing_dangles(self, cloned, dressed):
        before = Workbook.from_bytes(dressed, "x").package.part_names
        contents = parts(cloned)
        media = [name for name in contents if name.startswith("xl/media/")]
        assert media == [name for name in before if name.startswith("xl/media/")]
        assert dangling(contents) == []

    def test_seventeen_validate(self, book, tmp_path, open_xml_validator):
        for number in range(17):
            book.clone_sheet(MAIN, f"绩效{number:02d}").set_text(2, 2, f"项目{number}")
        book.clone_sheet("绩效03", "再克隆")
        path = book.save(tmp_path / "a.xlsx")
        assert open_xml_validator.validate([path]) == {path: []}
        assert judged(book)["再克隆"]["B2"].value == "项目3"

    @pytest.mark.parametrize(
        ("name", "said"),
        [("", "1 至 31"), ("长" * 32, "1 至 31"), ("a/b", "不允许"), ("'a", "不允许"), (MAIN, "已有")],
    )
    def test_names_excel_refuses(self, book, name, said):
        with pytest.raises(XltoolsError, match=said):
            book.clone_sheet(MAIN, name)
        assert book.sheet_names == [MAIN, OTHER]

    def test_a_sheet_with_a_code_name(self):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as writer:
            writer.add_worksheet("s").set_vba_name("Code1")
        book = Workbook.from_bytes(file.getvalue(), "x")
        book.clone_sheet("s", "t")
        xml = [data for name, data in parts(book).items() if name.startswith("xl/worksheets/sheet")]
        assert sum(b'codeName="Code1"' in data for data in xml) == 1


class TestRemoveAndRename:
    def test_removed_with_everything(self, book, tmp_path, open_xml_validator):
        book.remove_sheet(MAIN)
        contents = parts(book)
        assert dangling(contents) == []
        left = [
            name
            for name in contents
            if name.startswith(("xl/tables", "xl/comments", "xl/media", "xl/drawings/vml"))
        ]
        assert left == []
        assert [name for name in contents if name.startswith("xl/charts/")] == ["xl/charts/chart2.xml"]
        there = judged(book)
        assert there.sheetnames == [OTHER]
        assert there[OTHER]["A1"].value == "=#REF!+SUM(#REF!)"
        assert book.defined_names() == {("loc", OTHER): "'It''s & 其他'!$A$1", ("区域", None): "#REF!"}
        path = book.save(tmp_path / "a.xlsx")
        assert open_xml_validator.validate([path]) == {path: []}

    def test_the_last_sheet_stays(self, book):
        book.remove_sheet(MAIN)
        with pytest.raises(XltoolsError, match="唯一"):
            book.remove_sheet(OTHER)

    def test_clone_after_removal_reads_the_clone(self, book):
        book.sheet(OTHER)
        book.clone_sheet(MAIN, "新")
        book.remove_sheet(OTHER)
        book.clone_sheet("新", "更新").set_text(1, 1, "x")
        twin = book.copy()
        assert twin.sheet("更新").cell(1, 1).value == "x"
        assert judged(twin).sheetnames == [MAIN, "新", "更新"]

    def test_renamed_everywhere(self, book, tmp_path, open_xml_validator):
        book.rename_sheet(MAIN, "A1's 表")
        there = judged(book)
        assert there.sheetnames == ["A1's 表", OTHER]
        assert there[OTHER]["A1"].value == "='A1''s 表'!A10+SUM('A1''s 表'!A5:A15)"
        assert there[OTHER]["B1"].hyperlink.location == "'A1''s 表'!A11"
        assert there.defined_names["区域"].attr_text == "'A1''s 表'!$A$5:$A$15"
        text = b"".join(
            data for name, data in parts(book).items() if name.startswith(("xl/w", "xl/c"))
        ).decode()
        assert text.count(MAIN) == 1  # what the link shows, which Excel leaves alone too
        assert book.sheet("a1'S 表").name == "A1's 表"
        path = book.save(tmp_path / "a.xlsx")
        assert open_xml_validator.validate([path]) == {path: []}
        with pytest.raises(XltoolsError, match="已有"):
            book.rename_sheet(OTHER, "A1's 表")


class TestNames:
    def test_set_change_delete(self, book):
        book.set_defined_name("明细_金额", f"='{MAIN}'!$A$5:$A$99")
        book.set_defined_name("范围", f"'{MAIN}'!$A$1&\"<\"", scope=OTHER, hidden=True)
        book.set_defined_name("区域", f"'{MAIN}'!$B$1")
        there = judged(book)
        assert there.defined_names["明细_金额"].attr_text == f"'{MAIN}'!$A$5:$A$99"
        assert there.defined_names["区域"].attr_text == f"'{MAIN}'!$B$1"
        assert there[OTHER].defined_names["范围"].attr_text == f"'{MAIN}'!$A$1&\"<\""
        assert there[OTHER].defined_names["范围"].hidden
        book.delete_defined_name("区域")
        book.delete_defined_name("无此名")
        assert "区域" not in judged(book).defined_names

    def test_unknown_scope(self, book):
        with pytest.raises(KeyError):
            book.set_defined_name("x", "1", scope="无")


class TestCalculationChain:
    def test_goes_when_cells_change(self, dressed):
        contents = {
            **_contents(dressed),
            "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
        }
        rels = contents["xl/_rels/workbook.xml.rels"].decode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
        link = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/></Relationships>'
        contents["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", link).encode()
        book = Workbook.from_bytes(_zipped(contents), "x")
        assert "xl/calcChain.xml" in parts(book)
        book.sheet(MAIN).set_number(1, 1, 1)
        after = parts(book)
        assert "xl/calcChain.xml" not in after
        assert b"calcChain" not in after["xl/_rels/workbook.xml.rels"]


def _contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_chart_sheet_is_no_worksheet():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as writer:
        writer.add_worksheet("数据").write_row(0, 0, [1, 2])
        chart = writer.add_chart({"type": "pie"})
        chart.add_series({"values": "=数据!$A$1:$B$1"})
        writer.add_chartsheet("图").set_chart(chart)
    book = Workbook.from_bytes(file.getvalue(), "x.xlsx")
    assert book.sheet_names == ["数据"]
    assert book.has_sheet("图")
    with pytest.raises(XltoolsError, match="图表页"):
        book.sheet("图")
    with pytest.raises(XltoolsError, match="已有"):
        book.clone_sheet("数据", "图")
    book.clone_sheet("数据", "数据2")
    assert judged(book).sheetnames == ["数据", "图", "数据2"]


def test_opening_from_a_path(tmp_path, dressed):
    path = Path(tmp_path, "部门预算.xlsx")
    path.write_bytes(dressed)
    assert Workbook.open(path).sheet_names == [MAIN, OTHER]
