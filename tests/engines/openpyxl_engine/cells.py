"""Cells of an openpyxl sheet, looked at without making new ones, and made with the format Excel gives them."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell

from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.columns import column_dimension
from engines.openpyxl_engine.stores import Worksheet


def look(sheet: Worksheet, row: int, column: int) -> Any:
    """The cell, or None where nothing was ever stored."""
    return sheet._cells.get((row, column))


def existing_cells(sheet: Worksheet, area: Area) -> list[Any]:
    """The stored cells of an area, row by row."""
    if area.count < len(sheet._cells):
        found = (sheet._cells.get(position) for position in area.positions())
        return [cell for cell in found if cell is not None]
    return [cell for position, cell in sorted(sheet._cells.items()) if position in area]


def style_at(sheet: Worksheet, row: int, column: int) -> Any:
    """What formats a cell: its own style, else that of its row, else that of its column."""
    cell = look(sheet, row, column)
    if cell is not None:
        return cell
    if row in sheet.row_dimensions and sheet.row_dimensions[row].has_style:
        return sheet.row_dimensions[row]
    dimension = column_dimension(sheet, column)
    return _PLAIN if dimension is None else dimension


def cell_at(sheet: Worksheet, row: int, column: int) -> Any:
    """The cell, made with the style of its row or column where it is new."""
    cell = look(sheet, row, column)
    if cell is None:
        style = style_at(sheet, row, column)
        cell = sheet.cell(row, column)
        if style is not _PLAIN:
            cell._style = copy(style._style)
    return cell


def cells_of(sheet: Worksheet, area: Area) -> Iterator[Any]:
    """Every cell of an area, made where it is new."""
    if area.count > 200_000:
        raise NotImplementedError(f"{area.text()} has too many cells to change one by one")
    return (cell_at(sheet, row, column) for row, column in area.positions())


def is_covered(cell: Any) -> bool:
    """Whether a merged area hides the cell, so that it holds no value."""
    return isinstance(cell, MergedCell)


class _Plain:
    """The style of a cell that nothing was ever stored for."""

    def __init__(self) -> None:
        from openpyxl import Workbook

        sheet = Workbook().worksheets[0]
        cell = sheet.cell(1, 1)
        self.protection, self.number_format = cell.protection, cell.number_format
        self.font, self.fill, self.alignment, self.border = cell.font, cell.fill, cell.alignment, cell.border
        self.has_style, self.quotePrefix = False, False


_PLAIN = _Plain()
