"""rules: the catalogue of rules as a clerk reads it, and the page of one rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from xltools.budget.crosschecks import active_contents, between_tables, ledger, performance_amounts
from xltools.budget.crosschecks.catalogue import ALL_BY_ID, ALL_RULES
from xltools.budget.names import equation_sentence
from xltools.budget.narrative_reading.rules import NARRATIVE_RULES
from xltools.model.errors import XltoolsError
from xltools.model.finding import KIND_NAMES, Kind
from xltools.model.fold import fold_name
from xltools.model.rule import At, Equation, Named, Rule, Same, When, with_ledger, without_ledger

_MOST_NEAR = 3
_DASHES = re.compile(r"[‐‑‒–—―−_]|--+")
_SPELLING = re.compile(r"([A-Z]+|[0-9]+)-?([0-9]*)")

KIND_ADVICE: dict[Kind, str] = {
    "hard": "必须改正。",
    "soft": "核对后确属特殊情况的可以保留，但要在“校验结果”的“审核说明”栏写明。",
}
_CONDITIONS: dict[When, str] = {with_ledger: "有填报数据时，", without_ledger: "没有填报数据时，"}


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules of one subject, in printed order."""

    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page of a rule: its heading and its sentences."""

    title: str
    sentences: tuple[str, ...]


def rule_groups() -> tuple[RuleGroup, ...]:
    """Every rule of the form in exactly one group."""
    groups: dict[str, list[Rule]] = {
        title: []
        for title in ("表内关系", "表间关系", "绩效目标", "填报数据", "格式和名称", "情况说明", "安全")
    }
    for rule in ALL_RULES:
        groups[_subject(rule)].append(rule)
    return tuple(RuleGroup(title, tuple(rules)) for title, rules in groups.items() if rules)


def _subject(rule: Rule) -> str:
    if rule in NARRATIVE_RULES:
        return "情况说明"
    if rule in active_contents.RULES:
        return "安全"
    if rule.id[0].isdigit():
        return "表内关系"
    if rule in between_tables.RULES or not (rule.plain or rule.relations or rule.equations):
        return "表间关系"
    if rule in performance_amounts.RULES:
        return "绩效目标"
    return "填报数据" if rule in ledger.RULES else "格式和名称"


def find_rule(identifier: str) -> Rule:
    """The rule of a number, however it is typed: `X-1`, `x1`, `X－1`.

    Raises:
        XltoolsError: there is none; the sentence names near ones.
    """
    typed = _DASHES.sub("-", fold_name(identifier)).upper()
    if typed in ALL_BY_ID:
        return ALL_BY_ID[typed]
    parts = _SPELLING.fullmatch(typed)
    if parts and parts[1].isalpha() and (rule := ALL_BY_ID.get(f"{parts[1]}-{parts[2]}")):
        return rule
    near = _same_family(parts[1], parts[2]) if parts else []
    near = near or get_close_matches(typed, ALL_BY_ID, n=_MOST_NEAR, cutoff=0.4)
    hint = f"相近的有 {'、'.join(near)}；" if near else ""
    raise XltoolsError(f"没有编号为“{identifier}”的规则。{hint}全部规则见 xltools rules。")


def _same_family(family: str, number: str) -> list[str]:
    """The ids that begin alike, those with the nearest numbers first."""
    wanted = int(number or 0)
    numbers = {known: int(known.rpartition("-")[2]) for known in ALL_BY_ID if known.startswith(f"{family}-")}
    return sorted(numbers, key=lambda known: abs(numbers[known] - wanted))[:_MOST_NEAR]


def rule_page(rule: Rule) -> tuple[Section, ...]:
    """All that is to be said of a rule."""
    sections = (
        Section("核对什么", (f"{rule.statement.rstrip('。')}。",)),
        Section("核对的关系", tuple(dict.fromkeys(map(_equation, rule.equations)))),
        Section("尾差", tuple(_rounding(rule.equations))),
        Section("性质", (f"{KIND_NAMES[rule.kind]}：{KIND_ADVICE[rule.kind]}",)),
        Section("怎么改", (f"{_remedy(rule).rstrip('。')}。",)),
        Section("依据", (rule.basis,) if rule.basis else ()),
    )
    return tuple(section for section in sections if section.sentences)


def _remedy(rule: Rule) -> str:
    if rule.remedy:
        return rule.remedy
    if rule.equations or rule.relations:
        return "先核对“最可能有误的单元格”，改正后再校验"
    return "按每处问题后面的“怎么改”修改，改正后再校验"


def _equation(equation: Equation) -> str:
    return _CONDITIONS.get(equation.when, "") + equation_sentence(equation)


def _rounding(equations: Sequence[Equation]) -> list[str]:
    """How rounding is allowed for. Figures are 万元 with two decimals, each the rounding of an amount in 元."""
    sentences = []
    if any(not _is_copy(equation) for equation in equations):
        sentences.append(
            "表中的数由元四舍五入到 0.01 万元，每个数可能差 0.005 万元。总数与 n 个不为零的分项之和"
            "相差小于 (n+1)×0.005 万元的是尾差，不是错误，不必修改；达到或超过的，至少有一格有误。"
        )
    if any(_is_copy(equation) for equation in equations):
        sentences.append("同一个数列在两处的，应完全相同，没有尾差。")
    return sentences


def _is_copy(equation: Equation) -> bool:
    """One figure of a table in another place; a sum of rows or an amount of the ledger is none."""
    sides = (*equation.left, *equation.right)
    single = len(equation.left) == len(equation.right) == 1
    return equation.sense == "equal" and single and all(isinstance(each, At | Named | Same) for each in sides)
