"""The contents of cells, compared with what Excel holds and written where they differ."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from xltools.office.cells import Cell, ErrorValue
from xltools.office.live.differences import Place, SheetChange
from xltools.office.live.rectangles import rectangles
from xltools.office.ranges import Range, format_range

if TYPE_CHECKING:
    from xlwings import Sheet

_LONG = 900
"""Characters; Excel takes longer texts only one by one."""
_TAKEN_FOR_SOMETHING = re.compile(r"['=+@-]|.*\d|(true|false)$|#", re.IGNORECASE | re.DOTALL)
"""What Excel may take for a formula, number, date or truth value when it is typed in."""
Content = str | float | int | bool
"""What goes into `Range.formula`."""


def write_cells(sheet: Sheet, change: SheetChange, text_styles: Collection[int]) -> None:
    """Writes the cells that differ.

    Args:
        text_styles: the style numbers whose number format is text (`@`).
    """
    if not change.cells:
        return
    live = _Live(sheet, change.cells)
    differing = [
        place
        for place, cell in change.cells.items()
        if place in change.changed or not _is_same(live.at(place), cell)
    ]
    as_text = {place for place in differing if change.cells[place].style in text_styles}
    formulas = {place for place in as_text if change.cells[place].formula is not None}
    for area in rectangles(formulas):
        _write_formulas_in_text_cells(sheet, change, area)
    long = {place for place in differing if len(str(change.cells[place].value or "")) > _LONG} - formulas
    for area in rectangles(set(differing) - formulas - long):
        _write(sheet, change, area, as_text)
    for row, column in sorted(long):
        _write(sheet, change, Range(row, column, row, column), as_text)


class _Live:
    """What Excel shows in the formula bar, read in one call."""

    def __init__(self, sheet: Sheet, places: Collection[Place]) -> None:
        last_row, last_column = max(row for row, _ in places), max(column for _, column in places)
        found = sheet.range((1, 1), (last_row, last_column)).formula
        self._rows: Sequence[Sequence[object]] = found if isinstance(found, list | tuple) else [[found]]

    def at(self, place: Place) -> object:
        row = self._rows[place[0] - 1]
        return row[place[1] - 1] if isinstance(row, list | tuple) else row


def _is_same(live: object, cell: Cell) -> bool:
    if cell.formula is not None:
        return live == f"={cell.formula}"
    value = cell.value
    if value is None or value == "":
        return live in (None, "")
    if isinstance(value, bool):
        return live is value or str(live).upper() == str(value).upper()
    if isinstance(value, Decimal):
        try:
            return Decimal(format(float(str(live)), ".15g")) == value
        except (ValueError, InvalidOperation):
            return False
    return str(live) == str(value)


def _write(sheet: Sheet, change: SheetChange, area: Range, as_text: Collection[Place]) -> None:
    sheet.range(format_range(area)).formula = [
        [
            content(change.cells[row, column], in_text_cell=(row, column) in as_text)
            for column in range(area.first_column, area.last_column + 1)
        ]
        for row in range(area.first_row, area.last_row + 1)
    ]


def _write_formulas_in_text_cells(sheet: Sheet, change: SheetChange, area: Range) -> None:
    """A formula put into a text cell would stay a text."""
    cells = sheet.range(format_range(area))
    cells.number_format = "General"
    _write(sheet, change, area, ())
    cells.number_format = "@"


def content(cell: Cell, *, in_text_cell: bool) -> Content:
    """What has to be put into `Range.formula` so that Excel holds this cell's content, and nothing else."""
    if cell.formula is not None:
        return f"={cell.formula}"
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**31 else float(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, ErrorValue):
        return value.code
    if in_text_cell or not _TAKEN_FOR_SOMETHING.match(value):
        return value
    return f"'{value}"
