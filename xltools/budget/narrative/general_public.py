"""五、一般公共预算当年支出 of 表5 against last year's and by class; 六、一般公共预算基本支出 of 表6."""

from __future__ import annotations

from xltools.budget.narrative.charts import structure_pie
from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.reasons import own_reason, reason
from xltools.budget.narrative.wording import (
    LAST_YEAR,
    Text,
    adds_up,
    change,
    difference,
    direction,
    joined,
    made_of,
    moved_by,
    nothing,
    only,
    paragraph,
    paragraphs,
    separated,
    share_of,
    split,
    total,
)
from xltools.budget.rows import LINE, TOTAL
from xltools.model.narrative import Block, Number, Paragraph, Section

HEADING, BASIC_HEADING = "一般公共预算当年支出情况说明", "一般公共预算基本支出情况说明"
SCALE_HEADING, STRUCTURE_HEADING = "规模变化情况", "结构情况"
LAST, LAST_BASIC = "上年数(元)/一般公共预算当年支出", "上年数(元)/基本支出"
_REASON_OF_BASIC = "变动原因/基本支出"
LAST_PERSONNEL, LAST_OPERATING = "上年数(元)/人员经费", "上年数(元)/公用经费"


def section(grounds: Grounds) -> Section:
    whole = grounds.amount(5, TOTAL, "total")
    if not whole.value:
        return Section(HEADING, (_scale(grounds, whole),))
    scale = Section(SCALE_HEADING, (_scale(grounds, whole),))
    structure = _structure(grounds, whole)
    return Section(HEADING, (), (scale, *([Section(STRUCTURE_HEADING, structure)] if structure else [])))


def _scale(grounds: Grounds, whole: Number) -> Paragraph:
    last = grounds.given_amount(LAST)
    subject = (
        joined(f"{grounds.year}年，本部门一般公共预算当年支出", whole, "（不含上年结转，下同）")
        if whole.value
        else (nothing(grounds.year, "一般公共预算当年支出"),)
    )
    if last is None:
        return paragraph(subject, "。与上年相比的变动情况：", gap(LAST_YEAR, LAST), "。")
    components = _components(grounds, last) if whole.value and last.value else ()
    words = reason(grounds, "变动原因/一般公共预算", direction(whole, last), subject="当年支出")
    return paragraph(subject, "，", change(whole, last), "。", components, words)


def _components(grounds: Grounds, last: Number) -> Text:
    """基本支出 and 项目支出 apart, where last year's can be told apart: what they change by adds up to the whole."""
    last_basic = grounds.given_amount(LAST_BASIC)
    if last_basic is None or last_basic.value > last.value:
        return ()
    kinds = (
        ("基本支出", grounds.amount(5, TOTAL, "basic"), last_basic),
        ("项目支出", grounds.amount(5, TOTAL, "project"), difference(last, last_basic)),
    )
    if not any(amount.value for _, amount, _ in kinds):
        return ()
    parts = [
        joined(name, amount if amount.value else "没有安排", "，", change(amount, before, rate=False))
        for name, amount, before in kinds
        if amount.value or before.value
    ]
    return joined("其中：", separated(parts, "；"), "。") if len(parts) > 1 else ()


def _structure(grounds: Grounds, whole: Number) -> tuple[Block, ...]:
    kinds = [
        (name, grounds.amount(5, TOTAL, key))
        for name, key in (("基本支出", "basic"), ("项目支出", "project"))
    ]
    classes = grounds.classes(5, 0, "total")
    said = paragraphs(
        split("一般公共预算当年支出", whole, classes, "按支出功能分类"),
        split("一般公共预算当年支出", whole, kinds, "按支出性质分"),
    )
    return (*said, *structure_pie(grounds))


# --- 六 -------------------------------------------------------------------------------------------------------------


def basic_section(grounds: Grounds) -> Section:
    whole = grounds.amount(6, TOTAL, "total")
    if not whole.value:
        return Section(BASIC_HEADING, (paragraph(nothing(grounds.year, "一般公共预算基本支出"), "。"),))
    opening = paragraph(
        f"{grounds.year}年，本部门一般公共预算基本支出", whole, _classes(grounds, whole), "。"
    )
    return Section(BASIC_HEADING, (opening, *_kinds(grounds, whole), *_basic_change(grounds, whole)))


def _kinds(grounds: Grounds, whole: Number) -> list[Paragraph]:
    """人员经费 and 公用经费 with the economic classifications in each."""
    kinds = [("人员经费", "personnel"), ("公用经费", "operating")]
    present = [
        (name, column, amount) for name, column in kinds if (amount := grounds.amount(6, TOTAL, column)).value
    ]
    alone = only(whole, [(name, amount) for name, _, amount in present])
    return [
        paragraph(
            f"基本支出全部为{name}" if alone else joined(name, amount, "，", share_of(amount, whole)),
            _lines(grounds, column, amount),
            "。",
        )
        for name, column, amount in present
    ]


def _classes(grounds: Grounds, whole: Number) -> Text:
    classes = [
        (row.labels[0], grounds.amount(6, row.key, "total")) for row in grounds.rows(6) if row.parent == TOTAL
    ]
    parts = made_of(whole, classes, "按部门预算支出经济分类：", shares=False)
    return joined("，", parts) if parts else ()


def _lines(grounds: Grounds, column: str, whole: Number) -> Text:
    """The economic classifications that have an amount, each once, as 表6 names them."""
    lines = [
        (row.labels[0], grounds.amount(6, row.key, column)) for row in grounds.rows(6) if row.style == LINE
    ]
    present = [(name, amount) for name, amount in lines if amount.value]
    names = list(dict.fromkeys(name for name, _ in present))
    if len(names) == 1:
        are_all = total([amount for _, amount in present]).value == whole.value
        return (f"，{'均' if are_all else '主要'}为{names[0]}",)
    return (f"，包括：{'、'.join(names)}",) if names else ()


def _basic_change(grounds: Grounds, whole: Number) -> list[Paragraph]:
    """This year against last, where the clerk says why; 五 states the change as a part of the whole anyway."""
    last = grounds.given_amount(LAST_BASIC)
    if last is None or own_reason(grounds, _REASON_OF_BASIC) is None:
        return []
    why = reason(grounds, _REASON_OF_BASIC, direction(whole, last))
    return [paragraph("基本支出", change(whole, last), _kinds_moved(grounds, last), "。", why)]


def _kinds_moved(grounds: Grounds, last: Number) -> Text:
    """By how much 人员经费 and 公用经费 moved, where last year's two make up last year's whole (N-5)."""
    personnel, operating = grounds.given_amount(LAST_PERSONNEL), grounds.given_amount(LAST_OPERATING)
    if not last.value or personnel is None or operating is None:
        return ()
    if not adds_up(last, [personnel, operating]):
        return ()
    parts = [
        joined(name, moved_by(grounds.amount(6, TOTAL, column), before, rate=False))
        for name, column, before in (
            ("人员经费", "personnel", personnel),
            ("公用经费", "operating", operating),
        )
    ]
    return joined("，其中", separated(parts, "，"))
