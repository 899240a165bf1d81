"""Relations and readings as linear rows over deviations, and exact proofs that rows contradict each other.

Each figure contributes a deviation: amount − printed figure, within its rounding interval. A relation becomes the
row Σ coefficient · deviation = −gap, an inequality gets a slack column that is zero or more. Floating point only
ever *suggests* a contradiction: it counts once a whole-number combination of the rows, added up in exact
decimals, cannot be zero (Farkas' lemma). So rounding errors of the solver can hide a contradiction of less than
about 10⁻⁹ 万元, and never invent one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from xltools.model.interval import NOT_NEGATIVE, ZERO, Interval, Readings, weighted_sum
from xltools.model.linear import UNBOUNDED, RangedRow, minimise
from xltools.model.relation import Key, Relation

_SCALE = Decimal("0.005")
"""Solver unit: half of the usual last place, so that coefficients, gaps and bounds are small whole numbers."""
_OPEN_END = 2e-7
"""How far the solver stays from an end that does not belong to the interval, in solver units: 10⁻⁹ 万元, far
less than the 10⁻⁶ 万元 of one 分 shared out over all figures of a workbook."""
_NOISE = 1e-8
_LARGEST_DENOMINATOR = 1000
"""Multipliers are quotients of small determinants of relations whose coefficients are 1 and −1."""


@dataclass(frozen=True, slots=True)
class Row:
    """gap + Σ coefficient · deviation = 0; gap in 万元."""

    coefficients: Mapping[int, int]
    gap: Decimal


class System:
    """The rows of some relations; row i is relation i, column j figure `keys[j]`, further columns are slacks."""

    def __init__(self, relations: Sequence[Relation], readings: Readings) -> None:
        self.keys: tuple[Key, ...] = tuple(dict.fromkeys(key for rel in relations for key in rel.keys))
        self.column: dict[Key, int] = {key: index for index, key in enumerate(self.keys)}
        self.deviations: list[Interval] = []
        self.slacks: list[Decimal | None] = []
        for key in self.keys:
            reading = readings[key]
            interval = reading.interval
            self.slacks.append(reading.slack)
            self.deviations.append(
                Interval(
                    interval.low - reading.value,
                    interval.high - reading.value,
                    interval.low_closed,
                    interval.high_closed,
                )
            )
        self.rows: list[Row] = []
        for relation in relations:
            coefficients = {self.column[term.key]: term.coefficient for term in relation.terms}
            if relation.sense == "at_most":
                coefficients[len(self.deviations)] = 1
                self.deviations.append(NOT_NEGATIVE)
                self.slacks.append(None)
            gap = sum((term.coefficient * readings[term.key].value for term in relation.terms), ZERO)
            self.rows.append(Row(coefficients, gap))

    def is_figure(self, column: int) -> bool:
        return column < len(self.keys)

    def is_inequality(self, row: Row) -> bool:
        return any(column >= len(self.keys) for column in row.coefficients)

    def possible(self, row: Row) -> bool:
        """Whether some deviations satisfy this one row: exact."""
        allowance = ZERO
        for column, coefficient in row.coefficients.items():
            slack = self.slacks[column]
            if slack is None:
                break
            allowance += abs(coefficient) * slack
        else:
            if abs(row.gap) != allowance or not allowance:
                return abs(row.gap) < allowance or not row.gap
        span = weighted_sum((c, self.deviations[column]) for column, c in row.coefficients.items())
        return -row.gap in span

    def contradiction(self, rows: Sequence[Row], free: Collection[int] = ()) -> dict[int, int] | None:
        """Multipliers (row index → whole number) of a sum of rows that nothing satisfies, or None.

        Columns in `free` may take any value.
        """
        if all(not row.gap for row in rows):
            return None
        multipliers = _whole(self._suggested(rows, free))
        combined = combine(rows, multipliers)
        if any(column in free for column in combined.coefficients) or self.possible(combined):
            return None
        return multipliers

    def _suggested(self, rows: Sequence[Row], free: Collection[int]) -> Sequence[float]:
        """Multipliers of a contradiction if there is one: the duals of the least total violation of the rows."""
        columns = self.columns(rows)
        bounds = [self.bounds(column, free) for column in columns]
        costs = [0.0] * len(bounds)
        ranged = []
        for row in rows:
            over = len(bounds)
            bounds += [(0.0, UNBOUNDED), (0.0, UNBOUNDED)]
            costs += [1.0, 1.0]
            ranged.append(ranged_row(row, columns, {over: 1.0, over + 1: -1.0}))
        solution = minimise(costs, bounds, ranged)
        if solution is None:
            raise ArithmeticError("a program that may violate every row has an optimum")
        return solution.duals if solution.cost > _NOISE else ()

    @staticmethod
    def columns(rows: Iterable[Row]) -> dict[int, int]:
        """The columns that occur in `rows`, numbered from 0."""
        found: dict[int, int] = {}
        for row in rows:
            for column in row.coefficients:
                found.setdefault(column, len(found))
        return found

    def bounds(self, column: int, free: Collection[int] = ()) -> tuple[float, float]:
        """The deviations a column may take, in solver units."""
        if column in free:
            return -UNBOUNDED, UNBOUNDED
        interval = self.deviations[column]
        low = float(interval.low / _SCALE) + (0 if interval.low_closed else _OPEN_END)
        high = float(interval.high / _SCALE) - (0 if interval.high_closed else _OPEN_END)
        return low, high


def ranged_row(row: Row, columns: Mapping[int, int], more: Mapping[int, float] | None = None) -> RangedRow:
    """`row` for the solver, its columns renumbered."""
    level = -float(row.gap / _SCALE)
    coefficients = {columns[column]: float(value) for column, value in row.coefficients.items()}
    return RangedRow(coefficients | dict(more or {}), level, level)


def from_solver_units(deviation: float) -> Decimal:
    """A deviation of the solver in 万元, to 10⁻⁹."""
    return (Decimal(deviation) * _SCALE).quantize(Decimal("1e-9"))


def combine(rows: Sequence[Row], multipliers: Mapping[int, int]) -> Row:
    """The sum of multiples of rows, exact."""
    coefficients: dict[int, int] = {}
    gap = ZERO
    for index, multiplier in multipliers.items():
        gap += multiplier * rows[index].gap
        for column, coefficient in rows[index].coefficients.items():
            coefficients[column] = coefficients.get(column, 0) + multiplier * coefficient
    return Row({column: value for column, value in coefficients.items() if value}, gap)


def eliminate(rows: Sequence[Row], columns: Iterable[int]) -> list[Row]:
    """What the rows say about the other columns once `columns` may take any value: exact Gaussian steps."""
    remaining = list(rows)
    for column in columns:
        having = [row for row in remaining if column in row.coefficients]
        if not having:
            continue
        pivot = min(having, key=lambda row: len(row.coefficients))
        a = pivot.coefficients[column]
        reduced = []
        for row in remaining:
            if row is pivot:
                continue
            b = row.coefficients.get(column)
            if b is not None:
                divisor = gcd(a, b)
                row = combine((row, pivot), {0: a // divisor, 1: -b // divisor})
            reduced.append(row)
        remaining = reduced
    return remaining


def _whole(multipliers: Sequence[float]) -> dict[int, int]:
    fractions = {
        index: fraction
        for index, value in enumerate(multipliers)
        if (fraction := Fraction(value).limit_denominator(_LARGEST_DENOMINATOR))
    }
    common = lcm(*(fraction.denominator for fraction in fractions.values()))
    return {index: int(fraction * common) for index, fraction in fractions.items()}
