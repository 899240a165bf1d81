"""How small a table is set so that it stays on its page: what would spill over by a few rows is set closer.

Lines have an exact height, so that a table is as tall in Word as in LibreOffice, whatever the font.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltools.office.printed import PrintedCell, PrintedGrid

TWIPS_PER_POINT = 20
CELL_MARGIN = 68
"""On the left and on the right of a cell, in twips."""
_NARROW = 0.6
"""The width of a Latin letter or a digit as part of the size of the font; a Chinese character takes all of it."""
_SLACK = 0.3
"""The same for what a line leaves empty, since no comma may begin the next."""
_BORDER = 0.5
_PIECES = re.compile(r"[!-~]+|.", re.DOTALL)
"""A Latin word or a number stays together."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The size of the font, the height of a line, and the least height of a row, all in points."""

    size: float
    line: float
    row: float


USUAL = Setting(9, 12, 13.6)
_SETTINGS = (
    Setting(9, 12, 15.6),
    USUAL,
    Setting(8.5, 11.3, 12.8),
    Setting(8, 10.6, 12),
    Setting(7.5, 10, 11.2),
    Setting(7, 9.3, 10.4),
    Setting(6.5, 8.6, 9.6),
)
SIZES = tuple(dict.fromkeys(setting.size for setting in _SETTINGS))
"""Of the font, in points, the greatest first."""


def fitting(
    grid: PrintedGrid, widths: Sequence[int], room: float, least_size: float, most_size: float = USUAL.size
) -> Setting:
    """The most comfortable setting in which a grid takes no more than the room; the usual one if none does.

    Args:
        widths: of the columns, in twips.
        room: in points.
        least_size: of the font, in points.
        most_size: the same; the size where the grid is taller than the room anyway.
    """
    least = min(least_size, most_size)
    settings = [setting for setting in _SETTINGS if least <= setting.size <= most_size]
    otherwise = USUAL if USUAL in settings else settings[0]
    return next((setting for setting in settings if height(grid, widths, setting) <= room), otherwise)


def height(grid: PrintedGrid, widths: Sequence[int], setting: Setting) -> float:
    """In points, as a program that sets type will find it, or a little more."""
    rows = [setting.row] * grid.rows
    needed = [(cell, _cell_height(cell, widths, setting)) for cell in grid.cells if cell.text]
    for cell, least in needed:
        if cell.rows == 1:
            rows[cell.row] = max(rows[cell.row], least)
    for cell, least in needed:
        # What merged rows lack, the last of them gets.
        last = cell.row + cell.rows - 1
        rows[last] += max(0.0, least - sum(rows[cell.row : last + 1]))
    return sum(rows)


def line_count(text: str, width: float, size: float) -> int:
    """Lines that a text takes; width and size in points."""
    room = max(width / size - _SLACK, 1.0)
    return sum(_lines(line, room) for line in text.split("\n"))


@lru_cache(maxsize=8192)
def _lines(text: str, room: float) -> int:
    """Lines of a paragraph where one has room for so many Chinese characters."""
    count, taken = 1, 0.0
    for piece in _PIECES.findall(text):
        width = _NARROW * len(piece) if piece.isascii() else 1.0
        if taken + width <= room:
            taken += width
            continue
        more = max(1, -int(-width // room)) if width > room else 1
        count += more if taken else more - 1
        taken = width - (more - 1) * room
    return count


def _cell_height(cell: PrintedCell, widths: Sequence[int], setting: Setting) -> float:
    width = (
        sum(widths[cell.column : cell.column + cell.columns]) - 2 * CELL_MARGIN
    ) / TWIPS_PER_POINT - cell.indent * setting.size
    return line_count(cell.text, width, setting.size) * setting.line + _BORDER
