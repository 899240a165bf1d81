"""Notes of ours among notes of people, buttons and pictures: what is added, what is left alone, what goes."""

import io
import re

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from office.dressed import MAIN, OTHER
from office.marked import DOCUMENT, by_hand, noted_by_people, unzipped, zipped
from xltools.office.notes import add_notes, clear_notes
from xltools.office.workbook import Workbook

THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
VML = "{urn:schemas-microsoft-com:vml}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def opened(data: bytes) -> Workbook:
    return Workbook.from_bytes(data, "x.xlsx")


def notes(book: Workbook, sheet: str) -> dict[str, tuple[str, str]]:
    """As openpyxl reads them: (author, text) by cell."""
    rows = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))[sheet].iter_rows()
    return {c.coordinate: (c.comment.author, c.comment.text) for row in rows for c in row if c.comment}


def shapes(book: Workbook, sheet: str) -> list[etree._Element]:
    """The shapes of the drawing a sheet's legacyDrawing names."""
    book.settle()
    package, part = book.package, book.sheet(sheet).part
    root = etree.fromstring(package.read(part))
    (element,) = root.findall("{*}legacyDrawing")
    link = package.relationships(part)[element.get(f"{{{DOCUMENT}}}id")]
    assert package.content_type(link.target) == "application/vnd.openxmlformats-officedocument.vmlDrawing"
    return etree.fromstring(package.read(link.target)).findall(f"{VML}shape")


def boxed(book: Workbook, sheet: str) -> list[tuple[int, int]]:
    found = [shape.find(f"{EXCEL}ClientData") for shape in shapes(book, sheet)]
    return [
        (int(data.findtext(f"{EXCEL}Row")) + 1, int(data.findtext(f"{EXCEL}Column")) + 1)
        for data in found
        if data.get("ObjectType") == "Note"
    ]


def made(build) -> bytes:
    """A workbook by XlsxWriter with the sheet S."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        build(book.add_worksheet("S"))
    return file.getvalue()


def picture() -> io.BytesIO:
    return io.BytesIO(unzipped(_dressed_picture())["xl/media/image1.png"])


def _dressed_picture() -> bytes:
    from office.dressed import dressed_workbook

    return dressed_workbook()


def _blocks(book: Workbook, part: str) -> bytes:
    (blocks,) = re.findall(rb'idmap [^>]*data="([^"]*)"', book.package.read(part))
    return blocks


class TestAdding:
    def test_where_the_sheet_has_none(self):
        book = opened(zipped(by_hand()))
        assert add_notes(book, "S", {(2, 2): "第一行\n第二行 <&>", (1, 3): " 空格 "}) == []
        assert notes(book, "S") == {
            "B2": ("xltools", "第一行\n第二行 <&>"),
            "C1": ("xltools", " 空格 "),
        }
        assert sorted(boxed(book, "S")) == [(1, 3), (2, 2)]

    def test_hidden_until_the_mouse_is_over_the_cell(self):
        book = opened(zipped(by_hand()))
        add_notes(book, "S", {(2, 2): "甲"})
        (shape,) = shapes(book, "S")
        assert "visibility:hidden" in shape.get("style")
        assert shape.find(f"{EXCEL}ClientData/{EXCEL}Visible") is None

    @pytest.mark.parametrize(("text", "pixels"), [("短", 40), ("长" * 170, 170), ("很长" * 2000, 400)])
    def test_the_box_suits_the_text(self, text, pixels):
        """20-pixel rows and 64-pixel columns: the anchor spans what its text takes."""
        book = opened(zipped(by_hand()))
        add_notes(book, "S", {(2, 2): text})
        anchor = shapes(book, "S")[0].findtext(f"{EXCEL}ClientData/{EXCEL}Anchor")
        left, dx, top, dy, right, dx2, bottom, dy2 = (int(value) for value in anchor.split(","))
        assert left == 2
        assert (right - left) * 64 + dx2 - dx == 250
        assert (bottom - top) * 20 + dy2 - dy == pixels

    def test_peoples_notes_are_left_alone(self):
        book = opened(noted_by_people())
        assert add_notes(book, "S", {(3, 2): "甲", (4, 2): "乙", (9, 3): "丙"}) == [(3, 2), (9, 3)]
        assert notes(book, "S") == {
            "B3": ("张三", "请核对"),
            "B4": ("xltools", "乙"),
            "C9": ("李四", "已核对"),
        }
        assert sorted(boxed(book, "S")) == [(3, 2), (4, 2), (9, 3)]

    def test_conversations_are_left_alone(self):
        """Excel keeps a stand-in among the comments; here only the conversation itself is there."""
        parts = unzipped(noted_by_people())
        parts["xl/threadedComments/threadedComment1.xml"] = (
            f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="D5" dT="2025-01-01T00:00:00.00" '
            'personId="{0}" id="{1}"><text>？</text></threadedComment></ThreadedComments>'
        ).encode()
        rels = "xl/worksheets/_rels/sheet1.xml.rels"
        parts[rels] = parts[rels].replace(
            b"</Relationships>",
            b'<Relationship Id="t" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
            b'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>',
        )
        book = opened(zipped(parts))
        assert add_notes(book, "S", {(5, 4): "甲", (6, 4): "乙"}) == [(5, 4)]
        clear_notes(book)
        assert unzipped(book.to_bytes())["xl/threadedComments/threadedComment1.xml"].count(b"D5") == 1

    def test_ours_is_replaced(self):
        book = opened(noted_by_people())
        add_notes(book, "S", {(4, 2): "旧", (5, 2): "留"})
        book = opened(book.to_bytes())
        assert add_notes(book, "S", {(4, 2): "新"}) == []
        assert notes(book, "S")["B4"] == ("xltools", "新")
        assert sorted(boxed(book, "S")) == [(3, 2), (4, 2), (5, 2), (9, 3)]
        assert clear_notes(book) == 2

    def test_beside_form_buttons(self):
        data = made(lambda sheet: sheet.insert_button("D4", {"caption": "填充", "macro": "fill"}))
        book = opened(data)
        add_notes(book, "S", {(2, 2): "甲"})
        assert [one.find(f"{EXCEL}ClientData").get("ObjectType") for one in shapes(book, "S")] == [
            "Button",
            "Note",
        ]
        assert notes(book, "S") == {"B2": ("xltools", "甲")}
        book = opened(book.to_bytes())
        assert clear_notes(book) == 1
        assert unzipped(book.to_bytes()) == unzipped(data)

    def test_the_picture_of_a_header_has_a_drawing_of_its_own(self):
        data = made(
            lambda sheet: sheet.set_header("&L&G", {"image_left": "h.png", "image_data_left": picture()})
        )
        book = opened(data)
        (header,) = book.package.related_parts(book.sheet("S").part, "vmlDrawing")
        before = book.package.read(header)
        add_notes(book, "S", {(2, 2): "甲"})
        assert boxed(book, "S") == [(2, 2)]
        assert book.package.read(header) == before
        clear_notes(book)
        assert unzipped(book.to_bytes()) == unzipped(data)

    def test_shapes_have_numbers_of_their_own_within_the_blocks_claimed(self):
        book = opened(noted_by_people())
        cells = {(row, column): "甲" for row in range(20, 420) for column in (1, 2, 3)}
        add_notes(book, "S", cells)
        numbers = [int(shape.get("id").removeprefix("_x0000_s")) for shape in shapes(book, "S")]
        assert len(set(numbers)) == len(numbers) == 1202
        (part,) = book.package.related_parts(book.sheet("S").part, "vmlDrawing")
        blocks = _blocks(book, part)
        assert {number // 1024 for number in numbers} <= {int(block) for block in blocks.split(b",")}

    def test_a_new_drawing_claims_a_block_of_its_own(self, dressed):
        book = opened(dressed)
        taken = {_blocks(book, name) for name in book.package.part_names if name.endswith(".vml")}
        add_notes(book, OTHER, {(1, 1): "甲"})
        (part,) = book.package.related_parts(book.sheet(OTHER).part, "vmlDrawing")
        assert _blocks(book, part) not in taken

    def test_nothing_to_add_changes_nothing(self):
        data = noted_by_people()
        book = opened(data)
        assert add_notes(book, "S", {}) == []
        assert add_notes(book, "S", {(3, 2): "甲"}) == [(3, 2)]
        assert book.to_bytes() == data

    def test_a_drawing_nobody_can_read_is_left_alone(self):
        parts = unzipped(noted_by_people())
        (vml,) = (name for name in parts if name.endswith(".vml"))
        parts[vml] = b"\xff\xfe" + "<xml></xml>".encode("utf-16-le")
        book = opened(zipped(parts))
        assert add_notes(book, "S", {(5, 5): "甲"}) == [(5, 5)]
        assert unzipped(book.to_bytes()) == parts


class TestClearing:
    def test_only_ours_go(self):
        data = noted_by_people()
        book = opened(data)
        add_notes(book, "S", {(4, 2): "乙", (5, 2): "丙"})
        book = opened(book.to_bytes())
        assert clear_notes(book) == 2
        assert notes(book, "S") == {"B3": ("张三", "请核对"), "C9": ("李四", "已核对")}
        after, before = unzipped(book.to_bytes()), unzipped(data)
        assert {name for name in before if after.get(name) != before[name]} == set()
        assert set(after) == set(before)

    def test_a_note_somebody_added_to_our_part_stays(self):
        book = opened(zipped(by_hand()))
        add_notes(book, "S", {(1, 1): "甲", (2, 2): "乙"})
        parts = unzipped(book.to_bytes())
        comments = "xl/comments1.xml"
        parts[comments] = (
            parts[comments]
            .replace(b"</authors>", "<author>王五</author></authors>".encode())
            .replace(b'ref="B2" authorId="0"', b'ref="B2" authorId="1"')
        )
        book = opened(zipped(parts))
        assert clear_notes(book) == 1
        assert notes(book, "S") == {"B2": ("王五", "乙")}
        assert boxed(book, "S") == [(2, 2)]

    def test_what_was_ours_goes_with_the_last_note(self):
        data = zipped(by_hand("self-closing"))
        book = opened(data)
        add_notes(book, "S", {(1, 1): "甲"})
        book = opened(book.to_bytes())
        assert clear_notes(book) == 1
        assert set(unzipped(book.to_bytes())) == set(unzipped(data))
        assert b"vml" not in unzipped(book.to_bytes())["[Content_Types].xml"]
        assert b"legacyDrawing" not in unzipped(book.to_bytes())["xl/worksheets/sheet1.xml"]

    def test_none_of_ours(self, dressed):
        book = opened(dressed)
        assert clear_notes(book) == 0
        assert book.to_bytes() == dressed

    def test_without_an_author_by_how_the_text_begins(self):
        book = opened(noted_by_people())
        add_notes(book, "S", {(1, 1): "校验：甲"})
        parts = unzipped(book.to_bytes())
        parts["xl/comments/comment1.xml"] = re.sub(
            b"<author>[^<]*</author>", b"<author> </author>", parts["xl/comments/comment1.xml"]
        )
        assert clear_notes(opened(zipped(parts))) == 0
        book = opened(zipped(parts))
        assert clear_notes(book, ["校验："]) == 1
        assert set(notes(book, "S")) == {"B3", "C9"}


def test_workbooks_with_notes_validate(dressed, tmp_path, open_xml_validator):
    """openpyxl's own file breaks the schema once, in its fonts: no more than before."""
    sources = {
        "dressed": (dressed, MAIN),
        "other": (dressed, OTHER),
        "plain": (zipped(by_hand()), "S"),
        "button": (made(lambda sheet: sheet.insert_button("D4", {"caption": "填充"})), "S"),
        "people": (noted_by_people(), "S"),
    }
    paths = []
    for name, (data, sheet) in sources.items():
        book = opened(data)
        add_notes(book, sheet, {(2, 1): "甲\n乙", (7, 3): "\x01" * 5, (1, 1): ""})
        for kind, content in (("before", data), ("after", book.to_bytes())):
            paths.append(tmp_path / f"{name}-{kind}.xlsx")
            paths[-1].write_bytes(content)
    found = {
        path.stem: [str(one) for one in errors] for path, errors in open_xml_validator.validate(paths).items()
    }
    for name in sources:
        assert found[f"{name}-after"] == found[f"{name}-before"]
    assert len(found["people-after"]) == 1
    assert found["plain-after"] == []
