"""Rectangles of cells: what they share, what is left of them, where inserted or deleted lines take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyopenvba._a1 import MAX_COLUMNS, MAX_ROWS, Area
from pyopenvba.apps.excel._editing import interval, rewrite
from pyopenvba.apps.excel._validation import _without


def overlap(one: Any, other: Any) -> Any | None:
    top, left = max(one.top, other.top), max(one.left, other.left)
    bottom, right = min(one.bottom, other.bottom), min(one.right, other.right)
    return Area(top, left, bottom, right) if top <= bottom and left <= right else None


def contains(outer: Any, inner: Any) -> bool:
    return bool(outer.contains(inner.top, inner.left) and outer.contains(inner.bottom, inner.right))


def cut_out(area: Any, cuts: list[Any]) -> list[Any]:
    """What is left of an area without the cuts."""
    left = [area]
    for cut in cuts:
        left = [piece for one in left for piece in _without(one, cut)]
    return left


def on_sheet(area: Any, name: str) -> Any:
    return Area(area.top, area.left, area.bottom, area.right, name)


@dataclass(frozen=True)
class LineEdit:
    """Whole rows or columns of one sheet inserted or deleted."""

    sheet: str
    rows: bool
    start: int
    count: int
    delete: bool

    def lines(self, low: int, high: int) -> tuple[int, int] | None:
        """Where the lines from low to high go; None when all of them are deleted."""
        limit = MAX_ROWS if self.rows else MAX_COLUMNS
        found: tuple[int, int] | None = interval(low, high, self.start, self.count, self.delete, limit)
        return found

    def area(self, area: Any) -> Any | None:
        """Where an area of the sheet goes; None when all of it is deleted."""
        if self.rows:
            found = self.lines(area.top, area.bottom)
            return found and Area(found[0], area.left, found[1], area.right, area.sheet)
        found = self.lines(area.left, area.right)
        return found and Area(area.top, found[0], area.bottom, found[1], area.sheet)

    def formula(self, text: str, owner: str) -> str:
        """A formula (with its "=") on the sheet `owner`, its references to the edited sheet moved."""
        moved: str = rewrite(
            text,
            owner,
            self.sheet,
            rows=self.rows,
            start=self.start,
            count=self.count,
            delete=self.delete,
        )
        return moved

    def key(self, key: tuple[str, int, int]) -> tuple[str, int, int] | None:
        """Where a cell goes: a sheet's name in lower case, row and column."""
        name, row, column = key
        if name != self.sheet.lower():
            return key
        found = self.lines(row, row) if self.rows else self.lines(column, column)
        if found is None:
            return None
        return (name, found[0], column) if self.rows else (name, row, found[0])
