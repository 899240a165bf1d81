"""What a printed figure stands for, and whether a relation can hold between the amounts behind the figures.

A figure in 万元 with two decimals is the half-up rounding of an amount known in 元, so it stands for a half-open
interval of amounts. A relation is broken only if no amounts in the intervals of its figures satisfy it; then
`|gap| ≥ (n + 1) · 0.005` for a total of n non-zero addends, and a copy must be identical. This is the idea of
XBRL Calculations 1.1, with half-open ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xltools.model.relation import Relation

CENT = Decimal("0.01")
"""The last unit of a figure printed in 万元 with two decimals: 100 元."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """The amounts between two ends, in 万元; an end that is infinite is never closed."""

    low: Decimal
    high: Decimal
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, amount: Decimal) -> bool:
        above = amount >= self.low if self.low_closed else amount > self.low
        below = amount <= self.high if self.high_closed else amount < self.high
        return above and below

    def meets(self, other: Interval) -> bool:
        """Whether some amount lies in both."""
        return (
            self.low < other.high or (self.low == other.high and self.low_closed and other.high_closed)
        ) and (other.low < self.high or (other.low == self.high and other.low_closed and self.high_closed))


NOT_NEGATIVE = Interval(ZERO, Decimal("Infinity"), True, False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as read, in 万元.

    `unit` is its last printed place. `exact` marks an amount known in 元, which stands for itself alone. A zero
    or a blank is exactly zero, unless `rounded_zero` says that an amount too small to print stands behind it.
    `weight` says how hard it is to believe that the figure itself is wrong: 1 for a typed figure, more for one
    that comes from a better source, infinite for one beyond doubt.
    """

    value: Decimal
    unit: Decimal = CENT
    exact: bool = False
    weight: float = 1.0
    rounded_zero: bool = False

    @classmethod
    def printed(cls, value: Decimal, declared: Decimal = CENT, weight: float = 1.0) -> Reading:
        """A figure with the last place its table declares, or its own where it shows more decimals."""
        if declared == CENT and value % CENT == 0:
            return cls(value, CENT, weight=weight)
        exponent = value.normalize().as_tuple().exponent
        own = Decimal((0, (1,), exponent)) if isinstance(exponent, int) and exponent < 0 else declared
        return cls(value, min(own, declared), weight=weight)

    @property
    def slack(self) -> Decimal:
        """How far an amount may lie from the figure: half its last place, nothing where it is exact."""
        return ZERO if self.exact or not (self.value or self.rounded_zero) else self.unit / 2

    @property
    def interval(self) -> Interval:
        """The amounts that round half up (away from zero) to the figure."""
        slack = self.slack
        positive = self.value > 0
        if self.rounded_zero and not self.value:
            return Interval(-slack, slack, False, False)
        return Interval(
            self.value - slack, self.value + slack, not slack or positive, not slack or not positive
        )


Readings = Mapping[Any, Reading]
"""Figures by key. (A mapping is invariant in its keys: with `Key` here, a caller's own key type would not do.)"""


def weighted_sum(parts: Iterable[tuple[int, Interval]]) -> Interval:
    """The sums that amounts, one from each interval and taken that many times, can have."""
    low = high = ZERO
    low_closed = high_closed = True
    for coefficient, interval in parts:
        if coefficient > 0:
            low += coefficient * interval.low
            high += coefficient * interval.high
            low_closed &= interval.low_closed
            high_closed &= interval.high_closed
        elif coefficient < 0:
            low += coefficient * interval.high
            high += coefficient * interval.low
            low_closed &= interval.high_closed
            high_closed &= interval.low_closed
    return Interval(low, high, low_closed, high_closed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a relation fares.

    `gap` is Σ coefficient · figure as printed, `allowance` the most that rounding alone could make of it, both
    in 万元. `holds`: the printed figures satisfy it; `tail`: they do not, the amounts behind them may (尾差);
    `broken`: no amounts can.
    """

    kind: Literal["holds", "tail", "broken"]
    gap: Decimal
    allowance: Decimal


def judge(relation: Relation, readings: Readings) -> Outcome:
    """The interval test of one relation. A figure that is not among the readings is a KeyError."""
    gap = allowance = ZERO
    for term in relation.terms:
        reading = readings[term.key]
        gap += term.coefficient * reading.value
        allowance += abs(term.coefficient) * reading.slack
    if gap == 0 or (relation.sense == "at_most" and gap < 0):
        return Outcome("holds", gap, allowance)
    if abs(gap) < allowance:
        return Outcome("tail", gap, allowance)
    if abs(gap) > allowance:
        return Outcome("broken", gap, allowance)
    # Only now does it matter which ends of the intervals are closed.
    parts = [(term.coefficient, readings[term.key].interval) for term in relation.terms]
    if relation.sense == "at_most":
        parts.append((1, NOT_NEGATIVE))
    return Outcome("tail" if ZERO in weighted_sum(parts) else "broken", gap, allowance)


def judge_all(relations: Sequence[Relation], readings: Readings) -> list[Outcome]:
    """The outcome of each relation, in order."""
    return [judge(relation, readings) for relation in relations]
