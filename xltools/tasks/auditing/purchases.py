"""N-8: what is purchased in all, and its three kinds."""

from __future__ import annotations

from decimal import Decimal

from xltools.budget.narrative_reading.terms import PURCHASE_TOTAL, PURCHASES
from xltools.tasks.auditing.findings import Collected, number_text
from xltools.tasks.auditing.items import coarsest

_FEWEST_KINDS = 2


def judge_purchases(collected: Collected) -> None:
    """The kinds that the text states, wherever, against the total that it states."""
    whole = collected.facts.first(PURCHASE_TOTAL)
    kinds = [stated for place in PURCHASES if (stated := collected.facts.first(place)) is not None]
    if whole is None or len(kinds) < _FEWEST_KINDS:
        if kinds:
            collected.left["N-8"] += 1
        return
    collected.judge("N-8")
    total = sum((kind.quantity.value for kind in kinds), Decimal(0))
    gap = total - whole.quantity.value
    step = coarsest(stated.quantity for stated in (whole, *kinds))
    if abs(gap) < (len(kinds) + 1) * step / 2:
        return
    expected = number_text(total, whole.quantity.measure)
    listed = "、".join(f"{kind.term}{kind.quantity.shown}" for kind in kinds)
    collected.add(
        "N-8",
        whole.sentence,
        f"{listed}之和是 {expected}，总额写的是 {whole.quantity.shown}",
        value=whole.quantity.shown,
        expected=expected,
        severity="error" if gap > 0 or len(kinds) == len(PURCHASES) else "warning",
    )
