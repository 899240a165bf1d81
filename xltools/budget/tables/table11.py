"""表11 财政拨款安排机关运行经费预算表: 公用经费 of 行政 and 参公 units, this year's fiscal funds."""

from __future__ import annotations

from xltools.budget.measures import FISCAL, basic
from xltools.budget.vocabulary import BudgetYear, ExpenseType, Source, UnitKind
from xltools.model.fold import fold_name
from xltools.model.ledger import LedgerLine
from xltools.model.measure import Differs, Equals
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import ABOVE, LEFT, Department, Figure, Label, Panel, Row, RowKind, Table

ALL_UNITS = "部门合计"
AGENCY = Differs("unit_kind", UnitKind.PUBLIC_INSTITUTION)
OPERATING = basic(expense_type=ExpenseType.OPERATING, year=BudgetYear.CURRENT).where(AGENCY)


def _fund(source: Source) -> Figure:
    return Figure(str(source), OPERATING.where(Equals("source", source)), 16)


def _rows(department: Department) -> list[Row]:
    lines: list[LedgerLine] = department.sums.lines(OPERATING.where(*FISCAL))
    with_figures = {line.unit_number for line in lines}
    return [
        Row(ALL_UNITS, (ALL_UNITS,), key=ALL_UNITS),
        *(
            Row(
                "单位",
                (unit.name,),
                (Equals("unit_number", unit.number),),
                key=fold_name(unit.name),
                parent=ALL_UNITS,
            )
            for unit in department.ledger.units
            if unit.number in with_figures
        ),
    ]


TABLE = Table(
    number=11,
    name="机关运行经费表",
    title="{year}年财政拨款安排机关运行经费预算表",
    headings=(
        ("单位名称", "{year}预算数", LEFT, LEFT, LEFT),
        (ABOVE, "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    ),
    panels=(
        Panel(
            (
                Label("budgetary_unit", 46),
                Figure("total", OPERATING.where(*FISCAL), 16),
                _fund(Source.GENERAL_PUBLIC),
                _fund(Source.GOVERNMENT_MANAGED_FUNDS),
                _fund(Source.STATE_CAPITAL_OPERATIONS),
            ),
            _rows,
            kind=RowKind.UNITS,
        ),
    ),
    styles=(ALL_UNITS, "单位"),
)

_COLUMNS = tuple(figure.key for figure in TABLE.panels[0].figures)

RULES = (
    Rule(
        "11-1",
        "表11每一行：合计 = 三项资金之和；部门合计 = 各单位之和",
        equations=(row_sum(11, *_COLUMNS), *levels(11, *_COLUMNS)),
    ),
)
