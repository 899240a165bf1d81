"""What the charts share: size, colours and text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from xltools.office.pictures.fonts import ChineseFont

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DOTS_PER_INCH = 300
WIDTH_IN_CM = 15.0
WIDTH = round(WIDTH_IN_CM / 2.54 * DOTS_PER_INCH)
TEXT_POINTS = 10.5
COLOURS = ("#1F4E79", "#C55A11", "#548235", "#BF9000", "#7F7F7F", "#2E9CCA", "#7B4B94")
"""They differ in lightness too, so that a grey print still tells neighbours apart."""
INK, AXIS = "#222222", "#999999"


class Canvas:
    """A white picture to draw on, with text of one size; lengths are in pixels."""

    def __init__(self, font: ChineseFont) -> None:
        self._font = font

    @cached_property
    def font(self) -> FreeTypeFont:
        return self._font.sized(self.line_height)

    @cached_property
    def line_height(self) -> int:
        return round(TEXT_POINTS / 72 * DOTS_PER_INCH)

    def blank(self, width: int, height: int) -> tuple[Image, ImageDraw]:
        import PIL.Image
        import PIL.ImageDraw

        image = PIL.Image.new("RGB", (width, height), "white")
        return image, PIL.ImageDraw.Draw(image)

    def width_of(self, text: str) -> int:
        return round(self.font.getlength(text))

    def wrapped(self, text: str, width: int) -> list[str]:
        """The text in lines of at most `width` pixels, broken between characters."""
        lines = [""]
        for character in text:
            if lines[-1] and self.width_of(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
        return lines

    def write(self, draw: ImageDraw, left: float, middle: float, text: str, *, right: bool = False) -> None:
        """A line of text beside a point: to its right, or ending at it with `right`."""
        draw.text((left, middle), text, fill=INK, font=self.font, anchor="rm" if right else "lm")
