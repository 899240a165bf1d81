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
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xltools.model.interval import ZERO
from xltools.model.linear import UNBOUNDED, RangedRow, minimise
from xltools.model.system import Row, System, combine, eliminate

Columns = tuple[int, ...]
_ORDER = 1e-6
"""Most weight that its place in the order adds to a figure, so that equal sets come in the same order always."""
_TIE = 1e-4


@dataclass
class Clock:
    """A time limit; `over` remembers that it was reached."""

    seconds: float
    over: bool = False
    _start: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        left = self.seconds - (time.monotonic() - self._start)
        if left <= 0:
            self.over = True
        return max(left, 0.0)


class Search:
    """Looks for sets of columns of one system. `weights` is what changing a figure costs; infinite forbids it."""

    def __init__(self, system: System, weights: Sequence[float], clock: Clock) -> None:
        self._system = system
        self._weights = weights
        self._clock = clock
        self._edits: dict[Columns, None] = {}
        self.rows_of: dict[int, list[int]] = {}
        for index, row in enumerate(system.rows):
            for column in row.coefficients:
                self.rows_of.setdefault(column, []).append(index)
        self.broken = [index for index, row in enumerate(system.rows) if not system.possible(row)]

    def touched(self, columns: Iterable[int]) -> list[int]:
        """The rows that some of the columns occur in."""
        return sorted({row for column in columns for row in self.rows_of[column]})

    def best(self) -> tuple[Columns, bool] | None:
        """The cheapest set that restores all rows, and whether that is proved; None where nothing does."""
        for row in self.broken:
            self._add(self._system.rows[row])
        fallback = self._repair(())
        if fallback is None:
            return None
        for chosen in self._candidates((), UNBOUNDED):
            repaired = self._repair(chosen)
            if repaired is None:
                return None
            if repaired == chosen:
                return chosen, True
            if self.cost(repaired) < self.cost(fallback):
                fallback = repaired
        return fallback, False

    def alternatives(self, chosen: Columns, others: Columns, limit: int) -> list[Columns]:
        """Up to `limit` other sets as cheap as `chosen` that restore all rows when `others` change too."""
        found: list[Columns] = []
        known = {chosen}
        cutoff = self.cost(chosen) + _TIE
        for candidate in self._candidates(others, cutoff, excluded=known):
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
        self, others: Collection[int], cutoff: float, excluded: Collection[Columns] = ()
    ) -> Iterator[Columns]:
        """The cheapest set that hits all edits known by then and not hit by `others`, again and again."""
        while self._clock.left:
            edits = [edit for edit in self._edits if not any(column in others for column in edit)]
            chosen = self._hitting_set(edits, excluded)
            if chosen is None or self.cost(chosen) > cutoff:
                return
            yield chosen

    def _hitting_set(self, edits: Sequence[Columns], excluded: Iterable[Columns]) -> Columns | None:
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
            time_limit=max(self._clock.left, 0.05),
        )
        if solution is None or not solution.proved:
            return None
        return tuple(column for column, value in zip(columns, solution.columns, strict=True) if value > 0.5)

    def _repair(self, chosen: Columns) -> Columns | None:
        """`chosen` with figures added until it restores all rows, each refutation kept as an edit."""
        while True:
            refutation = self._refute(chosen)
            if not refutation:
                return chosen
            for row in refutation:
                if not self._add(row):
                    return None
            for row in refutation:
                edit = self._edit(row)
                if not any(column in chosen for column in edit):
                    cheapest = min(edit, key=lambda column: (self._weights[column], column))
                    chosen = tuple(sorted((*chosen, cheapest)))

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
        import numpy as np

        touched = [self._system.rows[index] for index in self.touched(changed)]
        # An inequality that holds asks nothing of the figures in it.
        rows = [
            row
            for row in touched
            if row.gap > 0 or all(self._system.is_figure(column) for column in row.coefficients)
        ]
        if not rows or not changed:
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
                (
                    row.coefficients[column] * by
                    for column, by in shifts.items()
                    if column in row.coefficients
                ),
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
