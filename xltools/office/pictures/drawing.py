"""A chart as a PNG picture, crisp at print: 300 dots an inch, text drawn at its final size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xltools.model.narrative import Chart, ChartKind
from xltools.office.pictures.bars import draw_bars
from xltools.office.pictures.canvas import DOTS_PER_INCH, Canvas
from xltools.office.pictures.fonts import ChineseFont
from xltools.office.pictures.pie import draw_pie

if TYPE_CHECKING:
    from PIL.Image import Image


def draw(chart: Chart, font: ChineseFont) -> bytes:
    """The chart as PNG, without its title; the same chart and font give the same bytes.

    Raises:
        ValueError: the chart has no value above zero, or one below.
    """
    values = [number.value for _, numbers in chart.series for number in numbers]
    if not any(values) or any(value < 0 for value in values):
        raise ValueError(f"{chart.title} cannot be drawn")
    canvas = Canvas(font)
    image = draw_pie(chart, canvas) if chart.kind is ChartKind.PIE else draw_bars(chart, canvas)
    return _png(image)


def _png(image: Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return file.getvalue()
