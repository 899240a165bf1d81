"""表12 项目支出预算表（本年预算）: this year's projects under their units, all sources."""

from __future__ import annotations

from xltools.budget.measures import project
from xltools.budget.rows import PROJECT_STYLES, by_project
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import ABOVE, LEFT, Figure, Label, Panel, RowKind, Table

THIS_YEAR = BudgetYear.CURRENT

TABLE = Table(
    number=12,
    name="项目支出表（本年）",
    title="{year}年项目支出预算表（本年预算）",
    headings=(
        ("项目名称", "合计", "{year}年财政拨款", LEFT, LEFT, "财政专户管理资金", "单位资金"),
        (ABOVE, ABOVE, "一般公共预算", "政府性基金预算", "国有资本经营预算", ABOVE, ABOVE),
        ("1", "2", "3", "4", "5", "6", "7"),
    ),
    panels=(
        Panel(
            (
                Label("project", 52),
                Figure("total", project(year=THIS_YEAR), 13),
                Figure("general_public", project(source=Source.GENERAL_PUBLIC, year=THIS_YEAR), 13),
                Figure(
                    "government_managed_funds",
                    project(source=Source.GOVERNMENT_MANAGED_FUNDS, year=THIS_YEAR),
                    13,
                ),
                Figure(
                    "state_capital_operations",
                    project(source=Source.STATE_CAPITAL_OPERATIONS, year=THIS_YEAR),
                    13,
                ),
                Figure(
                    "special_account_funds", project(source=Source.SPECIAL_ACCOUNT_FUNDS, year=THIS_YEAR), 13
                ),
                Figure("own_funds", project(source=Source.OWN_FUNDS, year=THIS_YEAR), 13),
            ),
            by_project(project(year=THIS_YEAR)),
            kind=RowKind.PROJECTS,
        ),
    ),
    styles=PROJECT_STYLES,
    landscape=True,
)

_COLUMNS = tuple(figure.key for figure in TABLE.panels[0].figures)

RULES = (
    Rule(
        "12-1",
        "表12每一行：合计 = 各项资金之和；单位 = 其下项目之和，部门 = 各单位之和",
        equations=(row_sum(12, *_COLUMNS), *levels(12, *_COLUMNS)),
    ),
)
