"""四、财政拨款收支预算总体情况: 表4."""

from __future__ import annotations

from xltools.budget.narrative.grounds import Grounds
from xltools.budget.narrative.wording import Part, composed, nothing, paragraph, paragraphs, split
from xltools.budget.tables.table01 import EXPENDITURE_GRAND_TOTAL, REVENUE_GRAND_TOTAL, REVENUE_TOTAL
from xltools.budget.tables.table04 import CARRIED_OVER, fund_key
from xltools.budget.vocabulary import FISCAL_SOURCES, BudgetYear
from xltools.model.narrative import Paragraph, Section

HEADING = "财政拨款收支预算总体情况说明"
_FROM = "全部来自{}"
_COLUMNS = ("general_public", "government_managed_funds", "state_capital_operations")


def section(grounds: Grounds) -> Section:
    revenue = grounds.amount(4, REVENUE_GRAND_TOTAL, "revenue")
    expenditure = grounds.amount(4, EXPENDITURE_GRAND_TOTAL, "subtotal")
    if not revenue.value and not expenditure.value:
        return Section(HEADING, (paragraph(nothing(grounds.year, "财政拨款收支"), "。"),))
    opening = paragraph(
        f"{grounds.year}年，本部门财政拨款收入总计", revenue, "，财政拨款支出总计", expenditure, "。"
    )
    return Section(HEADING, (opening, *_revenue(grounds), *_expenditure(grounds)))


def _revenue(grounds: Grounds) -> list[Paragraph]:
    this_year = grounds.amount(4, REVENUE_TOTAL, "revenue")
    carried = grounds.amount(4, CARRIED_OVER, "revenue")
    found = []
    if this_year.value:
        parts = _funds(grounds, BudgetYear.CURRENT)
        found.append(paragraph(composed("本年财政拨款收入", this_year, parts, alone=_FROM), "。"))
    else:
        found.append(paragraph("没有本年财政拨款收入。"))
    if carried.value:
        parts = _funds(grounds, BudgetYear.CARRYOVER)
        found.append(paragraph(composed("上年财政拨款结转", carried, parts, alone=_FROM), "。"))
    else:
        found.append(paragraph("没有上年财政拨款结转。"))
    return found


def _funds(grounds: Grounds, year: BudgetYear) -> list[Part]:
    return [(source.value, grounds.amount(4, fund_key(source, year), "revenue")) for source in FISCAL_SOURCES]


def _expenditure(grounds: Grounds) -> list[Paragraph]:
    whole = grounds.amount(4, EXPENDITURE_GRAND_TOTAL, "subtotal")
    funds = [
        (source.value, grounds.amount(4, EXPENDITURE_GRAND_TOTAL, column))
        for source, column in zip(FISCAL_SOURCES, _COLUMNS, strict=True)
    ]
    return paragraphs(
        split("财政拨款支出", whole, funds, "按资金性质分", alone="全部由{}安排"),
        split("财政拨款支出", whole, grounds.classes(4, 1, "subtotal"), "按支出功能分类"),
    )
