"""Shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.tasks.auditing.arithmetic import is_share, share_of
from xltools.tasks.auditing.findings import Collected, number_text, source
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.topic import Topic


def judge_share(
    collected: Collected,
    sentence: Sentence,
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
        collected.tied += 1
        return fitting
    if not explicit or not usable or not topic.this:
        return None
    part, whole = topic.this[0], usable[0]
    right = share_of(part, whole)
    expected = number_text(right, "%") if right is not None else None
    collected.tied += 1
    collected.add(
        "N-2",
        sentence,
        f"“{topic.term}”{number_text(part.printed, '万元')}占 {stated.shown}，"
        f"按整体 {number_text(whole.printed, '万元')}（{source(whole)}）算应为 {expected}",
        value=stated.shown,
        expected=expected,
        known=part,
    )
    return ()
