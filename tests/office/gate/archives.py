"""Archives and workbooks with one thing wrong, made from sound ones."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes | str], **options: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def small_workbook(**changes: str) -> dict[str, bytes | str]:
    """The parts of a workbook of one sheet 表1; `changes` are other contents by the last word of their names."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表1 收支总表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>2025年预算收支总表</t></is></c></row></sheetData></worksheet>',
    }
    places = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
    }
    return {**parts, **{places[key]: value for key, value in changes.items()}}


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part around these rows."""
    start = f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    return f"{start}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def with_stated_size(data: bytes, name: str, size: int) -> bytes:
    """The archive with a lie about how large one member is, in its directory and at the member."""
    return _with_field(data, name, 24, 22, size)


def with_stated_place(data: bytes, name: str, place: int) -> bytes:
    """The archive with one member's bytes said to stand elsewhere."""
    return _with_field(data, name, 42, None, place)


def _with_field(data: bytes, name: str, in_directory: int, in_header: int | None, value: int) -> bytes:
    changed = bytearray(data)
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(name)
    coded = name.encode()
    at = changed.index(b"PK\x01\x02")
    while True:
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length] == coded:
            break
        at = changed.index(b"PK\x01\x02", at + 1)
    struct.pack_into("<I", changed, at + in_directory, value)
    if in_header is not None:
        struct.pack_into("<I", changed, info.header_offset + in_header, value)
    return bytes(changed)
