"""舍位平衡: printed figures that add up exactly, each less than one last unit from the amount behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from xltools.model.interval import CENT
from xltools.model.linear import UNBOUNDED, RangedRow, minimise
from xltools.model.number import round_half_up
from xltools.model.relation import Key, Relation, components

_SAME_COST = 1e-6


@dataclass(frozen=True, slots=True)
class Balanced:
    """`values` satisfy every relation exactly; `moved` says by how much a figure left its half-up rounding.

    `proved`: no other choice moves fewer figures; otherwise the time limit came first.
    """

    values: Mapping[Key, Decimal]
    moved: Mapping[Key, Decimal]
    proved: bool


@dataclass(frozen=True, slots=True)
class Unbalanceable:
    """These relations cannot all hold, although each without one of the others might.

    `proved`: that is certain; otherwise no choice was found within the time limit, and the relations are those
    it was looked for in.
    """

    relations: tuple[Relation, ...]
    proved: bool


def balance(
    relations: Sequence[Relation],
    exact: Mapping[Any, Decimal],
    unit: Decimal = CENT,
    time_limit: float = 20.0,
) -> Balanced | Unbalanceable:
    """Each figure rounded down or up to a multiple of `unit` so that all relations hold between the multiples.

    `exact` are unrounded amounts in 万元; a multiple of `unit` stays as it is. As few figures as possible differ
    from their half-up rounding; of equally few those nearest to it, then those that come first in `exact`. The
    result does not depend on time unless `time_limit` (seconds, per group of connected relations) is reached.
    """
    roundings = {key: _Rounding.of(amount, unit) for key, amount in exact.items()}
    up = {key: rounding.half_up for key, rounding in roundings.items()}
    proved = True
    for group in components(
        [[key for key in relation.keys if not roundings[key].settled] for relation in relations]
    ):
        members = [relations[index] for index in group]
        if all(_holds(relation, roundings, up) for relation in members):
            continue
        program = _Program(members, roundings)
        choice = program.choose(time_limit)
        if choice is None:
            certain = program.impossible(members, time_limit)
            return Unbalanceable(tuple(program.reduce(time_limit) if certain else members), certain)
        up |= choice.up
        proved &= choice.proved
    values = {key: (rounding.floor + up[key]) * unit for key, rounding in roundings.items()}
    moved = {
        key: (up[key] - rounding.half_up) * unit
        for key, rounding in roundings.items()
        if up[key] != rounding.half_up
    }
    return Balanced(values, moved, proved)


@dataclass(frozen=True, slots=True)
class _Rounding:
    """An amount in last units: the whole number below, and whether half-up rounding goes one up from there."""

    floor: int
    half_up: int
    settled: bool
    extra: float
    """How much farther from the amount the other neighbour is than the half-up rounding, in last units."""

    @classmethod
    def of(cls, amount: Decimal, unit: Decimal) -> _Rounding:
        units = amount / unit
        floor = int(units.to_integral_value(ROUND_FLOOR))
        half_up = int(round_half_up(units, Decimal(1))) - floor
        return cls(floor, half_up, units == floor, float(abs(1 - 2 * (units - floor))))


def _holds(relation: Relation, roundings: Mapping[Key, _Rounding], up: Mapping[Key, int]) -> bool:
    gap = sum(term.coefficient * (roundings[term.key].floor + up[term.key]) for term in relation.terms)
    return gap <= 0 if relation.sense == "at_most" else gap == 0


@dataclass(frozen=True, slots=True)
class _Choice:
    up: Mapping[Key, int]
    proved: bool


class _Program:
    """Whether to go up or down for each figure of a group of relations: one 0/1 column each."""

    def __init__(self, relations: Sequence[Relation], roundings: Mapping[Key, _Rounding]) -> None:
        self._relations = relations
        self._roundings = roundings
        occurring = {key for relation in relations for key in relation.keys if not roundings[key].settled}
        self._keys = [key for key in roundings if key in occurring]
        self._column = {key: index for index, key in enumerate(self._keys)}

    def choose(self, time_limit: float) -> _Choice | None:
        rows = [self._row(relation) for relation in self._relations]
        count = len(self._keys)
        half_up = [self._roundings[key].half_up for key in self._keys]
        # All the extra distances together cost less than one figure more.
        price = [1 + self._roundings[key].extra / (2 * count) for key in self._keys]
        signed = [-cost if up else cost for cost, up in zip(price, half_up, strict=True)]
        first = minimise(signed, [(0, 1)] * count, rows, whole=range(count), time_limit=time_limit)
        if first is None:
            return None
        cheapest = RangedRow(dict(enumerate(signed)), -UNBOUNDED, first.cost + _SAME_COST)
        order = [
            (-1 if up else 1) * (1 + index / count) for index, up in zip(range(count), half_up, strict=True)
        ]
        best = first
        if first.proved:
            best = (
                minimise(
                    order, [(0, 1)] * count, [*rows, cheapest], whole=range(count), time_limit=time_limit
                )
                or first
            )
        up = {key: round(value) for key, value in zip(self._keys, best.columns, strict=True)}
        if not all(_holds(relation, self._roundings, self._settled() | up) for relation in self._relations):
            raise ArithmeticError("the solver's whole numbers do not satisfy the relations")
        return _Choice(up, first.proved)

    def impossible(self, relations: Sequence[Relation], time_limit: float) -> bool:
        """Whether no choice satisfies these relations, proved within the limit."""
        count = len(self._keys)
        rows = [self._row(relation) for relation in relations]
        # Each row may be missed, at a price; a proved price of at least one whole unit means impossible.
        missed = [
            RangedRow({**row.coefficients, count + 2 * i: 1.0, count + 2 * i + 1: -1.0}, row.low, row.high)
            for i, row in enumerate(rows)
        ]
        slack = 2 * len(rows)
        solution = minimise(
            [0.0] * count + [1.0] * slack,
            [(0.0, 1.0)] * count + [(0.0, UNBOUNDED)] * slack,
            missed,
            whole=range(count),
            time_limit=time_limit,
        )
        return solution is not None and solution.proved and solution.cost > 0.5

    def reduce(self, time_limit: float) -> list[Relation]:
        """Relations that are impossible together and of which none can be left out: deletion in halving steps."""
        kept = list(self._relations)
        step = max(len(kept) // 2, 1)
        while True:
            start = 0
            while start < len(kept):
                others = kept[:start] + kept[start + step :]
                if others and self.impossible(others, time_limit):
                    kept = others
                else:
                    start += step
            if step == 1:
                return kept
            step = max(step // 2, 1)

    def _settled(self) -> dict[Key, int]:
        return dict.fromkeys(self._roundings, 0)

    def _row(self, relation: Relation) -> RangedRow:
        level = -sum(term.coefficient * self._roundings[term.key].floor for term in relation.terms)
        coefficients = {
            self._column[term.key]: float(term.coefficient)
            for term in relation.terms
            if term.key in self._column
        }
        return RangedRow(coefficients, -UNBOUNDED if relation.sense == "at_most" else level, level)
