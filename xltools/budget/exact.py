"""What the form holds when it is filled from a ledger: every figure with the exact amount behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltools.budget.form import FILLED, TABLES
from xltools.budget.performance import OVERALL_MEASURES, OVERALL_SHEET, TARGET_PREFIX, target_measures
from xltools.budget.vocabulary import BudgetYear
from xltools.model.disclosure import (
    OVERALL,
    TARGETS,
    Disclosure,
    FigureKey,
    ReadFigure,
    ReadForm,
    ReadPanel,
    ReadRow,
    ReadTable,
    Spot,
    told_apart,
)
from xltools.model.fold import fold_name
from xltools.model.ledger import ProjectLine
from xltools.model.measure import Key, Measure, Shape, Sums, split
from xltools.model.number import Yuan, round_half_up
from xltools.model.table import Department, Figure, Row, Table

_TEN_THOUSAND = Decimal(10_000)
_ZERO = Decimal(0)
_NOWHERE = Spot("", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Expected:
    """The form of a department: its rows, and the amount behind every figure.

    `rows` by table and panel, as printed; `exact` unrounded, in 万元 (元 on target sheets); `labels` the words of
    every row by table and row key; `sums` sums the lines of the ledger. `moved` is by how much balanced rounding
    moves a figure, in 万元.
    """

    rows: Mapping[tuple[int, int], Sequence[Row]]
    exact: Mapping[FigureKey, Decimal]
    labels: Mapping[tuple[int, str], str]
    sums: Sums
    moved: Mapping[FigureKey, Decimal] = field(default_factory=dict)

    def printed(self, key: FigureKey) -> Decimal:
        """The figure that stands in the cell."""
        exact = self.exact[key]
        if not exact and key not in self.moved:
            return _ZERO
        return exact if key.table == TARGETS else round_half_up(exact) + self.moved.get(key, _ZERO)


def expected(department: Department) -> Expected:
    """The rows of the 13 tables and the amounts of all figures, target sheets and overall sheet included."""
    rows: dict[tuple[int, int], Sequence[Row]] = {}
    exact: dict[FigureKey, Decimal] = {}
    labels: dict[tuple[int, str], str] = {}
    for table in FILLED:
        for index, panel in enumerate(table.panels):
            rows[table.number, index] = panel_rows = _told_apart(panel.rows(department))
            look_up = _LookUp(department.sums)
            for row in panel_rows:
                if row.key:
                    labels.setdefault((table.number, row.key), " ".join(filter(None, row.labels)))
                    look_up.add(table.number, row, panel.figures, exact)
    for slot, measure in OVERALL_MEASURES.items():
        exact[FigureKey(OVERALL, "", slot)] = department.sums.sum(measure) / _TEN_THOUSAND
    for name, row_key, measures in _targets(department):
        labels[TARGETS, row_key] = name
        for slot, measure in measures.items():
            exact[FigureKey(TARGETS, row_key, slot)] = department.sums.sum(measure)
    return Expected(rows, exact, labels, department.sums)


def _told_apart(rows: Sequence[Row]) -> Sequence[Row]:
    keys = told_apart(row.key for row in rows)
    return [row if row.key == key else replace(row, key=key) for row, key in zip(rows, keys, strict=True)]


class _LookUp:
    """Amounts of one panel: rows whose conditions have one shape share the look-up of a column."""

    def __init__(self, sums: Sums) -> None:
        self._sums = sums
        self._known: dict[tuple[str, Shape], Callable[[Key], Yuan]] = {}

    def add(self, table: int, row: Row, figures: Sequence[Figure], exact: dict[FigureKey, Decimal]) -> None:
        shape, wanted = split(row.conditions)
        for figure in figures:
            key = FigureKey(table, row.key, figure.key)
            if figure.key in row.figures or figure.measure is None:
                measure = row.measure(figure)
                amount = self._sums.sum(measure) if measure else _ZERO
            else:
                look_up = self._known.get((figure.key, shape))
                if look_up is None:
                    look_up = self._sums.column(figure.measure, shape)
                    self._known[figure.key, shape] = look_up
                amount = look_up(wanted)
            exact[key] = amount / _TEN_THOUSAND if amount else _ZERO


def _targets(department: Department) -> Iterator[tuple[str, str, dict[str, Measure]]]:
    """(project, row key, measures) in list order; of equal names the second key ends in #2, as when they are read."""
    lines_of: dict[int, list[ProjectLine]] = {}
    for line in department.ledger.projects:
        lines_of.setdefault(line.project_number, []).append(line)
    projects = [
        (number, lines)
        for number, lines in lines_of.items()
        if any(line.year == BudgetYear.CURRENT for line in lines)
    ]
    keys = told_apart(fold_name(lines[0].name) for _, lines in projects)
    for (number, lines), key in zip(projects, keys, strict=True):
        states_whole_period = any(line.states_whole_period for line in lines)
        yield lines[0].name, key, target_measures(number, states_whole_period=states_whole_period)


def filled(department: Department, found: Expected) -> Disclosure:
    """The form as it prints, without a workbook: the spots of its figures are nowhere."""
    ledger = department.ledger
    overall = {key.column: _figure(key, found.printed(key)) for key in found.exact if key.table == OVERALL}
    year = str(ledger.department.year)
    targets: dict[str, dict[str, ReadFigure]] = {}
    for key, amount in found.exact.items():
        if key.table == TARGETS:
            targets.setdefault(key.row, {})[key.column] = _figure(key, amount)
    return Disclosure(
        tables={table.number: _table(table, found) for table in TABLES},
        missing={},
        targets=tuple(
            _form(TARGET_PREFIX, figures, found.labels[TARGETS, row], year)
            for row, figures in targets.items()
        ),
        overall=_form(OVERALL_SHEET, overall, ledger.department.name, year),
        ledger=ledger,
        exact=found.exact,
        labels=found.labels,
        sums=found.sums,
        balanced=bool(found.moved),
        year=ledger.department.year,
        department=ledger.department.name,
    )


def _form(sheet: str, figures: Mapping[str, ReadFigure], name: str, year: str) -> ReadForm:
    return ReadForm(sheet, "", _NOWHERE, {"name": (_NOWHERE, name), "year": (_NOWHERE, year)}, figures, ())


def _table(table: Table, found: Expected) -> ReadTable:
    panels = []
    for index, panel in enumerate(table.panels):
        rows = []
        for row in found.rows[table.number, index]:
            if row.key:
                keys = [FigureKey(table.number, row.key, figure.key) for figure in panel.figures]
                figures = {key.column: _figure(key, found.printed(key)) for key in keys}
                rows.append(ReadRow(row.key, row.parent, row.style, row.labels, 0, figures))
        panels.append(ReadPanel(tuple(rows)))
    return ReadTable(table.number, table.sheet, table.title, Spot(table.sheet, "", 0, 0), tuple(panels))


def _figure(key: FigureKey, value: Decimal) -> ReadFigure:
    return ReadFigure(key, _NOWHERE, value, "")
