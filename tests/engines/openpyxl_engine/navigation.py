"""Where the keys lead: Ctrl with an arrow, Ctrl with *."""

from typing import TYPE_CHECKING

from engines.openpyxl_engine.areas import LAST_COLUMN, LAST_ROW, Area
from engines.openpyxl_engine.cells import look

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
_SHORT = {"u": "up", "d": "down", "l": "left", "r": "right"}


def end_of(area: "Range", direction: str) -> Area:
    """Where Ctrl and an arrow key lead from the first cell."""
    down, right = _STEPS[_SHORT.get(direction, direction)]
    bounds = area.sheet.stored_area
    row = min(area.row, bounds.bottom + 1) if down < 0 else area.row
    column = min(area.column, bounds.right + 1) if right < 0 else area.column
    in_block = _filled(area, row, column) and _filled(area, row + down, column + right)
    while row + down >= 1 and column + right >= 1:
        next_row, next_column = row + down, column + right
        if (down and next_row > bounds.bottom) or (right and next_column > bounds.right):
            if not in_block:
                row, column = LAST_ROW if down else row, LAST_COLUMN if right else column
            break
        if in_block and not _filled(area, next_row, next_column):
            break
        row, column = next_row, next_column
        if not in_block and _filled(area, row, column):
            break
    return Area(row, column, row, column)


def _filled(area: "Range", row: int, column: int) -> bool:
    cell = look(area.worksheet, row, column)
    return cell is not None and cell._value is not None


def current_region(area: "Range") -> Area:
    """The block around a range that empty rows and columns, or the edges of the sheet, bound."""
    filled = {position for position, cell in area.worksheet._cells.items() if cell._value is not None}
    block = area.area
    while True:
        ring = Area(max(block.top - 1, 1), max(block.left - 1, 1), block.bottom + 1, block.right + 1)
        near = [position for position in ring.positions() if position in filled]
        grown = Area(
            min([block.top, *(row for row, _ in near)]),
            min([block.left, *(column for _, column in near)]),
            max([block.bottom, *(row for row, _ in near)]),
            max([block.right, *(column for _, column in near)]),
        )
        if grown == block:
            return block
        block = grown
