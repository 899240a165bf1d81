"""Parts that are hostile to whoever parses XML."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hostile.cases import Case, Cases, Parts, part_called
from office.gate.archives import MAIN, sheet, zipped

WORKBOOK, STRINGS, LINKS = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
SHEET = "表5 "
TYPES = "[Content_Types].xml"
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "哈">' for level in range(10)
)


def _doctype(inside: str, entity: str, part: str, parts: Parts) -> bytes:
    part = part_called(parts, part)
    text = parts[part].decode()
    at = text.index("?>") + 2
    return zipped({**parts, part: f"{text[:at]}<!DOCTYPE x [{inside}]><x>{entity}</x>"})


def _changed(change: Callable[[bytes], bytes], part: str, parts: Parts) -> bytes:
    part = part_called(parts, part)
    return zipped({**parts, part: change(parts[part])})


def _put(content: bytes | str, part: str, parts: Parts) -> bytes:
    return zipped({**parts, part_called(parts, part): content})


def _wide(text: str) -> bytes:
    return text.encode("utf-16")


def _before_root(words: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"?>", b"?>" + words.encode(), 1)


DEEP = sheet('<row r="1"><c r="A1">' + "<x>" * 100_000 + "</x>" * 100_000 + "</c></row>")
DEEP_IN_PREFIX = f'<w:worksheet xmlns:w="{MAIN}">' + "<w:a>" * 50_000 + "</w:a>" * 50_000 + "</w:worksheet>"
ATTRIBUTES = sheet("<row " + " ".join(f'a{number}="1"' for number in range(100_000)) + "/>")
NAMESPACES = "<a " + " ".join(f'xmlns:n{number}="urn:{number}"' for number in range(50_000)) + "/>"
OUTSIDE = '<!ENTITY x SYSTEM "file:///etc/passwd">'
PARAMETER = '<!ENTITY % p SYSTEM "http://127.0.0.1:9/evil.dtd"> %p;'
STYLESHEET = '<?xml-stylesheet href="http://127.0.0.1:9/evil.xsl" type="text/xsl"?>'

CASES: Cases = {
    "billion laughs": Case(partial(_doctype, LAUGHS, "&l9;", WORKBOOK), "DOCTYPE"),
    "quadratic entities": Case(
        partial(_doctype, f'<!ENTITY a "{"a" * 100_000}">', "&a;" * 10_000, STRINGS), "DOCTYPE"
    ),
    "entity of a file": Case(partial(_doctype, OUTSIDE, "&x;", SHEET), "DOCTYPE"),
    "entity of an address": Case(
        partial(_doctype, '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;", LINKS), "DOCTYPE"
    ),
    "entities from outside": Case(partial(_doctype, PARAMETER, "", TYPES), "DOCTYPE"),
    "entity in a part nobody reads": Case(partial(_doctype, OUTSIDE, "&x;", "docProps/core.xml"), "DOCTYPE"),
    "wide entity": Case(partial(_put, _wide(f"<!DOCTYPE x [{OUTSIDE}]><x>&x;</x>"), SHEET), "DOCTYPE"),
    "entity behind a long remark": Case(
        partial(_changed, _before_root(f"<!--{'x' * 5000}--><!DOCTYPE x [{OUTSIDE}]>"), SHEET), "DOCTYPE"
    ),
    "UTF-7": Case(
        partial(_put, b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>', SHEET), "编码"
    ),
    "stylesheet at an address": Case(partial(_changed, _before_root(STYLESHEET), WORKBOOK), None),
    "inclusion of a file": Case(
        partial(
            _changed,
            lambda data: data.replace(
                b"<sheetData>",
                b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
                b"<sheetData>",
            ),
            SHEET,
        ),
        None,
    ),
    "another encoding than said": Case(
        partial(_changed, lambda data: data.replace(b"UTF-8", b"UTF-16", 1), WORKBOOK), "已损坏"
    ),
    "whole workbook in UTF-16": Case(
        lambda parts: zipped(
            {
                name: data.decode().replace("UTF-8", "UTF-16").encode("utf-16")
                if name.endswith(".xml")
                else data
                for name, data in parts.items()
            }
        ),
        None,
    ),
    "broken characters": Case(
        partial(_changed, lambda data: data.replace("单位".encode(), b"\xff\xfe\x80"), STRINGS), "已损坏"
    ),
    "NUL characters": Case(
        partial(_changed, lambda data: data.replace(b"<row", b"\0<row", 1), SHEET), "已损坏"
    ),
    "100,000 levels": Case(partial(_put, DEEP, SHEET), None),
    "50,000 levels with a prefix": Case(partial(_put, DEEP_IN_PREFIX, SHEET), "已损坏"),
    "100,000 attributes": Case(partial(_put, ATTRIBUTES, SHEET), None),
    "50,000 namespaces": Case(partial(_put, NAMESPACES, SHEET), "不是工作表"),
    "attribute of 20 MB": Case(partial(_put, sheet(f'<row r="1" a="{"x" * 20_000_000}"/>'), SHEET), None),
    "20 MB of remarks": Case(partial(_put, sheet("<!-- -->" * 2_500_000), SHEET), None),
    "sheet cut in its middle": Case(partial(_changed, lambda data: data[: len(data) // 2], SHEET), "已损坏"),
    "empty sheet part": Case(partial(_put, b"", SHEET), "已损坏"),
    "empty workbook part": Case(partial(_put, b"", WORKBOOK), "已损坏"),
    "picture for a sheet": Case(partial(_put, b"\x89PNG\r\n\x1a\n" + bytes(1000), SHEET), "已损坏"),
    "another root": Case(partial(_put, "<html><body/></html>", SHEET), "不是工作表"),
    "workbook with another root": Case(partial(_put, "<a/>", WORKBOOK), "已损坏"),
    "content types that are none": Case(partial(_put, "<a><Default/><Override/></a>", TYPES), None),
}
