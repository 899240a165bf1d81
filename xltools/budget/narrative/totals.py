"""二、收入预算 and 三、支出预算: what the totals of 表1 and 表3 are made of."""

from __future__ import annotations

from xltools.budget.narrative.charts import expenditure_chart, revenue_chart
from xltools.budget.narrative.grounds import Grounds
from xltools.budget.narrative.wording import Part, composed, nothing, paragraph, paragraphs, split
from xltools.budget.rows import TOTAL
from xltools.budget.tables.table01 import (
    CARRIED_OVER,
    EXPENDITURE_GRAND_TOTAL,
    REVENUE_GRAND_TOTAL,
    REVENUE_TOTAL,
)
from xltools.budget.vocabulary import Source
from xltools.model.narrative import Block, Section

REVENUE_HEADING, EXPENDITURE_HEADING = "收入预算情况说明", "支出预算情况说明"


def revenue_section(grounds: Grounds) -> Section:
    whole = grounds.amount(1, REVENUE_GRAND_TOTAL, "revenue")
    if not whole.value:
        return Section(REVENUE_HEADING, (paragraph(nothing(grounds.year, "预算收入"), "。"),))
    this_year = grounds.amount(1, REVENUE_TOTAL, "revenue")
    carried = grounds.amount(1, CARRIED_OVER, "revenue")
    of_years = [("本年收入", this_year), ("上年结转", carried)]
    blocks = [paragraph(composed(f"{grounds.year}年，本部门预算收入总计", whole, of_years), "。")]
    sources = [(source.value, grounds.amount(1, source, "revenue")) for source in Source]
    if this_year.value:
        by_source = composed("本年收入", this_year, sources, opening="按资金来源分：", alone="全部来自{}")
        blocks.append(paragraph(by_source, "。"))
    return Section(REVENUE_HEADING, (*blocks, *revenue_chart(grounds, sources)))


def expenditure_section(grounds: Grounds) -> Section:
    whole = grounds.amount(1, EXPENDITURE_GRAND_TOTAL, "total")
    if not whole.value:
        return Section(EXPENDITURE_HEADING, (paragraph(nothing(grounds.year, "预算支出"), "。"),))
    blocks: list[Block] = [
        paragraph(composed(f"{grounds.year}年，本部门预算支出总计", whole, expenditure_kinds(grounds)), "。")
    ]
    this_year = grounds.amount(1, EXPENDITURE_GRAND_TOTAL, "this_year")
    carried = grounds.amount(1, EXPENDITURE_GRAND_TOTAL, "carryover")
    of_years = [("当年预算安排", this_year), ("上年结转安排", carried)]
    blocks += paragraphs(
        split("预算支出", whole, of_years, "按资金年度分"),
        split("预算支出", whole, grounds.classes(1, 1, "total"), "按支出功能分类"),
    )
    return Section(EXPENDITURE_HEADING, (*blocks, *expenditure_chart(grounds, expenditure_kinds(grounds))))


def expenditure_kinds(grounds: Grounds) -> list[Part]:
    """基本支出 and 项目支出 of all sources, carried over ones included."""
    return [
        ("基本支出", grounds.amount(3, TOTAL, "basic")),
        ("项目支出", grounds.amount(3, TOTAL, "project")),
    ]
