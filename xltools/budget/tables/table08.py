"""表8 政府性基金预算支出表（不含上年结转）: this year's government-managed funds."""

from __future__ import annotations

from xltools.budget.measures import basic, expenditure, project
from xltools.budget.rows import FUNCTION_CODE_STYLES, by_function_code
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import Figure, Label, Panel, RowKind, Table

SCOPE = {"source": Source.GOVERNMENT_MANAGED_FUNDS, "year": BudgetYear.CURRENT}

TABLE = Table(
    number=8,
    name="政府性基金支出表",
    title="{year}年政府性基金预算支出表（不含上年结转）",
    headings=(("科目编码", "科目名称", "合计", "基本支出", "项目支出"),),
    panels=(
        Panel(
            (
                Label("code", 12, code=True),
                Label("name", 38),
                Figure("total", expenditure(**SCOPE)),
                Figure("basic", basic(**SCOPE)),
                Figure("project", project(**SCOPE)),
            ),
            by_function_code(expenditure(**SCOPE)),
            kind=RowKind.FUNCTION_CODES,
        ),
    ),
    styles=FUNCTION_CODE_STYLES,
)

RULES = (
    Rule(
        "8-1",
        "表8每一行：合计 = 基本支出 + 项目支出",
        equations=(row_sum(8, "total", "basic", "project"),),
    ),
    Rule(
        "8-2",
        "表8每一栏：合计 = 各类之和，类 = 款之和，款 = 项之和",
        equations=levels(8, "total", "basic", "project"),
    ),
)
