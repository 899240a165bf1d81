"""表10 as many print it: the items side by side in the headings, one row of figures below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from xltools.budget.form import TABLES
from xltools.budget.reading_words import column_words, fixed_keys, heading_words, label_words
from xltools.budget.tables.table10 import OPERATION, PURCHASE, TABLE, TOTAL, VEHICLE
from xltools.model.disclosure import FigureKey, ReadPanel, ReadRow
from xltools.tasks.reading.blocks import Block
from xltools.tasks.reading.form_values import read_value
from xltools.tasks.reading.values import Values

NUMBER = TABLE.number
_MOST_ROWS = 8
"""How far below the title the figures stand at the latest."""
_FEWEST = 3
_SHORT = {
    "购置费": PURCHASE,
    "公务用车购置": PURCHASE,
    "运行费": OPERATION,
    "运行维护费": OPERATION,
    "公务用车运行费": OPERATION,
}
_SUMS = frozenset(("合计", "小计", "总计"))
_OURS = "三公"


class Across(NamedTuple):
    """Where the items stand: the row of the figures, and the column of each item by its key."""

    row: int
    columns: Mapping[str, int]


def find_across(block: Block) -> Across | None:
    """The items of a 表10 whose headings name them; None of another table, or of more rows with figures."""
    if block.number != NUMBER:
        return None
    last = min(block.first_row + _MOST_ROWS, block.last_row)
    rows = [row for row in sorted(block.rows) if block.first_row < row <= last]
    first = next((row for row in rows if _amounts(block, row)), None)
    if first is None:
        return None
    columns = _items(_paths(block, [row for row in rows if row < first]))
    with_figures = [
        row
        for row in sorted(block.rows)
        if first <= row <= block.last_row and _amounts(block, row) & set(columns.values())
    ]
    if len(columns) < _FEWEST or with_figures != [first]:
        return None
    return Across(first, columns)


def read_across(block: Block, across: Across, values: Values, scale: int) -> ReadPanel:
    """The items as rows of the form; what they are paid from is not printed."""
    rows = []
    for key, column in across.columns.items():
        figure = values.figure(
            FigureKey(NUMBER, key, "total"),
            block.spot(across.row, column),
            block.cell(across.row, column),
            scale,
        )
        rows.append(ReadRow(key, "", "", (key,), across.row, {"total": figure}))
    missing = {
        column.key: f"表{NUMBER}（工作表“{block.sheet}”）没有找到“{column_words(NUMBER, place)}”一栏"
        for place, column in enumerate(TABLES[NUMBER - 1].columns)
        if column in TABLES[NUMBER - 1].panels[0].figures[1:]
    }
    return ReadPanel(tuple(rows), missing)


def _amounts(block: Block, row: int) -> set[int]:
    found = set()
    for column, cell in block.rows[row].items():
        value, _ = read_value(cell)
        is_year = isinstance(cell.value, Decimal) and 1990 < cell.value < 2100 and cell.value % 1 == 0
        if value is not None and not is_year:
            found.add(column)
    return found


def _paths(block: Block, rows: Iterable[int]) -> dict[int, list[str]]:
    """The words above each column from the top; merged cells say theirs in every column."""
    found: dict[int, list[str]] = {}
    for row in rows:
        for column, cell in block.rows[row].items():
            if not isinstance(cell.value, str):
                continue
            area = block.merged.get((row, column))
            for covered in range(column, (area.last_column if area else column) + 1):
                found.setdefault(covered, []).append(cell.value)
    return found


def _items(paths: Mapping[int, list[str]]) -> dict[str, int]:
    """The column of each item; a total of more than the three is none."""
    keys = fixed_keys(NUMBER, 0)
    found: dict[str, int] = {}
    alone: list[int] = []
    for column, words in sorted(paths.items()):
        leaf = label_words(heading_words(words[-1]))
        above = [label_words(heading_words(text)) for text in words[:-1]]
        if leaf in _SUMS:
            if any(VEHICLE in keys.get(text, ()) for text in above):
                found.setdefault(VEHICLE, column)
            elif any(_OURS in text for text in above):
                found.setdefault(TOTAL, column)
            else:
                alone.append(column)
        elif leaf in _SHORT or leaf in keys:
            found.setdefault(_SHORT.get(leaf) or keys[leaf][0], column)
    if TOTAL not in found and len(alone) == 1 and len(found) == len(paths) - 1:
        found[TOTAL] = alone[0]
    return found
