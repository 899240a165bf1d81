"""校验结果, second part: one live formula per relation and column, with the values that Excel will give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xltools.budget.console import ALL_PASSED, LIVE_STATES, SOME_BROKEN, TAILS_ONLY
from xltools.budget.crosschecks.catalogue import RULES, RULES_BY_ID
from xltools.budget.exact import Expected, filled
from xltools.budget.form import TABLES
from xltools.budget.live_checks import BROKEN, LIVE_AREA, PASSED, TAIL, LiveCheck, live_checks, state_formula
from xltools.model.disclosure import Disclosure
from xltools.model.number import round_half_up
from xltools.model.relation import Relation
from xltools.model.resolve import KnownKey
from xltools.model.rule import EachParent, Equation, Once
from xltools.model.table import Department, RowKind
from xltools.office.cells import formula_cell
from xltools.office.ranges import Range, format_cell
from xltools.office.workbook import Workbook
from xltools.tasks.checking.relations import RelationSet, relation_set
from xltools.tasks.filling.regions import Place, RowChanges, has_place, place_of, text_of, write_text

_STATE_AT, _BROKEN_AT, _GAP_AT, _SENTENCE_AT = 1, 2, 3, 4
"""The columns of the section after the first, which has the rule."""
_HALF_CENT = Decimal("0.005")
_FEN = Decimal("0.000001")
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

    def __init__(self, workbook: Workbook, department: Department, found: Expected) -> None:
        self._workbook = workbook
        self._place = place_of(workbook, LIVE_AREA) if has_place(workbook, LIVE_AREA) else None
        self.values = live_values(department, found) if self._place else []

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
        styles = {at: sheet.style_for(area.first_row, first + at) for at in (_STATE_AT, _BROKEN_AT, _GAP_AT)}
        for row, check, value in zip(
            range(area.first_row, area.last_row + 1), checks(), self.values, strict=True
        ):
            write_text(sheet, row, first, check.rule)
            write_text(sheet, row, first + _SENTENCE_AT, check.sentence)
            state = state_formula(format_cell(row, first + _GAP_AT), format_cell(row, first + _BROKEN_AT))
            sheet.write_cells(
                row,
                {
                    first + _STATE_AT: formula_cell(styles[_STATE_AT], state, value.state),
                    first + _BROKEN_AT: formula_cell(styles[_BROKEN_AT], check.broken, Decimal(value.broken)),
                    first + _GAP_AT: formula_cell(styles[_GAP_AT], check.gap, value.gap),
                },
            )


def live_values(department: Department, found: Expected) -> list[LiveValue]:
    """The values of all checks for a department just filled."""
    disclosure = filled(department, found)
    relations = relation_set(disclosure, RULES)
    of_equation: dict[tuple[str, str], list[Relation]] = {}
    for relation in relations.relations:
        of_equation.setdefault((relation.rule, relation.instance), []).append(relation)
    values = []
    for check in checks():
        equation = RULES_BY_ID[check.rule].equations[check.equation]
        combined = _combined(equation, disclosure)
        gaps = combined or _gaps(of_equation.get((check.rule, str(check.equation)), ()), relations)
        values.append(_value(equation, gaps))
    return values


_Gap = tuple[Decimal, Decimal]
"""A gap and what rounding allows, in 万元."""


def _combined(equation: Equation, disclosure: Disclosure) -> list[_Gap] | None:
    """The one gap of a column whose levels the formula adds up all at once."""
    domain = equation.domain
    if not isinstance(domain, EachParent):
        return None
    panels = TABLES[domain.table - 1].panels
    index = next(
        number
        for number, panel in enumerate(panels)
        if any(figure.key == domain.column for figure in panel.figures)
    )
    times = _WEIGHT_OF_TOTAL.get(panels[index].kind)
    if times is None:
        return None
    rows = disclosure.tables[domain.table].panels[index].rows
    amounts = [row.figures[domain.column].value or Decimal(0) for row in rows]
    count = sum(amount != 0 for amount in amounts) + (times - 2) * (amounts[0] != 0)
    return [(times * amounts[0] - sum(amounts), _HALF_CENT * count)]


def _gaps(relations: Iterable[Relation], found: RelationSet) -> list[_Gap]:
    gaps = []
    for relation in relations:
        gap = sum((term.coefficient * found.readings[term.key].value for term in relation.terms), Decimal(0))
        count = sum(
            not isinstance(term.key, KnownKey) and found.readings[term.key].value != 0
            for term in relation.terms
        )
        gaps.append((gap, _HALF_CENT * count))
    return gaps


def _value(equation: Equation, gaps: list[_Gap]) -> LiveValue:
    at_most = equation.sense == "at_most"
    sizes = [(gap if at_most else abs(gap), slack) for gap, slack in gaps]
    broken = sum(
        round_half_up(size, _FEN) > 0 and round_half_up(size - slack, _FEN) >= 0 for size, slack in sizes
    )
    shown = [round_half_up(gap if at_most else abs(gap)) for gap, _ in gaps] or [Decimal(0)]
    greatest = max(*shown, Decimal(0))
    if isinstance(equation.domain, Once) and not at_most and gaps:
        greatest = round_half_up(gaps[0][0])
    return LiveValue(greatest, broken)
