"""十二、其他说明: the other funds (表7 to 表9), how figures are rounded, what the clerk adds."""

from __future__ import annotations

from xltools.budget.narrative.grounds import SIGNS, Grounds
from xltools.budget.narrative.reasons import NO_WORDS
from xltools.budget.narrative.wording import Part, Text, composed, joined, nothing, paragraph, split
from xltools.budget.rows import TOTAL
from xltools.budget.tables.table04 import fund_key
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.narrative import Number, Section

HEADING = "其他说明"
OWN = "其他说明"
_ROUNDING = (
    "本说明中的金额以万元为单位，由元四舍五入保留两位小数，个别合计数与分项数之和的微小差异由四舍五入造成；"
    "增减额、占比和增减率按公开的数计算。"
)


def section(grounds: Grounds) -> Section:
    parts = [
        Section("政府性基金预算情况", (paragraph(_funds(grounds)),)),
        Section("国有资本经营预算情况", (paragraph(_state_capital(grounds)),)),
        Section("数据口径", (paragraph(_ROUNDING),)),
    ]
    words = [line for line in grounds.own_lines(OWN) if line.text.rstrip(SIGNS) not in NO_WORDS]
    if words:
        own = (paragraph(line, "" if line.text[-1] in SIGNS else "。") for line in words)
        parts.append(Section("其他需要说明的情况", tuple(own)))
    return Section(HEADING, (), tuple(parts))


def _funds(grounds: Grounds) -> Text:
    revenue, expenditure = grounds.amount(7, TOTAL, "revenue"), grounds.amount(8, TOTAL, "total")
    if not revenue.value and not expenditure.value:
        return _none(grounds, Source.GOVERNMENT_MANAGED_FUNDS)
    opening = _received(grounds, Source.GOVERNMENT_MANAGED_FUNDS, revenue)
    return joined(opening, _spent(grounds, "政府性基金预算支出", 8, 0))


def _state_capital(grounds: Grounds) -> Text:
    revenue, expenditure = grounds.amount(9, TOTAL, "revenue"), grounds.amount(9, TOTAL, "total")
    if not revenue.value and not expenditure.value:
        return _none(grounds, Source.STATE_CAPITAL_OPERATIONS)
    opening = _received(grounds, Source.STATE_CAPITAL_OPERATIONS, revenue)
    return joined(opening, _spent(grounds, "国有资本经营预算支出", 9, 1))


def _received(grounds: Grounds, source: Source, revenue: Number) -> Text:
    apart = "（不含上年结转，下同）" if _is_carried_over(grounds, source) else ""
    return joined(f"{grounds.year}年，本部门{source.value}收入", revenue, apart, "。")


def _none(grounds: Grounds, source: Source) -> Text:
    apart = "（不含上年结转）" if _is_carried_over(grounds, source) else ""
    return joined(nothing(grounds.year, f"{source.value}收支"), apart, "。")


def _is_carried_over(grounds: Grounds, source: Source) -> bool:
    """表7 to 表9 are of this year: what is carried over is said to be set apart."""
    return bool(grounds.amount(4, fund_key(source, BudgetYear.CARRYOVER), "revenue").value)


def _spent(grounds: Grounds, subject: str, table: int, panel: int) -> Text:
    whole = grounds.amount(table, TOTAL, "total")
    kinds: list[Part] = [
        (name, grounds.amount(table, TOTAL, key))
        for name, key in (("基本支出", "basic"), ("项目支出", "project"))
    ]
    by_kind = joined(composed(subject, whole, kinds), "。")
    classes = grounds.classes(table, panel, "total")
    if len(classes) > 1:
        classes = [(f"{name}类" if name == subject else name, amount) for name, amount in classes]
    by_class = split(subject, whole, classes, "按支出功能分类")
    return joined(by_kind, by_class, "。") if by_class else by_kind
