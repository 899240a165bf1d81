"""N-8 and N-6: amounts that the text states anywhere, and their parts, which leave nothing over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xltools.budget.narrative_reading.terms import PARTS, PURCHASE_TOTAL, Place
from xltools.tasks.auditing.facts import Statement
from xltools.tasks.auditing.findings import Collected, number_text
from xltools.tasks.auditing.items import coarsest

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Sum:
    whole: Statement
    parts: list[Statement]
    is_complete: bool

    @property
    def total(self) -> Decimal:
        return sum((part.quantity.value for part in self.parts), Decimal(0))

    @property
    def is_right(self) -> bool:
        step = coarsest(stated.quantity for stated in (self.whole, *self.parts))
        return abs(self.total - self.whole.quantity.value) < (len(self.parts) + 1) * step / 2


def judge_sums(collected: Collected) -> None:
    """The parts that the text states, wherever, against the total that it states."""
    for place, parts in PARTS.items():
        _judge(collected, "N-8" if place == PURCHASE_TOTAL else "N-6", place, parts)


def _judge(collected: Collected, rule: str, place: Place, parts: tuple[Place, ...]) -> None:
    whole = collected.facts.first(place)
    stated = [first for part in parts if (first := collected.facts.first(part)) is not None]
    if whole is None or len(stated) < _FEWEST:
        if stated and rule == "N-8":
            collected.left[rule] += 1
        return
    found = _Sum(whole, stated, len(stated) == len(parts))
    collected.judge(rule)
    compared = all(each.is_known for each in (whole, *stated))
    if found.is_right or (rule == "N-6" and (compared or not found.is_complete)):
        return
    expected = number_text(found.total, whole.quantity.measure)
    listed = "、".join(f"{part.term}{part.quantity.shown}" for part in stated)
    is_sure = found.is_complete or found.total > whole.quantity.value
    collected.add(
        rule,
        whole.sentence,
        f"{listed}之和是 {expected}，总额写的是 {whole.quantity.shown}",
        value=whole.quantity.shown,
        expected=expected,
        severity="error" if is_sure else "warning",
    )
