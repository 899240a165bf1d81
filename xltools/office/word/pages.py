"""The kinds of pages of a publication, and how much room each has."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from xltools.office.word.fitting import line_count

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

TABLE_MARGINS_IN_CM = {"top": 1.8, "bottom": 1.8, "left": 2.0, "right": 2.0}
LINE_TO_SIZE = 1.6
"""The height of a line of a title as a multiple of the size of its font."""
_LONG_SIDE, _SHORT_SIDE = 29.7, 21.0
_POINTS_PER_CM = 72 / 2.54


class Page(Enum):
    """The kinds of pages, each with its margins."""

    TEXT = "text"
    TABLE = "table"
    WIDE_TABLE = "wide table"

    @property
    def width_in_cm(self) -> float:
        """The room for a table."""
        side = _LONG_SIDE if self is Page.WIDE_TABLE else _SHORT_SIDE
        return side - TABLE_MARGINS_IN_CM["left"] - TABLE_MARGINS_IN_CM["right"]

    @property
    def height_in_points(self) -> float:
        """The room from top to bottom of a page with tables."""
        side = _SHORT_SIDE if self is Page.WIDE_TABLE else _LONG_SIDE
        return (side - TABLE_MARGINS_IN_CM["top"] - TABLE_MARGINS_IN_CM["bottom"]) * _POINTS_PER_CM


def height_of(paragraph: Paragraph, page: Page) -> float:
    """In points, of a paragraph whose lines have an exact height."""
    style = paragraph.style
    formats = (paragraph.paragraph_format, *([style.paragraph_format] if style else []))
    before, line, after = (
        next((float(value.pt) for each in formats if (value := getattr(each, name)) is not None), 0.0)
        for name in ("space_before", "line_spacing", "space_after")
    )
    width = page.width_in_cm * _POINTS_PER_CM
    lines = line_count(paragraph.text, width, line / LINE_TO_SIZE) if line else 1
    return before + lines * line + after
