"""表13 项目支出预算表（上年结转）: carried-over projects under their units, fiscal funds only."""

from __future__ import annotations

from xltools.budget.measures import FISCAL, project
from xltools.budget.rows import PROJECT_STYLES, by_project
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import ABOVE, LEFT, Figure, Label, Panel, RowKind, Table

CARRYOVER = BudgetYear.CARRYOVER
FISCAL_CARRYOVER = project(year=CARRYOVER).where(*FISCAL)

TABLE = Table(
    number=13,
    name="项目支出表（上年结转）",
    title="{year}年项目支出预算表（上年结转）",
    headings=(
        ("项目名称", "合计", "{year}年财政拨款", LEFT, LEFT),
        (ABOVE, ABOVE, "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ("1", "2", "3", "4", "5"),
    ),
    panels=(
        Panel(
            (
                Label("project", 58),
                Figure("total", FISCAL_CARRYOVER),
                Figure("general_public", project(source=Source.GENERAL_PUBLIC, year=CARRYOVER)),
                Figure(
                    "government_managed_funds",
                    project(source=Source.GOVERNMENT_MANAGED_FUNDS, year=CARRYOVER),
                ),
                Figure(
                    "state_capital_operations",
                    project(source=Source.STATE_CAPITAL_OPERATIONS, year=CARRYOVER),
                ),
            ),
            by_project(FISCAL_CARRYOVER),
            kind=RowKind.PROJECTS,
        ),
    ),
    styles=PROJECT_STYLES,
)

_COLUMNS = tuple(figure.key for figure in TABLE.panels[0].figures)

RULES = (
    Rule(
        "13-1",
        "表13每一行：合计 = 各项资金之和；单位 = 其下项目之和，部门 = 各单位之和",
        equations=(row_sum(13, *_COLUMNS), *levels(13, *_COLUMNS)),
    ),
)
