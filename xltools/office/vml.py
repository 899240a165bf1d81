"""A sheet's VML drawing, which holds the boxes of its notes and its form buttons.

Excel writes VML that is not always well-formed, so it is only ever edited as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from xltools.office.package import Package
from xltools.office.sheet import Sheet
from xltools.office.xml_text import attribute, start_tag

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = "".join(f' xmlns:{prefix}="{namespace}"' for prefix, namespace in _NAMESPACES.items())
_ROOT_TAG = re.compile(r'<xml(?:[^<>"]|"[^"]*")*>')
_ANY_SHAPE = re.compile(r"<(?:[\w.-]+:)?(?:shape|group|rect|oval|line|roundrect|polyline|image)\s")
_SHAPE_ID = re.compile(r"""\s(?:id|o:spid)=["']_x0000_s(\d+)["']""")
_ID_BLOCKS = re.compile(r"""<(?:[\w.-]+:)?idmap\s[^<>]*?data=["']([^"']*)["']""")
BLOCK = 1024
"""Shape numbers come in blocks that an `idmap` claims for the drawing."""


def _drawing_link(sheet: Sheet) -> str | None:
    xml = sheet.xml.element("legacyDrawing")
    values = re.search(r'\s[\w.-]+:id="([^"]*)"', xml) if xml else None
    return values[1] if values else None


def drawing_part(package: Package, sheet: Sheet) -> str | None:
    """The VML drawing of a sheet, which holds the boxes of its notes and its form buttons."""
    link = package.relationships(sheet.part).get(_drawing_link(sheet) or "")
    return None if link is None or link.external else package.part(link.target)


def place_drawing(package: Package, sheet: Sheet, text: str) -> None:
    """Writes the VML drawing of a sheet, adding the part where it is new."""
    part = drawing_part(package, sheet)
    if part is None:
        part = package.new_part_name("xl/drawings/vmlDrawing{}.vml")
        package.add_default("vml", _VML_TYPE)
        link = package.add_relationship(sheet.part, "vmlDrawing", part)
        sheet.xml.set_element("legacyDrawing", f'<legacyDrawing xmlns:r="{_RELATIONSHIPS}" r:id="{link}"/>')
    write_vml(package, part, text)


def read_vml(package: Package, part: str) -> str:
    return package.read(part).decode("utf-8", "surrogateescape")


def write_vml(package: Package, part: str, text: str) -> None:
    package.write(part, text.encode("utf-8", "surrogateescape"))


def new_drawing(package: Package) -> str:
    """A drawing without shapes, its block of shape numbers free in the workbook."""
    taken = {
        int(number)
        for part in package.part_names
        if part.lower().endswith(".vml")
        for blocks in _ID_BLOCKS.findall(read_vml(package, part))
        for number in re.findall(r"\d+", blocks)
    }
    block = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return f'<xml{_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'


def with_shapes(text: str, shape_type: str, shapes: Sequence[Callable[[int], str]]) -> str | None:
    """The drawing with more shapes, each made for its number; None where it cannot be read.

    Args:
        shape_type: the type that the shapes are of, added where the drawing lacks it.
    """
    root = _ROOT_TAG.search(text)
    end = text.rfind("</xml")
    if root is None or (end < 0 and not root[0].endswith("/>")):
        return None
    missing = "".join(
        f' xmlns:{prefix}="{namespace}"'
        for prefix, namespace in _NAMESPACES.items()
        if f'xmlns:{prefix}="{namespace}"' not in root[0]
    )
    number = _last_number(text)
    text = _with_blocks(text, number + len(shapes))
    end = text.rfind("</xml")
    is_known = f' id="{attribute(start_tag(shape_type), "id")}"' in text
    added = [] if is_known else [_with_names(shape_type, missing)]
    added += [_with_names(make(number + place), missing) for place, make in enumerate(shapes, 1)]
    xml = "".join(added)
    if end < 0:
        return f"{text[: root.end() - 2]}>{xml}</xml>{text[root.end() :]}"
    return text[:end] + xml + text[end:]


def has_shapes(text: str) -> bool:
    return _ANY_SHAPE.search(text) is not None


def _with_names(xml: str, names: str) -> str:
    return re.sub(r"^<[\w:]+", lambda match: match[0] + names, xml, count=1)


def _last_number(text: str) -> int:
    numbers = [int(number) for number in _SHAPE_ID.findall(text)]
    blocks = [int(number) for found in _ID_BLOCKS.findall(text) for number in re.findall(r"\d+", found)]
    return max([*numbers, min(blocks, default=1) * BLOCK])


def _with_blocks(text: str, last: int) -> str:
    """The drawing claiming every block of numbers up to the one of `last`."""
    match = _ID_BLOCKS.search(text)
    if match is None:
        return text
    blocks = [int(number) for number in re.findall(r"\d+", match[1])]
    more = range(max(blocks, default=1) + 1, last // BLOCK + 1)
    return text[: match.end(1)] + "".join(f",{block}" for block in more) + text[match.end(1) :]
