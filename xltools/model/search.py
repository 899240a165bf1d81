"""The cheapest sets of figures to change, by implicit hitting sets: exact where big constants would not be.

Fellegi and Holt: a set of figures can be changed so that all relations hold if and only if it hits every
*implied edit*, a combination of relations that the figures as they stand contradict. Edits are many, so
they are found as needed: the cheapest set that hits those known so far (a small set-cover program) either
restores everything, and then nothing cheaper can, or is refuted by a new edit, proved in exact decimals. Unlike
one program with a constant M per figure it does not mind a figure that is 10 000 times too large.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from xltools.model.interval import ZERO
from xltools.model.linear import UNBOUNDED, RangedRow, minimise
from xltools.model.relation import components
from xltools.model.system import Row, System, combine, eliminate

Columns = tuple[int, ...]
_ORDER = 1e-6
"""Most weight that its place in the order adds to a figure, so that equal sets come in the same order always."""
_TIE = 1e-4
_LEAST_TIME = 0.05
"""Seconds the solver is given even when none are left; it needs a few thousandths as a rule."""


class Clock:
    """A time limit in seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start = time.monotonic()

    def part(self, share: float) -> Clock:
        """A clock started together with this one that stops after a share of its time."""
        clock = Clock(self._seconds * share)
        clock._start = self._start
        return clock

    @property
    def left(self) -> float:
        return max(self._start + self._seconds - time.monotonic(), 0.0)


class Search:
    """Looks for sets of columns of one system. `weights` is what changing a figure costs; infinite forbids it."""

    def __init__(self, system: System, weights: Sequence[float]) -> None:
        self._system = system
        self._weights = weights
        self._edits: dict[Columns, None] = {}
        self._shifts: dict[Columns, dict[int, Decimal]] = {}
        self.restores = True
        """Whether the set that `best` gave is known to restore all rows; not so if time ran out before."""
        self.rows_of: dict[int, list[int]] = {}
        for index, row in enumerate(system.rows):
            for column in row.coefficients:
                self.rows_of.setdefault(column, []).append(index)
        self.broken = [index for index, row in enumerate(system.rows) if not system.possible(row)]

    def touched(self, columns: Iterable[int]) -> list[int]:
        """The rows that some of the columns occur in."""
        return sorted({row for column in columns for row in self.rows_of[column]})

    def best(self, clock: Clock) -> tuple[Columns, bool] | None:
        """The cheapest set that restores all rows, and whether that is proved; None where nothing does.

        Three quarters of the time go into the search, the rest into trimming what it has when that was too short.
        If even a first set could not be found, it is one that hits every broken row (see `restores`).
        """
        searching = clock.part(0.75)
        for row in self.broken:
            self._add(self._system.rows[row])
        fallback = self._repair((), searching)
        if fallback is None:
            return None
        if not self.restores:
            return fallback, False
        for chosen in self._candidates(searching, (), UNBOUNDED):
            repaired = self._repair(chosen, searching)
            if repaired is None:
                return None
            if not self.restores:
                self.restores = True
                break
            if repaired == chosen:
                return chosen, True
            if self.cost(repaired) < self.cost(fallback):
                fallback = repaired
        return self._trimmed(fallback, clock), False

    def _trimmed(self, columns: Columns, clock: Clock) -> Columns:
        """A set that restores all rows without figures it does not need, the dearest left out first."""
        for column in sorted(columns, key=lambda column: (-self._weights[column], -column)):
            if not clock.left:
                break
            fewer = tuple(other for other in columns if other != column)
            if not self._refute(fewer):
                columns = fewer
        return columns

    def alternatives(self, clock: Clock, chosen: Columns, others: Columns, limit: int) -> list[Columns]:
        """Up to `limit` other sets as cheap as `chosen` that restore all rows when `others` change too."""
        found: list[Columns] = []
        known = {chosen}
        cutoff = self.cost(chosen) + _TIE
        for candidate in self._candidates(clock, others, cutoff, excluded=known):
            edit = self._refute((*candidate, *others))
            if edit:
                for row in edit:
                    self._add(row)
                continue
            found.append(candidate)
            known.add(candidate)
            if len(found) == limit:
                break
        return found

    def cost(self, columns: Iterable[int]) -> float:
        return sum(self._weights[column] for column in columns)

    def _candidates(
        self, clock: Clock, others: Collection[int], cutoff: float, excluded: Collection[Columns] = ()
    ) -> Iterator[Columns]:
        """The cheapest set that hits all edits known by then and not hit by `others`, again and again."""
        while clock.left:
            edits = [edit for edit in self._edits if not any(column in others for column in edit)]
            chosen = self._hitting_set(edits, excluded, clock)
            if chosen is None or self.cost(chosen) > cutoff:
                return
            yield chosen

    def _hitting_set(
        self, edits: Sequence[Columns], excluded: Iterable[Columns], clock: Clock
    ) -> Columns | None:
        columns = sorted({column for edit in edits for column in edit})
        position = {column: index for index, column in enumerate(columns)}
        rows = [RangedRow({position[column]: 1.0 for column in edit}, 1.0, UNBOUNDED) for edit in edits]
        for known in excluded:
            if all(column in position for column in known):
                inside = {position[column]: 1.0 for column in known}
                rows.append(RangedRow(inside, -UNBOUNDED, len(known) - 1.0))
        if not rows:
            return ()
        costs = [
            self._weights[column] + _ORDER * index / len(columns) for index, column in enumerate(columns)
        ]
        solution = minimise(
            costs,
            [(0.0, 1.0)] * len(columns),
            rows,
            whole=range(len(columns)),
            time_limit=max(clock.left, _LEAST_TIME),
        )
        if solution is None or not solution.proved:
            return None
        return tuple(column for column, value in zip(columns, solution.columns, strict=True) if value > 0.5)

    def _repair(self, chosen: Columns, clock: Clock) -> Columns | None:
        """`chosen` with figures added until it restores all rows, each refutation kept as an edit."""
        while True:
            if not clock.left:
                self.restores = False
                return self._greedy(chosen, list(self._edits))
            refutation = self._refute(chosen)
            if not refutation:
                return chosen
            for row in refutation:
                if not self._add(row):
                    return None
            chosen = self._greedy(chosen, [self._edit(row) for row in refutation])

    def _greedy(self, chosen: Columns, edits: Sequence[Columns]) -> Columns:
        """`chosen` with figures added until it hits all of these edits, cheap ones that hit many first."""
        missed = edits
        while missed := [edit for edit in missed if not any(column in chosen for column in edit)]:
            hits = Counter(column for edit in missed for column in edit)
            best = min(hits, key=lambda column: (self._weights[column] / hits[column], column))
            chosen = tuple(sorted((*chosen, best)))
        return chosen

    def _edit(self, row: Row) -> Columns:
        return tuple(
            sorted(
                column
                for column in row.coefficients
                if self._system.is_figure(column) and math.isfinite(self._weights[column])
            )
        )

    def _add(self, row: Row) -> bool:
        """Keep an edit; False where no figure of it may change, so that nothing can help."""
        edit = self._edit(row)
        if edit:
            self._edits.setdefault(edit)
        return bool(edit)

    def _refute(self, changed: Columns) -> list[Row]:
        """Rows that stay impossible whatever values the changed figures take; empty if there are values."""
        touched = self.touched(changed)
        inside = set(touched)
        rows = self._system.rows
        reduced = eliminate([rows[index] for index in touched], changed)
        impossible = [row for row in reduced if not self._system.possible(row)]
        impossible += [rows[index] for index in self.broken if index not in inside]
        if impossible:
            return impossible
        shifted = self.shifted(changed)
        multipliers = self._system.contradiction(shifted, changed)
        if multipliers is None:
            return []
        return [combine(rows, multipliers)]

    def shifts(self, changed: Columns) -> dict[int, Decimal]:
        """Changes in 万元 that leave the smallest gaps, each measured by what rounding makes of it."""
        found: dict[int, Decimal] = {}
        for group in self.independent(changed):
            if group not in self._shifts:
                self._shifts[group] = self._least_squares(group)
            found |= self._shifts[group]
        return found

    def independent(self, columns: Columns) -> list[Columns]:
        """The columns in groups that share no row."""
        rows = [self.rows_of[column] for column in columns]
        return [tuple(columns[index] for index in group) for group in components(rows)]

    def _least_squares(self, changed: Columns) -> dict[int, Decimal]:
        import numpy as np

        touched = [self._system.rows[index] for index in self.touched(changed)]
        # An inequality that holds asks nothing of the figures in it.
        rows = [row for row in touched if row.gap > 0 or not self._system.is_inequality(row)]
        if not rows:
            return dict.fromkeys(changed, ZERO)
        scale = np.array([self.spread(row) for row in rows])
        matrix = np.array([[row.coefficients.get(column, 0) for column in changed] for row in rows])
        gaps = np.array([float(row.gap) for row in rows])
        solution = np.linalg.lstsq(matrix / scale[:, None], -gaps / scale, rcond=None)[0]
        return {
            column: Decimal(float(value)).quantize(Decimal("1e-6"))
            for column, value in zip(changed, solution, strict=True)
        }

    def shifted(self, changed: Columns, indexes: Iterable[int] | None = None) -> list[Row]:
        """The rows once the changed figures are shifted: small gaps, which is what solvers are good at."""
        shifts = self.shifts(changed)
        rows = self._system.rows
        moved = []
        for index in range(len(rows)) if indexes is None else indexes:
            row = rows[index]
            shift = sum(
                (value * shifts[column] for column, value in row.coefficients.items() if column in shifts),
                ZERO,
            )
            moved.append(Row(row.coefficients, row.gap + shift) if shift else row)
        return moved

    def spread(self, row: Row) -> float:
        """Standard deviation in 万元 of the gap that rounding leaves in a row that holds."""
        variance = 1e-10
        for column, coefficient in row.coefficients.items():
            slack = self._system.slacks[column]
            if slack:
                variance += (coefficient * float(slack)) ** 2 / 3
        return math.sqrt(variance)
