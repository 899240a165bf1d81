"""Insert and delete whole rows of a sheet, and move along whatever Excel moves."""

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.formula import ArrayFormula

from engines.openpyxl_engine.areas import LAST_ROW, Area, areas_of, sqref
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.merging import merged_areas, set_merged_areas
from engines.openpyxl_engine.moving_rules import move_rules
from engines.openpyxl_engine.references import Reference
from engines.openpyxl_engine.row_moves import RowMove
from engines.openpyxl_engine.stores import Worksheet
from engines.openpyxl_engine.workbook_references import rewrite_workbook

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet


def insert_rows(sheet: "Sheet", at: int, count: int, *, like: int | None) -> None:
    """Insert rows before row `at`, formatted like row `like` (a row number before the move, or none)."""
    if any(row + count > LAST_ROW for row, _ in sheet.worksheet._cells):
        raise ExcelError(
            "Microsoft Excel can't insert new cells because it would push non-empty cells off the end."
        )
    move = RowMove(at, count)
    origin = like if like is None else move.row(like)
    _move(sheet, move, extend_above=like == at - 1, extend_below=like == at)
    if origin:
        _format_like(sheet.worksheet, origin, range(at, at + count))


def delete_rows(sheet: "Sheet", at: int, count: int) -> None:
    _move(sheet, RowMove(at, -count))


def _move(sheet: "Sheet", move: RowMove, *, extend_above: bool = False, extend_below: bool = False) -> None:
    worksheet = sheet.worksheet
    title = worksheet.title.casefold()

    def change(reference: Reference, home: str | None) -> Reference | str:
        return move.reference(reference) if reference.on(home) == title else reference

    rewrite_workbook(worksheet.parent, change, rules_except=worksheet)
    move_rules(worksheet, move, change, extend_above=extend_above, extend_below=extend_below)
    merged = [area for area in (move.area(area) for area in merged_areas(worksheet)) if area]
    _move_cells(sheet, move)
    set_merged_areas(worksheet, merged)
    _move_dimensions(worksheet, move)
    _move_print_settings(worksheet, move)
    _move_objects(worksheet, move)


def _move_cells(sheet: "Sheet", move: RowMove) -> None:
    worksheet = sheet.worksheet
    moved: dict[tuple[int, int], Any] = {}
    for (row, column), cell in worksheet._cells.items():
        new_row = move.row(row)
        if new_row is None:
            sheet.book.results.forget(cell)
            continue
        cell.row = new_row
        moved[new_row, column] = cell
        if isinstance(cell, Cell):
            _move_cell_extras(cell, move)
    worksheet._cells = moved
    worksheet._current_row = max((row for row, _ in moved), default=0)


def _move_cell_extras(cell: Any, move: RowMove) -> None:
    if cell.hyperlink is not None:
        cell.hyperlink.ref = cell.coordinate
    if isinstance(cell._value, ArrayFormula):
        area = move.area(Area.parse(cell._value.ref))
        assert area is not None
        cell._value.ref = area.text()


def _move_dimensions(worksheet: Worksheet, move: RowMove) -> None:
    dimensions = {row: worksheet.row_dimensions[row] for row in list(worksheet.row_dimensions)}
    worksheet.row_dimensions.clear()
    for row, dimension in dimensions.items():
        new_row = move.row(row)
        if new_row is not None:
            dimension.index = new_row
            worksheet.row_dimensions[new_row] = dimension


def _move_print_settings(worksheet: Worksheet, move: RowMove) -> None:
    printed = getattr(worksheet, "_print_area", None)
    if printed:
        areas = _moved(areas_of(" ".join(str(area) for area in printed.ranges)), move)
        worksheet.print_area = sqref(areas).replace(" ", ",") if areas else None
    titles = worksheet._print_rows
    if titles:
        rows = move.rows(titles.min_row, titles.max_row)
        worksheet._print_rows = None
        worksheet.print_title_rows = f"{rows[0]}:{rows[1]}" if rows else None
    for mark in worksheet.row_breaks.brk:
        mark.id = (move.row(mark.id + 1) or move.at) - 1


def _move_objects(worksheet: Worksheet, move: RowMove) -> None:
    if worksheet.auto_filter.ref:
        area = move.area(Area.parse(worksheet.auto_filter.ref))
        worksheet.auto_filter.ref = area and area.text()
    for table in worksheet.tables.values():
        area = move.area(Area.parse(table.ref))
        if area is None or area.height < 2:
            raise NotImplementedError(f"deleting the rows of table {table.name}")
        table.ref = area.text()
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
    for drawing in [*worksheet._charts, *worksheet._images]:
        for corner in (getattr(drawing.anchor, "_from", None), getattr(drawing.anchor, "to", None)):
            if corner is not None:
                corner.row = (move.row(corner.row + 1) or move.at) - 1


def _moved(areas: Iterable[Area], move: RowMove) -> list[Area]:
    return [area for area in map(move.area, areas) if area]


def _format_like(worksheet: Worksheet, origin: int, rows: range) -> None:
    height = worksheet.row_dimensions[origin].height if origin in worksheet.row_dimensions else None
    styled = {
        column: cell for (row, column), cell in worksheet._cells.items() if row == origin and cell.has_style
    }
    for row in rows:
        if origin in worksheet.row_dimensions:
            worksheet.row_dimensions[row].height = height
            worksheet.row_dimensions[row]._style = copy(worksheet.row_dimensions[origin]._style)
        for column, source in styled.items():
            cell = worksheet._cells.get((row, column)) or worksheet.cell(row, column)
            cell._style = copy(source._style)
