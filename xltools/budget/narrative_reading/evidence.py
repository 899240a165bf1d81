"""What a workbook knows that a narrative may state: figures as printed, facts of 单位信息, counts of its inputs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from xltools.budget.department import SHEET
from xltools.budget.names import table_name
from xltools.budget.narrative_reading.terms import (
    ALL_PROJECTS,
    LAST_PROJECT,
    LAST_YEAR,
    OTHER_OPERATING,
    PURCHASE_TOTAL,
    SPECIFIC_GOAL,
    UNITS,
    Fact,
    Place,
    Tally,
)
from xltools.budget.rows import PROJECT
from xltools.budget.vocabulary import BudgetYear, ProjectKind
from xltools.model.disclosure import OVERALL, Disclosure, FigureKey, ReadFigure
from xltools.model.finding import CellRef
from xltools.model.number import Yuan, in_ten_thousands, round_half_up

_PLACES = Decimal(10_000)
_LAST_PROJECT = Fact("上年数(元)/项目支出")
_PURCHASES = ("货物", "工程", "服务")
_LISTED = ("内设机构", "下属事业单位")
_PROJECT_TALLIES = {
    OTHER_OPERATING: ProjectKind.OTHER_OPERATING,
    SPECIFIC_GOAL: ProjectKind.SPECIFIC_GOAL,
}


@dataclass(frozen=True, slots=True)
class Known:
    """An amount (万元) or a count that the workbook gives.

    `printed` is what a narrative should say, `exact` the unrounded amount where it is known; `last` is last year's.
    """

    name: str
    printed: Decimal
    exact: Decimal | None = None
    place: Place | None = None
    cell: CellRef | None = None
    last: Known | None = None
    half: Decimal = Decimal("0.005")
    """Half a unit of the last digit that it is printed with."""

    @property
    def is_money(self) -> bool:
        return (
            isinstance(self.place, FigureKey)
            or self.place == PURCHASE_TOTAL
            or (isinstance(self.place, Fact) and "(元)" in self.place.key)
        )

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Between which the exact amount lies."""
        if self.exact is not None:
            return self.exact, self.exact
        half = self.half if self.printed else Decimal(0)
        return self.printed - half, self.printed + half


class Evidence:
    """Looks up what a workbook gives for a place."""

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self._figures: dict[FigureKey, ReadFigure] = {
            figure.key: figure for table in disclosure.tables.values() for figure in table.figures()
        }
        if disclosure.overall:
            for slot, figure in disclosure.overall.figures.items():
                self._figures[FigureKey(OVERALL, "", slot)] = figure
        ledger = disclosure.ledger
        self._facts = ledger.department.values if ledger else {}
        self._kinds = self._count_kinds()
        self._rows = {
            (number, row.key)
            for number, table in disclosure.tables.items()
            for panel in table.panels
            for row in panel.rows
        }
        self._filled = {key.table for key, figure in self._figures.items() if figure.value}

    def known(self, place: Place) -> Known | None:
        """What the workbook gives; None where it gives nothing that can be read."""
        match place:
            case FigureKey():
                return self._figure(place)
            case Fact(key):
                return self._fact(place, key)
            case Tally():
                return self._tally(place)

    def _figure(self, key: FigureKey) -> Known | None:
        figure = self._figures.get(key)
        last = self._last(key)
        if figure is None:
            table = self.disclosure.tables.get(key.table)
            columns = {column for panel in table.panels for column in panel.missing} if table else ()
            if table is None or key.column in columns or not self._leaves_out(key):
                return None
            return Known(_figure_name(key), Decimal(0), self._exact(key, Decimal(0)), key, last=last)
        if figure.value is None and figure.flaw is not None:
            return None
        printed = round_half_up(figure.value or Decimal(0))
        cell = CellRef(figure.spot.sheet, figure.spot.cell)
        return Known(_figure_name(key), printed, self._exact(key, printed), key, cell, last)

    def _leaves_out(self, key: FigureKey) -> bool:
        """Whether a row that is not there is nothing: of a class, or of an empty table; a total would be printed."""
        is_there = (key.table, key.row) in self._rows
        return is_there or key.row.isdigit() or key.table not in self._filled

    def _exact(self, key: FigureKey, printed: Decimal) -> Decimal | None:
        """The unrounded amount, as long as the cell prints it."""
        exact = self.disclosure.exact.get(key)
        if exact is None:
            return Decimal(0) if self.disclosure.exact and not printed else None
        return exact if round_half_up(exact) == printed else None

    def _last(self, place: Place) -> Known | None:
        if place == LAST_PROJECT:
            return self._last_project()
        name = LAST_YEAR.get(place)
        return self._amount(f"上年数(元)/{name}") if name else None

    def _last_project(self) -> Known | None:
        whole, basic = (self._amount(f"上年数(元)/{name}") for name in ("一般公共预算当年支出", "基本支出"))
        if whole is None or basic is None or basic.printed > whole.printed:
            return None
        exact = whole.exact - basic.exact if whole.exact is not None and basic.exact is not None else None
        return Known(
            "单位信息的上年一般公共预算当年支出减基本支出",
            whole.printed - basic.printed,
            exact,
            _LAST_PROJECT,
        )

    def _amount(self, key: str) -> Known | None:
        value = self._facts.get(key)
        if not isinstance(value, Decimal | int):
            return None
        yuan = Decimal(value)
        return Known(_fact_name(key), in_ten_thousands(Yuan(yuan)), yuan / _PLACES, Fact(key))

    def _fact(self, place: Fact, key: str) -> Known | None:
        if "(元)" in key:
            return self._amount(key)
        value = self._facts.get(key)
        if not isinstance(value, Decimal | int):
            return None
        return Known(_fact_name(key), Decimal(value), Decimal(value), place)

    def _tally(self, tally: Tally) -> Known | None:
        if tally == PURCHASE_TOTAL:
            return self._purchases()
        ledger = self.disclosure.ledger
        if tally == UNITS:
            number = len(ledger.units) if ledger else 0
            return Known("填报数据中的预算单位", Decimal(number), place=tally) if number else None
        if tally == ALL_PROJECTS and 12 in self.disclosure.tables and self._kinds is None:
            rows = [row for panel in self.disclosure.tables[12].panels for row in panel.rows]
            number = sum(row.style == PROJECT for row in rows)
            return Known("表12的项目", Decimal(number), place=tally) if number else None
        if tally.what in _LISTED:
            listed = self._facts.get(tally.what)
            return (
                Known(_fact_name(tally.what), Decimal(len(listed)), place=tally)
                if isinstance(listed, tuple)
                else None
            )
        if self._kinds is None:
            return None
        kind = _PROJECT_TALLIES.get(tally)
        number = self._kinds[kind] if kind else sum(self._kinds.values())
        return Known(f"项目清单中的{tally.what}", Decimal(number), place=tally)

    def _purchases(self) -> Known | None:
        given = [known for kind in _PURCHASES if (known := self._amount(f"政府采购(元)/{kind}")) is not None]
        if not given:
            return None
        printed = sum((each.printed for each in given), Decimal(0))
        exact = sum((each.exact or each.printed for each in given), Decimal(0))
        return Known("政府采购三类预算之和", printed, exact, PURCHASE_TOTAL)

    def _count_kinds(self) -> Counter[str] | None:
        ledger = self.disclosure.ledger
        if ledger is None:
            return None
        kind_of: dict[int, str] = {}
        for line in ledger.projects:
            if line.year == BudgetYear.CURRENT:
                kind_of[line.project_number] = kind_of.get(line.project_number) or line.kind
        return Counter(kind_of.values())


def _figure_name(key: FigureKey) -> str:
    return table_name(key.table)


def _fact_name(key: str) -> str:
    return f"{SHEET}的“{key.replace('/', '：')}”"
