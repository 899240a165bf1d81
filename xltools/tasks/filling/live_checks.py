"""校验结果, second part: one live formula per relation and column, with the values that Excel will give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from xltools.budget.console import ALL_PASSED, LIVE_STATES, SOME_BROKEN, TAILS_ONLY
from xltools.budget.crosschecks.catalogue import RULES, RULES_BY_ID
from xltools.budget.exact import Expected
from xltools.budget.form import TABLES
from xltools.budget.live_checks import BROKEN, LIVE_AREA, PASSED, TAIL, LiveCheck, live_checks, state_formula
from xltools.budget.rows import TOTAL, parent_code
from xltools.model.disclosure import TARGETS
from xltools.model.fold import fold_name
from xltools.model.measure import StartsWith
from xltools.model.number import round_half_up
from xltools.model.rule import (
    At,
    EachKey,
    EachOf,
    EachParent,
    EachRow,
    Equation,
    Known,
    Named,
    Once,
    Operand,
    Rows,
)
from xltools.model.table import RowKind
from xltools.office.cells import formula_cell
from xltools.office.ranges import Range, format_cell
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import Place, RowChanges, has_place, place_of, text_of, write_text

_STATE_AT, _BROKEN_AT, _GAP_AT, _SENTENCE_AT = 1, 2, 3, 4
"""The columns of the section after the first, which has the rule."""
_MILLION = 1_000_000
_HALF_CENT = 5_000
"""0.005 万元 in 分."""
_WEIGHT_OF_TOTAL = {
    RowKind.REVENUE_CODES: 2,
    RowKind.UNITS: 2,
    RowKind.ECONOMIC_CLASSES: 3,
    RowKind.PROJECTS: 3,
}
"""How many times the first row all rows of a panel add up to, as the live formula compares them."""


@dataclass(frozen=True, slots=True)
class LiveValue:
    """What the formulas of a live check give: the greatest gap in 万元 and the number of broken places."""

    gap: Decimal
    broken: int

    @property
    def state(self) -> str:
        return BROKEN if self.broken else TAIL if self.gap else PASSED


@cache
def checks() -> tuple[LiveCheck, ...]:
    """The lines of the section, in printed order."""
    return tuple(live_checks(RULES))


class LiveChecksFilling:
    """The live checks on their way into the workbook. A workbook without the section gets none."""

    def __init__(self, workbook: Workbook, found: Expected) -> None:
        self._workbook = workbook
        self._place = place_of(workbook, LIVE_AREA) if has_place(workbook, LIVE_AREA) else None
        self.values = live_values(found) if self._place else []

    @property
    def conclusion(self) -> str:
        """What all checks together say."""
        states = {value.state for value in self.values}
        return SOME_BROKEN if BROKEN in states else TAILS_ONLY if TAIL in states else ALL_PASSED

    def plan(self, changes: RowChanges) -> None:
        """Asks for a row per check, as the section of an older template may have other rows."""
        if self._place is None:
            return
        sheet, area = self._workbook.sheet(self._place.sheet), self._place.area
        old = [
            (text_of(sheet, row, area.first_column), text_of(sheet, row, area.first_column + _SENTENCE_AT))
            for row in range(area.first_row, area.last_row + 1)
        ]
        new = [(check.rule, check.sentence) for check in checks()]
        changes.fit(self._place, old, new, [area.first_row] * len(new))

    def write(self, changes: RowChanges) -> None:
        """Writes the formulas with their values."""
        if self._place is None:
            return
        sheet = self._workbook.sheet(self._place.sheet)
        area = changes.area(self._place)
        first = area.first_column
        states = Range(area.first_row, first + _STATE_AT, area.last_row, first + _STATE_AT)
        for name, place in ((LIVE_AREA, area), (LIVE_STATES, states)):
            self._workbook.set_defined_name(name, Place(sheet.name, place).refers_to(), hidden=True)
        styles = tuple(sheet.style_for(area.first_row, first + at) for at in (_STATE_AT, _BROKEN_AT, _GAP_AT))
        for row, check, value in zip(
            range(area.first_row, area.last_row + 1), checks(), self.values, strict=True
        ):
            write_text(sheet, row, first, check.rule)
            write_text(sheet, row, first + _SENTENCE_AT, check.sentence)
            made = _cells(check, row, first, styles, value)
            if any(sheet.xml.cells(row).get(column) != cell for column, cell in made.items()):
                sheet.write_cells(row, made)


@lru_cache(maxsize=4096)
def _cells(
    check: LiveCheck, row: int, first: int, styles: tuple[int | None, ...], value: LiveValue
) -> Mapping[int, str]:
    """The three cells of a line; most lines say the same in most workbooks."""
    state = state_formula(format_cell(row, first + _GAP_AT), format_cell(row, first + _BROKEN_AT))
    return {
        first + _STATE_AT: formula_cell(styles[0], state, value.state),
        first + _BROKEN_AT: formula_cell(styles[1], check.broken, Decimal(value.broken)),
        first + _GAP_AT: formula_cell(styles[2], check.gap, value.gap),
    }


def live_values(found: Expected) -> list[LiveValue]:
    """The values of all checks for a department just filled."""
    evaluator = _Evaluator(found)
    return [evaluator.value(RULES_BY_ID[check.rule].equations[check.equation]) for check in checks()]


_Gap = tuple[int, int]
"""A gap and what rounding allows, in 分."""
_Values = dict[str, int]


class _Evaluator:
    """Equations as their Excel formulas evaluate them, in whole 分."""

    def __init__(self, found: Expected) -> None:
        self._found = found
        self._columns: dict[tuple[int, str], _Values] = {}
        for key in found.exact:
            if key.table != TARGETS:
                column = self._columns.setdefault((key.table, key.column), {})
                column[key.row] = int(found.printed(key) * _MILLION)

    def value(self, equation: Equation) -> LiveValue:
        gaps = self._gaps(equation)
        at_most = equation.sense == "at_most"
        sizes = [(gap if at_most else abs(gap), slack) for gap, slack in gaps]
        broken = sum(size > 0 and size >= slack for size, slack in sizes)
        greatest = max((size for size, _ in sizes), default=0)
        if isinstance(equation.domain, Once) and not at_most and gaps:
            greatest = gaps[0][0]
        return LiveValue(round_half_up(Decimal(max(greatest, 0) if at_most else greatest) / _MILLION), broken)

    def _gaps(self, equation: Equation) -> list[_Gap]:
        domain = equation.domain
        if isinstance(domain, EachParent):
            return self._levels(domain)
        gaps = []
        for element in self._elements(equation):
            gap = count = 0
            for sign, operands in ((1, equation.left), (-1, equation.right)):
                for operand in operands:
                    for value, printed in self._amounts(operand, element):
                        gap += sign * value
                        count += printed and value != 0
            gaps.append((gap, count * _HALF_CENT))
        return gaps

    def _elements(self, equation: Equation) -> Iterable[str]:
        domain = equation.domain
        if isinstance(domain, EachRow):
            return self._columns.get((domain.table, domain.column), {})
        if isinstance(domain, EachKey):
            return self._columns.get(domain.places[0], {})
        return domain.keys if isinstance(domain, EachOf) else ("",)

    def _amounts(self, operand: Operand, element: str) -> list[tuple[int, bool]]:
        """The amounts of an operand, each with whether it is a printed figure."""
        if isinstance(operand, Known):
            return [(self._known(operand, element), False)]
        if isinstance(operand, Named):
            column = self._columns.get((operand.table, operand.column), {})
            label = fold_name(operand.label)
            return [(value, True) for key, value in column.items() if key.split("/")[1:2] == [label]]
        column = self._columns.get((operand.table, operand.column), {})
        if isinstance(operand, Rows):
            return [(column.get(row, 0), True) for row in operand.rows]
        return [(column.get(operand.row if isinstance(operand, At) else element, 0), True)]

    def _known(self, operand: Known, element: str) -> int:
        measure = operand.measure
        if operand.by_code:
            measure = measure.where(StartsWith("function_code", element))
        return int(round_half_up(self._found.sums.sum(measure) * 100, Decimal(1)))

    def _levels(self, domain: EachParent) -> list[_Gap]:
        column = self._columns.get((domain.table, domain.column), {})
        times = _WEIGHT_OF_TOTAL.get(_kind(domain.table, domain.column))
        if times is not None:
            first = next(iter(column.values()), 0)
            count = sum(value != 0 for value in column.values()) + (times - 2) * (first != 0)
            return [(times * first - sum(column.values()), count * _HALF_CENT)]
        parts: dict[str, list[int]] = {}
        for code, value in column.items():
            if code != TOTAL:
                parts.setdefault(parent_code(code), []).append(value)
        # The formula takes in the first row also where nothing is below it.
        parts.setdefault(TOTAL, [])
        gaps = []
        for parent, below in parts.items():
            whole = column.get(parent, 0)
            count = (whole != 0) + sum(value != 0 for value in below)
            gaps.append((whole - sum(below), count * _HALF_CENT))
        return gaps


@cache
def _kind(table: int, column: str) -> RowKind:
    return next(
        panel.kind
        for panel in TABLES[table - 1].panels
        if any(figure.key == column for figure in panel.figures)
    )
