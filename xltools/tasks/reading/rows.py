"""The rows of a panel: which row of the form each row of the sheet is, by its label or code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xltools.budget.classification import economic_classes
from xltools.budget.reading_words import fixed_keys, is_total, label_words
from xltools.budget.rows import CATEGORY, ITEM, LINE, SECTION, TOTAL, parent_code
from xltools.budget.tables.table06 import CLASS, line_key
from xltools.budget.tables.table11 import ALL_UNITS
from xltools.model.disclosure import told_apart
from xltools.model.fold import fold_name
from xltools.model.table import RowKind

_CODE = re.compile(r"[\[(【〔]?([0-9]{3,11})(?:\.0)?(?![0-9.])[\])】〕]?[-—_:、]*")
_FUNCTION_LENGTHS = {3: CATEGORY, 5: SECTION, 7: ITEM}
_HALF_CENT = Decimal("0.005")
_UNDER_CARRYOVER = "上年结转/"
_CARRYOVER_ANCHOR = "上年财政拨款结转"
ANOTHER_TABLE = "像是另一张表的开头（没有找到它的标题），从这一行起没有读"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the sheet that has words or figures in the columns of a panel."""

    number: int
    labels: tuple[str, ...]
    has_figures: bool
    amount: Decimal | None = None
    """Of a project or a revenue code, in 万元."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of the form: its key, the row it is part of, its kind."""

    number: int
    labels: tuple[str, ...]
    key: str
    parent: str
    style: str


@dataclass(frozen=True, slots=True)
class NamedRows:
    """The rows of a panel; `strange` are those with figures that are no rows of the form, with why."""

    rows: list[NamedRow]
    strange: dict[int, str]


def name_rows(table: int, panel: int, kind: RowKind, raw: Sequence[RawRow]) -> NamedRows:
    """Names the rows of every kind of panel but projects, whose units cannot be told by labels alone."""
    if kind is RowKind.FIXED:
        found = _fixed(table, panel, raw)
    else:
        namer: Callable[[Sequence[RawRow]], NamedRows] = {
            RowKind.FUNCTION_CODES: _function_codes,
            RowKind.REVENUE_CODES: _revenue_codes,
            RowKind.ECONOMIC_CLASSES: _economic_classes,
            RowKind.UNITS: _units,
        }[kind]
        found = namer(raw)
    return _up_to_next_total(NamedRows(named_apart(found.rows), found.strange))


def _up_to_next_total(named: NamedRows) -> NamedRows:
    """The rows up to a second total, with which another table begins whose title is missing."""
    again = next((row.number for row in named.rows if row.key in (f"{TOTAL}#2", f"{ALL_UNITS}#2")), None)
    if again is None:
        return named
    return NamedRows(
        [row for row in named.rows if row.number < again],
        {number: why for number, why in named.strange.items() if number < again} | {again: ANOTHER_TABLE},
    )


def named_apart(rows: Sequence[NamedRow]) -> list[NamedRow]:
    """The rows with keys that differ."""
    keys = told_apart(row.key for row in rows)
    return [replace(row, key=key) for row, key in zip(rows, keys, strict=True)]


def _unknown(row: RawRow) -> str:
    words = " ".join(filter(None, row.labels))
    return f"认不出“{words}”这一行" if words else "有金额，但没有名称或编码"


def _fixed(table: int, panel: int, raw: Sequence[RawRow]) -> NamedRows:
    keys = fixed_keys(table, panel)
    found = NamedRows([], {})
    under_carryover = False
    used: set[str] = set()
    for row in raw:
        fits = [key for key in keys.get(label_words(row.labels[0]), ()) if key not in used]
        if len(fits) > 1 or (fits and fits[0].startswith(_UNDER_CARRYOVER)):
            fits = [key for key in fits if key.startswith(_UNDER_CARRYOVER) is under_carryover]
        if fits:
            under_carryover = under_carryover or fits[0] == _CARRYOVER_ANCHOR
            used.add(fits[0])
            found.rows.append(NamedRow(row.number, row.labels, fits[0], "", ""))
        elif row.has_figures:
            found.strange[row.number] = _unknown(row)
    return found


def _code_of(row: RawRow) -> str | None:
    for label in row.labels:
        match = _CODE.match(fold_name(label))
        if match:
            return match[1]
    return None


def _without_code(label: str) -> str:
    """`30101 基本工资` is 基本工资."""
    words = fold_name(label)
    code = _CODE.match(words)
    return words[code.end() :] if code else words


def _is_first_row(row: RawRow, found: NamedRows) -> bool:
    """合计; in 表9 the total of expenditure has no words of its own."""
    return any(map(is_total, row.labels)) or (
        not any(row.labels) and row.has_figures and not found.rows and not found.strange
    )


def _function_codes(raw: Sequence[RawRow]) -> NamedRows:
    found = NamedRows([], {})
    for row in raw:
        code = _code_of(row)
        if code and len(code) in _FUNCTION_LENGTHS:
            style = _FUNCTION_LENGTHS[len(code)]
            found.rows.append(NamedRow(row.number, row.labels, code, parent_code(code), style))
        elif _is_first_row(row, found):
            found.rows.append(NamedRow(row.number, row.labels, TOTAL, "", TOTAL))
        elif row.has_figures:
            found.strange[row.number] = _unknown(row)
    return found


def _revenue_codes(raw: Sequence[RawRow]) -> NamedRows:
    found = NamedRows([], {})
    levels = _levels(raw)
    for row in raw:
        code = _code_of(row)
        if code:
            found.rows.append(NamedRow(row.number, row.labels, code, levels.get(code, TOTAL), LINE))
        elif _is_first_row(row, found):
            found.rows.append(NamedRow(row.number, row.labels, TOTAL, "", TOTAL))
        elif row.has_figures:
            found.strange[row.number] = _unknown(row)
    return found


def _levels(raw: Sequence[RawRow]) -> dict[str, str]:
    """The code that each revenue code is part of; none where all rows together come to the total, as on one level."""
    amounts = {code: row.amount or Decimal(0) for row in raw for code in (_code_of(row),) if code}
    total = next((row.amount for row in raw if any(map(is_total, row.labels))), None)
    if total is not None and adds_up(total, list(amounts.values())):
        return {}
    found = {}
    for code in amounts:
        above = [code[:length] for length in range(len(code) - 1, 2, -1) if code[:length] in amounts]
        if above:
            found[code] = above[0]
    return found


def adds_up(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether printed figures add up within their rounding."""
    present = sum(part != 0 for part in parts) + (total != 0)
    gap = abs(total - sum(parts, Decimal(0)))
    return gap == 0 or gap < _HALF_CENT * present


def _economic_classes(raw: Sequence[RawRow]) -> NamedRows:
    classes = {fold_name(entry.name) for entry in economic_classes().values()}
    found = NamedRows([], {})
    current = ""
    for row in raw:
        own, other = (*row.labels, "", "")[:2]
        code = _CODE.match(fold_name(own))
        name = _without_code(own)
        if is_total(own) or is_total(other):
            found.rows.append(NamedRow(row.number, row.labels, TOTAL, "", TOTAL))
        elif name and not other and (name in classes or (code is not None and len(code[1]) == 3)):
            current = name
            found.rows.append(NamedRow(row.number, row.labels, name, TOTAL, CLASS))
        elif name and current:
            key = line_key(current, name, _without_code(other))
            found.rows.append(NamedRow(row.number, row.labels, key, current, LINE))
        elif row.has_figures:
            found.strange[row.number] = _unknown(row)
            if not name and not other:
                # It may be a class: whose lines follow is open.
                current = ""
    return found


def _is_total_of(first: RawRow, others: Sequence[RawRow]) -> bool:
    """Whether the first of several units is the department: its amount is that of the others together."""
    if not first.amount or not others or any(is_total(row.labels[0]) for row in (first, *others)):
        return False
    named_again = any(fold_name(row.labels[0]) == fold_name(first.labels[0]) for row in others)
    return (named_again or len(others) > 1) and adds_up(
        first.amount, [row.amount or Decimal(0) for row in others]
    )


def _units(raw: Sequence[RawRow]) -> NamedRows:
    found = NamedRows([], {})
    present = [row for row in raw if row.labels[0] and row.has_figures]
    department = present[0] if present and _is_total_of(present[0], present[1:]) else None
    for row in raw:
        name = fold_name(row.labels[0])
        if is_total(name) or row is department:
            found.rows.append(NamedRow(row.number, row.labels, ALL_UNITS, "", ALL_UNITS))
        elif name and row.has_figures:
            found.rows.append(NamedRow(row.number, row.labels, name, ALL_UNITS, "单位"))
        elif row.has_figures:
            found.strange[row.number] = _unknown(row)
    return found
