"""Amounts and counts against the figures that they are said to be."""

from __future__ import annotations

import re
from dataclasses import replace

from xltools.budget.narrative_reading.clauses import Clause
from xltools.budget.narrative_reading.quantities import Quantity, agrees
from xltools.budget.narrative_reading.subjects import Subject
from xltools.budget.narrative_reading.terms import PURCHASE_TOTAL, SCOPE_OF
from xltools.model.disclosure import FigureKey
from xltools.tasks.auditing.findings import number_text, source
from xltools.tasks.auditing.place import Reading
from xltools.tasks.auditing.topic import Topic, as_stated

_MONEY_BEHIND = re.compile(
    r"^(?:共|总计|合计)*(?:涉及|安排)?(?:一般公共预算|财政|当年|预算|项目|拨款)*(?:资金|金额)?(?:总额|总量|共|合计|为|预算)*$"
)
_MONEY_WORDS = ("涉及", "共涉及", "资金", "金额")


def judge_amount(reading: Reading, quantity: Quantity, clause: Clause, lead: str, reasons: bool) -> None:
    """N-1, N-7 and N-8 for an amount; `reasons`: it stands among reasons, where other things are spoken of."""
    reading.open(lead)
    subject = _subject_of(reading, clause.subject, quantity)
    right = (
        [known for known in subject.candidates if agrees(quantity, known.printed, known.exact)]
        if subject
        else []
    )
    if subject and right:
        reading.collected.judge("N-1")
        topic = Topic(subject.term, tuple(right), subject.certain, quantity)
        reading.places |= {known.place for known in right if known.place}
        if any(isinstance(known.place, FigureKey) and known.place.row.isdigit() for known in right):
            reading.collected.judge("N-9")
    elif subject and subject.certain and subject.candidates and not reasons and not quantity.about:
        _wrong(reading, quantity, subject)
        topic = Topic(subject.term, subject.candidates, True, quantity)
    else:
        recognised = subject is not None and subject.certain and not subject.candidates
        why = "工作簿中没有这个数" if recognised else "没有认出说的是什么"
        reading.collected.leave(reading.sentence, quantity, ("N-1",), why)
        topic = Topic(subject.term if subject else "", (as_stated(quantity),), False, quantity)
    if subject and subject.certain:
        reading.narrow(subject.scope or SCOPE_OF.get(subject.places))
        if not reasons:
            reading.collected.facts.state(subject, right, reading.sentence, quantity)
    reading.add(topic)


def _subject_of(reading: Reading, words: str, quantity: Quantity) -> Subject | None:
    money = reading.money_behind() if quantity.is_money else None
    if money and (not words or words.startswith(_MONEY_WORDS)):
        return replace(money, certain=not words or _MONEY_BEHIND.match(words) is not None)
    return reading.of_measure(words, quantity)


def _wrong(reading: Reading, quantity: Quantity, subject: Subject) -> None:
    known = subject.candidates[0]
    expected = number_text(known.printed, quantity.measure)
    rule = "N-8" if known.place == PURCHASE_TOTAL else "N-1"
    reading.collected.judge(rule)
    reading.collected.add(
        rule,
        reading.sentence,
        f"“{subject.term}”写的是 {quantity.shown}，{source(known)}是 {expected}",
        value=quantity.shown,
        expected=expected,
        known=known,
    )
