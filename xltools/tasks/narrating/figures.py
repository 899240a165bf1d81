"""The disclosure that a narrative is about: a filled workbook as it stands, or inputs filled in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xltools.budget.exact import expected
from xltools.budget.form import prepare
from xltools.model.disclosure import Disclosure
from xltools.office.recalculate import supply_values
from xltools.office.workbook import Workbook
from xltools.resources import template_path
from xltools.tasks.check import NOT_READ
from xltools.tasks.fill import compiled_template, fill_workbook
from xltools.tasks.filling.input_sheets import write_inputs
from xltools.tasks.read_input import read_input
from xltools.tasks.reading.disclosure import read_disclosure


def read_figures_of(source: Path) -> tuple[Workbook, Disclosure]:
    """A workbook of the form and what it discloses, its ledger always there.

    Raises:
        InputError: the input sheets or files hold errors.
        XltoolsError: the source cannot be read, or is a workbook without input sheets.
    """
    inputs = read_input(source)
    if inputs.is_form:
        workbook = Workbook.open(source)
        supply_values(workbook, ignoring=NOT_READ)
    else:
        workbook = compiled_template(template_path()).copy()
        write_inputs(workbook, inputs.ledger)
        fill_workbook(workbook, inputs.ledger)
    disclosure = read_disclosure(workbook, source)
    if disclosure.ledger is None:
        # Input sheets without any amount: a department that plans nothing.
        found = expected(prepare(inputs.ledger))
        disclosure = replace(disclosure, ledger=inputs.ledger, exact=found.exact, sums=found.sums)
    return workbook, disclosure
