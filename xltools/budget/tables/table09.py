"""表9 国有资本经营预算收支预算表（不含上年结转）: revenue by code beside expenditure by function."""

from __future__ import annotations

from dataclasses import replace

from xltools.budget.measures import basic, expenditure, project, revenue
from xltools.budget.rows import LINE, TOTAL, by_function_code, by_revenue_code
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import ABOVE, LEFT, Department, Figure, Label, Panel, Row, RowKind, Table

SCOPE = {"source": Source.STATE_CAPITAL_OPERATIONS, "year": BudgetYear.CURRENT}


def _expenditure(department: Department) -> list[Row]:
    """Rows by function code, all in the look of 明细行: a revenue code may stand beside any of them."""
    total, *codes = by_function_code(expenditure(**SCOPE))(department)
    return [replace(total, labels=("", "")), *(replace(row, style=LINE) for row in codes)]


TABLE = Table(
    number=9,
    name="国有资本经营收支表",
    title="{year}年国有资本经营预算收支预算表（不含上年结转）",
    headings=(
        ("国有资本经营预算收入", LEFT, LEFT, "国有资本经营预算支出", LEFT, LEFT, LEFT, LEFT),
        ("项目", LEFT, "国有资本经营收入预算", "科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("收入科目编码", "科目名称", ABOVE, ABOVE, ABOVE, ABOVE, ABOVE, ABOVE),
    ),
    panels=(
        Panel(
            (Label("code", 14, code=True), Label("name", 30), Figure("revenue", revenue(**SCOPE), 16)),
            by_revenue_code(revenue(**SCOPE), total=expenditure(**SCOPE)),
            kind=RowKind.REVENUE_CODES,
        ),
        Panel(
            (
                Label("code", 11, code=True),
                Label("name", 30),
                Figure("total", expenditure(**SCOPE)),
                Figure("basic", basic(**SCOPE)),
                Figure("project", project(**SCOPE)),
            ),
            _expenditure,
            kind=RowKind.FUNCTION_CODES,
        ),
    ),
    styles=(TOTAL, LINE),
    landscape=True,
)

RULES = (
    Rule(
        "9-1",
        "表9支出每一行：合计 = 基本支出 + 项目支出",
        equations=(row_sum(9, "total", "basic", "project"),),
    ),
    Rule(
        "9-2",
        "表9每一栏：合计 = 各类之和，类 = 款之和，款 = 项之和；收入合计 = 各收入科目之和",
        equations=levels(9, "revenue", "total", "basic", "project"),
    ),
)
