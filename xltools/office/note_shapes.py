"""The yellow boxes of notes: shapes in a sheet's VML drawing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial

from xltools.office.sheet import Sheet
from xltools.office.text_height import line_count
from xltools.office.vml import BLOCK, with_shapes

Cell = tuple[int, int]
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_OUR_SHAPE_TYPE = re.compile(
    r'<v:shapetype(?: xmlns:\w+="[^"]*")*' + re.escape(_SHAPE_TYPE.removeprefix("<v:shapetype"))
)
_SHAPE = re.compile(r"<((?:[\w.-]+:)?shape)\s(?:(?!</\1>).)*?</\1>", re.DOTALL)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PLACE = {name: re.compile(rf"<(?:[\w.-]+:)?{name}>\s*(\d+)\s*</") for name in ("Row", "Column")}
_BOX_PIXELS = 250
_BOX_CHARACTERS = 36.0
"""Digits that fit into one line of a box."""
_LINE_PIXELS = 16
_MIN_HEIGHT, _MAX_HEIGHT = 40, 400
_GAP_PIXELS = 15


def with_boxes(text: str, sheet: Sheet, notes: Mapping[Cell, str]) -> str | None:
    """The drawing with a hidden box for each note; None where it cannot be read."""
    boxes = [partial(_box, sheet, cell, note) for cell, note in sorted(notes.items())]
    return with_shapes(text, _SHAPE_TYPE, boxes)


def without_boxes(text: str, cells: Iterable[Cell]) -> str:
    """The drawing without the boxes of notes on these cells."""
    gone = set(cells)

    def kept(match: re.Match[str]) -> str:
        place = box_cell(match[0])
        return "" if place in gone else match[0]

    text = _SHAPE.sub(kept, text)
    return text if '"#_x0000_t202"' in text else _OUR_SHAPE_TYPE.sub("", text, count=1)


def box_cell(shape: str) -> Cell | None:
    """The cell a note's box belongs to; None for other shapes."""
    row, column = (_PLACE[name].search(shape) for name in ("Row", "Column"))
    if 'ObjectType="Note"' not in shape or row is None or column is None:
        return None
    return int(row[1]) + 1, int(column[1]) + 1


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
        f'margin-top:0;{size};z-index:{number % BLOCK};visibility:hidden" fillcolor="#ffffe1" '
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
