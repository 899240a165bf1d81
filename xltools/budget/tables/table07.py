"""表7 政府性基金预算收入表（不含上年结转）: by revenue code where 收入明细 gives it."""

from __future__ import annotations

from xltools.budget.measures import expenditure, revenue
from xltools.budget.rows import LINE, TOTAL, by_revenue_code
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import Rule, levels
from xltools.model.table import ABOVE, LEFT, Figure, Label, Panel, RowKind, Table

SCOPE = {"source": Source.GOVERNMENT_MANAGED_FUNDS, "year": BudgetYear.CURRENT}

TABLE = Table(
    number=7,
    name="政府性基金收入表",
    title="{year}年政府性基金预算收入表（不含上年结转）",
    headings=(
        ("项目", LEFT, "政府性基金收入预算"),
        ("收入科目编码", "科目名称", ABOVE),
    ),
    panels=(
        Panel(
            (Label("code", 18, code=True), Label("name", 44), Figure("revenue", revenue(**SCOPE), 24)),
            by_revenue_code(revenue(**SCOPE), total=expenditure(**SCOPE)),
            kind=RowKind.REVENUE_CODES,
        ),
    ),
    styles=(TOTAL, LINE),
)

RULES = (Rule("7-1", "表7合计 = 各收入科目之和", equations=levels(7, "revenue")),)
