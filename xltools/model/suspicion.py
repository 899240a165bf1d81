"""How much speaks for and against a figure being the wrong one."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.model.interval import Outcome, Readings
from xltools.model.relation import Key, Relation

EVIDENCE = 0.5
"""What one copy that agrees adds to the weight of a figure. Below 1, two figures that agree with everything else
are still easier to believe in than three that do not."""


def weights(
    relations: Sequence[Relation], outcomes: Sequence[Outcome], readings: Readings
) -> dict[Key, float]:
    """What it costs to call a figure wrong: its reading's weight, more for every relation it satisfies.

    If a figure were wrong, a relation that holds would hold only because another figure of it is wrong by the
    same amount. The more figures could have done that, the less the relation proves; a copy proves most.
    """
    evidence: dict[Key, float] = {}
    for relation, outcome in zip(relations, outcomes, strict=True):
        if outcome.kind == "broken" or relation.sense == "at_most":
            continue
        present = sum(1 for key in relation.keys if readings[key].value)
        for key in relation.keys:
            others = present - bool(readings[key].value)
            evidence[key] = evidence.get(key, 0.0) + EVIDENCE / max(others, 1)
    return {
        key: readings[key].weight * (1 + round(evidence.get(key, 0.0), 3))
        for relation in relations
        for key in relation.keys
    }
