"""The figures behind the pie chart 一般公共预算当年拨款结构: 表5 by functional class."""

from __future__ import annotations

from xltools.budget.measures import expenditure
from xltools.budget.rows import CATEGORY, UNKNOWN_NAME
from xltools.budget.tables.table05 import SCOPE
from xltools.model.measure import StartsWith
from xltools.model.table import Department, Figure, Label, Panel, Row, Table

NOTHING = "（没有数据）"
"""What the legend of the chart says where there is nothing to draw."""


def _rows(department: Department) -> list[Row]:
    codes = sorted({line.function_code[:3] for line in department.sums.lines(expenditure(**SCOPE))})
    return [
        Row(
            CATEGORY,
            (department.function_names.get(code, UNKNOWN_NAME),),
            (StartsWith("function_code", code),),
        )
        for code in codes
    ] or [Row(CATEGORY, (NOTHING,), figures={"amount": None})]


TABLE = Table(
    number=0,
    name="一般公共预算结构",
    title="{year}年一般公共预算当年拨款结构",
    headings=(("支出功能分类", "金额"),),
    panels=(Panel((Label("function", 30), Figure("amount", expenditure(**SCOPE), 14)), _rows),),
    styles=(CATEGORY,),
)
