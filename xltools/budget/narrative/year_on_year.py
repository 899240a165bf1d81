"""一、收支数据变动情况及原因: all revenue and expenditure of 表1 against last year's."""

from __future__ import annotations

from xltools.budget.inputs import UNITS
from xltools.budget.narrative.charts import year_on_year_chart
from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.reasons import own_reason, reason
from xltools.budget.narrative.wording import (
    LAST_YEAR,
    Text,
    direction,
    joined,
    moved_by,
    nothing,
    paragraph,
)
from xltools.budget.tables.table01 import EXPENDITURE_GRAND_TOTAL, REVENUE_GRAND_TOTAL
from xltools.model.narrative import Block, Number, Section

HEADING = "预算收支数据变动情况及原因"
LAST = "上年数(元)/预算收支总计"
_MOST_NAMED = 12
"""Units named in a sentence."""


def section(grounds: Grounds) -> Section:
    revenue = grounds.amount(1, REVENUE_GRAND_TOTAL, "revenue")
    expenditure = grounds.amount(1, EXPENDITURE_GRAND_TOTAL, "total")
    last = grounds.given_amount(LAST)
    is_nothing = not revenue.value and not expenditure.value
    never = is_nothing and last is not None and not last.value
    opening = _nothing(grounds, never) if is_nothing else _totals(grounds, revenue, expenditure)
    blocks: list[Block] = [paragraph(opening, "。", *_units(grounds))]
    if last is None:
        blocks.append(paragraph("与上年相比的变动情况：", gap(LAST_YEAR, LAST), "。"))
    elif not never:
        blocks += _against(grounds, revenue, last)
    chart = year_on_year_chart(grounds)
    return Section(HEADING, (*blocks, *([chart] if chart else [])))


def _nothing(grounds: Grounds, never: bool) -> Text:
    """`never`: there was nothing last year either."""
    return joined(nothing(grounds.year, "预算收入和支出"), "，与上年持平" if never else ())


def _totals(grounds: Grounds, revenue: Number, expenditure: Number) -> Text:
    return joined(f"{grounds.year}年，本部门预算收入总计", revenue, "，预算支出总计", expenditure)


def _units(grounds: Grounds) -> Text:
    """How many budgetary units there are, and which; part one names them all where there are many."""
    units = grounds.ledger.units
    if len(units) < 2:
        return ()
    count = grounds.counted(len(units), "个", UNITS, "name", "预算单位")
    names = f"：{'、'.join(unit.name for unit in units)}" if len(units) <= _MOST_NAMED else ""
    return joined("纳入本部门预算的单位共", count, names, "。")


def _against(grounds: Grounds, revenue: Number, last: Number) -> list[Block]:
    way = direction(revenue, last)
    if way == "持平":
        opening = joined("收支总计与上年（", last, "）持平。")
    elif last.value:
        opening = joined("与上年收支总计", last, "相比，收支总计", moved_by(revenue, last), "。")
    else:
        opening = joined("上年没有安排预算收支，收支总计比上年", moved_by(revenue, last), "。")
    why = _reasons(grounds, way)
    return [paragraph(opening), *([paragraph(why)] if why else [])]


def _reasons(grounds: Grounds, way: str) -> Text:
    """Of revenue and of expenditure; once, where the clerk says the same of both."""
    revenue, expenditure = "变动原因/收入", "变动原因/支出"
    words, others = own_reason(grounds, revenue), own_reason(grounds, expenditure)
    if words is not None and others is not None and words.text == others.text:
        return reason(grounds, revenue, way, subject="收支")
    return joined(
        reason(grounds, revenue, way, subject="收入"), reason(grounds, expenditure, way, subject="支出")
    )
