"""舍位平衡: which figures to move by one last unit so that all of them add up as printed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from xltools.budget.crosschecks.catalogue import RULES
from xltools.budget.exact import Expected, filled
from xltools.budget.inputs import BASIC, PROJECTS
from xltools.budget.live_checks import OVERALL_NAME
from xltools.budget.names import table_name
from xltools.budget.performance import OVERALL_MEASURES
from xltools.model.balance import Unbalanceable, balance
from xltools.model.disclosure import OVERALL, TARGETS, FigureKey
from xltools.model.errors import XltoolsError
from xltools.model.relation import Relation
from xltools.model.table import Department
from xltools.office.workbook import Workbook
from xltools.tasks.checking.relations import relation_set
from xltools.tasks.filling.regions import is_place, place_of

_ZERO = Decimal(0)
_MOVED = re.compile(r"ROUND\(ROUND\(.*,2\)([+-]0\.01),2\)")


def balanced(department: Department, found: Expected) -> Expected:
    """The same form with as few figures moved as make every relation hold between printed figures.

    Each figure stays less than one last unit (100 元) from its amount. Target sheets show 元 and stay as they are.

    Raises:
        XltoolsError: no choice of neighbours adds up; the sentence names the relations.
    """
    relations = relation_set(filled(department, found), RULES)
    exact = {
        key: found.exact.get(key, _ZERO) if isinstance(key, FigureKey) else reading.value
        for key, reading in relations.readings.items()
        if not (isinstance(key, FigureKey) and key.table == TARGETS)
    }
    # What the amounts themselves contradict no rounding can mend: check tells it.
    wanted = [relation for relation in relations.relations if _holds(relation, exact)]
    result = balance(wanted, exact)
    if isinstance(result, Unbalanceable):
        raise XltoolsError(_impossible(result))
    moved = {key: amount for key, amount in result.moved.items() if isinstance(key, FigureKey)}
    return replace(found, moved=moved)


def _holds(relation: Relation, exact: dict[object, Decimal]) -> bool:
    if any(key not in exact for key in relation.keys):
        return False
    gap = sum(term.coefficient * exact[term.key] for term in relation.terms)
    return gap == 0 or (relation.sense == "at_most" and gap < 0)


def _impossible(result: Unbalanceable) -> str:
    rules = "、".join(dict.fromkeys(relation.rule for relation in result.relations))
    tables = "、".join(
        dict.fromkeys(
            table_name(key.table)
            for relation in result.relations
            for key in relation.keys
            if isinstance(key, FigureKey)
        )
    )
    why = "没有一种取舍能让它们同时成立" if result.proved else "在限定时间内没有找到能同时成立的取舍"
    return (
        f"不能舍位平衡：规则 {rules}（{tables}）在每个数只进位或舍去的前提下，{why}。"
        "请不用 --balanced 填充，尾差按规定保留。"
    )


def fingerprint(workbook: Workbook) -> Decimal:
    """The value of the formula that tells whether the amounts have changed since."""
    total = _ZERO
    for declaration in (BASIC, PROJECTS):
        place = place_of(workbook, declaration.defined_name("amount"))
        area = place.area
        for number, cells in workbook.sheet(place.sheet).iter_rows(area.first_row, area.last_row):
            cell = cells.get(area.first_column)
            if cell is not None and isinstance(cell.value, Decimal):
                total += cell.value * number
    return total


def overall_moves(workbook: Workbook) -> dict[FigureKey, Decimal]:
    """By how much balanced rounding moved the figures of the overall sheet, as its formulas say."""
    moves = {}
    for slot in OVERALL_MEASURES:
        name = OVERALL_NAME.format(slot=slot)
        if is_place(workbook, name):
            place = place_of(workbook, name)
            cell = workbook.sheet(place.sheet).cell(place.area.first_row, place.area.first_column)
            match = _MOVED.fullmatch(cell.formula or "")
            if match:
                moves[FigureKey(OVERALL, "", slot)] = Decimal(match[1])
    return moves
