"""One content, written as every program writes it, is read alike."""

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from xltools.model.errors import XltoolsError
from xltools.office.cells import Cell, ErrorValue, to_number
from xltools.office.workbook import Workbook

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(sheet: str | bytes, strings: str | bytes | None = None) -> Workbook:
    """A workbook around one worksheet part given as XML."""
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONSHIPS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" '
        f'Type="{RELATIONSHIPS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{NAMESPACE}"/>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return Workbook.from_bytes(file.getvalue(), "手工.xlsx")


def rows(inside: str) -> str:
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{inside}</sheetData></worksheet>'


def values(book: Workbook) -> dict[tuple[int, int], object]:
    sheet = book.sheet("表")
    return {
        (number, column): cell.value
        for number, cells in sheet.iter_rows()
        for column, cell in cells.items()
        if cell.value is not None
    }


EXPECTED = {
    (1, 1): "收入 & <支出>",
    (2, 1): Decimal("12.5"),
    (2, 2): True,
    (2, 3): ErrorValue("#N/A"),
    (4, 28): Decimal("0.3"),
}
PLAIN = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="A2"><v>12.5</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    '<row r="4"><c r="AB4"><f>0.1+0.2</f><v>0.30000000000000004</v></c></row>'
)
STRINGS = f'<sst xmlns="{NAMESPACE}"><si><t>收入 &amp; &lt;支出&gt;</t></si></sst>'


def _dropped(text: str, *pieces: str) -> str:
    for piece in pieces:
        text = text.replace(piece, "")
    return text


DIALECTS: dict[str, str | bytes] = {
    "plain": rows(PLAIN),
    "byte order mark": "\ufeff" + rows(PLAIN),
    "declared and indented": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    + rows(PLAIN).replace("<row", "\n  <row").replace("<c ", "\n    <c ").replace("</row", "\n  </row"),
    "single quotes": rows(PLAIN).replace('"', "'"),
    "one value in single quotes": rows(PLAIN).replace('t="e"', "t='e'"),
    "spaces around equals": rows(PLAIN).replace('="', ' = "'),
    "prefixed": re.sub(r"<(/?)", r"<\1x:", rows(PLAIN)).replace("xmlns=", "xmlns:x="),
    "comments": rows(PLAIN.replace("</row>", "<!-- <c r='A9'> --></row>")),
    "CDATA": rows(PLAIN.replace("<v>12.5</v>", "<v><![CDATA[12.5]]></v>")),
    "processing instruction": rows("<?mso x?>" + PLAIN),
    "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + rows(PLAIN)).encode("utf-16"),
    "GB18030": ('<?xml version="1.0" encoding="GB18030"?>' + rows(PLAIN)).encode("gb18030"),
    "attributes turned round": rows(
        PLAIN.replace('r="B2" t="b"', 't="b" r="B2"').replace('r="A1"', 's="0" r="A1"')
    ),
    "spans, height": rows(PLAIN.replace('<row r="2"', '<row spans="1:3" r="2" ht="20"')),
    "a lying dimension": rows(PLAIN).replace("<sheetData>", '<dimension ref="A1"/><sheetData>'),
    "no cell addresses": rows(_dropped(PLAIN, ' r="A1"', ' r="A2"', ' r="B2"', ' r="C2"')),
    "no row numbers": rows(_dropped(PLAIN, ' r="1"', ' r="2"')),
    "empty rows and cells": rows(
        PLAIN.replace('<row r="4">', '<row r="3"/><row r="4"><c r="A4"/><c r="B4"></c>')
    ),
    "end tags with space": rows(PLAIN).replace("</v>", "</v >").replace("</row>", "</row\n>"),
    "strict": rows(PLAIN).replace(NAMESPACE, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
}


class TestDialects:
    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_all_read_alike(self, dialect):
        assert values(workbook(DIALECTS[dialect], STRINGS)) == EXPECTED

    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_all_can_be_edited(self, dialect):
        book = workbook(DIALECTS[dialect], STRINGS)
        book.sheet("表").set_number(2, 4, Decimal("7.25"))
        again = Workbook.from_bytes(book.to_bytes(), "再.xlsx")
        assert values(again) == {**EXPECTED, (2, 4): Decimal("7.25")}
        if dialect == "strict":
            return  # which openpyxl cannot read
        judged = openpyxl.load_workbook(io.BytesIO(book.to_bytes()), data_only=True)["表"]
        assert judged["A1"].value == EXPECTED[1, 1]
        assert judged["D2"].value == 7.25
        assert judged["AB4"].value == pytest.approx(0.3)

    def test_max_row_is_the_last_row_there(self):
        book = workbook(DIALECTS["a lying dimension"], STRINGS)
        assert book.sheet("表").max_row == 4
        assert workbook(f'<worksheet xmlns="{NAMESPACE}"/>').sheet("表").max_row == 0

    def test_the_same_row_twice(self):
        book = workbook(
            rows('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>')
        )
        assert values(book) == {(2, 1): 1, (2, 2): 2}


class TestTexts:
    @pytest.mark.parametrize(
        ("item", "text"),
        [
            ("<si/>", ""),
            ("<si><t/></si>", ""),
            ("<si><t>a</t></si>", "a"),
            ('<si><t xml:space="preserve"> a </t></si>', " a "),
            ("<si><r><rPr><b/></rPr><t>预</t></r><r><t>算</t></r></si>", "预算"),
            (
                "<si><t>东京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>",
                "东京",
            ),
            ("<si><t>a_x000D_b_x005F_x0041_</t></si>", "a\rb_x0041_"),
            ("<si><t>&#39044;&#x7B97;&amp;amp;</t></si>", "预算&amp;"),
        ],
    )
    def test_shared_strings(self, item, text):
        book = workbook(
            rows('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), f'<sst xmlns="{NAMESPACE}">{item}</sst>'
        )
        assert book.sheet("表").cell(1, 1) == Cell(text, None, None, True)

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            (
                '<c r="A1" s="3" t="inlineStr"><is><r><t>预</t></r><r><t>算</t></r></is></c>',
                Cell("预算", None, 3, True),
            ),
            ('<c r="A1" t="str"><f>B1&amp;"x"</f><v>甲x</v></c>', Cell("甲x", 'B1&"x"', None, True)),
            ('<c r="A1" t="str"><f>""</f><v></v></c>', Cell("", '""', None, True)),
            ('<c r="A1"><f>B1</f></c>', Cell(None, "B1", None, False)),
            ('<c r="A1" t="b"><v>0</v></c>', Cell(False, None, None, False)),
            ('<c r="A1" s="7"><v>45658</v></c>', Cell(Decimal(45658), None, 7, False)),
            ('<c r="A1" t="d"><v>2025-01-01T12:00:00</v></c>', Cell(Decimal("45658.5"), None, None, False)),
            ('<c r="A1" s="7"/>', Cell(None, None, 7, False)),
            ('<c r="A1"><v>-1.5E-3</v></c>', Cell(Decimal("-0.0015"), None, None, False)),
        ],
    )
    def test_cells(self, cell, expected):
        assert workbook(rows(f'<row r="1">{cell}</row>')).sheet("表").cell(1, 1) == expected

    @given(st.decimals(-(10**12), 10**12, places=2))
    def test_amounts_are_exact(self, amount):
        assert to_number(repr(float(amount))) == amount


class TestSharedFormulas:
    SHEET = rows(
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1&amp;"A1"</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f t="shared" si="0"></f><v>1</v></c></row>'
    )

    def test_are_read_written_out(self):
        sheet = workbook(self.SHEET).sheet("表")
        assert [sheet.cell(row, 2).formula for row in (3, 2, 1)] == [
            'A3*$A$1&"A1"',
            'A2*$A$1&"A1"',
            'A1*$A$1&"A1"',
        ]

    def test_survive_when_the_first_one_is_overwritten(self):
        book = workbook(self.SHEET)
        book.sheet("表").set_number(1, 2, 5)
        judged = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["表"]
        assert [judged.cell(row, 2).value for row in (1, 2, 3)] == [5, '=A2*$A$1&"A1"', '=A3*$A$1&"A1"']


class TestWriters:
    def test_openpyxl_and_xlsxwriter_alike(self):
        rows_ = [["科目", "金额"], ["201", 1.1], ["合计", 12345678.91]]
        ours = []
        file = io.BytesIO()
        book = openpyxl.Workbook()
        for row in rows_:
            book.active.append(row)
        book.active["C2"] = "=B2*2"
        book.save(file)
        ours.append(file.getvalue())
        for options in ({}, {"constant_memory": True}):
            file = io.BytesIO()
            with xlsxwriter.Workbook(file, options) as writer:
                sheet = writer.add_worksheet("Sheet")
                for number, row in enumerate(rows_):
                    sheet.write_row(number, 0, row)
                    if number == 1:
                        sheet.write_formula("C2", "=B2*2")
            ours.append(file.getvalue())
        read = [Workbook.from_bytes(data, "x.xlsx").sheet("Sheet") for data in ours]
        for sheet in read:
            assert [[sheet.cell(row, column).value for column in (1, 2)] for row in (1, 2, 3)] == [
                ["科目", "金额"],
                ["201", Decimal("1.1")],
                ["合计", Decimal("12345678.91")],
            ]
            assert sheet.cell(2, 3).formula == "B2*2"

    @pytest.mark.slow
    def test_libreoffice_alike(self, dressed, libreoffice, tmp_path):
        source = tmp_path / "a.xlsx"
        source.write_bytes(dressed)
        [converted] = libreoffice.recalculate(source, tmp_path / "out")
        ours, theirs = (Workbook.open(path).sheet("表1 收支总表") for path in (source, converted))
        for row in range(2, 21):
            for column in range(1, 8):
                assert ours.cell(row, column).value == theirs.cell(row, column).value
                assert ours.cell(row, column).formula == theirs.cell(row, column).formula
        assert set(ours.merges) == set(theirs.merges)


class TestRefused:
    def test_doctype(self):
        bomb = '<!DOCTYPE a [<!ENTITY x "xxxx">]>' + rows('<row r="1"><c r="A1"><v>1</v></c></row>')
        for data in (bomb, bomb.encode("utf-16")):
            with pytest.raises(XltoolsError, match="DOCTYPE"):
                workbook(data).sheet("表")

    @pytest.mark.parametrize("broken", [rows(PLAIN)[:-30], rows(PLAIN).replace("</row>", ""), "", "no xml"])
    def test_broken_xml(self, broken):
        with pytest.raises(XltoolsError, match=r"sheet1\.xml"):
            workbook(broken).sheet("表")

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="A1"><v>abc</v></c>',
            '<c r="A1"><v>NaN</v></c>',
            '<c r="A1" t="s"><v>x</v></c>',
            '<c r="A1" t="d"><v>gestern</v></c>',
            '<c r="ZZZZ1"><v>1</v></c>',
        ],
    )
    def test_a_content_that_is_none(self, cell):
        sheet = workbook(rows(f'<row r="7">{cell}</row>')).sheet("表")
        with pytest.raises(XltoolsError, match="第 7 行"):
            list(sheet.iter_rows())
        with pytest.raises(XltoolsError, match="第 7 行"):
            sheet.cell(7, 1)

    def test_a_row_that_is_none(self):
        with pytest.raises(XltoolsError, match="行号 1048577"):
            workbook(rows('<row r="1048577"/>')).sheet("表")

    def test_a_text_that_is_not_there(self):
        with pytest.raises(XltoolsError, match="共享文本"):
            workbook(rows(PLAIN), f'<sst xmlns="{NAMESPACE}"/>').sheet("表").cell(1, 1)

    def test_no_such_sheet(self):
        with pytest.raises(XltoolsError, match="没有名为“无”"):
            workbook(rows("")).sheet("无")
