"""Function codes in three columns, as many tables print them: 类 201, 款 32, 项 01 are 2013201."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xltools.model.fold import fold_name
from xltools.model.table import RowKind, Table
from xltools.office.cells import Cell
from xltools.tasks.reading.blocks import Block

_LEVELS = ("类", "款", "项")
_LENGTHS = (3, 2, 2)


def code_place(table: Table) -> int | None:
    """Where the column of function codes stands in the declaration of a table."""
    place = 0
    for panel in table.panels:
        if panel.kind is RowKind.FUNCTION_CODES:
            return place
        place += len(panel.columns)
    return None


def find_split_code(block: Block, last_row: int) -> tuple[int, int] | None:
    """The row with 类, 款, 项 side by side at the end of the headings, and the column of 类."""
    for row in range(block.first_row + 1, last_row + 2):
        words = {
            column: fold_name(cell.value)
            for column, cell in block.rows.get(row, {}).items()
            if isinstance(cell.value, str) and block.first_column <= column <= block.last_column
        }
        for column in words:
            if tuple(words.get(column + place) for place in range(3)) == _LEVELS:
                return row, column
    return None


class SplitCode:
    """Joins the parts of a code; one left out is that of the row above, as 类 beside its 款."""

    def __init__(self, column: int) -> None:
        self._column = column
        self._above: tuple[str, ...] = ("", "", "")

    def join(self, cells: Mapping[int, Cell]) -> str | None:
        """The code of a row; None where its cells hold no parts of one."""
        parts = [_digits(cells.get(self._column + place)) for place in range(3)]
        given = [place for place, part in enumerate(parts) if part]
        if not given or None in parts:
            return None
        whole = self._whole(parts, given)
        if whole is None:
            return None
        self._above = whole
        return "".join(whole)

    def _whole(self, parts: Sequence[str | None], given: Sequence[int]) -> tuple[str, ...] | None:
        found = ["", "", ""]
        for place in range(given[-1] + 1):
            part = parts[place] or self._above[place]
            if place in given:
                part = part.removeprefix("".join(found[:place])) or part
                part = part.zfill(_LENGTHS[place])
            if len(part) != _LENGTHS[place]:
                return None
            found[place] = part
        return tuple(found)


def _digits(cell: Cell | None) -> str | None:
    """The digits of a part, nothing for an empty cell; None for words."""
    if cell is None or cell.value is None:
        return ""
    text = fold_name(str(cell.value)).removesuffix(".0")
    return text if text.isdigit() or not text else None
