"""A bar chart: categories from top to bottom, a bar per series, its value at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltools.model.narrative import Chart
from xltools.office.pictures.canvas import AXIS, COLOURS, WIDTH, Canvas

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_MARGIN = 24
_WIDEST_LABELS = 0.36
"""Of the picture."""


def draw_bars(chart: Chart, canvas: Canvas) -> Image:
    line = canvas.line_height
    thickness, spacing = round(line * 1.1), round(line * 0.9)
    labels = [canvas.wrapped(name, round(WIDTH * _WIDEST_LABELS)) for name in chart.categories]
    count = len(chart.series)
    heights = [max(thickness * count, round(line * 1.25) * len(lines)) + spacing for lines in labels]
    top = _MARGIN + (2 * line if count > 1 else 0)
    image, draw = canvas.blank(WIDTH, top + sum(heights) + _MARGIN)
    left = 2 * _MARGIN + max(canvas.width_of(text) for lines in labels for text in lines)
    values = [number.value for _, numbers in chart.series for number in numbers]
    room = (
        WIDTH
        - left
        - 2 * _MARGIN
        - max(canvas.width_of(number.text) for _, n in chart.series for number in n)
    )
    if count > 1:
        _legend(chart, canvas, draw, left)
    for index, (lines, height) in enumerate(zip(labels, heights, strict=True)):
        middle = top + height / 2
        for row, text in enumerate(lines):
            offset = (row - (len(lines) - 1) / 2) * line * 1.25
            canvas.write(draw, left - _MARGIN, middle + offset, text, right=True)
        for place, (_, numbers) in enumerate(chart.series):
            upper = middle + (place - count / 2) * thickness
            length = round(room * float(numbers[index].value / max(values)))
            box = (left, round(upper) + 3, left + max(length, 2), round(upper) + thickness - 3)
            if numbers[index].value:
                draw.rectangle(box, fill=_colour(chart, place))
            canvas.write(draw, left + length + _MARGIN, upper + thickness / 2, numbers[index].text)
        top += height
    draw.line((left, _MARGIN + (2 * line if count > 1 else 0), left, top), fill=AXIS, width=4)
    return image


def _colour(chart: Chart, series: int) -> str:
    """Of two series the first is pale: it is what the second is compared with."""
    if len(chart.series) == 2:
        return ("#9DB7D1", COLOURS[0])[series]
    return COLOURS[(series if len(chart.series) > 1 else 0) % len(COLOURS)]


def _legend(chart: Chart, canvas: Canvas, draw: ImageDraw, left: int) -> None:
    line = canvas.line_height
    for place, (name, _) in enumerate(chart.series):
        draw.rectangle((left, _MARGIN, left + line, _MARGIN + line), fill=_colour(chart, place))
        canvas.write(draw, left + 1.4 * line, _MARGIN + line / 2, name)
        left += round(3 * line) + canvas.width_of(name)
