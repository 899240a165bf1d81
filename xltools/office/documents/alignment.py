"""Rows of words as a grid: columns are told by where the words stand under one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from xltools.office.documents.content import Grid, GridCell


class Field(NamedTuple):
    """Words of one cell and where they stand, in columns of a terminal or in points."""

    start: float
    end: float
    text: str


Span = tuple[float, float]
"""Where a column begins and ends."""


def columns_of(rows: Sequence[Sequence[Field]], headings: int) -> list[Span]:
    """Where the columns stand; the first rows are headings, set in the middle above figures set to the right."""
    columns = body_columns(rows[headings:])
    return _with_headings(columns, rows[:headings]) if headings else columns


def placed_in(rows: Sequence[Sequence[Field]], columns: Sequence[Span], place: str) -> Grid:
    """The rows as a grid of columns that are known."""
    cells = []
    for number, row in enumerate(rows):
        taken = -1
        for field in row:
            fits = [index for index in _over(columns, field) if index > taken]
            first = fits[0] if fits else taken + 1
            taken = fits[-1] if fits else first
            cells.append(GridCell(number, first, field.text, 1, taken - first + 1))
    width = max((cell.column + cell.columns for cell in cells), default=0)
    return Grid(tuple(cells), len(rows), max(width, len(columns)), place)


def is_sure(rows: Sequence[Sequence[Field]], columns: Sequence[Span], figure: re.Pattern[str]) -> bool:
    """Whether every figure stands over one column alone, and no two words of its row over the same."""
    for row in rows:
        figures = [field for field in row if figure.fullmatch(field.text)]
        over = [_over(columns, field) for field in row]
        if figures and any(max(left, default=0) >= min(right, default=0) for left, right in pairwise(over)):
            return False
        if any(len(_over(columns, field)) != 1 for field in figures):
            return False
    return True


def is_over(columns: Sequence[Span], field: Field) -> bool:
    """Whether words stand over a column."""
    return bool(_over(columns, field))


def body_columns(rows: Sequence[Sequence[Field]]) -> list[Span]:
    """Where the columns stand, by the rows with more than half as many words as the longest."""
    most = max(map(len, rows), default=0)
    columns = _columns(field for row in rows if 2 * len(row) > most for field in row)
    alone = [field for row in rows for field in row if not _over(columns, field)]
    return sorted(columns + _columns(alone))


def _with_headings(columns: Sequence[Span], rows: Sequence[Sequence[Field]]) -> list[Span]:
    """The columns with those of headings; a heading beside figures that have none is theirs.

    Words above and between the lowest headings are of several of them, unless figures without a heading are near.
    """
    leaves = max(reversed(rows), key=len)
    above = _beside(leaves, (field for row in reversed(rows) for field in row))
    between = [field for field in above if leaves[0].start < field.start and field.end < leaves[-1].end]
    own = [*leaves, *(field for field in above if field not in between)]
    found, bare = _headed(columns, set(columns), own, keep=True)
    return _headed(found, bare, between, keep=False)[0]


def _beside(leaves: Sequence[Field], fields: Iterable[Field]) -> list[Field]:
    """The fields that stand over none of the lowest headings, nor over one another."""
    found = list(leaves)
    for field in fields:
        if not any(field.start < other.end and other.start < field.end for other in found):
            found.append(field)
    return found[len(leaves) :]


def _headed(
    columns: Sequence[Span], bare: Set[Span], fields: Iterable[Field], *, keep: bool
) -> tuple[list[Span], set[Span]]:
    """The columns with those of headings, and which have none; `bare` are those that had none.

    Args:
        keep: whether a heading without figures is a column too.
    """
    bare = set(bare)
    heads: set[Span] = set()
    for field in fields:
        over = _over(columns, field)
        if not over:
            heads.add((field.start, field.end))
        elif len(over) == 1:
            bare.discard(columns[over[0]])
    found = {*columns, *heads}
    for left, right in list(_pairs(sorted(found), bare, heads)):
        bare -= {left, right}
        heads -= {left, right}
        found = (found - {left, right}) | {(left[0], right[1])}
    return sorted(found if keep else found - heads), bare


def _pairs(columns: Sequence[Span], bare: Set[Span], heads: Set[Span]) -> Iterator[tuple[Span, Span]]:
    """Headings and figures side by side, the nearest first."""
    beside = sorted(
        (right[0] - left[1], left, right)
        for left, right in pairwise(columns)
        if (left in bare and right in heads) or (left in heads and right in bare)
    )
    used: set[Span] = set()
    for _, left, right in beside:
        if not used & {left, right}:
            used |= {left, right}
            yield left, right


def _over(columns: Sequence[Span], field: Field) -> list[int]:
    """The columns that words stand over."""
    return [index for index, (start, end) in enumerate(columns) if field.start < end and start < field.end]


def _columns(fields: Iterable[Field]) -> list[Span]:
    """Where the columns stand: fields that overlap, in whatever lines, are of one column."""
    found: list[Span] = []
    for start, end, _ in sorted(fields):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
