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
    copied_sheets: set[str] = field(default_factory=set)
    removed_sheets: list[str] = field(default_factory=list)
    removed_rows: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By sheet the rows that the steps deleted, as they were numbered then, and their first words."""

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
                state.copied_sheets.add(name)
                fresh[name] = set(fresh.get(source, ()))
            case SheetAdded(name):
                workbook.add_sheet(name, _BLANK)
                state.new_sheets.add(name)
            case SheetRemoved(name):
                workbook.remove_sheet(name)
                state.removed_sheets.append(name)
                _rename(state, name, None)
            case SheetRenamed(name, new_name):
                workbook.rename_sheet(name, new_name)
                _rename(state, name, new_name)
            case RowsMoved(sheet, row_map):
                _note_removed(state, sheet, row_map)
                workbook.remap_rows(sheet, row_map)
                fresh[sheet] = _moved(fresh.get(sheet, set()), row_map)
    return state


def _rename(state: Replayed, name: str, new_name: str | None) -> None:
    """What is known of a sheet goes with its name, or away with the sheet."""
    for known in (state.new_sheets, state.copied_sheets):
        if name in known:
            known.remove(name)
            known |= {new_name} if new_name else set()
    rows, removed = state.fresh_rows.pop(name, None), state.removed_rows.pop(name, None)
    if new_name and rows is not None:
        state.fresh_rows[new_name] = rows
    if new_name and removed is not None:
        state.removed_rows[new_name] = removed


def _note_removed(state: Replayed, name: str, row_map: RowMap) -> None:
    sheet = state.workbook.sheet(name)
    for first, deleted, _ in row_map.gaps():
        for row in range(first, first + deleted):
            cells = sheet.xml.cells(row)
            texts = (sheet.cell(row, column).value for column in sorted(cells))
            words = next((text for text in texts if isinstance(text, str) and text), "")
            if words:
                state.removed_rows.setdefault(name, []).append((row, words))


def _moved(fresh: set[int], row_map: RowMap) -> set[int]:
    kept = {new for row in fresh if (new := row_map.row(row)) is not None}
    shift = 0
    for row, deleted, inserted in row_map.gaps():
        first = row + shift
        kept |= set(range(first, min(first + inserted, MAX_ROW + 1)))
        shift += inserted - deleted
    return kept
