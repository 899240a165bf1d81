"""Rows of words as a grid: columns are told by where the words stand under one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from xltools.office.documents.content import Grid, GridCell


class Field(NamedTuple):
    """Words of one cell and where they stand, in columns of a terminal or in points."""

    start: float
    end: float
    text: str


_Span = tuple[float, float]


def aligned(rows: Sequence[Sequence[Field]], place: str, headings: int = 0) -> Grid:
    """The rows as a grid: rows with many words say where the columns are, the others stand over them.

    Args:
        headings: how many rows are headings, which may be set in the middle above figures set to the right.
    """
    columns = body_columns(rows[headings:])
    columns = _with_headings(columns, rows[:headings]) if headings else columns
    cells = []
    for number, row in enumerate(rows):
        taken = -1
        for field in row:
            fits = [index for index in _over(columns, field) if index > taken]
            first = fits[0] if fits else taken + 1
            taken = fits[-1] if fits else first
            cells.append(GridCell(number, first, field.text, 1, taken - first + 1))
    return Grid(tuple(cells), len(rows), max(cell.column + cell.columns for cell in cells), place)


def body_columns(rows: Sequence[Sequence[Field]]) -> list[_Span]:
    """Where the columns stand, by the rows with more than half as many words as the longest."""
    most = max(map(len, rows), default=0)
    columns = _columns(field for row in rows if 2 * len(row) > most for field in row)
    alone = [field for row in rows for field in row if not _over(columns, field)]
    return sorted(columns + _columns(alone))


def _with_headings(columns: Sequence[_Span], rows: Sequence[Sequence[Field]]) -> list[_Span]:
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
    columns: Sequence[_Span], bare: Set[_Span], fields: Iterable[Field], *, keep: bool
) -> tuple[list[_Span], set[_Span]]:
    """The columns with those of headings, and which have none; `bare` are those that had none.

    Args:
        keep: whether a heading without figures is a column too.
    """
    bare = set(bare)
    heads: set[_Span] = set()
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


def _pairs(columns: Sequence[_Span], bare: Set[_Span], heads: Set[_Span]) -> Iterator[tuple[_Span, _Span]]:
    """Headings and figures side by side, the nearest first."""
    beside = sorted(
        (right[0] - left[1], left, right)
        for left, right in pairwise(columns)
        if (left in bare and right in heads) or (left in heads and right in bare)
    )
    used: set[_Span] = set()
    for _, left, right in beside:
        if not used & {left, right}:
            used |= {left, right}
            yield left, right


def _over(columns: Sequence[_Span], field: Field) -> list[int]:
    """The columns that words stand over."""
    return [index for index, (start, end) in enumerate(columns) if field.start < end and start < field.end]


def _columns(fields: Iterable[Field]) -> list[_Span]:
    """Where the columns stand: fields that overlap, in whatever lines, are of one column."""
    found: list[_Span] = []
    for start, end, _ in sorted(fields):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
