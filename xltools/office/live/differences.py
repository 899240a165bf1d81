"""What of a finished workbook differs from the snapshot after the same steps: all that is left to write in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from xltools.office.cells import Cell
from xltools.office.hyperlinks import Hyperlink, hyperlinks
from xltools.office.live.replay import Replayed
from xltools.office.marks import DifferentialLook, marked_cells
from xltools.office.notes import notes_on
from xltools.office.ranges import Range
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook

_V = TypeVar("_V")
Place = tuple[int, int]
"""(row, column), from 1."""


@dataclass(frozen=True, slots=True)
class StyleRun:
    """Neighbouring cells of a row that need another look: their style numbers in the finished workbook."""

    row: int
    first_column: int
    styles: tuple[int | None, ...]


@dataclass(slots=True)
class SheetChange:
    """What is to be written on one sheet."""

    name: str
    unmerged: list[Range] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    styles: list[StyleRun] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    """Points, by row; 0 hides it."""
    widths: dict[int, float] = field(default_factory=dict)
    cells: dict[Place, Cell] = field(default_factory=dict)
    """Every cell of the finished sheet, for comparison with what Excel holds."""
    changed: set[Place] = field(default_factory=set)
    """The cells whose content differs from the snapshot's, in kind or value."""
    links: dict[Place, Hyperlink | None] = field(default_factory=dict)
    """None: the cell's link goes."""
    notes: dict[Place, str | None] = field(default_factory=dict)
    """None: the cell's note goes."""
    marks: Mapping[DifferentialLook, Sequence[Place]] | None = None
    """The marks of the sheet where they changed; older ones go."""


def differences(moved: Replayed, finished: Workbook) -> list[SheetChange]:
    """The sheets of `finished` that differ, in the order of their tabs."""
    moved.workbook.settle()
    finished.settle()
    return [
        _sheet_change(moved, finished, name)
        for name in finished.sheet_names
        if name in moved.fresh_rows or name in moved.new_sheets or _differs(moved.workbook, finished, name)
    ]


def _differs(before: Workbook, finished: Workbook, name: str) -> bool:
    return _content(before, name) != _content(finished, name)


def _content(workbook: Workbook, name: str) -> tuple[bytes, ...]:
    part = workbook.sheet(name).part
    return tuple(
        workbook.package.read(owned) for owned in (part, *workbook.package.related_parts(part, "comments"))
    )


def _sheet_change(moved: Replayed, finished: Workbook, name: str) -> SheetChange:
    old, new = moved.workbook.sheet(name), finished.sheet(name)
    change = SheetChange(name)
    change.unmerged = [area for area in old.merges if area not in new.merges]
    change.merged = [area for area in new.merges if area not in old.merges]
    blank = name in moved.new_sheets
    fresh = set(new.xml.row_numbers()) if blank else moved.fresh_rows.get(name, set())
    _compare_cells(change, old, new)
    change.heights = dict(_heights(old, new, fresh))
    if blank:
        last = max((column for _, column in change.cells), default=0)
        change.widths = {column: new.column_width(column) for column in range(1, last + 1)}
    change.links = _changed(hyperlinks(old), hyperlinks(new))
    # Excel gives a cell that it links a look of its own.
    linked = {place for place, link in change.links.items() if link is not None}
    change.styles = list(_style_runs(old, new, fresh, linked))
    change.notes = _changed(notes_on(moved.workbook, name), notes_on(finished, name))
    marks = marked_cells(finished, name)
    if marks != marked_cells(moved.workbook, name):
        change.marks = marks
    return change


def _changed(old: Mapping[Place, _V], new: Mapping[Place, _V]) -> dict[Place, _V | None]:
    gone: dict[Place, _V | None] = {place: None for place in old if place not in new}
    return gone | {place: value for place, value in new.items() if old.get(place) != value}


def _compare_cells(change: SheetChange, old: Sheet, new: Sheet) -> None:
    for row, cells in new.iter_rows():
        before = old.xml.cells(row)
        for column, cell in cells.items():
            change.cells[row, column] = cell
            present = old.cell(row, column) if column in before else None
            if present is None or _held(present) != _held(cell):
                change.changed.add((row, column))
    for row, cells in old.iter_rows():
        for column, cell in cells.items():
            if (row, column) not in change.cells and _held(cell) != _held(Cell()):
                change.cells[row, column] = Cell()
                change.changed.add((row, column))


def _held(cell: Cell) -> tuple[object, ...]:
    """What a cell holds besides its look; of a formula only the formula."""
    if cell.formula is not None:
        return ("formula", cell.formula)
    value = None if cell.value == "" else cell.value
    return (type(value).__name__, value)


def _style_runs(old: Sheet, new: Sheet, fresh: set[int], linked: set[Place]) -> Iterator[StyleRun]:
    for row, cells in new.iter_rows():
        columns = sorted(cells)
        run: list[int] = []
        for column in columns:
            same = old.style_for(row, column) == new.style_for(row, column)
            known = same and row not in fresh and (row, column) not in linked
            if known or (run and run[-1] + 1 != column):
                if run:
                    yield _run(new, row, run)
                run = []
            if not known:
                run.append(column)
        if run:
            yield _run(new, row, run)


def _run(sheet: Sheet, row: int, columns: Sequence[int]) -> StyleRun:
    return StyleRun(row, columns[0], tuple(sheet.style_for(row, column) for column in columns))


def _heights(old: Sheet, new: Sheet, fresh: set[int]) -> Iterator[tuple[int, float]]:
    for row in new.xml.row_numbers():
        hidden, height = new.row_hidden(row), new.row_height(row)
        if row in fresh or hidden != old.row_hidden(row) or height != old.row_height(row):
            yield row, 0.0 if hidden else height
