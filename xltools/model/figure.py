"""A figure as printed: what stands in one cell of a statutory table."""

from __future__ import annotations

from dataclasses import dataclass

from xltools.model.number import TenThousandYuan


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One figure of one table, in 万元; `value` is None where the cell is empty."""

    table: int
    sheet: str
    cell: str
    row_label: str
    column_heading: str
    value: TenThousandYuan | None
    formula: str | None
