"""Marks by colour: what others read, what wins, what moves, and that taking them away leaves nothing behind."""

import io

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from office.dressed import MAIN, OTHER
from office.marked import (
    DXFS,
    FORMATS,
    NAMES,
    SPELLINGS,
    by_hand,
    noted_by_people,
    respelled,
    unzipped,
    zipped,
)
from xltools.model.errors import XltoolsError
from xltools.office.cell_styles import STYLES_NAME, CellLook, add_cell_styles, remove_cell_styles
from xltools.office.marks import MARK_NAME, DifferentialLook, clear_marks, mark_cells
from xltools.office.notes import add_notes, clear_notes
from xltools.office.references import RowMap
from xltools.office.restore import RECORD_PART, remember, restored
from xltools.office.workbook import Workbook

LOOKS = {
    "error": DifferentialLook(fill="FFC7CE", font_colour="9C0006", bold=True, border="C00000"),
    "warning": DifferentialLook(fill="FFEB9C"),
    "info": DifferentialLook(font_colour="1F4E79"),
}
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)


def opened(parts: dict[str, bytes]) -> Workbook:
    return Workbook.from_bytes(zipped(parts), "x.xlsx")


def saved(book: Workbook) -> Workbook:
    return Workbook.from_bytes(book.to_bytes(), "x.xlsx")


def rules(data: bytes, sheet: str) -> list[tuple[str, int, str, str | None]]:
    """As openpyxl reads them: (cells, priority, formula, fill)."""
    found = openpyxl.load_workbook(io.BytesIO(data))[sheet].conditional_formatting
    return [
        (
            str(one.sqref),
            rule.priority,
            rule.formula[0] if rule.formula else "",
            rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None,
        )
        for one in found
        for rule in one.rules
    ]


class TestMarking:
    def test_one_format_for_each_look_on_the_cells_named(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        marked = mark_cells(book, {OTHER: {"warning": [(7, 1), (2, 3)], "error": [(1, 1)]}}, LOOKS)
        data = book.to_bytes()
        assert marked == 3
        assert rules(data, OTHER) == [
            ("A1", 1, MARK_NAME, "FFFFC7CE"),
            ("A7 C2", 2, MARK_NAME, "FFFFEB9C"),
        ]
        name = openpyxl.load_workbook(io.BytesIO(data)).defined_names[MARK_NAME]
        assert (name.attr_text, name.hidden) == ("TRUE", True)

    def test_the_cells_own_styles_stay(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        before = {cell: book.sheet(MAIN).cell(*cell) for cell in ((10, 1), (10, 2))}
        mark_cells(book, {MAIN: {"error": list(before)}}, LOOKS)
        assert {cell: saved(book).sheet(MAIN).cell(*cell) for cell in before} == before

    def test_a_look_says_all_it_was_given(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        mark_cells(book, {OTHER: {"error": [(1, 1)]}}, LOOKS)
        (one,) = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))[OTHER].conditional_formatting
        dxf = one.rules[0].dxf
        assert (dxf.font.b, dxf.font.color.rgb) == (True, "FF9C0006")
        assert {side.style for side in (dxf.border.left, dxf.border.right, dxf.border.top)} == {"thin"}
        assert dxf.border.bottom.color.rgb == "FFC00000"

    def test_a_cell_under_two_looks_gets_the_first(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        assert mark_cells(book, {OTHER: {"info": [(1, 1), (2, 2)], "error": [(1, 1)]}}, LOOKS) == 2
        assert [one[0] for one in rules(book.to_bytes(), OTHER)] == ["A1", "B2"]

    def test_sheets_share_their_formats_also_when_marked_one_after_the_other(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        mark_cells(book, {OTHER: {"error": [(1, 1)]}}, LOOKS)
        once = saved(book).package.read("xl/styles.xml")
        mark_cells(book, {MAIN: {"error": [(1, 1)]}}, LOOKS)
        assert saved(book).package.read("xl/styles.xml") == once

    def test_unknown_sheet_or_look(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        with pytest.raises(XltoolsError):
            mark_cells(book, {"没有": {"error": [(1, 1)]}}, LOOKS)
        with pytest.raises(KeyError):
            mark_cells(book, {MAIN: {"fatal": [(1, 1)]}}, LOOKS)
        assert book.to_bytes() == dressed

    def test_nothing_to_mark_changes_nothing(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        assert mark_cells(book, {MAIN: {"error": []}, OTHER: {}}, LOOKS) == 0
        assert book.to_bytes() == dressed

    def test_more_cells_than_one_format_lists(self):
        book = opened(by_hand())
        cells = [(row, column) for row in range(1, 501) for column in range(1, 4)]
        mark_cells(book, {"S": {"error": cells}}, LOOKS)
        lists = [one[0].split() for one in rules(book.to_bytes(), "S")]
        assert [len(one) for one in lists] == [1000, 500]
        assert len({cell for one in lists for cell in one}) == 1500
        assert clear_marks(book) == 1500


class TestPriority:
    def test_below_the_persons_where_numbers_are_free(self):
        book = opened(by_hand("one", "later"))
        mark_cells(book, {"S": {"error": [(1, 1)], "info": [(2, 1)]}}, LOOKS)
        assert [one[1] for one in rules(book.to_bytes(), "S")] == [1, 2, 4, 9]

    def test_first_in_the_file_where_the_persons_is_1(self):
        book = opened(by_hand("one", "first"))
        mark_cells(book, {"S": {"error": [(1, 1)], "info": [(2, 1)]}}, LOOKS)
        assert [one[1:3] for one in rules(book.to_bytes(), "S")] == [
            (1, MARK_NAME),
            (1, MARK_NAME),
            (1, "TRUE"),
        ]

    def test_libreoffice_paints_ours_over_a_format_of_equal_priority(self, libreoffice, tmp_path):
        image = pytest.importorskip("PIL.Image")
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as made:
            sheet = made.add_worksheet("S")
            green = made.add_format({"bg_color": "#00FF00"})
            for row in range(2):
                sheet.write_number(row, 0, 1)
            sheet.conditional_format("A1:A2", {"type": "formula", "criteria": "=TRUE", "format": green})
        book = Workbook.from_bytes(file.getvalue(), "x")
        mark_cells(book, {"S": {"error": [(1, 1)]}}, {"error": DifferentialLook(fill="FF0000")})
        (tmp_path / "a.xlsx").write_bytes(book.to_bytes())
        (page,) = libreoffice.to_png(tmp_path / "a.xlsx", tmp_path)
        colours = {colour: count for count, colour in image.open(page).convert("RGB").getcolors(1 << 20)}
        red, green_left = colours.get((255, 0, 0), 0), colours.get((0, 255, 0), 0)
        assert red > 500
        assert 0.7 < red / green_left < 1.4


class TestMoving:
    def test_marks_and_notes_go_with_their_rows(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        mark_cells(book, {MAIN: {"error": [(4, 2), (8, 2)], "warning": [(5, 1)]}}, LOOKS)
        add_notes(book, MAIN, {(8, 2): "甲", (5, 1): "乙", (2, 1): "丙"})
        book.remap_rows(MAIN, RowMap.from_edits(deletes=[(5, 5)], inserts=[(7, 3)]))
        data = book.to_bytes()
        assert {one[0] for one in rules(data, MAIN) if one[2] == MARK_NAME} == {"B4 B10"}
        sheet = openpyxl.load_workbook(io.BytesIO(data))[MAIN]
        ours = {cell.coordinate for row in sheet.iter_rows() for cell in row if _is_ours(cell)}
        assert ours == {"B10", "A2"}
        assert _boxes(book, MAIN) >= {(10, 2), (2, 1)}
        assert not _boxes(book, MAIN) & {(8, 2), (5, 1)}
        assert clear_marks(book) == 2
        assert clear_notes(book) == 2


def _is_ours(cell) -> bool:
    return cell.comment is not None and cell.comment.author == "xltools"


def _boxes(book: Workbook, sheet: str) -> set[tuple[int, int]]:
    """The cells whose notes have a box in the drawing."""
    from lxml import etree

    book.settle()
    excel = "{urn:schemas-microsoft-com:office:excel}"
    return {
        (int(data.findtext(f"{excel}Row")) + 1, int(data.findtext(f"{excel}Column")) + 1)
        for part in book.package.related_parts(book.sheet(sheet).part, "vmlDrawing")
        for data in etree.fromstring(book.package.read(part)).iter(f"{excel}ClientData")
        if data.get("ObjectType") == "Note"
    }


class TestClearing:
    def test_the_persons_rules_stay_as_they_are(self):
        parts = by_hand("one", "later", "some")
        book = opened(parts)
        mark_cells(book, {"S": {"error": [(1, 1)], "info": [(2, 1), (2, 2)]}}, LOOKS)
        book = saved(book)
        assert clear_marks(book) == 3
        assert rules(book.to_bytes(), "S") == [("A1:B3", 4, "A1>1", None), ("A1:B3", 9, "", None)]
        assert unzipped(book.to_bytes())["xl/styles.xml"] == parts["xl/styles.xml"]
        assert book.defined_names() == {("a", None): "S!$A$1"}

    def test_a_rule_of_ours_among_the_persons(self):
        parts = by_hand("one")
        ours = f'<cfRule type="expression" dxfId="0" priority="3"><formula>{MARK_NAME}</formula></cfRule>'
        theirs = '<cfRule type="expression" dxfId="0" priority="1"><formula>A1</formula></cfRule>'
        block = f'<conditionalFormatting sqref="A1:A2">{ours}{theirs}</conditionalFormatting><pageMargins'
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            b"<pageMargins", block.encode()
        )
        book = opened(parts)
        assert clear_marks(book) == 2
        assert [one[1:3] for one in rules(book.to_bytes(), "S")] == [(1, "A1")]
        # The person's rule wears the same format, so it stays.
        assert unzipped(book.to_bytes())["xl/styles.xml"] == parts["xl/styles.xml"]

    def test_a_format_in_use_elsewhere_stays(self):
        book = opened(by_hand())
        mark_cells(book, {"S": {"error": [(1, 1)], "warning": [(2, 1)], "info": [(3, 1)]}}, LOOKS)
        sheet = book.sheet("S")
        using = (
            '<conditionalFormatting sqref="C1"><cfRule type="expression" dxfId="1" priority="9">'
            "<formula>TRUE</formula></cfRule></conditionalFormatting>"
        )
        sheet.xml.set_elements(
            "conditionalFormatting", [*sheet.xml.all_elements("conditionalFormatting"), using]
        )
        clear_marks(book)
        data = book.to_bytes()
        assert rules(data, "S") == [("C1", 9, "TRUE", "FFFFEB9C")]
        assert unzipped(data)["xl/styles.xml"].count(b"<dxf>") == 2

    def test_a_workbook_without_styles_gets_none_to_keep(self):
        parts = by_hand(styles=False)
        book = opened(parts)
        mark_cells(book, {"S": {"error": [(1, 1)]}}, LOOKS)
        book = saved(book)
        assert book.package.has("xl/styles.xml")
        clear_marks(book)
        assert not book.package.has("xl/styles.xml")
        assert rules(book.to_bytes(), "S") == []

    def test_a_file_libreoffice_saved_again(self, libreoffice, tmp_path):
        path = tmp_path / "a.xlsx"
        book = Workbook.from_bytes(noted_by_people(), "x")
        mark_cells(book, {"S": {"error": [(1, 1), (4, 2)], "info": [(2, 1)]}}, LOOKS)
        add_notes(book, "S", {(1, 1): "校验：差 0.01", (4, 2): "校验：改正"})
        path.write_bytes(book.to_bytes())
        (again,) = libreoffice.recalculate([path], tmp_path / "out")
        book = Workbook.open(again)
        assert (clear_marks(book), clear_notes(book, ["校验："])) == (3, 2)
        cleared = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))
        notes = {c.coordinate: c.comment.text for row in cleared["S"].iter_rows() for c in row if c.comment}
        assert notes == {"B3": "请核对", "C9": "已核对"}
        assert MARK_NAME not in cleared.defined_names
        assert list(cleared["S"].conditional_formatting) == []


class TestCellStyles:
    LOOKS = (
        CellLook(bold=True, fill="DDEBF7", border="808080", horizontal="center"),
        CellLook(wrap=True, number_format=4, font_size=9, font_colour="595959"),
        CellLook(underline=True, font_colour="0563C1"),
    )

    def test_cells_look_as_asked(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        numbers = add_cell_styles(book, self.LOOKS)
        sheet = book.add_sheet("检查结果", SHEET)
        for column, number in enumerate(numbers, start=1):
            sheet.set_text(1, column, "甲", style=number)
        first, second, third = next(
            openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["检查结果"].iter_rows()
        )
        assert (first.font.b, first.fill.fgColor.rgb, first.border.top.style) == (True, "FFDDEBF7", "thin")
        assert first.alignment.horizontal == "center"
        assert (second.number_format, second.alignment.wrap_text, second.font.sz) == ("#,##0.00", True, 9)
        assert (third.font.u, third.font.color.rgb, third.font.name) == ("single", "FF0563C1", "Calibri")

    @pytest.mark.parametrize("dxfs", ["absent", "one"])
    def test_removed_when_no_cell_uses_them(self, dxfs):
        parts = by_hand(dxfs)
        book = opened(parts)
        add_cell_styles(book, self.LOOKS[:1])
        numbers = add_cell_styles(book, self.LOOKS[1:])
        assert numbers == [2, 3]
        book.sheet("S").set_style(1, 1, numbers[0])
        book = saved(book)
        assert not remove_cell_styles(book)
        assert book.defined_name(STYLES_NAME)
        book.sheet("S").set_style(1, 1, 0)
        assert remove_cell_styles(book)
        assert unzipped(book.to_bytes())["xl/styles.xml"] == parts["xl/styles.xml"]
        assert remove_cell_styles(book)

    @pytest.mark.parametrize("tag", ['<row r="4" spans="1:3" s="1" customFormat="1"/></sheetData>'])
    def test_a_row_that_wears_one_counts(self, tag):
        book = opened(by_hand())
        add_cell_styles(book, self.LOOKS[:1])
        parts = unzipped(book.to_bytes())
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            b"</sheetData>", tag.encode()
        )
        assert not remove_cell_styles(opened(parts))

    def test_styles_rearranged_by_another_program_stay(self):
        book = opened(by_hand())
        add_cell_styles(book, self.LOOKS[:1])
        parts = unzipped(book.to_bytes())
        added = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</cellXfs>", added)
        book = opened(parts)
        assert not remove_cell_styles(book)
        assert unzipped(book.to_bytes())["xl/styles.xml"] == parts["xl/styles.xml"]
        assert book.defined_name(STYLES_NAME) is None


def everything(book: Workbook, sheet: str, cells: dict[tuple[int, int], str], *, record: bool) -> bytes:
    """The workbook with all that marking does to it."""
    before = book.copy()
    looks = list(LOOKS)
    by_look = {look: [cell for cell in cells if cell[0] % 3 == index] for index, look in enumerate(looks)}
    mark_cells(book, {sheet: by_look}, LOOKS)
    add_notes(book, sheet, cells)
    numbers = add_cell_styles(book, TestCellStyles.LOOKS)
    book.add_sheet("检查结果", SHEET).set_text(1, 1, "规则", style=numbers[0])
    book.sheet(sheet).add_hyperlink(1, 1, "'检查结果'!A1")
    if record:
        remember(book, before)
    return book.to_bytes()


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 5)), st.text(max_size=30), min_size=1, max_size=8
)


class TestExactInverse:
    @settings(max_examples=60, deadline=None)
    @given(
        cells=CELLS,
        dxfs=st.sampled_from(sorted(DXFS)),
        formats=st.sampled_from(sorted(FORMATS)),
        names=st.sampled_from(sorted(NAMES)),
        styles=st.booleans(),
        spellings=st.lists(st.sampled_from(SPELLINGS), min_size=6, max_size=6),
    )
    def test_every_part_comes_back_however_it_is_spelled(
        self, cells, dxfs, formats, names, styles, spellings
    ):
        parts = by_hand(dxfs, formats, names, styles=styles)
        parts = {
            name: respelled(data, spelling)
            for (name, data), spelling in zip(parts.items(), spellings, strict=False)
        }
        original = zipped(parts)
        marked = everything(Workbook.from_bytes(original, "x"), "S", cells, record=True)
        back = restored(Workbook.from_bytes(marked, "x"))
        assert back is not None
        assert list(unzipped(back.to_bytes()).items()) == list(parts.items())

    @settings(max_examples=15, deadline=None)
    @given(cells=CELLS)
    def test_a_workbook_with_notes_of_people(self, cells):
        original = noted_by_people()
        marked = everything(Workbook.from_bytes(original, "x"), "S", cells, record=True)
        back = restored(Workbook.from_bytes(marked, "x"))
        assert back is not None
        assert unzipped(back.to_bytes()) == unzipped(original)

    @settings(max_examples=15, deadline=None)
    @given(cells=CELLS)
    def test_a_workbook_wearing_everything(self, dressed, cells):
        marked = everything(Workbook.from_bytes(dressed, "x"), MAIN, cells, record=True)
        back = restored(Workbook.from_bytes(marked, "x"))
        assert back is not None
        assert unzipped(back.to_bytes()) == unzipped(dressed)

    @settings(max_examples=15, deadline=None)
    @given(cells=CELLS)
    def test_marks_and_notes_alone_need_no_record_in_a_usual_file(self, dressed, cells):
        """Taken away one by one, in the file as marked: XlsxWriter spells as Excel does."""
        book = Workbook.from_bytes(dressed, "x")
        mark_cells(book, {MAIN: {"error": cells}, OTHER: {"info": cells}}, LOOKS)
        add_notes(book, MAIN, cells)
        add_notes(book, OTHER, cells)
        add_cell_styles(book, TestCellStyles.LOOKS)
        book = saved(book)
        clear_marks(book), clear_notes(book), remove_cell_styles(book)
        assert unzipped(book.to_bytes()) == unzipped(dressed)

    def test_the_compressed_bytes_come_back_in_one_run(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        mark_cells(book, {MAIN: {"error": [(1, 1)]}}, LOOKS)
        add_notes(book, OTHER, {(3, 3): "甲"})
        assert book.to_bytes() != dressed
        clear_marks(book), clear_notes(book)
        assert book.to_bytes() == dressed

    def test_a_part_that_marking_took_out_comes_back(self):
        parts = by_hand()
        chain = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1"/></calcChain>'
        parts["xl/calcChain.xml"] = chain
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'calcChain" Target="calcChain.xml"/></Relationships>',
        )
        marked = everything(opened(parts), "S", {(1, 1): "甲"}, record=True)
        assert "xl/calcChain.xml" not in unzipped(marked)
        back = restored(Workbook.from_bytes(marked, "x"))
        assert back is not None
        assert list(unzipped(back.to_bytes()).items()) == list(parts.items())


class TestRecord:
    def test_a_file_changed_since_is_not_put_back(self, dressed):
        book = Workbook.from_bytes(
            everything(Workbook.from_bytes(dressed, "x"), MAIN, {(1, 1): "甲"}, record=True), "x"
        )
        book.sheet(OTHER).set_number(5, 5, 7)
        again = saved(book)
        assert restored(again) is None
        clear_marks(again)
        assert RECORD_PART not in unzipped(again.to_bytes())
        assert again.sheet(OTHER).cell(5, 5).value == 7

    @pytest.mark.parametrize(
        "record",
        [
            b"", b"[]", b"[" * 100_000, b'{"parts":{}}', b'{"parts":1,"order":[],"changed":[]}', b"\xff",
        ],
    )  # fmt: skip
    def test_a_damaged_record_is_no_record(self, dressed, record):
        data = everything(Workbook.from_bytes(dressed, "x"), MAIN, {(1, 1): "甲"}, record=True)
        parts = unzipped(data)
        parts[RECORD_PART] = record
        assert restored(opened(parts)) is None

    def test_no_record(self, dressed):
        assert restored(Workbook.from_bytes(dressed, "x")) is None

    def test_the_record_is_small(self, dressed):
        book = Workbook.from_bytes(dressed, "x")
        plain = len(everything(book.copy(), MAIN, {(1, 1): "甲"}, record=False))
        assert len(everything(book, MAIN, {(1, 1): "甲"}, record=True)) - plain < 6_000


def test_marked_workbooks_validate(dressed, tmp_path, open_xml_validator):
    """With the record and without, in workbooks that carry much and little."""
    files = {
        "dressed.xlsx": (dressed, MAIN),
        "plain.xlsx": (zipped(by_hand("one", "later", "some")), "S"),
        "unstyled.xlsx": (zipped(by_hand(styles=False)), "S"),
    }
    paths = []
    for name, (data, sheet) in files.items():
        for record in (True, False):
            path = tmp_path / f"{record}-{name}"
            cells = {(2, 1): "第一行\n第二行 <&>", (3, 2): "x" * 2000, (12, 5): ""}
            path.write_bytes(everything(Workbook.from_bytes(data, "x"), sheet, cells, record=record))
            paths.append(path)
    assert open_xml_validator.validate(paths) == {path: [] for path in paths}
