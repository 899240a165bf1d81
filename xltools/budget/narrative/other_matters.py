"""十二、其他说明: the other funds (表7 to 表9), how figures are rounded, what the clerk adds."""

from __future__ import annotations

from xltools.budget.narrative.grounds import Grounds
from xltools.budget.narrative.wording import Part, Text, composed, joined, nothing, paragraph, split
from xltools.budget.rows import TOTAL
from xltools.model.narrative import Section

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
    words = grounds.own_words(OWN)
    if words:
        parts.append(Section("其他需要说明的情况", (paragraph(words),)))
    return Section(HEADING, (), tuple(parts))


def _funds(grounds: Grounds) -> Text:
    revenue, expenditure = grounds.amount(7, TOTAL, "revenue"), grounds.amount(8, TOTAL, "total")
    if not revenue.value and not expenditure.value:
        return joined(nothing(grounds.year, "政府性基金预算收支"), "。")
    opening = joined(f"{grounds.year}年，本部门政府性基金预算收入", revenue, "。")
    return joined(opening, _spent(grounds, "政府性基金预算支出", 8, 0))


def _state_capital(grounds: Grounds) -> Text:
    revenue, expenditure = grounds.amount(9, TOTAL, "revenue"), grounds.amount(9, TOTAL, "total")
    if not revenue.value and not expenditure.value:
        return joined(nothing(grounds.year, "国有资本经营预算收支"), "。")
    opening = joined(f"{grounds.year}年，本部门国有资本经营预算收入", revenue, "。")
    return joined(opening, _spent(grounds, "国有资本经营预算支出", 9, 1))


def _spent(grounds: Grounds, subject: str, table: int, panel: int) -> Text:
    whole = grounds.amount(table, TOTAL, "total")
    kinds: list[Part] = [
        (name, grounds.amount(table, TOTAL, key))
        for name, key in (("基本支出", "basic"), ("项目支出", "project"))
    ]
    by_kind = joined(composed(subject, whole, kinds), "。")
    classes = grounds.classes(table, panel, "total")
    return joined(by_kind, split(subject, whole, classes, "按支出功能分类"), "。") if classes else by_kind
