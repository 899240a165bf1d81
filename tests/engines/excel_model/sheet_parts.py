"""The parts of a package behind a copied sheet: its worksheet, and its own copies of the drawing and charts."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from pyopenvba._xml import attributes, escape, tag_attributes
from pyopenvba.apps.excel import _io
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.powerquery._sheets import add_content_type, add_relationship
from pyopenvba.shapes._xlsx import read_drawing

from .drawings import rewritten_chart
from .formulas import renamed

_WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
#: Relationships of a sheet that the model writes anew for the copy.
_WRITTEN_ANEW = ("comments", "vmlDrawing", "hyperlink")
#: Those whose part both sheets may use.
_SHARED = ("printerSettings", "image")
_COPIED = ("drawing", "chart", "chartUserShapes", "chartStyle", "chartColorStyle")
_ANEW = re.compile(
    r"<legacyDrawing\b[^>]*/>|<hyperlinks\b.*?</hyperlinks>|<dataValidations\b.*?</dataValidations>|"
    r"<conditionalFormatting\b.*?</conditionalFormatting>",
    re.DOTALL,
)


def copy_parts(source: Any, made: Any) -> None:
    """Gives the copy a part of its own in the workbook's package; a sheet without one gets its at the save."""
    package = source.book.package
    if package is None or not source.part_name or not package.has(source.part_name):
        return
    xml = package.read(source.part_name).decode("utf-8")
    xml = re.sub(r'(<sheetPr\b[^>]*?)\s+codeName="[^"]*"', r"\1", _ANEW.sub("", xml))
    if "<oleObjects" in xml or "<controls" in xml or "<extLst" in xml:
        raise VBAUnsupportedError("copying a sheet with controls, objects or extensions is not implemented")
    part = _free_part(package, "xl/worksheets/sheet", ".xml")
    package.write(part, xml.encode("utf-8"))
    add_content_type(package, part, _WORKSHEET_TYPE)
    relationship = add_relationship(
        package, "xl/_rels/workbook.xml.rels", _WORKSHEET, part.removeprefix("xl/")
    )
    _register(package, made.name, relationship)
    _copy_relationships(package, source.part_name, part, source.name, made.name)
    made.part_name = part
    drawing = _io._sheet_relationship(package, part, "drawing")
    if drawing:
        made.drawing_part = drawing
        made.drawing_xml = package.read(drawing).decode("utf-8")
        made.shapes_ = read_drawing(made.drawing_xml, made.drawing_grid())
        made.shape_count = source.shape_count


def _register(package: Any, name: str, relationship: str) -> None:
    text = package.read("xl/workbook.xml").decode("utf-8")
    used = [int(tag_attributes(tag)["sheetId"]) for tag in re.findall(r"<sheet\b[^>]*/>", text)]
    tag = f'<sheet name="{escape(name)}" sheetId="{max(used) + 1}" r:id="{relationship}"/>'
    package.write("xl/workbook.xml", text.replace("</sheets>", tag + "</sheets>", 1).encode("utf-8"))


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _copy_relationships(package: Any, source: str, target: str, old: str, new: str) -> None:
    """The relationships of a part for its copy, with copies of the parts that cannot be shared."""
    if not package.has(_rels_of(source)):
        return
    text = package.read(_rels_of(source)).decode("utf-8")
    for tag in re.findall(r"<Relationship\b[^>]*/>", text):
        given = attributes(tag)
        kind = given["Type"].rpartition("/")[2]
        if kind in _WRITTEN_ANEW:
            text = text.replace(tag, "")
        elif kind in _COPIED:
            found = posixpath.normpath(posixpath.join(posixpath.dirname(source), given["Target"])).lstrip("/")
            made = _copy_part(package, found, old, new)
            place = posixpath.relpath(made, posixpath.dirname(target))
            text = text.replace(tag, tag.replace(f'Target="{given["Target"]}"', f'Target="{place}"'))
        elif kind not in _SHARED:
            raise VBAUnsupportedError(f"copying a sheet with a part of kind {kind} is not implemented")
    package.write(_rels_of(target), text.encode("utf-8"))


def _copy_part(package: Any, part: str, old: str, new: str) -> str:
    stem, ending = re.fullmatch(r"(.*?)\d*(\.\w+)", part).groups()  # type: ignore[union-attr]
    made = _free_part(package, stem, ending)
    body = package.read(part).decode("utf-8")
    if "/charts/chart" in part:
        body = rewritten_chart(body, lambda text: renamed("=" + text, old, new)[1:])
    package.write(made, body.encode("utf-8"))
    types = package.read("[Content_Types].xml").decode("utf-8")
    kind = re.search(rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*/>', types)
    if kind is not None:
        add_content_type(package, made, attributes(kind.group())["ContentType"])
    _copy_relationships(package, part, made, old, new)
    return made


def _free_part(package: Any, stem: str, ending: str) -> str:
    number = 1
    while package.has(f"{stem}{number}{ending}"):
        number += 1
    return f"{stem}{number}{ending}"
