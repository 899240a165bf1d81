"""The input tables as pandas data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltools.budget.department import CODE, FACT_HEADINGS, FACTS, NAME, SHEET, YEAR
from xltools.budget.inputs import INPUT_SHEETS
from xltools.model.ledger import Ledger
from xltools.tasks.inputs.cells import cell_rows

if TYPE_CHECKING:
    from pandas import DataFrame


def ledger_frames(ledger: Ledger) -> dict[str, DataFrame]:
    """A frame per input table by its Chinese name, headed as the CSV file; amounts are Decimals in 元."""
    from pandas import DataFrame

    frames = {
        declaration.name: DataFrame(
            list(cell_rows(ledger, declaration)),
            columns=[column.file_heading for column in declaration.file_columns],
            dtype=object,
        )
        for declaration in INPUT_SHEETS
    }
    department = ledger.department
    basics = {YEAR.key: department.year, NAME.key: department.name, CODE.key: department.code}
    facts = [
        (fact.section, fact.item, basics.get(fact.key, department.values.get(fact.key))) for fact in FACTS
    ]
    frames[SHEET] = DataFrame(facts, columns=list(FACT_HEADINGS), dtype=object)
    return frames
