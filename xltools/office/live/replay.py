"""The steps of a task done again on the snapshot alone: what Excel's own sheets look like after the same steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xltools.office.references import MAX_ROW, RowMap
from xltools.office.steps import RowsMoved, SheetAdded, SheetCopied, SheetRemoved, SheetRenamed, Step
from xltools.office.workbook import Workbook

_BLANK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)


@dataclass(slots=True)
class Replayed:
    """The snapshot after the steps, and the rows of each sheet that the steps inserted."""

    workbook: Workbook
    fresh_rows: dict[str, set[int]] = field(default_factory=dict)
    new_sheets: set[str] = field(default_factory=set)
    """Sheets that were added blank."""

    def is_fresh(self, sheet: str, row: int) -> bool:
        """Whether nothing is known of the look of a row: it was inserted, or its sheet added."""
        return row in self.fresh_rows.get(sheet, ())


def replayed(snapshot: Workbook, steps: Iterable[Step]) -> Replayed:
    """Does the steps on a copy of the snapshot."""
    state = Replayed(snapshot.copy())
    workbook, fresh = state.workbook, state.fresh_rows
    for step in steps:
        match step:
            case SheetCopied(source, name):
                workbook.clone_sheet(source, name)
                fresh[name] = set(fresh.get(source, ()))
            case SheetAdded(name):
                workbook.add_sheet(name, _BLANK)
                state.new_sheets.add(name)
            case SheetRemoved(name):
                workbook.remove_sheet(name)
                fresh.pop(name, None)
                state.new_sheets.discard(name)
            case SheetRenamed(name, new_name):
                workbook.rename_sheet(name, new_name)
                if name in fresh:
                    fresh[new_name] = fresh.pop(name)
                if name in state.new_sheets:
                    state.new_sheets.remove(name)
                    state.new_sheets.add(new_name)
            case RowsMoved(sheet, row_map):
                workbook.remap_rows(sheet, row_map)
                fresh[sheet] = _moved(fresh.get(sheet, set()), row_map)
    return state


def _moved(fresh: set[int], row_map: RowMap) -> set[int]:
    kept = {new for row in fresh if (new := row_map.row(row)) is not None}
    shift = 0
    for row, deleted, inserted in row_map.gaps():
        first = row + shift
        kept |= set(range(first, min(first + inserted, MAX_ROW + 1)))
        shift += inserted - deleted
    return kept
