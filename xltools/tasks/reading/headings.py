"""The columns of a table on a sheet: by the words above them, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from xltools.budget.form import TABLES
from xltools.budget.reading_words import (
    accepted_headings,
    all_headings,
    column_words,
    heading_words,
    title_of,
)
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
    the headings once more, as on a second page; `end` is the first row that prints those of another table.
    """

    columns: Mapping[int, int]
    missing: Mapping[int, str]
    last_row: int
    repeated: frozenset[int] = frozenset()
    end: int | None = None


def _columns(
    block: Block, wanted: Sequence[frozenset[str]], at: Mapping[int, Mapping[int, str]]
) -> dict[int, int]:
    """Where each column stands: names from left to right, then the figures beside the names of their panel."""
    table = TABLES[block.number - 1]
    found: dict[int, int] = {}
    leaves = {column: texts[max(texts)] for column, texts in at.items()}

    def find(index: int, after: int, before: int) -> None:
        fits = [
            column
            for column in sorted(at)
            if after < column < before and column not in found.values() and leaves[column] in wanted[index]
        ]
        if fits:
            found[index] = fits[0]

    panels: list[tuple[list[int], list[int]]] = []
    place = 0
    for panel in table.panels:
        places = range(place, place + len(panel.columns))
        labels = [index for index in places if isinstance(table.columns[index], Label)]
        panels.append((labels, [index for index in places if index not in labels]))
        place += len(panel.columns)
    last = block.first_column - 1
    for labels, _ in panels:
        for index in labels:
            find(index, last, block.last_column + 1)
            last = found.get(index, last)
    starts = [[found[index] for index in labels if index in found] for labels, _ in panels]
    for number, (_, figures) in enumerate(panels):
        after = min(starts[number]) if starts[number] and number else block.first_column - 1
        before = min((min(later) for later in starts[number + 1 :] if later), default=block.last_column + 1)
        for index in figures:
            find(index, after, before)
    return found


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
    columns = _columns(block, wanted, at)
    figures = [index for index, column in enumerate(table.columns) if not isinstance(column, Label)]
    labels = [index for index, column in enumerate(table.columns) if isinstance(column, Label)]
    if not any(index in columns for index in figures) or not any(index in columns for index in labels):
        return None
    missing = {
        index: f"表{block.number}（工作表“{block.sheet}”）没有找到“{column_words(block.number, index)}”一栏"
        for index in range(len(table.columns))
        if index not in columns
    }
    repeated, end = _further_headings(block, words, last)
    return Headings(columns, missing, last, repeated, end)


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


def _further_headings(block: Block, words: _Words, last: int) -> tuple[frozenset[int], int | None]:
    """The rows below that print these headings again, up to the first that prints another table's."""
    above: dict[int, set[str]] = {}
    for (row, column), word in words.items():
        if row <= last:
            above.setdefault(column, set()).add(word.text)
    repeated = set()
    for row in sorted(block.rows):
        if not last < row <= block.last_row:
            continue
        cells = _cells(block, row)
        texts = [heading_words(cell.value) for _, cell in cells if isinstance(cell.value, str)]
        if not texts or len(texts) < len(cells):
            continue
        same = sum(text in above.get(column, ()) for (column, _), text in zip(cells, texts, strict=True))
        if same and 2 * same >= len(texts):
            repeated.add(row)
        elif len(texts) > 1 and 2 * sum(text in all_headings() for text in texts) > len(texts):
            return frozenset(repeated), row
    return frozenset(repeated), None
