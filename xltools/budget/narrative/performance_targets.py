"""十、绩效管理: how many projects of this year have a target sheet, and the money behind them, by kind."""

from __future__ import annotations

from collections import Counter

from xltools.budget.inputs import PROJECTS
from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.wording import Text, difference, joined, nothing, paragraph, separated, total
from xltools.budget.rows import DEPARTMENT
from xltools.budget.vocabulary import BudgetYear, ProjectKind
from xltools.model.narrative import Gap, Number, Paragraph, Section

HEADING = "绩效管理情况说明"
_SLOTS = {ProjectKind.OTHER_OPERATING: "other_operating", ProjectKind.SPECIFIC_GOAL: "specific_goal"}
_UNITS, _FUNDS = "绩效目标/编报整体绩效目标单位数", "绩效目标/涉及资金(元)"
_NO_KIND = ""
_ASK_KIND = Gap("请填写项目类别", "项目类别", PROJECTS.name)


def section(grounds: Grounds) -> Section:
    return Section(HEADING, (_projects(grounds), *_units(grounds)))


def _projects(grounds: Grounds) -> Paragraph:
    kinds = _kinds(grounds)
    if not kinds:
        return paragraph(nothing(grounds.year, "需要编报绩效目标的项目支出"), "。")
    count = grounds.counted(sum(kinds.values()), "个", PROJECTS, "name", "本年项目")
    amount = grounds.amount(12, DEPARTMENT, "total")
    opening = joined(f"{grounds.year}年，本部门编报绩效目标的项目共", count, _funds(amount))
    if list(kinds) == [_NO_KIND]:
        return paragraph(opening, "。按项目类别分：", _ASK_KIND, "。")
    if len(kinds) == 1:
        (kind,) = kinds
        return paragraph(opening, f"，全部为{kind}项目。")
    parts = [_of_kind(grounds, kind, number, amount) for kind, number in kinds.items()]
    return paragraph(opening, "，其中：", separated(parts, "；"), "。")


def _kinds(grounds: Grounds) -> dict[str, int]:
    """Projects of this year by 项目类别, in the order of the form; those without one last."""
    kind_of: dict[int, str] = {}
    for line in grounds.ledger.projects:
        if line.year == BudgetYear.CURRENT:
            kind_of[line.project_number] = kind_of.get(line.project_number) or line.kind
    counted = Counter(kind if kind in list(ProjectKind) else _NO_KIND for kind in kind_of.values())
    return {kind: counted[kind] for kind in (*ProjectKind, _NO_KIND) if counted[kind]}


def _of_kind(grounds: Grounds, kind: str, number: int, whole: Number) -> Text:
    name = f"{kind}项目" if kind != _NO_KIND else _ASK_KIND
    what = f"本年{kind}项目" if kind != _NO_KIND else "本年没有填写类别的项目"
    count = grounds.counted(number, "个", PROJECTS, "kind", what)
    amounts = {each: grounds.overall(slot) for each, slot in _SLOTS.items()}
    amount = (
        amounts[ProjectKind(kind)] if kind != _NO_KIND else difference(whole, total(list(amounts.values())))
    )
    return joined(name, count, _funds(amount))


def _funds(amount: Number | None) -> Text:
    """`，涉及资金…`; nothing of an amount that is blank or prints as nothing."""
    return joined("，涉及资金", amount) if amount is not None and amount.value else ()


def _units(grounds: Grounds) -> list[Paragraph]:
    """单位整体绩效目标, where 单位信息 says anything of it."""
    count, amount = grounds.given_number(_UNITS, "个"), grounds.given_amount(_FUNDS)
    if count is None:
        if amount is None:
            return []
        return [paragraph("编报整体支出绩效目标的单位：", gap("请填写单位数，没有的填0", _UNITS), "。")]
    if not count.value:
        return [paragraph("本部门没有单位另行编报整体支出绩效目标。")]
    return [paragraph("编报整体支出绩效目标的单位", count, _funds(amount), "。")]
