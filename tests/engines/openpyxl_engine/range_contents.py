"""The contents of ranges: read in bulk, written in bulk, cleared."""

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.formula import ArrayFormula

from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.cell_values import enter, formula_of, value_of
from engines.openpyxl_engine.cells import cells_of, look
from engines.openpyxl_engine.conditional_formats import clear_conditional_formats
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.merging import unmerge
from engines.openpyxl_engine.protection import contents_may_change, permitted, used_contents_may_change
from engines.openpyxl_engine.references import shifted

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_MOST_CELLS_READ = 4_000_000
Table = tuple[tuple[Any, ...], ...]


def values(area: "Range") -> Any:
    """As COM's Range.Value: a scalar for one cell, else rows of values."""
    book = area.sheet.book
    return _unpacked(_table(area, lambda cell: value_of(book, cell)), area)


def formulas(area: "Range") -> Any:
    """As COM's Range.Formula: a text for one cell, else rows of texts."""
    return _unpacked(_table(area, formula_of), area)


def _table(area: "Range", read: Any) -> Table:
    if area.area.count > _MOST_CELLS_READ:
        raise ExcelError("Out of memory")
    return tuple(
        tuple(read(look(area.worksheet, row, column)) for column in area.area.columns)
        for row in area.area.rows
    )


def _unpacked(table: Table, area: "Range") -> Any:
    return table[0][0] if area.area.count == 1 else table


def write(area: "Range", data: Any) -> None:
    """As assigning Range.Value or Range.Formula: a scalar fills the range, relative references adapting."""
    contents_may_change(area.sheet, area.area)
    _keeps_arrays_whole(area)
    area.sheet.book.before_change()
    rows = _rows_to_write(area, data)
    for cell, value in zip(
        cells_of(area.worksheet, area.area), (v for row in rows for v in row), strict=True
    ):
        enter(area.sheet.book, cell, value)


def _rows_to_write(area: "Range", data: Any) -> list[list[Any]]:
    height, width = area.shape
    if not isinstance(data, list | tuple):
        return [[_adapted(data, row, column) for column in range(width)] for row in range(height)]
    rows = [list(row) for row in data] if data and isinstance(data[0], list | tuple) else [list(data)]
    if len(rows) != height or any(len(row) != width for row in rows):
        raise NotImplementedError(f"{len(rows)} rows of values into {area.address}")
    return rows


def _adapted(data: Any, rows: int, columns: int) -> Any:
    is_formula = isinstance(data, str) and data.startswith("=")
    return shifted(data, rows, columns) if is_formula and (rows or columns) else data


def has_array(area: "Range") -> bool:
    return any(isinstance(cell._value, ArrayFormula) for cell in area.existing())


def _keeps_arrays_whole(area: "Range") -> None:
    if not area.sheet.book.has_arrays:
        return
    for cell in area.worksheet._cells.values():
        if isinstance(cell._value, ArrayFormula):
            block = Area.parse(cell._value.ref)
            if block.meet(area.area) and not area.area.covers(block):
                raise ExcelError("You can't change part of an array.")


def clear_contents(area: "Range") -> None:
    used_contents_may_change(area.sheet, area.area)
    _keeps_arrays_whole(area)
    area.sheet.book.before_change()
    for cell in area.existing():
        enter(area.sheet.book, cell, None)


def clear_formats(area: "Range") -> None:
    """Formats, conditional formats and merging; contents and notes stay."""
    permitted(area.sheet, "formatCells")
    area.sheet.book.before_change(keeps_results=True)
    for cell in area.existing():
        cell.style = "Normal"
    clear_conditional_formats(area)
    unmerge(area.worksheet, area.area)
