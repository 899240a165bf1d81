"""The columns of a table on a sheet: by the words above them, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from xltools.budget.form import TABLES
from xltools.budget.reading_words import accepted_headings, column_words, heading_words, title_of
from xltools.model.fold import fold_name
from xltools.model.table import Label
from xltools.office.cells import Cell
from xltools.office.ranges import Range
from xltools.tasks.reading.blocks import Block

_MOST_HEADING_ROWS = 14
"""How far below its title a table's headings end at the latest."""
_MOST_COLUMNS = 20
_AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the columns of a table stand, by their place in the declaration; the figures begin below `last_row`.

    `missing` says which columns were not found, by the same place. `repeated` are rows further down that print
    the headings once more, as on a second page.
    """

    columns: Mapping[int, int]
    missing: Mapping[int, str]
    last_row: int
    repeated: frozenset[int] = frozenset()


class _Word(NamedTuple):
    """What a cell says, folded, and where its words stand: a merged range says them once."""

    text: str
    anchor: tuple[int, int]


_Words = Mapping[tuple[int, int], _Word]


def find_headings(block: Block) -> Headings | None:
    """The columns of the table; None where the rows below the title are no headings of it."""
    table = TABLES[block.number - 1]
    words = _words(block)
    wanted = [accepted_headings(block.number, index) for index in range(len(table.columns))]
    best = _best_rows(words, wanted)
    if best is None:
        return None
    first, last = best
    at: dict[int, dict[int, str]] = {}
    """By sheet column, the words of each heading row."""
    for (row, column), word in words.items():
        if first <= row <= last:
            at.setdefault(column, {})[row] = word.text
    columns: dict[int, int] = {}
    position = block.first_column - 1
    for index, accepted in enumerate(wanted):
        fits = [column for column in sorted(at) if accepted.intersection(at[column].values())]
        free = [column for column in fits if column not in columns.values()]
        after = [column for column in free if column > position]
        if not free:
            continue
        columns[index] = position = (after or free)[0]
    figures = [index for index, column in enumerate(table.columns) if not isinstance(column, Label)]
    labels = [index for index, column in enumerate(table.columns) if isinstance(column, Label)]
    if not any(index in columns for index in figures) or not any(index in columns for index in labels):
        return None
    missing = {
        index: f"表{block.number}（工作表“{block.sheet}”）没有找到“{column_words(block.number, index)}”一栏"
        for index in range(len(table.columns))
        if index not in columns
    }
    return Headings(columns, missing, last, _repeated(block, words, last))


def _words(block: Block) -> dict[tuple[int, int], _Word]:
    """Heading words by cell, merged ones in every cell they cover, down to the first row of figures."""
    found: dict[tuple[int, int], _Word] = {}
    last = min(block.first_row + _MOST_HEADING_ROWS, block.last_row)
    for row in range(block.first_row, last + 1):
        cells = _cells(block, row)
        if row > block.first_row and any(_is_amount(cell) for _, cell in cells):
            break
        for column, cell in cells:
            if not isinstance(cell.value, str) or (row == block.first_row and title_of(cell.value)):
                continue
            word = _Word(heading_words(cell.value), (row, column))
            area = block.merged.get((row, column)) or Range(row, column, row, column)
            for covered_row in range(area.first_row, min(area.last_row, last) + 1):
                for covered in range(area.first_column, area.last_column + 1):
                    found[covered_row, covered] = word
    return found


def _cells(block: Block, row: int) -> list[tuple[int, Cell]]:
    return [
        (column, cell)
        for column, cell in block.rows.get(row, {}).items()
        if block.first_column <= column <= block.last_column
    ]


def _is_amount(cell: Cell) -> bool:
    """Whether a cell holds what no heading does; headings may hold a year or the number of a column."""
    value = cell.value
    if isinstance(value, Decimal):
        return value % 1 != 0 or not (0 <= value <= _MOST_COLUMNS or 1990 < value < 2100)
    if isinstance(value, str):
        return bool(_AMOUNT.fullmatch(fold_name(value)))
    return bool(cell.formula)


def _best_rows(words: _Words, wanted: list[frozenset[str]]) -> tuple[int, int] | None:
    """The rows of the headings: from the first to the last that hold words of columns, without a gap of two."""
    everything = frozenset[str]().union(*wanted)
    cells: dict[int, set[tuple[int, int]]] = {}
    for (row, _), word in sorted(words.items()):
        cells.setdefault(row, set())
        if word.text in everything:
            cells[row].add(word.anchor)
    hits = {row: len(found) for row, found in cells.items()}
    if not any(hits.values()):
        return None
    top = max(hits, key=lambda row: (hits[row], -row))
    first = last = top
    while first - 1 in hits and hits[first - 1]:
        first -= 1
    while last + 1 in hits and hits[last + 1] >= 2:
        last += 1
    return first, last


def _repeated(block: Block, words: _Words, last: int) -> frozenset[int]:
    """The rows below the headings in which every cell says what stands above it."""
    above: dict[int, set[str]] = {}
    for (row, column), word in words.items():
        if row <= last:
            above.setdefault(column, set()).add(word.text)
    found = set()
    for row in block.rows:
        if not last < row <= block.last_row:
            continue
        cells = _cells(block, row)
        if cells and all(
            isinstance(cell.value, str) and heading_words(cell.value) in above.get(column, ())
            for column, cell in cells
        ):
            found.add(row)
    return frozenset(found)
