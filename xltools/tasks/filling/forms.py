"""Finds the slots of a performance form on a sheet, by their labels, and writes into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xltools.budget.performance import Grid, slots
from xltools.model.errors import XltoolsError
from xltools.office.references import Range
from xltools.office.sheet import Sheet
from xltools.office.text_height import MAX_ROW_HEIGHT, height_for
from xltools.tasks.filling.regions import Place, RowChanges

FONT_SIZE = 10.0
"""Of the cells of both forms, in points."""


@dataclass(frozen=True, slots=True)
class FormPlaces:
    """Where the slots of a form stand: each with the whole range of its merged cells."""

    slots: dict[str, Range]
    groups: dict[str, Range]
    """Growing blocks by slot: the rows they take, their first column."""
    labels: dict[str, tuple[str, Range]]
    """The label of each slot, and where it stood when it was found: its columns never move."""

    def plan(self, changes: RowChanges, sheet: str, heights: Mapping[str, int]) -> None:
        """Asks for `heights[name]` rows for each growing block; its last row lends its look to new ones."""
        for name, height in heights.items():
            group = self.groups[name]
            present = group.last_row - group.first_row + 1
            changes.fit(Place(sheet, group), range(-present, 0), range(-height, 0), [group.last_row] * height)

    def after(self, changes: RowChanges, sheet: str) -> FormPlaces:
        """The places once the rows have moved."""
        return FormPlaces(
            {
                name: changes.moved(sheet, area)
                for name, area in self.slots.items()
                if name not in self.groups
            },
            {name: changes.area(Place(sheet, group)) for name, group in self.groups.items()},
            self.labels,
        )


def find_places(sheet: Sheet, grid: Grid) -> FormPlaces:
    """Reads where the slots of `grid` stand on the sheet.

    Raises:
        XltoolsError: a label of the form is missing.
    """
    texts: dict[str, list[tuple[int, int]]] = {}
    for row, cells in sheet.iter_rows():
        for column in sorted(cells):
            cell = cells[column]
            if isinstance(cell.value, str) and not cell.formula:
                texts.setdefault(cell.value.strip(), []).append((row, column))
    merged = {(area.first_row, area.first_column): area for area in sheet.merges}
    found: dict[str, Range] = {}
    groups: dict[str, Range] = {}
    labels: dict[str, tuple[str, Range]] = {}
    for slot in slots(grid):
        places = texts.get(slot.label, ())
        if len(places) <= slot.occurrence:
            raise XltoolsError(f"“{sheet.name}”里找不到“{slot.label}”一格。请恢复表样的文字，或使用原模板。")
        row, column = places[slot.occurrence]
        label = merged.get((row, column), Range(row, column, row, column))
        labels[slot.name] = (slot.label, label)
        below, beside = (label.last_row + 1, label.first_column), (label.first_row, label.last_column + 1)
        start = below if slot.below else beside
        found[slot.name] = merged.get(start, Range(*start, *start))
        if slot.below and slot.name in ("indicators", "tasks"):
            group = _group_left_of(merged, start)
            if group is None:
                raise XltoolsError(f"“{sheet.name}”里“{slot.label}”左侧的合并单元格不见了。请使用原模板。")
            groups[slot.name] = Range(start[0], start[1], group.last_row, start[1])
    return FormPlaces(found, groups, labels)


def _group_left_of(merged: dict[tuple[int, int], Range], start: tuple[int, int]) -> Range | None:
    row, column = start
    for area in merged.values():
        if area.first_row <= row <= area.last_row and area.last_column == column - 1:
            return area
    return None


class WidthCache:
    """Widths of merged columns of one sheet, in characters."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._widths: dict[tuple[int, int], float] = {}

    def width(self, first_column: int, last_column: int) -> float:
        key = (first_column, last_column)
        if key not in self._widths:
            self._widths[key] = sum(
                self._sheet.column_width(column) for column in range(first_column, last_column + 1)
            )
        return self._widths[key]


def fit_text_rows(
    sheet: Sheet, places: FormPlaces, texts: Mapping[str, str], widths: WidthCache, least: float
) -> None:
    """Makes the rows of text slots tall enough for their words and for the labels beside them."""
    rows: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for slot, text in texts.items():
        area = places.slots[slot]
        label, label_area = places.labels[slot]
        rows[area.first_row] += [
            (text, widths.width(area.first_column, area.last_column)),
            (label, widths.width(label_area.first_column, label_area.last_column)),
        ]
    for row, wanted in rows.items():
        sheet.set_row_height(row, row_height(wanted, least))


def row_height(texts: Iterable[tuple[str, float]], least: float) -> float:
    """The height in points that shows every (text, width in characters), at least `least`."""
    needed = max((height_for(text, width, FONT_SIZE) for text, width in texts if text), default=least)
    return min(max(needed, least), MAX_ROW_HEIGHT)
