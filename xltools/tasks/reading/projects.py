"""The rows of 表12 and 表13: which are units and which are their projects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from xltools.budget.reading_words import is_total
from xltools.budget.rows import DEPARTMENT, PROJECT, UNIT, project_key, unit_key
from xltools.budget.unit_names import is_organisation
from xltools.model.fold import fold_name
from xltools.tasks.reading.rows import NamedRow, NamedRows, RawRow, adds_up, named_apart

_ZERO = Decimal(0)
_STRAY_TOTAL = "“合计”应在第一行，这一行没有读作单位或项目"
_TOTAL_ABOVE = "“合计”和下一行的部门重复，没有读作部门"


def name_projects(raw: Sequence[RawRow], known_units: Collection[str]) -> NamedRows:
    """Names the rows of a project table.

    The first row is the department's, named or not, the next a unit's. Further units are known by name, or
    by adding up to the rows below them. Without any rows of units the projects are parts of the department.

    Args:
        known_units: folded names of budgetary units, from elsewhere in the workbook.
    """
    kept = [index for index, row in enumerate(raw) if row.labels[0] or index == 0]
    named = [raw[index] for index in kept]
    strange = {
        row.number: "有金额，但没有名称"
        for index, row in enumerate(raw)
        if index not in kept and row.has_figures
    }
    stray = {row.number: _STRAY_TOTAL for row in named[1:] if is_total(row.labels[0])}
    named = [row for row in named if row.number not in stray]
    if _is_above_department(named, known_units):
        stray[named[0].number] = _TOTAL_ABOVE
        named = named[1:]
    if not named:
        return NamedRows([], strange)
    values = [row.amount or _ZERO for row in named]
    units = _units(named, values, known_units)
    rows = [NamedRow(named[0].number, named[0].labels, DEPARTMENT, "", DEPARTMENT)]
    unit = ""
    nameless = sorted(strange)
    if len(named) > 1 and nameless and nameless[0] < named[1].number:
        # The unit's row may be the one that lost its name.
        units -= set() if fold_name(named[1].labels[0]) in known_units else {1}
    for index, row in enumerate(named[1:], 1):
        name = row.labels[0]
        if nameless and nameless[0] < row.number:
            # It may have been a unit: whose projects follow is open.
            nameless, unit = [number for number in nameless if number > row.number], ""
        if index in units:
            unit = name
            rows.append(NamedRow(row.number, row.labels, unit_key(name), DEPARTMENT, UNIT))
        else:
            parent = unit_key(unit) if unit else DEPARTMENT
            rows.append(NamedRow(row.number, row.labels, project_key(unit, name), parent, PROJECT))
    return NamedRows(named_apart(rows), strange | stray)


def _is_above_department(rows: Sequence[RawRow], known: Collection[str]) -> bool:
    """Whether 合计 stands above the department's row: the rows add up only without it."""
    if len(rows) < 3 or not is_total(rows[0].labels[0]) or rows[0].amount != rows[1].amount:
        return False
    values = [row.amount or _ZERO for row in rows]
    return not _is_settled(rows, values, known) and _is_settled(rows[1:], values[1:], known)


def _is_settled(rows: Sequence[RawRow], values: Sequence[Decimal], known: Collection[str]) -> bool:
    return _fits(sorted(_by_name(rows, known)), values) or _segments(values) is not None


def _by_name(rows: Sequence[RawRow], known: Collection[str]) -> set[int]:
    return {1} | {index for index in range(2, len(rows)) if fold_name(rows[index].labels[0]) in known}


def _units(rows: Sequence[RawRow], values: Sequence[Decimal], known: Collection[str]) -> set[int]:
    """The indexes of the rows of units."""
    count = len(rows)
    if count < 2:
        return set()
    by_name = _by_name(rows, known)
    if _fits(sorted(by_name), values):
        return by_name
    by_sum = _segments(values)
    if by_sum is not None:
        return by_sum
    by_kind = by_name | {index for index in range(2, count) if is_organisation(rows[index].labels[0])}
    if len(by_kind) > len(by_name) and adds_up(values[0], [values[unit] for unit in by_kind]):
        return by_kind
    flat = adds_up(values[0], values[1:])
    return set() if flat and fold_name(rows[1].labels[0]) not in known else by_name


def _fits(units: Sequence[int], values: Sequence[Decimal]) -> bool:
    """Whether the department is the sum of these units, and each unit the sum of the rows up to the next."""
    ends = [*units[1:], len(values)]
    return adds_up(values[0], [values[unit] for unit in units]) and all(
        adds_up(values[unit], values[unit + 1 : end]) for unit, end in zip(units, ends, strict=True)
    )


def _segments(values: Sequence[Decimal]) -> set[int] | None:
    """The one way to cut the rows below the department into units that add up; None if there is none or several."""
    count = len(values)
    ways: list[list[tuple[int, ...]]] = [[] for _ in range(count + 1)]
    ways[count] = [()]
    for start in range(count - 1, 0, -1):
        for end in range(start + 1, count + 1):
            if ways[end] and values[start] and adds_up(values[start], values[start + 1 : end]):
                ways[start] += [(start, *rest) for rest in ways[end]]
                if len(ways[start]) > 8:
                    return None
    fitting = [way for way in ways[1] if adds_up(values[0], [values[unit] for unit in way])]
    return set(fitting[0]) if len(fitting) == 1 else None
