"""The charts of a narrative: this year against last, and what the totals are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xltools.budget.charts import YEAR_ON_YEAR
from xltools.budget.narrative.grounds import Grounds
from xltools.budget.narrative.wording import Part, share
from xltools.budget.rows import TOTAL
from xltools.budget.tables.table01 import CARRIED_OVER
from xltools.model.narrative import Chart, ChartKind

_MOST_SLICES = 7
"""Of a pie; where there are more the bars of a bar chart tell them apart better."""


def year_on_year_chart(grounds: Grounds) -> Chart | None:
    """This year's figures beside last year's, of what 单位信息 gives last year's figure for.

    None where there was nothing last year: the text says so.
    """
    compared = [
        (bar.label, this, last)
        for bar in YEAR_ON_YEAR.bars
        if (last := grounds.given_amount(bar.last_year)) is not None
        and (
            (this := grounds.amount(bar.figure.table, bar.figure.row, bar.figure.column)).value or last.value
        )
    ]
    if not any(last.value for _, _, last in compared):
        return None
    return Chart(
        ChartKind.BARS,
        f"{grounds.year}年与{grounds.year - 1}年预算对比",
        tuple(name for name, _, _ in compared),
        (
            (f"{grounds.year - 1}年", tuple(last for _, _, last in compared)),
            (f"{grounds.year}年", tuple(this for _, this, _ in compared)),
        ),
    )


def revenue_chart(grounds: Grounds, sources: Sequence[Part]) -> list[Chart]:
    """What revenue comes from; one source is no structure."""
    carried = grounds.amount(1, CARRIED_OVER, "revenue")
    return _bars(f"{grounds.year}年预算收入构成", [*sources, ("上年结转", carried)])


def expenditure_chart(grounds: Grounds, kinds: Sequence[Part]) -> list[Chart]:
    """What expenditure is for; one kind is no structure."""
    return _bars(f"{grounds.year}年预算支出构成", kinds)


def structure_pie(grounds: Grounds) -> list[Chart]:
    """The classes of this year's general public expenditure; one class is no structure."""
    classes = grounds.classes(5, 0, "total")
    title = f"{grounds.year}年一般公共预算当年支出结构"
    if len(classes) > _MOST_SLICES:
        return _bars(title, classes)
    if len(classes) < 2:
        return []
    whole = grounds.amount(5, TOTAL, "total")
    chart = _single(ChartKind.PIE, title, classes)
    return [replace(chart, shares=tuple(share(amount, whole) for _, amount in classes))]


def _bars(title: str, parts: Sequence[Part]) -> list[Chart]:
    present = [part for part in parts if part[1].value]
    return [_single(ChartKind.BARS, title, present)] if len(present) > 1 else []


def _single(kind: ChartKind, title: str, parts: Sequence[Part]) -> Chart:
    return Chart(
        kind, title, tuple(name for name, _ in parts), (("金额", tuple(amount for _, amount in parts)),)
    )
