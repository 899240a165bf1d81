"""The columns of a table on a sheet: by the words above them, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xltools.budget.form import TABLES
from xltools.budget.reading_words import accepted_headings, column_words, heading_words, title_of
from xltools.model.table import Label
from xltools.tasks.reading.blocks import Block

_MOST_HEADING_ROWS = 14
"""How far below its title a table's headings end at the latest."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the columns of a table stand, by their place in the declaration; the figures begin below `last_row`.

    `missing` says which columns were not found, by the same place.
    """

    columns: Mapping[int, int]
    missing: Mapping[int, str]
    last_row: int


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
    for (row, column), text in words.items():
        if first <= row <= last:
            at.setdefault(column, {})[row] = text
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
    return Headings(columns, missing, last)


def _words(block: Block) -> dict[tuple[int, int], str]:
    """Heading words by cell, merged ones in every cell they cover."""
    found: dict[tuple[int, int], str] = {}
    last = min(block.first_row + _MOST_HEADING_ROWS, block.last_row)
    for row in range(block.first_row, last + 1):
        for column, cell in block.rows.get(row, {}).items():
            if not isinstance(cell.value, str) or not block.first_column <= column <= block.last_column:
                continue
            if row == block.first_row and title_of(cell.value):
                continue
            text = heading_words(cell.value)
            area = block.merged.get((row, column))
            if area is None:
                found[row, column] = text
                continue
            for covered_row in range(area.first_row, min(area.last_row, last) + 1):
                for covered in range(area.first_column, area.last_column + 1):
                    found[covered_row, covered] = text
    return found


def _best_rows(words: Mapping[tuple[int, int], str], wanted: list[frozenset[str]]) -> tuple[int, int] | None:
    """The rows of the headings: from the first to the last that hold words of columns, without a gap of two."""
    everything = frozenset[str]().union(*wanted)
    hits: dict[int, int] = {}
    for (row, _), text in sorted(words.items()):
        hits[row] = hits.get(row, 0) + (text in everything)
    if not any(hits.values()):
        return None
    top = max(hits, key=lambda row: (hits[row], -row))
    first = last = top
    while first - 1 in hits and hits[first - 1]:
        first -= 1
    while last + 1 in hits and hits[last + 1] >= 2:
        last += 1
    return first, last
