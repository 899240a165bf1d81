"""Named places of a workbook, and rows that grow or shrink to fit the data."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from operator import eq
from typing import Protocol

from xltools.model.errors import XltoolsError
from xltools.office.references import Range, RowMap, format_absolute, parse_range, quote_sheet
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a sheet."""

    sheet: str
    area: Range

    def refers_to(self) -> str:
        """The place as a defined name refers to it."""
        return f"{quote_sheet(self.sheet)}!{format_absolute(self.area)}"


def place_of(workbook: Workbook, name: str) -> Place:
    """Where a workbook-level name points.

    Raises:
        XltoolsError: the workbook lacks the name, or what it named was deleted.
    """
    refers_to = workbook.defined_name(name)
    if refers_to is None:
        raise XltoolsError(
            f"模板缺少名称“{name}”，无法确定填写位置。请用 xltools init 取得新的模板，或在“公式—名称管理器”中恢复。"
        )
    sheet, _, reference = refers_to.rpartition("!")
    sheet = sheet.removeprefix("=").strip("'").replace("''", "'")
    try:
        area = parse_range(reference)
    except ValueError:
        area = None
    if area is None or not workbook.has_sheet(sheet):
        raise XltoolsError(
            f"名称“{name}”指向的位置已被删除（{refers_to}）。请用 xltools init 取得新的模板后再填充。"
        )
    return Place(sheet, area)


def has_place(workbook: Workbook, name: str) -> bool:
    return workbook.defined_name(name) is not None


def is_place(workbook: Workbook, name: str) -> bool:
    """Whether a name points to a place that is still there."""
    try:
        place_of(workbook, name)
    except XltoolsError:
        return False
    return True


class Filling(Protocol):
    """Something that asks for rows first and writes once they have moved."""

    def plan(self, changes: RowChanges) -> None:
        """Asks for the rows it needs."""

    def write(self, changes: RowChanges) -> object:
        """Writes into them."""


def run(workbook: Workbook, fillings: Sequence[Filling]) -> RowChanges:
    """Plans all, moves the rows once, writes all."""
    changes = RowChanges(workbook)
    for filling in fillings:
        filling.plan(changes)
    changes.apply()
    for filling in fillings:
        filling.write(changes)
    return changes


class RowChanges:
    """Gathers rows to insert and delete all over a workbook and moves everything in one pass.

    First every place says what its rows shall be (`fit`), then `apply` moves the rows, then `area` tells where
    each place stands. Rows that stay keep everything they hold, notes and formats of people included.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._edits: dict[str, _Edits] = {}
        self._row_maps: dict[str, RowMap] = {}

    def fit(
        self, place: Place, old: Sequence[Hashable], new: Sequence[Hashable], models: Sequence[int]
    ) -> None:
        """Gives the rows of `place` the identities `new`.

        Args:
            old: what the present rows stand for, one entry a row.
            new: what the rows shall stand for, at least one.
            models: per new row, the present row that it copies its look from when it is inserted.
        """
        edits = self._edits.setdefault(place.sheet, _Edits())
        first = place.area.first_row
        edits.heights[first] = len(new)
        for kind, old_from, old_to, new_from, new_to in _edits(old, new):
            if kind in ("delete", "replace"):
                edits.deletes.append((first + old_from, first + old_to - 1))
            if kind in ("insert", "replace"):
                edits.inserts.append((first + old_from, new_to - new_from))
                edits.looks += [(first, index, models[index]) for index in range(new_from, new_to)]

    def apply(self, *, mentioned: bool = True) -> None:
        """Moves the rows; to be called once, before any place is written.

        Args:
            mentioned: False where all sheets concerned were just cloned, so that nothing refers to them.
        """
        self._row_maps = {
            sheet: RowMap.from_edits(edits.deletes, edits.inserts)
            for sheet, edits in self._edits.items()
            if edits.deletes or edits.inserts
        }
        self._workbook.remap_sheets(self._row_maps, mentioned=mentioned)
        for name, row_map in self._row_maps.items():
            sheet = self._workbook.sheet(name)
            rows_by_model: dict[int, list[int]] = {}
            for first, index, model in self._edits[name].looks:
                row = _new_first(row_map, first) + index
                rows_by_model.setdefault(model, []).append(row)
            for model, rows in rows_by_model.items():
                moved = row_map.row(model)
                assert moved is not None, "a model row is never deleted"
                sheet.copy_row_to(moved, rows)
                if sheet.row_hidden(moved):
                    for row in rows:
                        sheet.set_row_hidden(row, False)

    def moved(self, sheet: str, area: Range) -> Range:
        """Where a range outside the growing places stands after `apply`."""
        row_map = self._row_maps.get(sheet)
        if row_map is None:
            return area
        span = row_map.span(area.first_row, area.last_row)
        assert span is not None, "only rows inside growing places are deleted"
        return Range(span[0], area.first_column, span[1], area.last_column)

    def area(self, place: Place) -> Range:
        """The range of a fitted place after `apply`."""
        first = place.area.first_row
        height = self._edits[place.sheet].heights[first]
        row_map = self._row_maps.get(place.sheet)
        if row_map is not None:
            first = _new_first(row_map, first)
        return Range(first, place.area.first_column, first + height - 1, place.area.last_column)


@dataclass(slots=True)
class _Edits:
    """The edits of one sheet, rows counted as they stood before any of them."""

    deletes: list[tuple[int, int]] = field(default_factory=list)
    inserts: list[tuple[int, int]] = field(default_factory=list)
    looks: list[tuple[int, int, int]] = field(default_factory=list)
    """(first row of the place, index in it, model row) of each inserted row."""
    heights: dict[int, int] = field(default_factory=dict)


def _new_first(row_map: RowMap, first: int) -> int:
    """The new number of a place's first row, which may be a fresh one: it follows the row above, always kept."""
    above = row_map.row(first - 1) if first > 1 else 0
    assert above is not None, "a place stands below a heading"
    return above + 1


def _edits(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[str, int, int, int, int]]:
    """The edits from `old` to `new`; the common cases need no search."""
    if len(old) == len(new) and all(map(eq, old, new)):
        return []
    if len(old) == 1 and old[0] == new[0]:
        return [("insert", 1, 1, 1, len(new))]
    if len(old) == 1 and old[0] not in new:
        return [("replace", 0, 1, 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def text_of(sheet: Sheet, row: int, column: int) -> str:
    """What a label cell says."""
    if sheet.is_empty(row, column):
        return ""
    value = sheet.cell(row, column).value
    return "" if value is None else str(value)


def words_typed_over(sheet: Sheet, row: int, column: int) -> str | None:
    """The words that a person typed into a cell where a link belongs; they are to stay."""
    if sheet.is_empty(row, column):
        return None
    present = sheet.cell(row, column)
    return present.value or None if isinstance(present.value, str) and not present.formula else None


def write_text(sheet: Sheet, row: int, column: int, text: str) -> None:
    """Writes a label where it differs, so that formatting inside an equal text stays."""
    if sheet.is_empty(row, column):
        if text:
            sheet.set_text(row, column, text)
        return
    present = sheet.cell(row, column)
    if (present.value or "") == text and not present.formula:
        return
    if text:
        sheet.set_text(row, column, text)
    else:
        sheet.clear(row, column)
