"""What a task changed in a workbook: the cells that held something and hold something else now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xltools.budget.console import FINDINGS_SHEET, SHEET
from xltools.office.cells import CellValue
from xltools.office.live.replay import Replayed, replayed
from xltools.office.ranges import format_cell
from xltools.office.workbook import Workbook

_SILENT = frozenset({SHEET, FINDINGS_SHEET})
"""Sheets that only tell how the workbook stands."""
REMOVED, REMOVED_SHEET = "（本行已删除）", "（本表已删除）"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that changed: where it stands now, what it showed before and shows now.

    Of a row or sheet that is gone, `cell` is where it stood.
    """

    sheet: str
    cell: str
    old: CellValue
    new: CellValue


def changes(before: Workbook, finished: Workbook) -> list[Change]:
    """The changes in the order of the tabs, removed sheets last.

    A cell that was empty before is not listed: nothing in it was lost.
    """
    moved = replayed(before, finished.steps)
    present = [name for name in finished.sheet_names if name not in _SILENT]
    found = [change for name in present for change in _sheet_changes(moved, finished, name)]
    gone = [name for name in moved.removed_sheets if before.has_sheet(name)]
    return [*found, *(Change(name, "A1", name, REMOVED_SHEET) for name in gone)]


def _sheet_changes(moved: Replayed, finished: Workbook, name: str) -> Iterator[Change]:
    if not moved.workbook.has_sheet(name) or name in moved.copied_sheets:
        return
    old, new = moved.workbook.sheet(name), finished.sheet(name)
    for row, cells in old.iter_rows():
        for column, cell in cells.items():
            now = new.cell(row, column).value
            if _shown(cell.value) and _shown(cell.value) != _shown(now):
                yield Change(name, format_cell(row, column), cell.value, now)
    for row, label in moved.removed_rows.get(name, ()):
        yield Change(name, format_cell(row, 1), label, REMOVED)


def _shown(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else ""
    return str(value)
