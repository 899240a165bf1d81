"""Parts that a sentence lists: do they make up the amount before them?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from xltools.tasks.auditing.findings import Collected, number_text
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.topic import Topic

_COMPLEMENTS = (frozenset(("基本支出", "项目支出")), frozenset(("人员经费", "公用经费")))
"""Parts that leave nothing over."""


@dataclass(slots=True)
class Parts:
    """An amount and what is listed behind it."""

    whole: Topic
    parts: list[Topic] = field(default_factory=list)


def judge_lists(collected: Collected, sentence: Sentence, lists: list[Parts]) -> None:
    """N-5, N-6 and N-8 for a sentence with one list; lists within lists are left to a person."""
    if len(lists) > 1:
        collected.left["N-6"] += 1
    if len(lists) != 1 or len(lists[0].parts) < 2:
        return
    (listed,) = lists
    _judge_changes(collected, sentence, listed)
    _judge_amounts(collected, sentence, listed)


def _judge_amounts(collected: Collected, sentence: Sentence, listed: Parts) -> None:
    whole = listed.whole.stated
    parts = [part.stated for part in listed.parts if part.stated is not None]
    if whole is None or len(parts) < 2 or any(part.measure != whole.measure for part in parts):
        return
    collected.judge("N-6")
    if listed.whole.certain and all(part.certain for part in listed.parts):
        return
    gap = sum((part.value for part in parts), Decimal(0)) - whole.value
    step = max(each.step for each in (whole, *parts)) if whole.is_money else Decimal(0)
    if abs(gap) < (len(parts) + 1) * step / 2 or not gap:
        return
    if gap < 0 and whole.is_money:
        return
    total = number_text(gap + whole.value, whole.measure)
    collected.add(
        "N-6",
        sentence,
        f"“其中”各项之和是 {total}，总数写的是 {whole.shown}",
        value=whole.shown,
        expected=total,
        severity="error" if gap > 0 and not whole.is_money else "warning",
    )


def _judge_changes(collected: Collected, sentence: Sentence, listed: Parts) -> None:
    changes = [part.change for part in listed.parts if part.change is not None]
    terms = frozenset(part.term for part in listed.parts)
    whole = listed.whole.change
    if whole is None or terms not in _COMPLEMENTS or len(changes) < len(listed.parts):
        return
    collected.judge("N-5")
    total = sum((sign * amount.value for sign, amount in changes), Decimal(0))
    stated = whole[0] * whole[1].value
    if abs(total - stated) < (len(changes) + 1) * whole[1].step / 2:
        return
    expected = number_text(abs(total), whole[1].measure)
    collected.add(
        "N-5",
        sentence,
        f"各部分的增减额合计 {expected}，总的写的是 {whole[1].shown}",
        value=whole[1].shown,
        expected=expected,
    )
