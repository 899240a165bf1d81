"""Which figures are wrong: the least weighted set whose change makes all relations hold, and its rivals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from xltools.model.interval import Interval, Reading, Readings, judge_all
from xltools.model.joint import conflicts
from xltools.model.linear import RangedRow, minimise
from xltools.model.number import round_half_up
from xltools.model.reasons import Reason, originals, reason
from xltools.model.relation import Key, Relation, components
from xltools.model.search import Clock, Columns, Search
from xltools.model.suspicion import weights
from xltools.model.system import System, from_solver_units, ranged_row

MOST_ALTERNATIVES = 8
_REASON_BONUS = 4.0
"""How much a slip or a candidate that fits speaks for a set, in log likelihood: one chance in about fifty."""
_WIDEST = 200
"""In last units: a range wider than this is not searched for a likely value."""
_FEN = Decimal("0.000001")
"""One 分 in 万元."""
_UNBOUNDED = Interval(Decimal("-Infinity"), Decimal("Infinity"), False, False)
_FAR = 50
"""A slip counts in a range only if it moves the figure by this many times the width of the range: the originals of
small slips lie so close together that some fit any range."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that is probably wrong.

    `suggested` is what should stand there: the only figure that the relations allow, or the only one among
    those allowed that a given candidate or a slip of the hand explains; None if that does not single one out.
    `low` and `high` are the least and the greatest figure the relations allow, None where they set no bound;
    `nearest` is, between two bounds, the figure that fits the others as printed best.
    """

    key: Key
    value: Decimal
    suggested: Decimal | None
    nearest: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One independent group of contradictions.

    `relations` are those that the suspects break; `suspects` is the preferred set, best first, `alternatives`
    other sets of equal weight. `proved`: no lighter set exists; otherwise the time limit came first.
    `complete`: no alternatives are missing. Without suspects nothing that may change explains the relations.
    """

    relations: tuple[Relation, ...]
    suspects: tuple[Suspect, ...]
    alternatives: tuple[tuple[Suspect, ...], ...]
    proved: bool
    complete: bool


def locate(
    relations: Sequence[Relation],
    readings: Readings,
    candidates: Mapping[Any, Iterable[Decimal]] | None = None,
    time_limit: float = 1.5,
) -> list[Explanation]:
    """An explanation for each independent group of relations that do not hold, alone or together.

    `candidates` are values a figure may have been meant to have (the same figure elsewhere, last year's). They
    and slips of the hand order sets of equal weight. `time_limit` in seconds, over all groups; a result does not
    depend on time unless the limit is reached.
    """
    clock = Clock(time_limit)
    found: list[Explanation] = []
    for group in components([relation.keys for relation in relations]):
        found += _Component(
            [relations[index] for index in group], readings, candidates or {}, clock
        ).explain()
    return found


class _Component:
    def __init__(
        self,
        relations: Sequence[Relation],
        readings: Readings,
        candidates: Mapping[Any, Iterable[Decimal]],
        clock: Clock,
    ) -> None:
        self._relations = relations
        self._readings = readings
        self._candidates = candidates
        self._system = System(relations, readings)
        cost = weights(relations, judge_all(relations, readings), readings)
        self._search = Search(self._system, [cost[key] for key in self._system.keys])
        # Later steps find time left when an earlier one has used up its own.
        self._searching, self._comparing, self._judging = clock.part(0.6), clock.part(0.8), clock

    def explain(self) -> list[Explanation]:
        best = self._search.best(self._searching)
        if best is None:
            broken = tuple(self._relations[row] for row in self._search.broken)
            return [Explanation(broken, (), (), True, True)]
        chosen, proved = best
        if not self._search.restores:
            return [self._unsettled(chosen)]
        return [self._explain_group(group, chosen, proved) for group in self._search.independent(chosen)]

    def _unsettled(self, chosen: Columns) -> Explanation:
        """What is known when time ran out: figures that together occur in every broken relation."""
        suspects = tuple(
            Suspect(key, self._readings[key].value, None, None, None, None, None)
            for key in (self._system.keys[column] for column in chosen)
        )
        broken = tuple(self._relations[row] for row in self._search.broken)
        return Explanation(broken, suspects, (), False, False)

    def _explain_group(self, group: Columns, chosen: Columns, proved: bool) -> Explanation:
        others = tuple(column for column in chosen if column not in group)
        rivals: list[Columns] = []
        if proved:
            rivals = self._search.alternatives(self._comparing, group, others, MOST_ALTERNATIVES)
        complete = proved and self._comparing.left > 0 and len(rivals) < MOST_ALTERNATIVES
        ranked = sorted(
            ((*self._judge(columns, others), columns) for columns in (group, *rivals)),
            key=lambda entry: (entry[0], entry[2]),
        )
        sets = [suspects for _, suspects, _ in ranked]
        touched = self._search.touched(group)
        broken = set(self._search.broken)
        relations = [self._relations[row] for row in touched if row in broken]
        return Explanation(
            tuple(relations or self._contradictory(group)), sets[0], tuple(sets[1:]), proved, complete
        )

    def _contradictory(self, group: Columns) -> list[Relation]:
        """The relations that no single one breaks and that a change of these figures reconciles."""
        suspects = {self._system.keys[column] for column in group}
        for conflict in conflicts(self._relations, self._readings):
            if any(suspects.intersection(relation.keys) for relation in conflict.relations):
                return list(conflict.relations)
        return [self._relations[row] for row in self._search.touched(group)]

    def _judge(self, columns: Columns, others: Columns) -> tuple[float, tuple[Suspect, ...]]:
        """How unlikely a set is (less the reasons that speak for it), and its figures, best first."""
        changed = tuple(sorted((*columns, *others)))
        ranges = self._ranges(columns, changed)
        shifts = self._search.shifts(changed)
        suspects = [
            self._suspect(self._system.keys[column], shifts[column], ranges[column]) for column in columns
        ]
        explained = sum(self._is_explained(suspect) for suspect in suspects)
        surprise = self._misfit(columns, changed) - _REASON_BONUS * explained
        broken = set(self._search.broken)

        def doubt(suspect: Suspect) -> tuple[bool, float, int, int]:
            column = self._system.column[suspect.key]
            rows = self._search.rows_of[column]
            return (
                not self._is_explained(suspect),
                self._search.cost([column]),
                -sum(row in broken for row in rows),
                column,
            )

        return surprise, tuple(sorted(suspects, key=doubt))

    def _is_explained(self, suspect: Suspect) -> bool:
        """Whether a slip, or a value that it may have been meant to have, singles out what should stand there."""
        return suspect.reason is not None or (
            suspect.suggested is not None and suspect.suggested in set(self._candidates.get(suspect.key, ()))
        )

    def _misfit(self, columns: Columns, changed: Columns) -> float:
        """Half the sum of squared gaps, in standard deviations of rounding, that a change adds."""
        broken = set(self._search.broken)
        touched = self._search.touched(columns)
        misfit = 0.0
        for row, moved in zip(touched, self._search.shifted(changed, touched), strict=True):
            before = 0.0 if row in broken else float(self._system.rows[row].gap)
            if self._system.is_inequality(moved) and moved.gap <= 0:
                continue
            spread = self._search.spread(moved)
            misfit += ((float(moved.gap) / spread) ** 2 - (before / spread) ** 2) / 2
        return misfit

    def _ranges(self, columns: Columns, changed: Columns) -> dict[int, Interval]:
        """The amounts each figure may stand for, given the relations within two steps of it.

        Relations further away could only narrow the range, so that a single value left here is the only one.
        No bounds once the time is over.
        """
        if not self._judging.left:
            return dict.fromkeys(columns, _UNBOUNDED)
        near = self._search.touched(columns)
        beyond = {
            column
            for row in near
            for column in self._system.rows[row].coefficients
            if self._system.is_figure(column)
        }
        indexes = self._search.touched(beyond)
        rows = self._search.shifted(changed, indexes)
        shifts = self._search.shifts(changed)
        numbered = System.columns(rows)
        bounds = [self._system.bounds(column, changed) for column in numbered]
        ranged = [ranged_row(row, numbered) for row in rows]
        found: dict[int, Interval] = {}
        for column in columns:
            at = numbered[column]
            value = self._readings[self._system.keys[column]].value + shifts[column]
            low, high = (value + direction * _least(at, direction, bounds, ranged) for direction in (1, -1))
            found[column] = Interval(low, high)
        return found

    def _suspect(self, key: Key, shift: Decimal, amounts: Interval) -> Suspect:
        reading = self._readings[key]
        value = reading.value
        low, high = _first_figure(amounts, reading, 1), _first_figure(amounts, reading, -1)
        if low is None or high is None or low > high:
            return Suspect(key, value, None, None, low, high, None)
        nearest = min(
            max(round_half_up((value + shift) / reading.unit, Decimal(1)) * reading.unit, low), high
        )
        if low == high:
            return Suspect(key, value, low, low, low, high, reason(value, low))
        suggested, why = self._likely(key, low, high)
        return Suspect(key, value, suggested, nearest, low, high, why)

    def _likely(self, key: Key, low: Decimal, high: Decimal) -> tuple[Decimal | None, Reason | None]:
        """The one figure of a range that a candidate, or else a slip of the hand, explains."""
        reading = self._readings[key]
        value = reading.value
        if high - low > _WIDEST * reading.unit:
            return None, None
        meant = {candidate for candidate in self._candidates.get(key, ()) if low <= candidate <= high}
        if not meant:
            far = _FAR * (high - low)
            meant = {
                original
                for _, original in originals(value)
                if low <= original <= high and abs(original - value) >= far and original % reading.unit == 0
            }
        if len(meant) != 1:
            return None, None
        (only,) = meant
        return only, reason(value, only)


def _least(
    at: int, direction: int, bounds: Sequence[tuple[float, float]], rows: Sequence[RangedRow]
) -> Decimal:
    """The least value in 万元 that a column, times `direction`, takes within the rows; −∞ if there is none."""
    costs = [0.0] * len(bounds)
    costs[at] = direction
    solution = minimise(costs, bounds, rows)
    if solution is None or not solution.proved:
        return Decimal("-Infinity")
    return direction * from_solver_units(solution.columns[at])


def _first_figure(amounts: Interval, reading: Reading, step: int) -> Decimal | None:
    """The least (step 1) or greatest (step −1) figure that an amount of the interval rounds to.

    For a figure that is exact, that amount itself, to one 分.
    """
    unit = reading.unit
    end = amounts.low if step > 0 else amounts.high
    if not end.is_finite():
        return None
    if reading.exact:
        return round_half_up(end, _FEN).normalize()
    figure = (end / unit).quantize(Decimal(1), ROUND_FLOOR if step > 0 else ROUND_CEILING) * unit
    while not Reading(figure, unit, reading.exact).interval.meets(amounts):
        figure += step * unit
        if not amounts.low - unit <= figure <= amounts.high + unit:
            return None
    return figure
