"""What stands in a document, whatever its format: lines of words and grids of cells, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Extent(NamedTuple):
    """Where a line stands on its page, in points."""

    left: float
    right: float
    height: float
    page_width: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of words; `place` is how a person finds it: 第 3 页, 第 12 段, 第 40 行. `extent` is of a page only."""

    text: str
    place: str
    extent: Extent | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid; `row` and `column` count from 0, `rows` and `columns` are how many it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is drawn. `edges` are the left sides of its columns and its right side, of a page only."""

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    place: str
    edges: tuple[float, ...] = field(default=(), compare=False)

    @property
    def is_of_page(self) -> bool:
        """Whether it stands on a page, whose end may break a row in two."""
        return self.place.endswith("页")

    def texts(self) -> list[dict[int, str]]:
        """By row, the words of each column that has any."""
        found: list[dict[int, str]] = [{} for _ in range(self.rows)]
        for cell in self.cells:
            if cell.text:
                found[cell.row][cell.column] = cell.text
        return found

    def slice(self, first: int, last: int) -> Grid:
        """The rows from `first` up to, not with, `last`."""
        cells = tuple(
            replace(cell, row=cell.row - first, rows=min(cell.rows, last - cell.row))
            for cell in self.cells
            if first <= cell.row < last
        )
        return replace(self, cells=cells, rows=last - first)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole document.

    `unread` says what could not be read, a sentence each; `running` are the texts of lines that stand first or
    last on most of its pages: their running heads, or the title of a form that fills most of them.
    """

    items: tuple[TextLine | Grid, ...]
    unread: tuple[str, ...] = ()
    running: frozenset[str] = frozenset()


_SAME_EDGE = 4.0
"""Points between two sides of columns that are drawn as one."""


def is_same_width(first: Grid, second: Grid) -> bool:
    """Whether two grids may be one table: as many columns, or on pages the same outer sides."""
    if first.edges and second.edges:
        return all(abs(first.edges[end] - second.edges[end]) <= 2 * _SAME_EDGE for end in (0, -1))
    return first.columns == second.columns


def joined(first: Grid, second: Grid) -> Grid:
    """One grid below the other; on pages columns are told by where their sides are."""
    edges = common_edges((*first.edges, *second.edges)) if first.edges and second.edges else ()
    upper = placed(first, edges) if edges else first
    lower = placed(second, edges) if edges else second
    cells = (*upper.cells, *(replace(cell, row=cell.row + first.rows) for cell in lower.cells))
    columns = max(upper.columns, lower.columns)
    return Grid(cells, first.rows + second.rows, columns, first.place, edges)


def common_edges(edges: Iterable[float]) -> tuple[float, ...]:
    """The sides of columns, those nearly alike taken as one."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return tuple(found)


def nearest(edges: tuple[float, ...], position: float) -> int:
    """The index of the side that is nearest."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))


def placed(grid: Grid, edges: tuple[float, ...]) -> Grid:
    """The same grid in the columns of other sides, among which are its own."""
    at = [nearest(edges, edge) for edge in grid.edges]
    cells = tuple(
        replace(
            cell,
            column=at[cell.column],
            columns=max(at[cell.column + cell.columns] - at[cell.column], 1),
        )
        for cell in grid.cells
    )
    return Grid(cells, grid.rows, len(edges) - 1, grid.place, edges)


def covered(grid: Grid) -> dict[tuple[int, int], GridCell]:
    """The cell that covers each place of a grid; the first where two overlap."""
    found: dict[tuple[int, int], GridCell] = defaultdict()
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                found.setdefault((row, column), cell)
    return found
