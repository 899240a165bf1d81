"""fill: from what the clerk keeps to a finished workbook, every figure a live formula with its value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from xltools.budget.exact import expected
from xltools.budget.form import FILLED, TABLES, prepare
from xltools.budget.performance import OVERALL_SHEET, TARGET_SHEET
from xltools.model.errors import InputFault, XltoolsError
from xltools.model.ledger import Ledger
from xltools.office.workbook import Workbook
from xltools.resources import template_path
from xltools.tasks.destination import Output, put
from xltools.tasks.filling.balanced import balanced as balanced_figures
from xltools.tasks.filling.balanced import fingerprint
from xltools.tasks.filling.buttons import take_macros
from xltools.tasks.filling.charts import chart_sheets, write_charts
from xltools.tasks.filling.console import INDEX, IndexFilling, write_state
from xltools.tasks.filling.headings import refresh_headings
from xltools.tasks.filling.input_sheets import write_computed, write_corrections, write_inputs
from xltools.tasks.filling.live_checks import LiveChecksFilling
from xltools.tasks.filling.overall_sheet import OverallFilling
from xltools.tasks.filling.regions import place_of, run
from xltools.tasks.filling.tables import Moved, TableFilling
from xltools.tasks.filling.target_sheets import TargetFilling
from xltools.tasks.marking.changes_sheet import write_changes
from xltools.tasks.read_input import Inputs, read_input


@dataclass(frozen=True, slots=True)
class Filled:
    """What `fill` did: where it wrote, and what the clerk should know."""

    path: Path
    department: str
    year: int
    tables: int
    target_sheets: int
    faults: tuple[InputFault, ...]
    """Warnings and information about the inputs; errors are raised instead."""
    moved: tuple[Moved, ...] = ()
    """The figures that balanced rounding moved."""


def fill(
    source: Path | str,
    output: Output,
    *,
    template: Path | str | None = None,
    balanced: bool = False,
    list_changes: bool = False,
) -> Filled:
    """Fills the 13 tables and the performance sheets from a department's inputs.

    Args:
        source: a folder of input files, or a workbook with input sheets; a workbook that has the tables is
            refilled in place of its figures, and what people changed in it stays.
        output: the workbook to write; it may be the source workbook itself, or one open in Excel. An .xlsm
            has macros and buttons, whatever it was made from.
        template: a restyled copy of the template to use instead of the built-in one.
        balanced: move figures by one last unit where that makes all printed figures add up (舍位平衡).
        list_changes: list in 校验结果 the cells of the source workbook that changed, old and new.

    Returns:
        Where the workbook was written (beside `output` if that is open elsewhere) and the warnings.

    Raises:
        InputError: the inputs hold errors; nothing is written.
        XltoolsError: the source, template or output cannot be used; nothing is written.
    """
    source = Path(source)
    _require_suffix(output)
    inputs = read_input(source)
    workbook = _workbook_for(inputs, Path(template) if template else None)
    if isinstance(output, str | Path) and Path(output).suffix.lower() == ".xlsm":
        take_macros(workbook, compiled_template(template_path(".xlsm")))
    names, faults, moved = fill_workbook(workbook, inputs.ledger, balanced=balanced)
    if list_changes and inputs.is_form and template is None:
        write_changes(workbook, source)
    facts = inputs.ledger.department
    written = put(workbook, output)
    return Filled(
        written, facts.name, facts.year, len(TABLES), len(names), (*inputs.faults, *faults), tuple(moved)
    )


def _require_suffix(output: Output) -> None:
    if isinstance(output, str | Path) and Path(output).suffix.lower() not in (".xlsx", ".xlsm"):
        name, stem = Path(output).name, Path(output).stem or "部门预算公开"
        raise XltoolsError(f"输出文件“{name}”应以 .xlsx（带宏的用 .xlsm）结尾，例如“{stem}.xlsx”。")


def _workbook_for(inputs: Inputs, template: Path | None) -> Workbook:
    """The workbook to fill, its input sheets already right."""
    if inputs.is_form and template is None:
        workbook = Workbook.open(inputs.source)
        write_corrections(workbook, inputs.corrections)
        write_computed(workbook, inputs.ledger, inputs.rows)
        return workbook
    workbook = compiled_template(template or template_path()).copy()
    write_inputs(workbook, inputs.ledger)
    return workbook


def compiled_template(path: Path) -> Workbook:
    """The template, parsed once for a whole batch; take a `copy` to write into."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise XltoolsError(f"打不开模板“{path}”。请检查路径，或不用 --template 而用内置模板。") from error
    return _compiled(path, changed)


@lru_cache(maxsize=4)
def _compiled(path: Path, _changed: int) -> Workbook:
    return Workbook.open(path)


def fill_workbook(
    workbook: Workbook, ledger: Ledger, *, balanced: bool = False
) -> tuple[list[str], list[InputFault], list[Moved]]:
    """Writes all that follows from the ledger; the input sheets are left alone.

    Returns:
        The names of the target sheets, what a person should know about words that were written over, and the
        figures that balanced rounding moved.

    Raises:
        XltoolsError: the workbook no longer has the shape of the form, or the figures cannot be balanced.
    """
    department = prepare(ledger)
    found = expected(department)
    if balanced:
        found = balanced_figures(department, found)
    facts = ledger.department
    tables = [TableFilling(workbook, table, department, found) for table in FILLED]
    console = place_of(workbook, INDEX).sheet
    targets = TargetFilling(workbook, department)
    headed = [console, OVERALL_SHEET, TARGET_SHEET, *targets.kept, *(table.sheet for table in tables)]
    refresh_headings(workbook, dict.fromkeys((*headed, *chart_sheets(workbook))), facts)
    index = IndexFilling(workbook, targets.names)
    live = LiveChecksFilling(workbook, found)
    run(workbook, [*tables, targets, OverallFilling(workbook, department, found), index, live])
    write_charts(workbook, found, facts)
    projects = len({line.project_number for line in ledger.projects})
    print_of_data = fingerprint(workbook) if balanced else None
    write_state(workbook, department, projects, live.conclusion, print_of_data)
    moved = [entry for table in tables for entry in table.moved]
    return targets.names, targets.faults, moved
