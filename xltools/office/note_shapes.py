"""The yellow boxes of notes: shapes in a sheet's VML drawing, which form buttons may share.

Excel writes VML that is not always well-formed, so it is only ever edited as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial

from xltools.office.package import Package
from xltools.office.sheet import Sheet
from xltools.office.text_height import line_count
from xltools.office.xml_text import attribute, start_tag

Cell = tuple[int, int]
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = "".join(f' xmlns:{prefix}="{namespace}"' for prefix, namespace in _NAMESPACES.items())
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_OUR_SHAPE_TYPE = re.compile(
    r'<v:shapetype(?: xmlns:\w+="[^"]*")*' + re.escape(_SHAPE_TYPE.removeprefix("<v:shapetype"))
)
_ROOT_TAG = re.compile(r'<xml(?:[^<>"]|"[^"]*")*>')
_SHAPE = re.compile(r"<((?:[\w.-]+:)?shape)\s(?:(?!</\1>).)*?</\1>", re.DOTALL)
_ANY_SHAPE = re.compile(r"<(?:[\w.-]+:)?(?:shape|group|rect|oval|line|roundrect|polyline|image)\s")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_SHAPE_ID = re.compile(r"""\s(?:id|o:spid)=["']_x0000_s(\d+)["']""")
_ID_BLOCKS = re.compile(r"""<(?:[\w.-]+:)?idmap\s[^<>]*?data=["']([^"']*)["']""")
_PLACE = {name: re.compile(rf"<(?:[\w.-]+:)?{name}>\s*(\d+)\s*</") for name in ("Row", "Column")}
_BLOCK = 1024
"""Shape numbers come in blocks that an `idmap` claims for the drawing."""

_BOX_PIXELS = 250
_BOX_CHARACTERS = 36.0
"""Digits that fit into one line of a box."""
_LINE_PIXELS = 16
_MIN_HEIGHT, _MAX_HEIGHT = 40, 400
_GAP_PIXELS = 15


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
    return (
        f'<xml{_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
        f"{_SHAPE_TYPE}</xml>"
    )


def with_boxes(text: str, sheet: Sheet, notes: Mapping[Cell, str]) -> str | None:
    """The drawing with a hidden box for each note; None where it cannot be read."""
    boxes = [partial(_box, sheet, cell, note) for cell, note in sorted(notes.items())]
    return with_shapes(text, _SHAPE_TYPE, boxes)


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


def without_boxes(text: str, cells: Iterable[Cell]) -> str:
    """The drawing without the boxes of notes on these cells."""
    gone = set(cells)

    def kept(match: re.Match[str]) -> str:
        place = box_cell(match[0])
        return "" if place in gone else match[0]

    text = _SHAPE.sub(kept, text)
    return text if '"#_x0000_t202"' in text else _OUR_SHAPE_TYPE.sub("", text, count=1)


def has_shapes(text: str) -> bool:
    return _ANY_SHAPE.search(text) is not None


def box_cell(shape: str) -> Cell | None:
    """The cell a note's box belongs to; None for other shapes."""
    row, column = (_PLACE[name].search(shape) for name in ("Row", "Column"))
    if 'ObjectType="Note"' not in shape or row is None or column is None:
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _with_names(xml: str, names: str) -> str:
    return re.sub(r"^<[\w:]+", lambda match: match[0] + names, xml, count=1)


def _last_number(text: str) -> int:
    numbers = [int(number) for number in _SHAPE_ID.findall(text)]
    blocks = [int(number) for found in _ID_BLOCKS.findall(text) for number in re.findall(r"\d+", found)]
    return max([*numbers, min(blocks, default=1) * _BLOCK])


def _with_blocks(text: str, last: int) -> str:
    """The drawing claiming every block of numbers up to the one of `last`."""
    match = _ID_BLOCKS.search(text)
    if match is None:
        return text
    blocks = [int(number) for number in re.findall(r"\d+", match[1])]
    more = range(max(blocks, default=1) + 1, last // _BLOCK + 1)
    return text[: match.end(1)] + "".join(f",{block}" for block in more) + text[match.end(1) :]


def _box(sheet: Sheet, cell: Cell, note: str, number: int) -> str:
    row, column = cell
    height = min(max(line_count(note, _BOX_CHARACTERS) * _LINE_PIXELS + 10, _MIN_HEIGHT), _MAX_HEIGHT)
    left, left_offset, right, right_offset = _span(
        column + 1,
        _GAP_PIXELS,
        _BOX_PIXELS,
        lambda number: round(sheet.column_width(number) * 7 + 5),
        _LAST_COLUMN,
    )
    top, top_offset, bottom, bottom_offset = _span(
        max(row - 1, 1), 4, height, lambda number: round(sheet.row_height(number) * 4 / 3), _LAST_ROW
    )
    anchor = (left, left_offset, top, top_offset, right, right_offset, bottom, bottom_offset)
    size = f"width:{_points(_BOX_PIXELS)}pt;height:{_points(height)}pt"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:0;'
        f'margin-top:0;{size};z-index:{number % _BLOCK};visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div '
        'style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{', '.join(map(str, anchor))}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _points(pixels: int) -> str:
    return f"{Decimal(pixels) * 3 / 4:f}"


def _span(
    first: int, offset: int, length: int, size: Callable[[int], int], last: int
) -> tuple[int, int, int, int]:
    """From `offset` pixels into a row or column, over `length` pixels: (index from 0, pixels) at both ends.

    What would reach beyond the `last` is moved back.
    """
    number, end = first, min(offset, max(size(first) - 1, 0)) + length
    start = end - length
    while end > (room := max(size(number), 1)):
        end -= room
        number += 1
    back = max(number - last, 0)
    return first - 1 - back, start, number - 1 - back, end
