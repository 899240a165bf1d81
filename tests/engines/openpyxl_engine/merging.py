"""Merged areas: openpyxl's ranges, and the placeholder cells that stand for what they cover."""

from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.merge import MergedCellRange

from engines.openpyxl_engine.areas import Area, Position
from engines.openpyxl_engine.cells import existing_cells
from engines.openpyxl_engine.stores import Worksheet


def merged_areas(worksheet: Worksheet) -> list[Area]:
    return [Area.parse(str(merged.coord)) for merged in worksheet.merged_cells.ranges]


def merged_at(worksheet: Worksheet, position: Position) -> Area | None:
    """The merged area a cell belongs to."""
    return next((area for area in merged_areas(worksheet) if position in area), None)


def set_merged_areas(worksheet: Worksheet, areas: list[Area]) -> None:
    """Make exactly these areas merged; what they cover keeps its format and loses its value."""
    kept = [area for area in areas if area.count > 1]
    covered = {position for area in kept for position in area.positions()} - {
        (area.top, area.left) for area in kept
    }
    for position, cell in list(worksheet._cells.items()):
        if isinstance(cell, MergedCell) and position not in covered:
            _replace(worksheet, Cell(worksheet, *position), cell)
    for position in covered:
        present = worksheet._cells.get(position)
        if not isinstance(present, MergedCell):
            _replace(worksheet, MergedCell(worksheet, *position), present)
    ranges = []
    for area in kept:
        worksheet.cell(area.top, area.left)
        merged = MergedCellRange.__new__(MergedCellRange)
        merged.ws = worksheet
        super(MergedCellRange, merged).__init__(area.text())
        merged.start_cell = worksheet._cells[area.top, area.left]
        ranges.append(merged)
    worksheet.merged_cells.ranges = set(ranges)


def unmerge(worksheet: Worksheet, area: Area) -> None:
    """Separate every merged area that touches the area."""
    set_merged_areas(worksheet, [merged for merged in merged_areas(worksheet) if not merged.meet(area)])


def merge(worksheet: Worksheet, areas: list[Area]) -> None:
    """Merge each of the areas; merged ones inside them disappear into them."""
    for area in areas:
        _keep_first_value(worksheet, area)
    others = [merged for merged in merged_areas(worksheet) if not any(merged.meet(area) for area in areas)]
    set_merged_areas(worksheet, others + areas)


def _keep_first_value(worksheet: Worksheet, area: Area) -> None:
    """Excel keeps the first value of the cells it merges."""
    filled = [cell for cell in existing_cells(worksheet, area) if cell._value is not None]
    if not filled or (filled[0].row, filled[0].column) == (area.top, area.left):
        return
    if filled[0].data_type == "f":
        raise NotImplementedError(f"merging {area.text()}, whose first value is the formula of another cell")
    first = worksheet.cell(area.top, area.left)
    first._value, first.data_type = filled[0]._value, filled[0].data_type


def _replace(worksheet: Worksheet, cell: Any, former: Any) -> None:
    if former is not None:
        cell._style = copy(former._style)
    worksheet._cells[cell.row, cell.column] = cell
