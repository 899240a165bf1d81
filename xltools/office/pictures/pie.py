"""A pie chart: parts clockwise from the top, a legend with amounts and shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltools.model.narrative import Chart
from xltools.office.pictures.canvas import COLOURS, WIDTH, Canvas

if TYPE_CHECKING:
    from PIL.Image import Image

_MARGIN = 30
_DIAMETER = 760
_SMOOTHING = 4
"""Circles are drawn this many times larger and then reduced: Pillow draws them with steps."""


def draw_pie(chart: Chart, canvas: Canvas) -> Image:
    line = canvas.line_height
    legend = _legend(chart, canvas)
    row_height = round(line * 1.4)
    text_height = sum(len(lines) * row_height + line // 2 for lines in legend)
    height = max(_DIAMETER, text_height) + 2 * _MARGIN
    image, draw = canvas.blank(WIDTH, height)
    image.paste(_disc(chart, canvas), (_MARGIN, (height - _DIAMETER) // 2))
    left = _DIAMETER + 4 * _MARGIN
    middle = (height - text_height + row_height) / 2
    for index, lines in enumerate(legend):
        box = (left, round(middle - line / 2), left + line, round(middle + line / 2))
        draw.rectangle(box, fill=COLOURS[index % len(COLOURS)])
        for text in lines:
            canvas.write(draw, left + 1.5 * line, middle, text)
            middle += row_height
        middle += line // 2
    return image


def _legend(chart: Chart, canvas: Canvas) -> list[list[str]]:
    """The lines beside each colour."""
    room = WIDTH - _DIAMETER - 5 * _MARGIN - round(1.5 * canvas.line_height)
    ((_, numbers),) = chart.series
    shares = [share.text for share in chart.shares] or [""] * len(numbers)
    return [
        [*canvas.wrapped(name, room), f"{number.text}　{share}".rstrip("　")]
        for name, number, share in zip(chart.categories, numbers, shares, strict=True)
    ]


def _disc(chart: Chart, canvas: Canvas) -> Image:
    import PIL.Image

    ((_, numbers),) = chart.series
    whole = sum(number.value for number in numbers)
    size = _DIAMETER * _SMOOTHING
    image, draw = canvas.blank(size, size)
    start = -90.0
    for index, number in enumerate(numbers):
        end = start + 360 * float(number.value / whole)
        colour = COLOURS[index % len(COLOURS)]
        draw.pieslice(
            (0, 0, size - 1, size - 1), start, end, fill=colour, outline="white", width=3 * _SMOOTHING
        )
        start = end
    return image.resize((_DIAMETER, _DIAMETER), PIL.Image.Resampling.LANCZOS)
