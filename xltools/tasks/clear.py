"""clear: a marked workbook as it was before, but for what people wrote in 审核说明."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltools.office import restore
from xltools.office.marks import clear_marks
from xltools.office.notes import clear_notes
from xltools.office.workbook import Workbook
from xltools.tasks.destination import Output, put
from xltools.tasks.filling.regions import run
from xltools.tasks.marking.cells import OPENING
from xltools.tasks.marking.findings_sheet import FindingRow, FindingsFilling, Key, noted_rows
from xltools.tasks.marking.new_sheet import has_findings_sheet, remove_findings_sheet
from xltools.tasks.marking.state import write_state


@dataclass(frozen=True, slots=True)
class Cleared:
    """What `clear` did: where it wrote, how many cells were marked, how many explained findings it kept."""

    path: Path
    cells: int
    kept: int


def clear(path: Path | str, output: Output | None = None) -> Cleared:
    """Takes away what `mark` left: colours, notes, the list of findings.

    If nobody saved the workbook in between, every part is byte for byte as before. A finding with an 审核说明
    stays in 校验结果.

    Args:
        path: the workbook.
        output: where to write; in place if None.

    Raises:
        XltoolsError: the workbook cannot be read or written; nothing is written.
        LockedError: another program holds the file and no copy could be written beside it.
    """
    path = Path(path)
    marked = Workbook.open(path)
    count = clear_marks(marked.copy())
    workbook, noted = unmarked(marked)
    if noted:
        if has_findings_sheet(workbook):
            run(workbook, [FindingsFilling(workbook, list(noted.values()))])
    else:
        remove_findings_sheet(workbook)
    return Cleared(put(workbook, output or path), count, len(noted))


def unmarked(workbook: Workbook) -> tuple[Workbook, Mapping[Key, FindingRow]]:
    """The workbook without marks and findings, and the findings that somebody explained."""
    if not has_findings_sheet(workbook):
        clear_marks(workbook)
        clear_notes(workbook, (OPENING,))
        return workbook, {}
    noted = noted_rows(workbook)
    if not noted:
        before = restore.restored(workbook)
        if before is not None:
            return before, noted
    clear_marks(workbook)
    clear_notes(workbook, (OPENING,))
    run(workbook, [FindingsFilling(workbook, [])])
    write_state(workbook, None)
    return workbook, noted
