"""七、“三公”经费 of 表10 and 八、机关运行经费 of 表11."""

from __future__ import annotations

from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.reasons import reason
from xltools.budget.narrative.wording import (
    LAST_YEAR,
    Part,
    Text,
    change,
    direction,
    enumerated,
    joined,
    listed,
    made_of,
    nothing,
    only,
    paragraph,
    share_of,
)
from xltools.budget.tables.table10 import ABROAD, OPERATION, PURCHASE, RECEPTION, TOTAL, VEHICLE
from xltools.budget.tables.table11 import ALL_UNITS
from xltools.model.narrative import Number, Paragraph, Section

THREE_PUBLIC_HEADING, AGENCY_HEADING = "“三公”经费预算情况说明", "机关运行经费安排情况说明"


def three_public_section(grounds: Grounds) -> Section:
    whole = grounds.amount(10, TOTAL, "total")
    items = [(name, grounds.amount(10, name, "total")) for name in (ABROAD, RECEPTION, VEHICLE)]
    opening = _against_last_year(
        grounds,
        whole,
        (f"{grounds.year}年，本部门财政拨款“三公”经费预算", "财政拨款“三公”经费"),
        ("上年数(元)/三公经费", "变动原因/三公经费"),
    )
    return Section(THREE_PUBLIC_HEADING, (opening, *_items(grounds, whole, items)))


def _items(grounds: Grounds, whole: Number, items: list[Part]) -> list[Paragraph]:
    alone = only(whole, items)
    found = []
    for name, amount in items:
        if amount.value:
            said = f"“三公”经费全部为{name}" if alone else joined(name, amount, "，", share_of(amount, whole))
            vehicles = _vehicles(grounds, amount) if name == VEHICLE else ()
            found.append(paragraph(said, vehicles, "。"))
    absent = [name for name, amount in items if not amount.value]
    if absent and (found or not whole.value):
        found.append(paragraph(enumerated(absent), "均" if len(absent) > 1 else "", "没有安排。"))
    return found


def _vehicles(grounds: Grounds, whole: Number) -> Text:
    parts = [(name, grounds.amount(10, name, "total")) for name in (PURCHASE, OPERATION)]
    said = made_of(whole, parts, "其中：", "均为{}", shares=False)
    return joined("，", said) if said else ()


def agency_section(grounds: Grounds) -> Section:
    whole = grounds.amount(11, ALL_UNITS, "total")
    opening = _against_last_year(
        grounds,
        whole,
        (f"{grounds.year}年，本部门机关运行经费财政拨款预算", "机关运行经费"),
        ("上年数(元)/机关运行经费", "变动原因/机关运行经费"),
    )
    units = [
        (row.labels[0], grounds.amount(11, row.key, "total"))
        for row in grounds.rows(11)
        if row.parent == ALL_UNITS
    ]
    if len([unit for unit in units if unit[1].value]) < 2:
        return Section(AGENCY_HEADING, (opening,))
    by_unit = paragraph("按单位分：", listed(whole, units), "。")
    return Section(AGENCY_HEADING, (opening, by_unit))


def _against_last_year(
    grounds: Grounds, whole: Number, subjects: tuple[str, str], facts: tuple[str, str]
) -> Paragraph:
    """`subjects`: what comes before the amount, and what is not planned where there is none; `facts`: last year's
    amount, the reason."""
    last = grounds.given_amount(facts[0])
    subject = joined(subjects[0], whole) if whole.value else (nothing(grounds.year, subjects[1]),)
    if last is None:
        return paragraph(subject, "。与上年相比的变动情况：", gap(LAST_YEAR, facts[0]), "。")
    words = reason(grounds, facts[1], direction(whole, last))
    return paragraph(subject, "，", change(whole, last), "。", words)
