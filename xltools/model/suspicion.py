"""How much speaks for and against a figure being the wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xltools.model.interval import Outcome, Readings
from xltools.model.relation import Key, Relation

EVIDENCE = 0.5
"""What a copy that agrees adds to the weight of a figure, in figures: two copies weigh as much as one more figure
that would have to be wrong."""


def weights(
    relations: Sequence[Relation], outcomes: Sequence[Outcome], readings: Readings
) -> dict[Key, float]:
    """What it costs to call a figure wrong: its reading's weight, more for every relation it satisfies.

    If a figure were wrong, a relation that holds would hold only because another figure of it is wrong by the
    same amount. The more figures could have done that, the less the relation proves; a copy proves most. A
    relation whose allowance could swallow the change that the figure's broken relations ask for proves nothing.
    """
    change: dict[Key, Decimal] = {}
    for relation, outcome in zip(relations, outcomes, strict=True):
        if outcome.kind == "broken":
            for key in relation.keys:
                change[key] = min(abs(outcome.gap), change.get(key, abs(outcome.gap)))
    evidence: dict[Key, float] = {}
    for relation, outcome in zip(relations, outcomes, strict=True):
        if outcome.kind == "broken" or relation.sense == "at_most":
            continue
        present = sum(1 for key in relation.keys if readings[key].value)
        for key in relation.keys:
            others = present - bool(readings[key].value)
            if key not in change or change[key] > outcome.allowance:
                evidence[key] = evidence.get(key, 0.0) + EVIDENCE / max(others, 1)
    return {
        key: readings[key].weight * (1 + round(evidence.get(key, 0.0), 3))
        for relation in relations
        for key in relation.keys
    }
