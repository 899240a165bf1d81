"""校验结果, second part: the cells that the last button changed, old and new, each with a link."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from xltools.budget.console import CHANGE_HEADINGS, CHANGES_AREA, CHANGES_MODEL
from xltools.office.cells import CellValue
from xltools.office.ranges import Range
from xltools.office.references import quote_sheet
from xltools.office.sheet import Sheet
from xltools.office.text_height import MAX_ROW_HEIGHT, height_for
from xltools.office.workbook import Workbook
from xltools.tasks.changes import REMOVED, REMOVED_SHEET, Change, changes
from xltools.tasks.filling.regions import Place, RowChanges, is_place, place_of, run, write_text

_NUMBER_AT = 0
_SHEET_AT, _CELL_AT, _OLD_AT, _NEW_AT = (
    CHANGE_HEADINGS.index(name) for name in ("表", "单元格", "原来", "现在")
)
_FONT_SIZE, _LEAST_HEIGHT = 11, 18.0
_MOST = 500
"""Changes listed; the rest are counted."""


def write_changes(finished: Workbook, source: Path) -> None:
    """Lists what differs from the workbook in `source`; a workbook of an older template has no place for it."""
    if all(is_place(finished, name) for name in (CHANGES_AREA, CHANGES_MODEL)):
        found = changes(Workbook.open(source), finished)
        run(finished, [ChangesFilling(finished, found)])


class ChangesFilling:
    """The list on its way into the workbook."""

    def __init__(self, workbook: Workbook, found: Sequence[Change]) -> None:
        self._workbook = workbook
        self._changes = found[:_MOST]
        self._left = len(found) - len(self._changes)
        self._place = place_of(workbook, CHANGES_AREA)

    def plan(self, rows: RowChanges) -> None:
        """Asks for a row per change, one at least."""
        area = self._place.area
        model = place_of(self._workbook, CHANGES_MODEL).area.first_row
        count = max(1, len(self._changes) + bool(self._left))
        rows.fit(self._place, range(area.last_row - area.first_row + 1), range(count), [model] * count)

    def write(self, rows: RowChanges) -> None:
        """Writes the rows."""
        sheet = self._workbook.sheet(self._place.sheet)
        area = rows.area(self._place)
        first = area.first_column
        self._workbook.set_defined_name(CHANGES_AREA, Place(sheet.name, area).refers_to(), hidden=True)
        sheet.remove_hyperlinks_in(Range(area.first_row, first + _CELL_AT, area.last_row, first + _CELL_AT))
        for row in range(area.first_row, area.last_row + 1):
            for at in range(len(CHANGE_HEADINGS)):
                if not sheet.is_empty(row, first + at):
                    sheet.clear(row, first + at)
        for number, change in enumerate(self._changes, 1):
            _write_change(sheet, area.first_row + number - 1, first, number, change)
        if self._left:
            write_text(sheet, area.last_row, first + _SHEET_AT, f"另有 {self._left} 处没有列出")
        sheet.add_hyperlinks(
            (row, first + _CELL_AT, f"{quote_sheet(change.sheet)}!{change.cell}", "转到这一格")
            for row, change in enumerate(self._changes, area.first_row)
            if change.new not in (REMOVED, REMOVED_SHEET)
        )


def _write_change(sheet: Sheet, row: int, first: int, number: int, change: Change) -> None:
    sheet.set_number(row, first + _NUMBER_AT, number)
    write_text(sheet, row, first + _SHEET_AT, change.sheet)
    write_text(sheet, row, first + _CELL_AT, change.cell)
    height = _LEAST_HEIGHT
    for at, value in ((_SHEET_AT, change.sheet), (_OLD_AT, change.old), (_NEW_AT, change.new)):
        if at != _SHEET_AT:
            _write_value(sheet, row, first + at, value)
        height = max(height, height_for(str(value or ""), sheet.column_width(first + at), _FONT_SIZE))
    sheet.set_row_height(row, min(height, MAX_ROW_HEIGHT))


def _write_value(sheet: Sheet, row: int, column: int, value: CellValue) -> None:
    if isinstance(value, Decimal):
        sheet.set_number(row, column, value)
    elif value is not None and value != "":
        sheet.set_text(row, column, str(value))
