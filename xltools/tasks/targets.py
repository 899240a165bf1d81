"""targets: makes or refills the performance-target sheets of a workbook, from its own input sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xltools.budget.exact import expected
from xltools.budget.form import prepare
from xltools.budget.performance import OVERALL_SHEET, TARGET_SHEET
from xltools.model.errors import XltoolsError
from xltools.office.workbook import Workbook
from xltools.tasks.destination import Output, put
from xltools.tasks.fill import Filled
from xltools.tasks.filling.balanced import overall_moves
from xltools.tasks.filling.console import IndexFilling
from xltools.tasks.filling.headings import refresh_headings
from xltools.tasks.filling.input_sheets import write_computed, write_corrections
from xltools.tasks.filling.overall_sheet import OverallFilling
from xltools.tasks.filling.regions import run
from xltools.tasks.filling.target_sheets import TargetFilling
from xltools.tasks.marking.changes_sheet import write_changes
from xltools.tasks.read_input import read_input


def targets(source: Path | str, output: Output | None = None, *, list_changes: bool = False) -> Filled:
    """Writes a target sheet per project of this year and the department's overall one; tables stay as they are.

    Args:
        source: a workbook made from the template.
        output: where to write; None writes the source itself.
        list_changes: list in 校验结果 the cells that changed, old and new.

    Raises:
        InputError: the input sheets hold errors; nothing is written.
        XltoolsError: the file is no workbook of this form, or cannot be written.
    """
    source = Path(source)
    inputs = read_input(source)
    if not inputs.is_form:
        raise XltoolsError(
            f"“{source}”不是由本模板生成的工作簿。请先用 xltools fill 生成，再生成绩效目标表。"
        )
    workbook = Workbook.open(source)
    write_corrections(workbook, inputs.corrections)
    write_computed(workbook, inputs.ledger, inputs.rows)
    department = prepare(inputs.ledger)
    sheets = TargetFilling(workbook, department)
    refresh_headings(workbook, [OVERALL_SHEET, TARGET_SHEET, *sheets.kept], inputs.ledger.department)
    index = IndexFilling(workbook, sheets.names)
    found = replace(expected(department), moved=overall_moves(workbook))
    run(workbook, [sheets, OverallFilling(workbook, department, found), index])
    if list_changes:
        write_changes(workbook, source)
    facts = inputs.ledger.department
    written = put(workbook, output or source)
    return Filled(written, facts.name, facts.year, 0, len(sheets.names), (*inputs.faults, *sheets.faults))
