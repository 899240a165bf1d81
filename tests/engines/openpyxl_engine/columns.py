"""Column and row sizes: one dimension a column, though files and openpyxl keep them in groups."""

from copy import copy
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from engines.openpyxl_engine.stores import Worksheet

# Files count the padding of a cell (5 of 7 pixels a character), Excel's ColumnWidth does not.
_PADDING = 5 / 7
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 8.43, 15.0


def column_dimension(sheet: Worksheet, column: int) -> Any:
    """The dimension that holds for a column, its own or that of its group."""
    own = sheet.column_dimensions.get(get_column_letter(column))
    if own is not None and (own.min is None or own.min == column):
        return own
    for dimension in sheet.column_dimensions.values():
        if (
            dimension.min is not None
            and dimension.max is not None
            and dimension.min <= column <= dimension.max
        ):
            return dimension
    return own


def own_column_dimension(sheet: Worksheet, column: int) -> Any:
    """The dimension of this column alone, split from its group if it is in one."""
    dimension = column_dimension(sheet, column)
    letter = get_column_letter(column)
    if dimension is None:
        sheet.column_dimensions[letter] = ColumnDimension(sheet, index=letter, min=column, max=column)
        return sheet.column_dimensions[letter]
    first, last = dimension.min or column, dimension.max or column
    for start, end in ((column + 1, last), (column, column), (first, column - 1)):
        if start <= end:
            piece = copy(dimension)
            piece.index, piece.min, piece.max = get_column_letter(start), start, end
            sheet.column_dimensions[piece.index] = piece
    return sheet.column_dimensions[letter]


def column_width(sheet: Worksheet, column: int) -> float:
    """In characters, as Excel shows it."""
    dimension = column_dimension(sheet, column)
    if dimension is None or not dimension.customWidth:
        default = sheet.sheet_format.defaultColWidth
        return _DEFAULT_WIDTH if default is None else round(default - _PADDING, 2)
    return 0.0 if dimension.hidden else round(float(dimension.width) - _PADDING, 2)


def set_column_width(sheet: Worksheet, column: int, characters: float) -> None:
    dimension = own_column_dimension(sheet, column)
    dimension.hidden = characters == 0
    if characters:
        dimension.width = characters + _PADDING


def row_height(sheet: Worksheet, row: int) -> float:
    """In points; 0 for a hidden row."""
    dimension = sheet.row_dimensions.get(row)
    if dimension is not None and dimension.hidden:
        return 0.0
    if dimension is not None and dimension.height is not None:
        return float(dimension.height)
    return float(sheet.sheet_format.defaultRowHeight or _DEFAULT_HEIGHT)


def set_row_height(sheet: Worksheet, row: int, points: float) -> None:
    dimension = sheet.row_dimensions[row]
    dimension.hidden = points == 0
    if points:
        dimension.height = points


def row_hidden(sheet: Worksheet, row: int) -> bool:
    return row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)


def column_hidden(sheet: Worksheet, column: int) -> bool:
    dimension = column_dimension(sheet, column)
    return dimension is not None and bool(dimension.hidden)
