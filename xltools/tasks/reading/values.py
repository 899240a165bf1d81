"""What a cell of a statutory table holds, as a figure in 万元."""

from __future__ import annotations

from decimal import Decimal

from xltools.model.disclosure import FigureKey, Flaw, ReadFigure, Spot
from xltools.office.cells import Cell
from xltools.office.number_formats import NumberFormats
from xltools.office.workbook import Workbook
from xltools.tasks.reading.form_area import text_of
from xltools.tasks.reading.form_values import read_value

_NOISE = Decimal("0.00000001")
"""Doubles that were added up differ from what they stand for by less."""
TEN_THOUSAND = 10_000


class Values:
    """Reads figures of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: NumberFormats | None = None
        self._percent: dict[int | None, bool] = {None: False}

    def figure(self, key: FigureKey, spot: Spot, cell: Cell, scale: int) -> ReadFigure:
        """A cell as a figure in 万元; `scale` is how many of the table's unit make one 万元."""
        value, flaw = read_value(cell, TEN_THOUSAND // scale)
        if flaw is Flaw.TEXT_NUMBER and value == 0:
            # As good as blank: no sum misses it.
            flaw = None
        if value is not None:
            if scale != 1:
                value /= scale
            if value % _NOISE:
                value = value.quantize(_NOISE)
            if flaw is None and value and self._is_percent(cell.style):
                flaw = Flaw.PERCENT
        return ReadFigure(key, spot, value, text_of(cell), cell.formula, flaw, scale)

    def _is_percent(self, style: int | None) -> bool:
        known = self._percent.get(style)
        if known is None:
            if self._formats is None:
                self._formats = NumberFormats(self._workbook.package)
            known = self._percent[style] = self._formats.shown(Decimal(1), style).endswith("%")
        return known
