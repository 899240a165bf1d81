"""九、政府采购: what 单位信息 says of goods, works and services; a blank beside an amount means none."""

from __future__ import annotations

from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.wording import composed, nothing, paragraph, total
from xltools.model.narrative import Section

HEADING = "政府采购情况说明"
_KINDS = (("货物", "政府采购货物预算"), ("工程", "政府采购工程预算"), ("服务", "政府采购服务预算"))


def section(grounds: Grounds) -> Section:
    given = [(name, grounds.given_amount(f"政府采购(元)/{kind}")) for kind, name in _KINDS]
    parts = [(name, amount) for name, amount in given if amount is not None]
    blank = [kind for (kind, _), (_, amount) in zip(_KINDS, given, strict=True) if amount is None]
    if blank and not any(amount.value for _, amount in parts):
        marker = gap("请填写政府采购预算，没有的填0", f"政府采购(元)/{blank[0]}")
        return Section(HEADING, (paragraph(f"{grounds.year}年，本部门政府采购预算：", marker, "。"),))
    whole = total([amount for _, amount in parts])
    if not whole.value:
        return Section(HEADING, (paragraph(nothing(grounds.year, "政府采购预算"), "。"),))
    return Section(
        HEADING, (paragraph(composed(f"{grounds.year}年，本部门政府采购预算总额", whole, parts), "。"),)
    )
