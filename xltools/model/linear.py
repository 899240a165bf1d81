"""One call to HiGHS: minimise a linear cost over bounded columns and ranged rows, some columns whole numbers.

Deterministic: one thread, a fixed seed, no dependence on time unless a limit is given and reached.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import highspy

UNBOUNDED = math.inf
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class RangedRow:
    """low ≤ Σ coefficient · column ≤ high."""

    coefficients: Mapping[int, float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The best point found; `proved` unless the time limit came first. `duals` only without whole columns."""

    cost: float
    columns: Sequence[float]
    duals: Sequence[float]
    proved: bool


def minimise(
    costs: Sequence[float],
    bounds: Sequence[tuple[float, float]],
    rows: Sequence[RangedRow],
    *,
    whole: Iterable[int] = (),
    time_limit: float = UNBOUNDED,
) -> Solution | None:
    """The cheapest point, or None where there is none, where costs fall without end, or none was found in time.

    `time_limit` in seconds.
    """
    # Here, not above: loading the solver takes a quarter of a second, and a file without tails needs none.
    import highspy
    import numpy as np

    program = highspy.HighsLp()
    program.num_col_ = len(costs)
    program.num_row_ = len(rows)
    program.col_cost_ = np.array(costs, dtype=float)
    program.col_lower_ = np.array([low for low, _ in bounds], dtype=float)
    program.col_upper_ = np.array([high for _, high in bounds], dtype=float)
    program.row_lower_ = np.array([row.low for row in rows], dtype=float)
    program.row_upper_ = np.array([row.high for row in rows], dtype=float)
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    lengths = [len(row.coefficients) for row in rows]
    matrix.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    matrix.index_ = np.array([column for row in rows for column in row.coefficients], dtype=np.int32)
    matrix.value_ = np.array([value for row in rows for value in row.coefficients.values()], dtype=float)
    whole = set(whole)
    if whole:
        kinds = highspy.HighsVarType
        program.integrality_ = [
            kinds.kInteger if column in whole else kinds.kContinuous for column in range(len(costs))
        ]

    solver = _quiet_solver()
    for option, value in {
        "threads": 1,
        "random_seed": 1,
        "primal_feasibility_tolerance": _TOLERANCE,
        "dual_feasibility_tolerance": _TOLERANCE,
        "mip_feasibility_tolerance": _TOLERANCE,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": _TOLERANCE,
        "time_limit": time_limit,
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(program)
    solver.run()
    status = solver.getModelStatus()
    proved = status == highspy.HighsModelStatus.kOptimal
    info = solver.getInfo()
    if not proved and info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    if status == highspy.HighsModelStatus.kUnbounded:
        return None
    solution = solver.getSolution()
    return Solution(info.objective_function_value, solution.col_value, solution.row_dual, proved)


def _quiet_solver() -> highspy.Highs:
    import highspy

    class Quiet(highspy.Highs):
        """highspy 1.16 greets on standard output while it is constructed, before it can be told not to."""

        def enableCallbacks(self) -> None:  # noqa: N802
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    solver: highspy.Highs = Quiet()  # type: ignore[no-untyped-call]
    solver.silent()
    return solver
