"""The rows of a published table as a person would type them: some left out, some added."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from oracles.expected_tables import ExpectedTable
from oracles.hand_made.form import BY_FUNCTION, FIXED, PANELS, PROJECT_TABLES
from oracles.hand_made.layout import Layout

_SECOND_UNIT = "上党区党员教育中心"
_TOTALS = ("合计", "本年收入合计", "本年支出合计")


class Origin(NamedTuple):
    """Which published figure: `row` counts from 0, `path` names rows that are not published as they are."""

    table: int
    panel: int
    row: int
    column: int
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A row of one panel. `amounts` are in the table's unit of measure; None is blank."""

    row: int
    labels: tuple[str, ...]
    amounts: tuple[Decimal | None, ...]
    path: tuple[str, ...] = ()
    level: int = 0


Rows = list[list[Item | None]]
"""Row by row what stands in each panel."""


def rows_of(table: ExpectedTable, layout: Layout) -> Rows:
    """The rows that a layout gives a table."""
    rows = _published(table)
    if layout.lean and table.number in FIXED:
        rows = _lean(rows)
    if layout.without_sections and table.number in BY_FUNCTION:
        rows = [row for row in rows if not row[0] or len(row[0].labels[0]) != 5]
    if table.number in PROJECT_TABLES:
        rows = [[item] for item in _projects([row[0] for row in rows], layout)]
    if table.number == 11 and layout.units != "one":
        rows = [[item] for item in _agencies([row[0] for row in rows], layout)]
    return rows


def _published(table: ExpectedTable) -> Rows:
    rows: Rows = []
    for index, cells in enumerate(table.rows):
        row: list[Item | None] = []
        for labels, figures in PANELS[table.number]:
            texts = tuple(cells[column] or "" for column in labels)
            amounts = tuple(Decimal(cells[column] or 0) or None for column in figures)
            item = Item(index, texts, amounts, level=_level(texts[0]))
            row.append(item if any(texts) or any(amounts) or table.number == 9 else None)
        rows.append(row)
    return rows


def _level(label: str) -> int:
    return {3: 0, 5: 1, 7: 2}.get(len(label), 0) if label.isdigit() else 0


def _lean(rows: Rows) -> Rows:
    """Only rows with amounts, and totals."""
    panels = (
        [item for item in panel if item and (any(item.amounts) or item.labels[0] in _TOTALS)]
        for panel in zip(*rows, strict=True)
    )
    return [list(row) for row in zip_longest(*panels)]


def _projects(items: Sequence[Item | None], layout: Layout) -> list[Item]:
    """The department, its budgetary units and their projects."""
    department, unit, *others = items
    assert department
    assert unit
    projects = [item for item in others if item]
    name = unit.labels[0]
    words = ("合计",) if layout.department_row == "合计" else department.labels
    found = [Item(0, words, department.amounts, ("department",))]
    if layout.units == "one":
        return [*found, *_unit(name, unit.amounts, projects, layout)]
    half = len(projects) // 2
    for one, own in ((name, projects[:half]), (_SECOND_UNIT, projects[half:])):
        found += _unit(one, _total(own, len(unit.amounts)), own, layout)
    return found


def _total(items: Sequence[Item], width: int) -> tuple[Decimal | None, ...]:
    zero = Decimal(0)
    return tuple(
        sum((item.amounts[column] or zero for item in items), zero) or None for column in range(width)
    )


def _unit(
    name: str, total: tuple[Decimal | None, ...], projects: Sequence[Item], layout: Layout
) -> list[Item]:
    indent = 1 if layout.unit_indent else 0
    named = layout.units != "left out"
    return [
        *([Item(1, (name,), total, ("unit", name), indent)] if named else []),
        *(
            Item(
                each.row,
                each.labels,
                each.amounts,
                ("project", name if named else "", each.labels[0]),
                2 * indent,
            )
            for each in projects
        ),
    ]


def _agencies(items: Sequence[Item | None], layout: Layout) -> list[Item]:
    """The operating funds of one unit as those of two."""
    total, one = items
    assert total
    assert one
    share = Decimal("4.37") * (10_000 if layout.yuan else 1)
    other = tuple(amount and share for amount in one.amounts)
    rest = tuple(
        amount - part if amount and part else amount for amount, part in zip(one.amounts, other, strict=True)
    )
    return [
        total,
        Item(1, one.labels, rest),
        Item(1, (_SECOND_UNIT,), other, ("agency", _SECOND_UNIT)),
    ]
