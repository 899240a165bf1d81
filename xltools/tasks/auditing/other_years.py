"""Comparisons with another year than last: the workbook knows last year alone."""

from __future__ import annotations

from xltools.budget.narrative_reading.clauses import Claim
from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity, agrees
from xltools.tasks.auditing.arithmetic import is_change, is_rate
from xltools.tasks.auditing.place import Reading
from xltools.tasks.auditing.topic import Topic


def judge_other_year(reading: Reading, topic: Topic, stated: Quantity, claim: Claim, last: int) -> bool:
    """N-4: the year named is not `last`, where the number is of that; False where it is of none known."""
    if not any(_fits(claim, stated, *pair) for pair in topic.pairs):
        return False
    reading.collected.judge("N-4")
    if not reading.is_told:
        reading.is_told = True
        what = f"写的是与{reading.other_year}年相比，{stated.shown}是与上年相比的数，应为{last}年"
        if claim is Claim.LAST_YEAR:
            what = f"{stated.shown}写成了{reading.other_year}年的数，它是上年数，应为{last}年"
        reading.collected.add(
            "N-4",
            reading.sentence,
            what,
            value=f"{reading.other_year}年",
            expected=f"{last}年",
            severity="warning",
        )
    return True


def _fits(claim: Claim, stated: Quantity, this: Known, last: Known) -> bool:
    match claim:
        case Claim.LAST_YEAR:
            return agrees(stated, last.printed, last.exact)
        case Claim.CHANGE:
            return is_change(stated, this, last)
        case _:
            return bool(last.printed) and is_rate(stated, this, last)
