"""A stretch of a sheet as it is printed: words and numbers as they show, merged cells, widths, where each stands."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xltools.model.number import round_half_up
from xltools.office.cell_styles import read_look
from xltools.office.cells import Cell
from xltools.office.number_formats import NumberFormats
from xltools.office.ranges import Range, parse_range
from xltools.office.styles_xml import items, read_styles
from xltools.office.workbook import Workbook

PRINT_AREA = "_xlnm.Print_Area"
_INDENT = re.compile(r'\sindent="(\d+)"')


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a grid; `row` and `column` count from 0, `rows` and `columns` are how many it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    horizontal: str = "left"
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class PrintedGrid:
    """Every cell once, row by row; `widths` in characters."""

    cells: tuple[PrintedCell, ...]
    widths: tuple[float, ...]

    @property
    def rows(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)


def print_area(workbook: Workbook, sheet: str) -> Range | None:
    """What of a sheet is printed; None where nobody has said so, or it is several areas."""
    for (name, scope), refers_to in workbook.defined_names().items():
        if name == PRINT_AREA and scope == sheet:
            try:
                return parse_range(refers_to.rpartition("!")[2])
            except ValueError:
                return None
    return None


def read_printed(
    workbook: Workbook, sheet_name: str, area: Range, *, amounts: Container[int] = ()
) -> PrintedGrid:
    """The cells of an area, hidden rows left out.

    Args:
        amounts: columns of the sheet whose numbers are amounts, whatever their format: two decimals, nothing for zero.
    """
    return _Reader(workbook, sheet_name, area, amounts).grid()


class _Reader:
    def __init__(self, workbook: Workbook, sheet_name: str, area: Range, amounts: Container[int]) -> None:
        self._sheet = workbook.sheet(sheet_name)
        self._area = area
        self._amounts = amounts
        self._formats = NumberFormats(workbook.package)
        self._look = cache(lambda style: read_look(workbook, style))
        xfs = items(read_styles(workbook), "cellXfs")
        self._indent = cache(lambda style: _indent(xfs[style]) if style < len(xfs) else 0)
        shown = [row for row in range(area.first_row, area.last_row + 1) if not self._sheet.row_hidden(row)]
        self._places = {row: index for index, row in enumerate(shown)}
        self._merges = {
            (merge.first_row, merge.first_column): merge
            for merge in self._sheet.merges
            if area.overlaps(merge)
        }
        self._covered = {
            (row, column)
            for merge in self._merges.values()
            for row in range(merge.first_row, merge.last_row + 1)
            for column in range(merge.first_column, merge.last_column + 1)
        } - set(self._merges)

    def grid(self) -> PrintedGrid:
        columns = range(self._area.first_column, self._area.last_column + 1)
        return PrintedGrid(
            tuple(
                self._cell(row, column)
                for row in self._places
                for column in columns
                if (row, column) not in self._covered
            ),
            tuple(self._sheet.column_width(column) for column in columns),
        )

    def _cell(self, row: int, column: int) -> PrintedCell:
        cell, style = self._sheet.cell(row, column), self._sheet.style_for(row, column) or 0
        look = self._look(style)
        merge = self._merges.get((row, column), Range(row, column, row, column))
        is_number = isinstance(cell.value, Decimal)
        return PrintedCell(
            self._places[row],
            column - self._area.first_column,
            self._text(cell, style, column),
            sum(line in self._places for line in range(row, merge.last_row + 1)),
            min(merge.last_column, self._area.last_column) - column + 1,
            look.horizontal or ("right" if is_number else "left"),
            look.bold,
            self._indent(style),
        )

    def _text(self, cell: Cell, style: int, column: int) -> str:
        if not isinstance(cell.value, Decimal):
            return "" if cell.value is None else str(cell.value)
        if column in self._amounts or self._formats.has_cents(style):
            return f"{round_half_up(cell.value):,.2f}" if round_half_up(cell.value) else ""
        return self._formats.shown(cell.value, style)


def _indent(xf: str) -> int:
    found = _INDENT.search(xf)
    return int(found[1]) if found else 0
