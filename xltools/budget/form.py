"""The 2025 form: its tables in printed order, and a ledger made ready for them."""

from __future__ import annotations

from xltools.budget.classification import function_names, revenue_names
from xltools.budget.inputs import BASIC, PROJECTS, REVENUE, THREE_PUBLIC
from xltools.budget.tables import (
    structure_chart,
    table01,
    table02,
    table03,
    table04,
    table05,
    table06,
    table07,
    table08,
    table09,
    table10,
    table11,
    table12,
    table13,
)
from xltools.model.ledger import Ledger
from xltools.model.measure import Sums
from xltools.model.rule import Rule
from xltools.model.table import Department, Table

FORM = "山西省县级部门预算公开表（2025年）"

TABLES: tuple[Table, ...] = (
    table01.TABLE,
    table02.TABLE,
    table03.TABLE,
    table04.TABLE,
    table05.TABLE,
    table06.TABLE,
    table07.TABLE,
    table08.TABLE,
    table09.TABLE,
    table10.TABLE,
    table11.TABLE,
    table12.TABLE,
    table13.TABLE,
)

TABLE_RULES: tuple[Rule, ...] = (
    *table01.RULES,
    *table02.RULES,
    *table03.RULES,
    *table04.RULES,
    *table05.RULES,
    *table06.RULES,
    *table07.RULES,
    *table08.RULES,
    *table09.RULES,
    *table10.RULES,
    *table11.RULES,
    *table12.RULES,
    *table13.RULES,
)
"""The rules inside one table, in printed order."""

STRUCTURE_CHART = structure_chart.TABLE
FILLED: tuple[Table, ...] = (*TABLES, STRUCTURE_CHART)
"""Every region of figures that `fill` writes."""


def prepare(ledger: Ledger) -> Department:
    """The ledger with its sums and the names of codes: the department's own, the built-in, then the lines'."""
    given = {line.function_code: line.function_name for line in ledger.basic if line.function_name}
    return Department(
        ledger=ledger,
        sums=Sums(
            {
                BASIC.key: ledger.basic,
                PROJECTS.key: ledger.projects,
                REVENUE.key: ledger.revenue,
                THREE_PUBLIC.key: ledger.three_public,
            }
        ),
        function_names={**given, **function_names(), **ledger.function_names},
        revenue_names=revenue_names(),
    )
