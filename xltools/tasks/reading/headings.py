"""The columns of a table on a sheet: by the words above them, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from xltools.budget.form import TABLES
from xltools.budget.reading_words import (
    accepted_headings,
    all_headings,
    column_words,
    heading_words,
    is_aside,
    loose_headings,
    title_of,
    years_in,
)
from xltools.model.fold import fold_name
from xltools.model.table import Label, heading_of
from xltools.office.cells import Cell
from xltools.office.ranges import Range, column_letter
from xltools.tasks.reading.blocks import Block
from xltools.tasks.reading.split_codes import code_place, find_split_code

_MOST_HEADING_ROWS = 14
"""How far below its title a table's headings end at the latest."""
_MOST_COLUMNS = 20
_LAST_ROW = 1_048_576
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
    split_code: int | None = None
    """The first of three columns that hold the parts of a code."""


_Stacks = Mapping[int, Mapping[int, "_Word"]]
"""By sheet column, the words of each heading row."""


def _columns(
    block: Block, wanted: Sequence[frozenset[str]], at: _Stacks, over: _Stacks
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Where each column stands, and which could be one of several.

    Names are found from left to right, then the figures beside the names of their panel.
    """
    table = TABLES[block.number - 1]
    found: dict[int, int] = {}
    open_between: dict[int, list[int]] = {}
    leaves = {column: words[max(words)] for column, words in at.items()}

    def find(index: int, after: int, before: int) -> None:
        fits = [
            column
            for column in sorted(at)
            if after < column < before
            and column not in found.values()
            and leaves[column].text in wanted[index]
        ] or [
            column
            for column in sorted(at)
            if after < column < before
            and column not in found.values()
            and leaves[column].text in loose_headings(block.number, index)
        ]
        if isinstance(table.columns[index], Label):
            fits = fits[:1]
        elif len(fits) > 1:
            fits = _likeliest(block, index, fits, at, over)
        if len(fits) == 1:
            found[index] = fits[0]
        elif fits:
            open_between[index] = fits

    panels: list[tuple[list[int], list[int]]] = []
    place = 0
    for panel in table.panels:
        places = range(place, place + len(panel.columns))
        labels = [index for index in places if isinstance(table.columns[index], Label)]
        panels.append((labels, [index for index in places if index not in labels]))
        place += len(panel.columns)
    last = block.first_column - 1
    for number, (labels, _) in enumerate(panels):
        for index in labels:
            if (
                number < len(panels) - 1
                and index > labels[0]
                and labels[0] not in found
                and sum(word.text in wanted[index] for word in leaves.values()) == 1
            ):
                # The only column of names is that of the codes further right: 表9 without its revenue.
                continue
            find(index, last, block.last_column + 1)
            last = found.get(index, last)
    starts = [[found[index] for index in labels if index in found] for labels, _ in panels]
    for number, (_, figures) in enumerate(panels):
        after = min(starts[number]) if starts[number] and number else block.first_column - 1
        before = min((min(later) for later in starts[number + 1 :] if later), default=block.last_column + 1)
        for index in figures:
            find(index, after, before)
    return found, open_between


def _likeliest(block: Block, index: int, fits: Sequence[int], at: _Stacks, over: _Stacks) -> list[int]:
    """Which of several columns headed alike is this year's, under the words that the form prints above it."""
    apart = {at[column][max(at[column])].anchor: column for column in reversed(fits)}
    kept = sorted(apart.values())
    above = {column: [*_words_above(column, over), *_words_above(column, at)] for column in kept}
    title_years = years_in(block.title)
    year = max(
        title_years or {year for words in above.values() for word in words for year in word.years}, default=0
    )
    kept = [column for column in kept if not _is_aside(above[column], year)] or kept
    declared = heading_of(TABLES[block.number - 1], index).split("/")[:-1]
    groups = {heading_words(words.replace("{year}", "2025")) for words in declared} - {""}
    shared = {column: sum(word.text in groups for word in above[column]) for column in kept}
    return [column for column in kept if shared[column] == max(shared.values())]


def _words_above(column: int, rows: _Stacks) -> list[_Word]:
    """The words of a column from the top; over an empty cell stand those of the nearest on its left."""
    last = max(rows.get(column, (_LAST_ROW,)))
    found = []
    for row in sorted({row for words in rows.values() for row in words if row <= last}):
        left = [other for other in rows if other <= column and row in rows[other]]
        if left:
            found.append(rows[max(left)][row])
    return found


def _rows_over(words: _Words, title_row: int, first: int) -> dict[int, dict[int, _Word]]:
    """The row right above the headings, where it names years over groups of columns, by column."""
    found: dict[int, dict[int, _Word]] = {}
    for (row, column), word in words.items():
        if title_row < row == first - 1 and ":" not in word.text:
            found.setdefault(column, {})[row] = word
    return found


def _is_aside(words: Iterable[_Word], year: int) -> bool:
    return any(word.aside or (word.years and year not in word.years) for word in words)


class _Word(NamedTuple):
    """What a cell says, folded, and where its words stand: a merged range says them once."""

    text: str
    anchor: tuple[int, int]
    years: frozenset[int] = frozenset()
    aside: bool = False
    """Whether it says that the figures are last year's, or a comparison."""


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
    at: dict[int, dict[int, _Word]] = {}
    for (row, column), word in words.items():
        if first <= row <= last:
            at.setdefault(column, {})[row] = word
    over = _rows_over(words, block.first_row, first)
    columns, open_between = _columns(block, wanted, at, over)
    split_code = None
    code = code_place(table)
    if code is not None and (split := find_split_code(block, last)):
        split_row, split_code = split
        columns[code], last = split_code, max(last, split_row)
    figures = [index for index, column in enumerate(table.columns) if not isinstance(column, Label)]
    labels = [index for index, column in enumerate(table.columns) if isinstance(column, Label)]
    if not any(index in columns for index in figures) or not any(index in columns for index in labels):
        return None
    missing = {
        index: _why_missing(block, index, open_between.get(index, ()))
        for index in range(len(table.columns))
        if index not in columns
    }
    repeated, end = _further_headings(block, words, last)
    return Headings(columns, missing, last, repeated, end, split_code)


def _why_missing(block: Block, index: int, fits: Sequence[int]) -> str:
    place, words = f"表{block.number}（工作表“{block.sheet}”）", column_words(block.number, index)
    if not fits:
        return f"{place}没有找到“{words}”一栏"
    columns = "、".join(f"{column_letter(column)} 列" for column in fits)
    return f"{place}{columns}都像“{words}”一栏，不能确定以哪一栏为准"


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
            word = _Word(heading_words(cell.value), (row, column), years_in(cell.value), is_aside(cell.value))
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
        return not (0 <= value <= _MOST_COLUMNS or 1990 < value < 2100) or value % 1 != 0
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
