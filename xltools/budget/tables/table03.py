"""表3 支出总表: all sources, this year and carried over."""

from __future__ import annotations

from xltools.budget.measures import basic, expenditure, project
from xltools.budget.rows import FUNCTION_CODE_STYLES, by_function_code
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import LEFT, Figure, Label, Panel, RowKind, Table

TABLE = Table(
    number=3,
    name="支出总表",
    title="{year}年预算支出总表",
    headings=(
        ("项目", LEFT, "{year}年预算数", LEFT, LEFT),
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ),
    panels=(
        Panel(
            (
                Label("code", 12, code=True),
                Label("name", 38),
                Figure("total", expenditure()),
                Figure("basic", basic()),
                Figure("project", project()),
            ),
            by_function_code(expenditure()),
            kind=RowKind.FUNCTION_CODES,
        ),
    ),
    styles=FUNCTION_CODE_STYLES,
)

RULES = (
    Rule(
        "3-1",
        "表3每一行：合计 = 基本支出 + 项目支出",
        equations=(row_sum(3, "total", "basic", "project"),),
    ),
    Rule(
        "3-2",
        "表3每一栏：合计 = 各类之和，类 = 款之和，款 = 项之和",
        equations=levels(3, "total", "basic", "project"),
    ),
)
