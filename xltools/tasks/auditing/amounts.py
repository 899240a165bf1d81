"""Amounts and counts against the figures that they are said to be."""

from __future__ import annotations

import re
from dataclasses import replace

from xltools.budget.narrative_reading.clauses import Clause
from xltools.budget.narrative_reading.quantities import Quantity, agrees
from xltools.budget.narrative_reading.subjects import Subject
from xltools.budget.narrative_reading.terms import PURCHASE_TOTAL, SCOPE_OF, STAFF
from xltools.model.disclosure import FigureKey
from xltools.tasks.auditing.findings import number_text, source
from xltools.tasks.auditing.owners import own_key
from xltools.tasks.auditing.place import Reading
from xltools.tasks.auditing.topic import Topic, as_stated

_MONEY_BEHIND = re.compile(
    r"^(?:共|总计|合计)*(?:涉及|安排)?(?:一般公共预算|财政|当年|预算|项目|拨款)*(?:资金|金额)?(?:总额|总量|共|合计|为|预算)*$"
)
_ACQUIRED = re.compile("购置|新增|拟购|更新|报废|处置")
_DATED = re.compile("截至|截止|年末|年底|月末|月底")
"""Staff is counted at a day, which may be another than that of the workbook."""
_MONEY_WORDS = ("涉及", "共涉及", "资金", "金额")


def judge_amount(reading: Reading, quantity: Quantity, clause: Clause, lead: str, reasons: bool) -> None:
    """N-1, N-7 and N-8 for an amount; `reasons`: it stands among reasons, where other things are spoken of."""
    reading.open(lead)
    subject = _subject_of(reading, clause.subject, quantity) or _misspelt(reading, clause.subject, quantity)
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
        if not quantity.is_minor:
            reading.collected.leave(reading.sentence, quantity, ("N-1",), why)
        if not reasons and not recognised:
            _state_own(reading, quantity, clause)
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
    subject = reading.of_measure(words, quantity)
    if (
        subject
        and subject.certain
        and _ACQUIRED.search(reading.sentence.text[: quantity.start])
        and not quantity.is_money
    ):
        # What is to be bought is not what there is.
        return replace(subject, candidates=(), certain=False)
    if subject and subject.certain and set(subject.places) & STAFF and reading.owner(quantity.start):
        return replace(subject, certain=False)
    return subject


def _misspelt(reading: Reading, words: str, quantity: Quantity) -> Subject | None:
    """The classification whose amount it is and whose name is nearly right (N-9)."""
    near = reading.subjects.near(words, *reading.scopes) if quantity.is_money else None
    if near is None:
        return None
    written, right, subject = near
    if not any(agrees(quantity, known.printed, known.exact) for known in subject.candidates):
        reading.collected.left["N-9"] += 1
        return None
    reading.collected.judge("N-9")
    what = f"写的是“{written}”，表中是“{right}”"
    reading.collected.add("N-9", reading.sentence, what, value=written, expected=right)
    return subject


def _state_own(reading: Reading, quantity: Quantity, clause: Clause) -> None:
    """A fact that only the text gives."""
    words = reading.subjects.core(clause.subject)
    opener = reading.openers[-1].term or None if reading.openers else ""
    before = reading.sentence.text[: quantity.start]
    key = own_key(words, before, quantity, reading.owner(quantity.start), opener)
    if key is not None:
        reading.collected.facts.state_own(key, words, reading.sentence, quantity)


def _wrong(reading: Reading, quantity: Quantity, subject: Subject) -> None:
    known = subject.candidates[0]
    expected = number_text(known.printed, quantity.measure)
    rule = "N-8" if known.place == PURCHASE_TOTAL else "N-1"
    reading.collected.judge(rule)
    reading.collected.add(
        rule,
        reading.sentence,
        f"{subject.named}写的是 {quantity.shown}，{source(known)}是 {expected}",
        value=quantity.shown,
        expected=expected,
        severity="warning" if known.place in STAFF and _DATED.search(reading.sentence.text) else None,
        known=known,
    )
