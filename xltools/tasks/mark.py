"""mark: a checked workbook with its wrong cells coloured and noted, and every finding listed in 校验结果."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.budget.marks import LOOKS
from xltools.model.errors import XltoolsError
from xltools.model.finding import CellRef, Report
from xltools.office import restore
from xltools.office.marks import DifferentialLook, mark_cells
from xltools.office.notes import add_notes
from xltools.office.ranges import format_cell, parse_range
from xltools.office.workbook import Workbook
from xltools.tasks.check import TIME_LIMIT, check
from xltools.tasks.clear import unmarked
from xltools.tasks.destination import Output, put
from xltools.tasks.filling.regions import run
from xltools.tasks.marking.cells import MarkedCell, marked_cells
from xltools.tasks.marking.findings_sheet import FindingsFilling, row_of
from xltools.tasks.marking.new_sheet import add_findings_sheet, has_findings_sheet
from xltools.tasks.marking.state import write_state

_LOOKS = {name: DifferentialLook(*look) for name, look in LOOKS.items()}


@dataclass(frozen=True, slots=True)
class Marked:
    """What `mark` did: where it wrote, what was found, how many cells are marked.

    `own_notes` are marked cells (`表5!D9`) that had a person's note, which was left alone.
    """

    path: Path
    report: Report
    cells: int
    own_notes: tuple[str, ...] = ()


def mark(
    path: Path | str,
    output: Output | None = None,
    *,
    list_only: bool = False,
    time_limit: float = TIME_LIMIT,
) -> Marked:
    """Checks a workbook and marks it; older marks are replaced, what people wrote in 审核说明 stays.

    Args:
        path: the workbook.
        output: where to write; in place if None.
        list_only: list the findings in 校验结果 and leave the cells as they are.
        time_limit: seconds for finding the wrong cells.

    Raises:
        XltoolsError: the workbook cannot be read or written; nothing is written.
        LockedError: another program holds the file and no copy could be written beside it.
    """
    path = Path(path)
    report = check(path, time_limit=time_limit)
    if report.trouble:
        raise XltoolsError(report.trouble)
    before, noted = unmarked(Workbook.open(path))
    workbook = before.copy()
    cells = {} if list_only else marked_cells(report)
    if not has_findings_sheet(workbook):
        add_findings_sheet(workbook)
    rows = [row_of(finding) for finding in report.findings]
    rows = [replace(row, note=noted[row.key].note) if row.key in noted else row for row in rows]
    # What somebody explained and is found no more stays until clear is asked to drop it.
    present = {row.key for row in rows}
    rows += [row for key, row in noted.items() if key not in present]
    run(workbook, [FindingsFilling(workbook, rows)])
    write_state(workbook, report)
    count, own_notes = _mark(workbook, cells)
    restore.remember(workbook, before)
    return Marked(put(workbook, output or path), report, count, own_notes)


def _mark(workbook: Workbook, cells: Mapping[CellRef, MarkedCell]) -> tuple[int, tuple[str, ...]]:
    by_sheet: dict[str, dict[str, list[tuple[int, int]]]] = {}
    notes: dict[str, dict[tuple[int, int], str]] = {}
    for cell, marked in cells.items():
        area = parse_range(cell.cell)
        place = (area.first_row, area.first_column)
        by_sheet.setdefault(cell.sheet, {}).setdefault(marked.look, []).append(place)
        notes.setdefault(cell.sheet, {})[place] = marked.note
    count = mark_cells(workbook, by_sheet, _LOOKS)
    left = [
        f"“{sheet}”{format_cell(*place)}"
        for sheet, texts in notes.items()
        for place in add_notes(workbook, sheet, texts)
    ]
    return count, tuple(left)
