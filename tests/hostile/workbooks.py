"""Workbooks whose XML is sound and whose content is beyond all measure, or makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from hostile.cases import Case, Cases, Parts, part_called
from office.gate.archives import zipped

WORKBOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
LINKS, ROOT, TYPES = "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"
TABLE = "表5 "
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _changed(part: str, change: Callable[[str], str], parts: Parts) -> bytes:
    name = part_called(parts, part)
    text = parts[name].decode()
    changed = change(text)
    assert changed != text, f"nothing changed in {name}"
    return zipped({**parts, name: changed})


def _swap(part: str, old: str, new: str) -> Callable[[Parts], bytes]:
    """The first match of a pattern replaced."""
    return partial(_changed, part, lambda text: re.sub(old, lambda _: new, text, count=1, flags=re.DOTALL))


def _rows(rows: str) -> Callable[[Parts], bytes]:
    """These rows for all rows of a table."""
    return _swap(TABLE, r"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>")


def _last_row(row: str) -> Callable[[Parts], bytes]:
    """One more row at the end of a table."""
    return _swap(TABLE, "</sheetData>", f"{row}</sheetData>")


def _many_sheets(parts: Parts) -> bytes:
    def more(text: str) -> str:
        tag = re.search(r'<sheet [^>]*name="表5 [^>]*>', text)
        assert tag
        copies = (
            re.sub(
                r'name="[^"]*"',
                f'name="表5 {number}"',
                re.sub(r'sheetId="\d+"', f'sheetId="{number}"', tag[0]),
            )
            for number in range(1000, 101_000)
        )
        return text.replace("</sheets>", "".join(copies) + "</sheets>")

    return _changed(WORKBOOK, more, parts)


def _names(names: str) -> Callable[[Parts], bytes]:
    return _swap(WORKBOOK, "</definedNames>", f"{names}</definedNames>")


def _formula(formula: str, cached: str = "") -> Callable[[Parts], bytes]:
    return _last_row(f'<row r="900"><c r="A900"><f>{formula}</f>{cached}</c></row>')


def _lone(text: str) -> str:
    return f'<row r="900"><c r="A900" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _count(parts: Parts) -> int:
    return parts[STRINGS].count(b"</si>")


MANY_NAMES = "".join(f'<definedName name="n{number}">表1!$A$1</definedName>' for number in range(100_000))
CIRCLE = '<definedName name="圈甲">圈乙+1</definedName><definedName name="圈乙">圈甲+1</definedName>'
MERGES = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1000, 101_000))
CIRCULAR = '<row r="900"><c r="A900"><f>B900+1</f></c><c r="B900"><f>A900+1</f></c></row>'
PARENTHESES = "(" * 10_000 + "1" + ")" * 10_000

CASES: Cases = {
    "100,000 sheets": Case(_many_sheets, "工作表"),
    "100,000 names": Case(_names(MANY_NAMES), None),
    "names in a circle": Case(_names(CIRCLE), None),
    "name of 1 MB": Case(_names(f'<definedName name="长">{"1+" * 500_000}1</definedName>'), None),
    "name of a sheet that is not there": Case(
        _names('<definedName name="a" localSheetId="99999">1</definedName>'), None
    ),
    "name of no sheet": Case(_names('<definedName name="a" localSheetId="x">1</definedName>'), "已损坏"),
    "100,000 merged ranges": Case(_swap(TABLE, r"</mergeCells>", f"{MERGES}</mergeCells>"), None),
    "everything merged": Case(
        _swap(TABLE, r"</mergeCells>", '<mergeCell ref="A1:XFD1048576"/></mergeCells>'), None
    ),
    "merged range that is none": Case(
        _swap(TABLE, r"</mergeCells>", '<mergeCell ref="1:甲"/></mergeCells>'), "已损坏"
    ),
    "100,000 styles": Case(_swap(STYLES, "</cellXfs>", '<xf numFmtId="0"/>' * 100_000 + "</cellXfs>"), None),
    "style that is no number": Case(_swap(TABLE, r'(?<=<c r="A1") s="\d+"', ' s="x"'), None),
    "style beyond all": Case(_swap(TABLE, r'(?<=<c r="A1") s="\d+"', ' s="99999999999"'), None),
    "number format that is none": Case(_swap(STYLES, r'numFmtId="\d+"(?=[^>]*xfId)', 'numFmtId="甲"'), None),
    "200,000 shared strings": Case(_swap(STRINGS, "</sst>", "<si><t>甲</t></si>" * 200_000 + "</sst>"), None),
    "shared string that is not there": Case(
        _rows('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'), "已损坏"
    ),
    "negative shared string": Case(_rows('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), "已损坏"),
    "shared string that is no number": Case(_rows('<row r="1"><c r="A1" t="s"><v>甲</v></c></row>'), "无法"),
    "dimension of everything": Case(
        _swap(TABLE, r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'), None
    ),
    "dimension that is none": Case(_swap(TABLE, r'<dimension ref="[^"]*"', '<dimension ref="甲"'), None),
    "row beyond the last": Case(_last_row('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "行号"),
    "row of twenty digits": Case(_last_row(f'<row r="{"9" * 20}"/>'), "行号"),
    "row of 5,000 digits": Case(_last_row(f'<row r="{"9" * 5000}"/>'), "行号"),
    "row 0": Case(_last_row('<row r="0"><c r="A0"><v>1</v></c></row>'), "行号"),
    "negative row": Case(_last_row('<row r="-5"><c r="A-5"><v>1</v></c></row>'), "单元格地址"),
    "column beyond the last": Case(_last_row('<row r="900"><c r="XFE900"><v>1</v></c></row>'), "单元格地址"),
    "column of seven letters": Case(
        _last_row('<row r="900"><c r="AAAAAAA900"><v>1</v></c></row>'), "单元格地址"
    ),
    "cell without a row": Case(_last_row('<row r="900"><c r="A"><v>1</v></c></row>'), None),
    "cell address that is none": Case(_last_row('<row r="900"><c r="甲一"><v>1</v></c></row>'), "单元格地址"),
    "number beyond all": Case(_last_row('<row r="900"><c r="A900"><v>1e400</v></c></row>'), "无法"),
    "figure of 300 digits": Case(
        partial(
            _changed, TABLE, lambda text: re.sub(r"</f><v>[0-9.]+</v>", "</f><v>1E+300</v>", text, count=3)
        ),
        None,
    ),
    "NaN": Case(_last_row('<row r="900"><c r="A900"><v>NaN</v></c></row>'), "无法"),
    "number of 1 MB": Case(_last_row(f'<row r="900"><c r="A900"><v>{"9" * 1_000_000}</v></c></row>'), "无法"),
    "small number of 1 MB": Case(
        _last_row(f'<row r="900"><c r="A900"><v>0.{"9" * 1_000_000}</v></c></row>'), None
    ),
    "number with a great exponent": Case(
        _last_row('<row r="900"><c r="A900"><v>1e-999999999</v></c></row>'), None
    ),
    "date that is none": Case(
        _last_row('<row r="900"><c r="A900" t="d"><v>9999-99-99</v></c></row>'), "无法"
    ),
    "kind of cell that is none": Case(
        _last_row('<row r="900"><c r="A900" t="evil"><v>1</v></c></row>'), None
    ),
    "300,000 cells": Case(
        _last_row("".join(f'<row r="{row}">{"<c><v>1</v></c>" * 10}</row>' for row in range(1000, 31_000))),
        None,
    ),
    "500,000 empty rows": Case(_last_row("".join(f'<row r="{row}"/>' for row in range(1000, 501_000))), None),
    "text of 5 MB": Case(_last_row(_lone("长" * 1_700_000)), None),
    "50,000 pieces of text": Case(_last_row(_lone("").replace("<t></t>", "<r><t>长</t></r>" * 50_000)), None),
    "text with coded controls": Case(_last_row(_lone("_x0000__x001B__xD800__xFFFF_&#x202E;")), None),
    "formula of 1 MB": Case(_formula("1+" * 500_000 + "1", "<v>1</v>"), None),
    "formula of 1 MB without a value": Case(_formula("1+" * 500_000 + "1"), "没有计算结果"),
    "10,000 parentheses": Case(_formula(PARENTHESES, "<v>1</v>"), None),
    "10,000 parentheses without a value": Case(_formula(PARENTHESES), "没有计算结果"),
    "10,000 signs without a value": Case(_formula("-" * 10_000 + "1"), "没有计算结果"),
    "formulas in a circle": Case(_last_row(CIRCULAR), None),
    "array over everything": Case(
        _last_row('<row r="900"><c r="A900"><f t="array" ref="A1:XFD1048576">1</f></c></row>'), "没有计算结果"
    ),
    "shared formula without a master": Case(
        _last_row('<row r="900"><c r="A900"><f t="shared" si="99999"/><v>1</v></c></row>'), None
    ),
    "shared formula over everything": Case(
        _last_row(
            '<row r="900"><c r="A900"><f t="shared" ref="A1:XFD1048576" si="9">A1</f><v>1</v></c></row>'
        ),
        None,
    ),
    "shared formula of 8,000 characters in 20,000 cells": Case(
        _last_row(
            f'<row r="900"><c r="A900"><f t="shared" ref="A900:A21000" si="9">{"A1+" * 2600}1</f><v>1</v></c></row>'
            + "".join(
                f'<row r="{row}"><c r="A{row}"><f t="shared" si="9"/><v>1</v></c></row>'
                for row in range(901, 21_000)
            )
        ),
        "共享公式",
    ),
    "shared text of 1 MB in 20,000 cells": Case(
        lambda parts: _last_row(
            "".join(f'<row r="{row}"><c t="s"><v>{_count(parts)}</v></c></row>' for row in range(900, 20_900))
        )(
            {
                **parts,
                STRINGS: parts[STRINGS].replace(
                    b"</sst>", b"<si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
                ),
            }
        ),
        "字的单元格",
    ),
    "formula of one word of 1 MB": Case(_formula(f"{'a' * 1_000_000} |b", "<v>1</v>"), None),
    "20 MB of spaces in a tag": Case(_last_row(f'<row r="900"{" " * 20_000_000}/>'), None),
    "20 MB of words in a tag": Case(_last_row(f"<row r='900' a='{' a =' * 5_000_000}'/>"), "已损坏"),
    "2,000,000 cells": Case(_last_row(f'<row r="900">{"<c/>" * 16_000}</row>' * 130), None),
    "2,000,000 cells with values": Case(
        _last_row(f'<row r="900">{"<c><v>1</v></c>" * 16_000}</row>' * 130), "过多"
    ),
    "1,000,000 merged ranges": Case(
        _swap(TABLE, r"</mergeCells>", '<mergeCell ref="A900:B900"/>' * 1_000_000 + "</mergeCells>"), "十万个"
    ),
    "3,000,000 empty shared strings": Case(_swap(STRINGS, "</sst>", "<si/>" * 3_000_000 + "</sst>"), "过多"),
    "10,000 rows of figures below a table": Case(
        _last_row(
            "".join(
                f'<row r="{row}">'
                + "".join(f'<c r="{column}{row}"><v>{row}.{ord(column)}</v></c>' for column in "ABCDEFGHIJ")
                + "</row>"
                for row in range(1000, 11_000)
            )
        ),
        None,
    ),
    "500,000 links": Case(
        _swap(
            LINKS,
            "</Relationships>",
            "".join(f'<Relationship Id="y{n}" Type="{OFFICE}/x" Target="a{n}"/>' for n in range(500_000))
            + "</Relationships>",
        ),
        "十万个",
    ),
    "function that starts a program": Case(_formula("cmd|'/c calc'!A0", "<v>0</v>"), None),
    "sheet number that is none": Case(_swap(WORKBOOK, r'sheetId="\d+"', 'sheetId="甲"'), "已损坏"),
    "sheet number of 5,000 digits": Case(
        _swap(WORKBOOK, r'sheetId="\d+"', f'sheetId="{"9" * 5000}"'), "已损坏"
    ),
    "sheets of one name": Case(_swap(WORKBOOK, r'(?<=<sheet name=")表5 [^"]*', "表1 收支总表"), None),
    "sheet of no part": Case(_swap(WORKBOOK, r'r:id="\w+"', 'r:id="rId99999"'), "不是普通工作表"),
    "sheet that is the workbook": Case(
        _swap(LINKS, r'Target="[^"]*sheet1\.xml"', 'Target="workbook.xml"'), "不是工作表"
    ),
    "link that leaves the file": Case(
        _swap(LINKS, r'Target="[^"]*sheet1\.xml"', 'Target="../../../etc/passwd"'), "不是普通工作表"
    ),
    "sheet at an address": Case(
        _swap(
            LINKS, r'Target="[^"]*sheet1\.xml"', 'Target="http://127.0.0.1:9/sheet.xml" TargetMode="External"'
        ),
        "不是普通工作表",
    ),
    "sheet in a file outside": Case(
        _swap(LINKS, r'Target="[^"]*sheet1\.xml"', 'Target="file:///etc/passwd" TargetMode="External"'),
        "不是普通工作表",
    ),
    "picture and template at an address": Case(
        _swap(
            LINKS,
            "</Relationships>",
            f'<Relationship Id="x1" Type="{OFFICE}/image" Target="http://127.0.0.1:9/a.png" TargetMode="External"/>'
            f'<Relationship Id="x2" Type="{OFFICE}/attachedTemplate" Target="\\\\127.0.0.1\\a" TargetMode="External"/>'
            "</Relationships>",
        ),
        None,
    ),
    "workbook elsewhere": Case(
        _swap(ROOT, r'Target="/?xl/workbook\.xml"', 'Target="../../xl/workbook.xml"'), "缺少工作簿的目录"
    ),
    "workbook called a document": Case(
        _swap(TYPES, r"spreadsheetml\.sheet\.main", "wordprocessingml.document.main"), "缺少工作簿的目录"
    ),
    "sheets called pictures": Case(
        _swap(TYPES, r'ContentType="[^"]*worksheet\+xml"', 'ContentType="image/png"'), None
    ),
    "links that repeat": Case(
        _swap(
            LINKS,
            "</Relationships>",
            f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="a"/></Relationships>',
        ),
        "不是普通工作表",
    ),
    "50,000 links": Case(
        _swap(
            LINKS,
            "</Relationships>",
            "".join(f'<Relationship Id="y{n}" Type="{OFFICE}/x" Target="a{n}"/>' for n in range(50_000))
            + "</Relationships>",
        ),
        None,
    ),
}
