"""Shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.budget.narrative_reading.clauses import Clause, goes_on_share, shares_in_turn
from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.tasks.auditing.arithmetic import is_share, share_of
from xltools.tasks.auditing.findings import number_text, percent_text, source
from xltools.tasks.auditing.place import Reading
from xltools.tasks.auditing.topic import Topic


def judge_share(reading: Reading, quantity: Quantity, clause: Clause, reasons: bool) -> bool:
    """N-2 for a share; False where it could not be judged."""
    part = _part(reading, quantity, clause)
    if part is None:
        return False
    wholes, explicit = _wholes(reading, clause.whole, part)
    fitting = _judged(reading, part, quantity, wholes, explicit and not reasons)
    if fitting is None:
        return False
    for opener in reading.openers:
        # What is a share of one whole is not a share of another in the same list.
        opener.this = tuple(known for known in opener.this if known in fitting) or opener.this
    return True


def _part(reading: Reading, quantity: Quantity, clause: Clause) -> Topic | None:
    """What is a share: what the words name, the amounts of a list in turn, or what was said last."""
    text = reading.sentence.text
    if not goes_on_share(text[: quantity.start]):
        reading.topic = reading.compared(clause.subject.removesuffix("分别"))
        behind = shares_in_turn(text, quantity.start)
        reading.in_turn = reading.said[-behind:] if behind > 1 and len(reading.said) >= behind else []
    if reading.in_turn:
        reading.topic = reading.in_turn.pop(0)
    return reading.topic


def _wholes(reading: Reading, words: str, part: Topic) -> tuple[Sequence[Known], bool]:
    """What the share may be of, and whether that is beyond doubt."""
    named = reading.resolve(words) if words else None
    if named and named.certain and named.candidates:
        reading.whole = named.candidates
        return named.candidates, True
    if reading.openers:
        return [known for opener in reading.openers for known in opener.this], not words
    if reading.whole:
        return reading.whole, not words
    usual = reading.subjects.whole_of(reading.scopes[0])
    said = [known for each in reading.said if each is not part for known in each.this]
    return [*usual, *said], not words and bool(usual)


def _judged(
    reading: Reading,
    topic: Topic,
    stated: Quantity,
    wholes: Sequence[Known],
    explicit: bool,
) -> Sequence[Known] | None:
    """The wholes that the share fits, or None where it could not be judged.

    `explicit`: the sentence leaves no doubt what the whole is.
    """
    usable = [whole for whole in wholes if whole.printed]
    fitting = [whole for whole in usable if any(is_share(stated, part, whole) for part in topic.this)]
    if fitting:
        reading.collected.judge("N-2")
        return fitting
    if not explicit or not usable or not topic.this:
        return None
    part, whole = topic.this[0], usable[0]
    right = share_of(part, whole, stated.step)
    expected = percent_text(right) if right is not None else None
    reading.collected.judge("N-2")
    reading.collected.add(
        "N-2",
        reading.sentence,
        f"{topic.named}{number_text(part.printed, '万元')}占 {stated.shown}，"
        f"按整体 {number_text(whole.printed, '万元')}（{source(whole)}）算应为 {expected}",
        value=stated.shown,
        expected=expected,
        known=part,
    )
    return ()
