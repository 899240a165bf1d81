"""Scattered cells gathered into rectangles: a workbook open in Excel is read and written in few calls."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.office.ranges import Range


def rectangles(places: Iterable[tuple[int, int]]) -> list[Range]:
    """Rectangles that hold exactly these (row, column) places: runs of a row, equal runs of rows below joined."""
    open_runs: dict[tuple[int, int], Range] = {}
    found: list[Range] = []
    rows: dict[int, list[int]] = {}
    for row, column in places:
        rows.setdefault(row, []).append(column)
    for row in sorted(rows):
        runs = _runs(sorted(set(rows[row])))
        grown: dict[tuple[int, int], Range] = {}
        for first, last in runs:
            above = open_runs.get((first, last))
            top = above.first_row if above is not None and above.last_row == row - 1 else row
            grown[first, last] = Range(top, first, row, last)
        found += [
            area for span, area in open_runs.items() if span not in grown or grown[span].first_row == row
        ]
        open_runs = grown
    return sorted([*found, *open_runs.values()])


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs
