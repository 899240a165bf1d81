"""A template as people dress it in Excel: logo, text box, chart, sparklines, notes, button, their own sheet.

openpyxl would lose half of it, so the parts are made by XlsxWriter in a workbook of their own and grafted onto
the sheets of the template, part by part, relations and content types included.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"

_ORDER = ("drawing", "legacyDrawing", "AlternateContent", "webPublishItems", "tableParts", "extLst")
"""The tail of a worksheet, in the order the schema wants."""

_VALIDATION = f"""<ext xmlns="{MAIN}" xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">
<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">
<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>科目_功能编码</xm:f></x14:formula1>
<xm:sqref>M5:M6</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"""
_CONTROL = f"""<mc:AlternateContent xmlns:mc="{COMPATIBILITY}" xmlns="{MAIN}" xmlns:r="{DOCUMENT}"
 xmlns:x14="{X14}" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">
<mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">
<control shapeId="1026" r:id="{{relation}}" name="Button 1"><controlPr defaultSize="0" print="0" autoFill="0"
 autoPict="0"><anchor moveWithCells="1" sizeWithCells="1"><from><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff>
<xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>12</xdr:col><xdr:colOff>0</xdr:colOff>
<xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice>
</mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>"""
_CONTROL_PROPERTIES = f'<formControlPr xmlns="{X14}" objectType="Button" lockText="1"/>'.encode()


@dataclass(frozen=True)
class Dress:
    """What to put on one sheet: chart series and sparkline ranges as written in Excel, cells of notes."""

    sheet: str
    series: str
    sparkline: str
    notes: Sequence[str]
    chart_cell: str
    """Where the chart's upper left corner stands."""


def dress(template: Path, target: Path, dresses: Sequence[Dress], own_sheet: Mapping[str, str]) -> list[str]:
    """Writes the dressed template and gives the names of the parts that were added.

    `own_sheet` is a sheet 我的核对 of the person's own: formulas by cell.
    """
    with zipfile.ZipFile(template) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    before = set(parts)
    donor_path = target.with_suffix(".donor.xlsx")
    _write_donor(donor_path, dresses, own_sheet)
    with zipfile.ZipFile(donor_path) as package:
        donor = {name: package.read(name) for name in package.namelist()}
    donor_path.unlink()
    for index, one in enumerate(dresses, start=1):
        _graft(parts, donor, f"xl/worksheets/sheet{index}.xml", sheet_part(parts, one.sheet), f"dress{index}")
    _add_sheet(parts, donor[f"xl/worksheets/sheet{len(dresses) + 1}.xml"], "我的核对")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return sorted(set(parts) - before)


def sheet_part(parts: Mapping[str, bytes], sheet: str) -> str:
    """The part of a sheet by its name."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    (found,) = [
        element.get(f"{{{DOCUMENT}}}id")
        for element in book.iter(f"{{{MAIN}}}sheet")
        if element.get("name") == sheet
    ]
    return _targets(parts, "xl/workbook.xml")[str(found)]


def _write_donor(path: Path, dresses: Sequence[Dress], own_sheet: Mapping[str, str]) -> None:
    logo = path.with_suffix(".png")
    logo.write_bytes(_png())
    with xlsxwriter.Workbook(path) as book:
        for one in dresses:
            sheet = book.add_worksheet(one.sheet)
            sheet.insert_image("J1", str(logo), {"description": "徽标"})
            sheet.insert_textbox("J4", "填报说明：文本框", {"width": 160, "height": 60})
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": one.series})
            sheet.insert_chart(one.chart_cell, chart)
            sheet.add_sparkline("M2", {"range": one.sparkline})
            sheet.insert_button("L1", {"caption": "填充", "macro": "fill"})
            for cell in one.notes:
                sheet.write_comment(cell, f"批注：{cell}", {"author": "审核人"})
        sheet = book.add_worksheet("我的核对")
        for cell, formula in own_sheet.items():
            sheet.write_formula(cell, formula)
    logo.unlink()


def _png() -> bytes:
    """A red square of 8 × 8."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\0" + b"\xc8\x1e\x1e" * 8) * 8)
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _graft(parts: dict[str, bytes], donor: Mapping[str, bytes], source: str, target: str, tag: str) -> None:
    """Puts what the donor's sheet `source` carries onto the sheet `target`."""
    sheet, carried = etree.fromstring(parts[target]), etree.fromstring(donor[source])
    assert sheet.find(f"{{{MAIN}}}drawing") is None, f"{target} already carries a drawing"
    assert sheet.find(f"{{{MAIN}}}legacyDrawing") is None, f"{target} already carries notes"
    renamed = {
        relation: _relate(parts, target, _copy_part(parts, donor, part, tag), kind)
        for relation, (part, kind) in _relations(donor, source).items()
    }
    properties = f"xl/ctrlProps/{tag}.xml"
    parts[properties] = _CONTROL_PROPERTIES
    _declare(parts, properties, "application/vnd.ms-excel.controlproperties+xml")
    control = _relate(parts, target, properties, f"{DOCUMENT}/ctrlProp")
    tail = [
        child for child in carried if etree.QName(child).localname in ("drawing", "legacyDrawing", "extLst")
    ]
    for element in tail:
        for key in element.attrib:
            if key == f"{{{DOCUMENT}}}id":
                element.set(key, renamed[str(element.get(key))])
        if etree.QName(element).localname == "extLst":
            element.append(etree.fromstring(_VALIDATION))
    tail.append(etree.fromstring(_CONTROL.format(relation=control)))
    for element in sorted(tail, key=lambda one: _ORDER.index(etree.QName(one).localname)):
        _insert_in_order(sheet, element)
    parts[target] = etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)


def _insert_in_order(sheet: etree._Element, element: etree._Element) -> None:
    place = _ORDER.index(etree.QName(element).localname)
    followers = [child for child in sheet if etree.QName(child).localname in _ORDER[place + 1 :]]
    assert not any(etree.QName(child).localname == etree.QName(element).localname for child in sheet)
    if followers:
        followers[0].addprevious(element)
    else:
        sheet.append(element)


def _copy_part(parts: dict[str, bytes], donor: Mapping[str, bytes], part: str, tag: str) -> str:
    """Copies a part and all it refers to, under names of their own; gives the new name."""
    folder, name = posixpath.split(part)
    copy = f"{folder}/{tag}-{name}"
    if copy in parts:
        return copy
    parts[copy] = donor[part]
    types = etree.fromstring(donor["[Content_Types].xml"])
    for override in types.iter(f"{{{CONTENT_TYPES}}}Override"):
        if override.get("PartName") == f"/{part}":
            _declare(parts, copy, str(override.get("ContentType")))
    for default in types.iter(f"{{{CONTENT_TYPES}}}Default"):
        if part.endswith(f".{default.get('Extension')}"):
            _declare_default(parts, default)
    for relation, (target, kind) in _relations(donor, part).items():
        _relate(parts, copy, _copy_part(parts, donor, target, tag), kind, relation)
    return copy


def _add_sheet(parts: dict[str, bytes], sheet: bytes, name: str) -> None:
    part = "xl/worksheets/own.xml"
    parts[part] = sheet
    _declare(parts, part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
    relation = _relate(parts, "xl/workbook.xml", part, f"{DOCUMENT}/worksheet")
    book = etree.fromstring(parts["xl/workbook.xml"])
    sheets = book.find(f"{{{MAIN}}}sheets")
    assert sheets is not None
    number = max(int(str(element.get("sheetId"))) for element in sheets) + 1
    attributes = {"name": name, "sheetId": str(number), f"{{{DOCUMENT}}}id": relation}
    etree.SubElement(sheets, f"{{{MAIN}}}sheet", attributes)
    parts["xl/workbook.xml"] = etree.tostring(book, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """By id: (part, kind) of what a part refers to inside the package."""
    if _rels_of(part) not in parts:
        return {}
    return {
        str(element.get("Id")): (
            posixpath.normpath(
                posixpath.join("/", posixpath.dirname(part), str(element.get("Target")))
            ).lstrip("/"),
            str(element.get("Type")),
        )
        for element in etree.fromstring(parts[_rels_of(part)])
        if element.get("TargetMode") != "External"
    }


def _targets(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    return {relation: target for relation, (target, _) in _relations(parts, part).items()}


def _relate(parts: dict[str, bytes], part: str, target: str, kind: str, relation: str | None = None) -> str:
    rels = _rels_of(part)
    empty = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
    root = etree.fromstring(parts.get(rels, empty))
    relation = relation or f"rIdDress{len(root) + 1}"
    attributes = {"Id": relation, "Type": kind, "Target": f"/{target}"}
    etree.SubElement(root, f"{{{RELATIONS}}}Relationship", attributes)
    parts[rels] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return relation


def _declare(parts: dict[str, bytes], part: str, content_type: str) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    attributes = {"PartName": f"/{part}", "ContentType": content_type}
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", attributes)
    parts["[Content_Types].xml"] = etree.tostring(
        types, xml_declaration=True, encoding="UTF-8", standalone=True
    )


def _declare_default(parts: dict[str, bytes], default: etree._Element) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    known = {element.get("Extension") for element in types.iter(f"{{{CONTENT_TYPES}}}Default")}
    if default.get("Extension") not in known:
        types.insert(0, default)
        parts["[Content_Types].xml"] = etree.tostring(
            types, xml_declaration=True, encoding="UTF-8", standalone=True
        )
