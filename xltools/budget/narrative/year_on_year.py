"""一、收支数据变动情况及原因: all revenue and expenditure of 表1 against last year's."""

from __future__ import annotations

from xltools.budget.narrative.charts import year_on_year_chart
from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.wording import LAST_YEAR, Text, direction, joined, moved_by, paragraph, reason
from xltools.budget.tables.table01 import EXPENDITURE_GRAND_TOTAL, REVENUE_GRAND_TOTAL
from xltools.model.narrative import Block, Number, Section

HEADING = "预算收支数据变动情况及原因"
LAST = "上年数(元)/预算收支总计"


def section(grounds: Grounds) -> Section:
    revenue = grounds.amount(1, REVENUE_GRAND_TOTAL, "revenue")
    expenditure = grounds.amount(1, EXPENDITURE_GRAND_TOTAL, "total")
    last = grounds.given_amount(LAST)
    blocks: list[Block] = [paragraph(_totals(grounds, revenue, expenditure), "。", *_units(grounds))]
    if last is None:
        blocks.append(paragraph("与上年相比的变动情况：", gap(LAST_YEAR, LAST), "。"))
    elif revenue.value or last.value:
        blocks += _against(grounds, revenue, last)
    chart = year_on_year_chart(grounds)
    return Section(HEADING, (*blocks, *([chart] if chart else [])))


def _totals(grounds: Grounds, revenue: Number, expenditure: Number) -> Text:
    if not revenue.value and not expenditure.value:
        return (f"{grounds.year}年，本部门没有安排预算收入和支出",)
    return joined(f"{grounds.year}年，本部门预算收入总计", revenue, "，预算支出总计", expenditure)


def _units(grounds: Grounds) -> Text:
    units = grounds.ledger.units
    if len(units) < 2:
        return ()
    return joined("纳入本部门预算的单位共", grounds.counted(len(units), "个", "所属单位", "预算单位"), "。")


def _against(grounds: Grounds, revenue: Number, last: Number) -> list[Block]:
    way = direction(revenue, last)
    if way == "持平":
        opening = joined("收支总计与上年（", last, "）持平。")
    elif last.value:
        opening = joined("与上年收支总计", last, "相比，收支总计", moved_by(revenue, last), "。")
    else:
        opening = joined("上年没有安排预算收支，收支总计比上年", moved_by(revenue, last), "。")
    subjects = (("收入", "变动原因/收入"), ("支出", "变动原因/支出"))
    reasons = joined(*(reason(grounds, fact, way, subject=subject) for subject, fact in subjects))
    return [paragraph(opening), *([paragraph(reasons)] if reasons else [])]
