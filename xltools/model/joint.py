"""The joint test: is there one assignment of amounts that fits every printed figure at once?

Relations can hold one by one, each within its rounding, and still ask different amounts of the same figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xltools.model.interval import Readings, judge_all, weighted_sum
from xltools.model.relation import Relation, components
from xltools.model.system import System, combine


@dataclass(frozen=True, slots=True)
class Conflict:
    """Relations of which all but any one can hold, and not all.

    Added up with `multipliers` they leave `gap`, of which rounding can explain less than `allowance` (万元).
    """

    relations: tuple[Relation, ...]
    multipliers: tuple[int, ...]
    gap: Decimal
    allowance: Decimal


def conflicts(relations: Sequence[Relation], readings: Readings) -> list[Conflict]:
    """One conflict for each group of connected relations that cannot hold together, in order of the relations.

    Relations broken by themselves are left out: they are found by `judge`. Figures with no slack (exact amounts,
    zeros) do not connect relations.
    """
    judged = zip(relations, judge_all(relations, readings), strict=True)
    holding = [(relation, outcome) for relation, outcome in judged if outcome.kind != "broken"]
    groups = components([[key for key in relation.keys if readings[key].slack] for relation, _ in holding])
    found = []
    for group in groups:
        # Without a tail the printed figures are themselves amounts that fit.
        if any(holding[index][1].kind == "tail" for index in group):
            conflict = _conflict([holding[index][0] for index in group], readings)
            if conflict:
                found.append(conflict)
    return found


def _conflict(relations: Sequence[Relation], readings: Readings) -> Conflict | None:
    system = System(relations, readings)
    multipliers = system.contradiction(system.rows)
    if multipliers is None:
        return None
    # Deletion filter: drop a row for good where the others still contradict each other without it.
    kept = list(multipliers)
    for row in list(kept):
        if row not in kept:
            continue
        others = [index for index in kept if index != row]
        fewer = system.contradiction([system.rows[index] for index in others])
        if fewer is not None:
            kept = [others[index] for index in fewer]
            multipliers = {others[index]: value for index, value in fewer.items()}
    combined = combine(system.rows, multipliers)
    span = weighted_sum((value, system.deviations[column]) for column, value in combined.coefficients.items())
    allowance = -span.low if combined.gap > 0 else span.high
    ordered = sorted(multipliers)
    return Conflict(
        tuple(relations[index] for index in ordered),
        tuple(multipliers[index] for index in ordered),
        combined.gap,
        allowance,
    )
