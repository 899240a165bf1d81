"""This year against last: last year's amount, the change, the rate, the same as last year."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity, agrees, is_ratio
from xltools.model.finding import Severity
from xltools.tasks.auditing.arithmetic import direction, is_change, is_rate, rate_of
from xltools.tasks.auditing.findings import Collected, number_text, percent_text, source
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.topic import Topic, as_stated

_ALL_NEW = 100
"""The rate that is often stated of what there was nothing of last year."""
_WAYS = {1: "增加", -1: "减少", 0: "持平"}
CHANGED = ("N-1", "N-4")
"""The rules that a change is judged by."""
Pairs = Sequence[tuple[Known, Known]]


def judge_last(
    collected: Collected, sentence: Sentence, topic: Topic, stated: Quantity, _way: int, reasons: bool
) -> bool:
    """Last year's amount; without one in the workbook it waits for the change or the rate."""
    topic.last = as_stated(stated, "文中的上年数")
    lasts = [last for _, last in topic.pairs]
    if any(agrees(stated, last.printed, last.exact) for last in lasts):
        collected.judge("N-1")
        return True
    if not lasts:
        topic.pending.append((stated, ("N-1",)))
        return True
    if reasons or topic.is_open or not topic.certain:
        return False
    expected = number_text(lasts[0].printed, stated.measure)
    collected.judge("N-1")
    collected.add(
        "N-1",
        sentence,
        f"{topic.named}的上年数写的是 {stated.shown}，{source(lasts[0])}是 {expected}",
        value=stated.shown,
        expected=expected,
    )
    return True


def judge_change(
    collected: Collected, sentence: Sentence, topic: Topic, stated: Quantity, way: int, reasons: bool
) -> bool:
    """By how much it changed."""
    topic.change = (way, stated)
    pairs = topic.pairs or topic.stated_pairs
    if not pairs:
        topic.pending.append((stated, CHANGED))
        return True
    right = [pair for pair in pairs if is_change(stated, *pair)]
    if right:
        return _right(collected, sentence, topic, right, stated, way, reasons, "N-1")
    if topic.is_open:
        topic.pending.append((stated, CHANGED))
        return True
    if reasons or not (topic.certain or topic.last):
        return False
    _wrong_change(collected, sentence, topic, stated, pairs[0])
    return True


def _wrong_change(
    collected: Collected, sentence: Sentence, topic: Topic, stated: Quantity, pair: tuple[Known, Known]
) -> None:
    this, last = pair
    expected = number_text(abs(this.printed - last.printed), stated.measure)
    collected.judge("N-1")
    collected.add(
        "N-1",
        sentence,
        f"{topic.named}的增减额写的是 {stated.shown}，{_two(this, last)}，相差 {expected}",
        value=stated.shown,
        expected=expected,
        known=this,
    )


def judge_rate(
    collected: Collected, sentence: Sentence, topic: Topic, stated: Quantity, way: int, reasons: bool
) -> bool:
    """By how many per cent of last year's it changed."""
    pairs = topic.pairs or topic.stated_pairs or topic.implied_pairs
    if topic.is_open:
        pairs = [*topic.pairs, *topic.stated_pairs, *topic.implied_pairs]
    if not pairs:
        return False
    if not stated.value and any(this.printed == last.printed == 0 for this, last in pairs):
        # Nothing of nothing is no rate; it contradicts nothing.
        topic.pending.clear()
        collected.judge("N-3")
        return True
    right = [(this, last) for this, last in pairs if last.printed and is_rate(stated, this, last)]
    if right:
        by_workbook = [pair for pair in right if pair in topic.pairs]
        if topic.is_open and topic.pending and topic.change and by_workbook and not reasons:
            _wrong_change(collected, sentence, topic, topic.change[1], by_workbook[0])
        return _right(collected, sentence, topic, right, stated, way, reasons, "N-3")
    if reasons or topic.is_open:
        return False
    this, last = pairs[0]
    rate = rate_of(this, last, stated.step)
    expected = percent_text(rate) if rate is not None else None
    collected.judge("N-3")
    topic.pending.clear()
    if rate is None:
        what = f"{topic.named}的上年数为零，没有增减率，文中写的是 {stated.shown}"
    else:
        wrong_base = is_ratio(stated, this.printed - last.printed, this.printed) if this.printed else False
        hint = "，像是以本年数为基数" if wrong_base else ""
        what = f"{topic.named}的增减率写的是 {stated.shown}，{_two(this, last)}，应为 {expected}{hint}"
    usual = rate is None and stated.value == _ALL_NEW
    severity: Severity | None = "warning" if usual else None
    collected.add("N-3", sentence, what, value=stated.shown, expected=expected, severity=severity, known=this)
    return True


def judge_flat(collected: Collected, sentence: Sentence, topic: Topic, words: str) -> None:
    """持平 where the workbook knows both years."""
    pairs = topic.pairs
    if not pairs or not topic.certain:
        collected.left["N-4"] += 1
        return
    collected.judge("N-4")
    if any(direction(*pair) == 0 for pair in pairs):
        return
    this, last = pairs[0]
    what = f"写的是“{words}”，{topic.named}{_two(this, last)}，是{_WAYS[direction(this, last)]}"
    collected.add("N-4", sentence, what, value=words, expected=_WAYS[direction(this, last)], known=this)


def _right(
    collected: Collected,
    sentence: Sentence,
    topic: Topic,
    pairs: Pairs,
    stated: Quantity,
    way: int,
    reasons: bool,
    rule: str,
) -> bool:
    """The amount is right; is the word for its direction?"""
    topic.pending.clear()
    if topic.is_open and all(pair in topic.pairs for pair in pairs):
        # The workbook's own figures tell which is meant.
        topic.this, topic.is_open = tuple(this for this, _ in pairs), False
    collected.judge(rule)
    if way and not reasons:
        collected.judge("N-4")
    if stated.value < 0 and way and not reasons:
        what = f"“{_WAYS[way]}”后面的数带了负号（{stated.shown}），方向说了两遍"
        collected.add("N-4", sentence, what, value=stated.shown, severity="warning")
    ways = {direction(*pair) for pair in pairs}
    if way in ways or 0 in ways or reasons or not way:
        return True
    this, last = pairs[0]
    right = _WAYS[direction(this, last)]
    what = f"{topic.named}{_two(this, last)}，是{right}，文中写成了{_WAYS[way]}（{stated.shown}）"
    collected.add("N-4", sentence, what, value=_WAYS[way], expected=right, known=this)
    return True


def _two(this: Known, last: Known) -> str:
    return f"本年 {number_text(this.printed, '万元')}、上年 {number_text(last.printed, '万元')}"
