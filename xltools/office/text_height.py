"""How tall a row must be for its wrapped text: Excel does not fit the height of merged cells by itself."""

from __future__ import annotations

import codecs
import math
from functools import lru_cache

codecs.register_error("wide", lambda error: ("??" * (error.end - error.start), error.end))  # type: ignore[attr-defined]

LINE_HEIGHT = 1.5
"""Line height as a multiple of the font size: 宋体 takes 1.35, Noto CJK 1.45."""
_PADDING_POINTS = 5.0
_SIDE_MARGIN_CHARACTERS = 1.5


def text_width(text: str) -> int:
    """Width in digits of the default font: a Chinese character takes two."""
    # GBK spends two bytes on what prints wide, and what it does not know is wide more often than not.
    return len(text) if text.isascii() else len(text.encode("gbk", "wide"))


@lru_cache(maxsize=8192)
def line_count(text: str, column_width: float) -> int:
    """Lines that `text` takes in a cell `column_width` characters wide."""
    room = max(column_width - _SIDE_MARGIN_CHARACTERS, 2.0)
    if "\n" not in text:
        return max(1, math.ceil(text_width(text) / room))
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def height_for(text: str, column_width: float, font_size: float) -> float:
    """Row height in points that shows all of `text`; column widths are measured in an 11-point font."""
    lines = line_count(text, column_width * 11 / max(font_size, 1))
    return lines * font_size * LINE_HEIGHT + _PADDING_POINTS


MAX_ROW_HEIGHT = 409.0
"""Excel's limit, in points."""
