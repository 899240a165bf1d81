"""The live checks of 校验结果: each equation of a rule as Excel formulas over ranges.

    SUMPRODUCT(MAX(ABS(ROUND(ROUND(INDEX(表5_数据,0,3)-INDEX(表5_数据,0,4)-INDEX(表5_数据,0,5),6),2))))

is the greatest gap of rule 5-1. Columns are taken by their place in the region of the table (`表5_数据`), rows by
their label or code, so the formulas survive rows inserted by hand. A gap is broken if rounding cannot explain it:
|gap| ≥ 0.005 × the number of figures that are not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xltools.budget.classification import function_classes
from xltools.budget.form import TABLES
from xltools.budget.measures import RowCriteria, formula_in_yuan
from xltools.budget.names import equation_sentence
from xltools.model.disclosure import OVERALL
from xltools.model.measure import StartsWith
from xltools.model.rule import (
    At,
    Children,
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
    Rule,
    Same,
)
from xltools.model.table import Label, Panel, RowKind, Table

PASSED, TAIL, BROKEN, FAILED = "通过", "尾差", "不符", "无法计算"
LIVE_TITLE = "三、实时核对：随录入自动更新"
LIVE_HEADINGS = (
    "规则",
    "状态",
    "不符处数",
    "最大差额",
    "核对内容（差额以万元为单位；四舍五入造成的差额是尾差，不必修改）",
)
"""The columns of the section: rule, state, broken places, greatest gap, the equation in words."""
LIVE_AREA = "实时_数据"
OVERALL_NAME = "整体_{slot}"
"""The defined name of an amount of the overall sheet."""


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One line: which equation of which rule, in words, and the formulas of its greatest gap and broken places."""

    rule: str
    equation: int
    sentence: str
    gap: str
    broken: str


def state_formula(gap_cell: str, broken_cell: str) -> str:
    """通过, 尾差, 不符 or 无法计算, from the two cells beside it."""
    return (
        f'IF(ISERROR({broken_cell}),"{FAILED}",'
        f'IF({broken_cell}>0,"{BROKEN}",IF({gap_cell}<>0,"{TAIL}","{PASSED}")))'
    )


def live_checks(rules: tuple[Rule, ...]) -> list[LiveCheck]:
    """A line for each equation that a workbook with input sheets is held to."""
    return [
        LiveCheck(rule.id, number, equation_sentence(equation), *_formulas(equation))
        for rule in rules
        for number, equation in enumerate(rule.equations)
        if equation.live
    ]


@dataclass(frozen=True, slots=True)
class _Sum:
    """An operand in Excel: its amount and how many figures that are not zero it adds up."""

    amount: str
    count: str = "0"


def _formulas(equation: Equation) -> tuple[str, str]:
    if isinstance(equation.domain, EachParent):
        gap, count, mask = _levels(equation.domain)
    else:
        sums = [(sign, _operand(operand, equation)) for sign, operand in _signed(equation)]
        gap = "".join(f"{sign}{part.amount}" for sign, part in sums).removeprefix("+")
        count = "+".join(part.count for _, part in sums if part.count != "0")
        mask = ""
    slack = f"0.005*({count})" if count else "0"
    times = f"*{mask}" if mask else ""
    size = f"ROUND({gap},6)" if equation.sense == "at_most" else f"ABS(ROUND({gap},6))"
    broken = f"SUMPRODUCT(({size}>0)*(ROUND({size}-{slack},6)>=0){times})"
    # To 分 first: doubles leave half a unit a little too small.
    rounded = f"ROUND(ROUND({gap},6),2)"
    if isinstance(equation.domain, Once):
        shown = f"MAX(0,{rounded})" if equation.sense == "at_most" else rounded
    else:
        sizes = f"0,{rounded}" if equation.sense == "at_most" else f"ABS({rounded})"
        shown = f"SUMPRODUCT(MAX({sizes}{times}))"
    return shown, broken


def _signed(equation: Equation) -> list[tuple[str, Operand]]:
    return [*(("+", operand) for operand in equation.left), *(("-", operand) for operand in equation.right)]


def _levels(domain: EachParent) -> tuple[str, str, str]:
    """Every row less those that are part of it: (gap, count, which rows are meant)."""
    panel = _place(domain.table, domain.column).panel
    column, first = _column(domain.table, domain.column), _first(domain.table, domain.column)
    if panel.kind in (RowKind.REVENUE_CODES, RowKind.UNITS):
        return f"(2*{first}-SUM({column}))", f"({_not_zero(column)})", ""
    if panel.kind in (RowKind.ECONOMIC_CLASSES, RowKind.PROJECTS):
        # Three levels that each add up to the first row.
        return f"(3*{first}-SUM({column}))", f"({_not_zero(column)}+({first}<>0))", ""
    codes = _labels(domain.table, domain.column)
    top = f"(ROW({codes})=MIN(ROW({codes})))"
    parts = f'SUMIFS({column},{codes},{codes}&"??")*(LEN({codes})>2)+{top}*SUMIFS({column},{codes},"???")'
    counts = "+".join(
        f'COUNTIFS({codes},{codes}&"??",{column},"{sign}0")*(LEN({codes})>2)'
        f'+{top}*COUNTIFS({codes},"???",{column},"{sign}0")'
        for sign in "><"
    )
    mask = f'(((LEN({codes})>2)*COUNTIF({codes},{codes}&"??")+{top})>0)'
    return f"({column}-({parts}))", f"({column}<>0)+{counts}", mask


def _operand(operand: Operand, equation: Equation) -> _Sum:
    domain = equation.domain
    if isinstance(operand, Known):
        return _Sum(f"({_known(operand)})/10000")
    if operand.table == OVERALL:
        name = OVERALL_NAME.format(slot=operand.column)
        return _Sum(name, f"({name}<>0)")
    if isinstance(operand, At):
        cell = cell_formula(operand.table, operand.column, operand.row)
        return _Sum(cell, f"({cell}<>0)")
    if isinstance(operand, Rows):
        area = _area(operand.table, operand.column, operand.rows)
        return _Sum(f"SUM({area})", f"({_not_zero(area)})")
    if isinstance(operand, Named):
        return _looked_up(operand.table, operand.column, f'"{operand.label}"')
    if isinstance(operand, Children):
        raise ValueError("the parts of a row stand in equations of EachParent only")
    return _same(operand, domain)


def _same(operand: Same, domain: object) -> _Sum:
    table, column = operand.table, operand.column
    if isinstance(domain, EachRow):
        amounts = _column(table, column)
        return _Sum(amounts, f"({amounts}<>0)")
    if isinstance(domain, EachKey):
        home, home_column = domain.places[0]
        if table == home:
            amounts = _column(table, column)
            return _Sum(amounts, f"({amounts}<>0)")
        return _looked_up(table, column, _labels(home, home_column))
    assert isinstance(domain, EachOf)
    if _place(table, column).panel.kind is RowKind.FIXED:
        area = _area(table, column, domain.keys)
        return _Sum(f"({area})", f"(({area})<>0)")
    return _looked_up(table, column, _array(domain.keys))


def _looked_up(table: int, column: str, keys: str) -> _Sum:
    amounts, labels = _column(table, column), _labels(table, column)
    counts = "+".join(f'COUNTIFS({labels},{keys},{amounts},"{sign}0")' for sign in "><")
    return _Sum(f"SUMIFS({amounts},{labels},{keys})", f"({counts})")


def _known(operand: Known) -> str:
    if not operand.by_code:
        return formula_in_yuan(operand.measure)
    codes = _array(tuple(entry.code for entry in function_classes()))
    narrowing = RowCriteria((StartsWith("function_code", "", label="code"),), {"code": codes})
    return "+".join(
        formula_in_yuan(type(operand.measure)((term,)))[:-1] + f"{narrowing.text(term.book)})"
        for term in operand.measure.terms
    )


def _array(keys: tuple[str, ...]) -> str:
    return "{" + ";".join(f'"{key}"' for key in keys) + "}"


def _not_zero(area: str) -> str:
    return f'COUNTIF({area},">0")+COUNTIF({area},"<0")'


@dataclass(frozen=True, slots=True)
class _Place:
    table: Table
    panel: Panel
    index: int
    """The place of the column in the table's region, from 1."""
    label_index: int


@cache
def _place(table: int, column: str) -> _Place:
    declared = TABLES[table - 1]
    index = 0
    for panel in declared.panels:
        label_index = index + 1
        for entry in panel.columns:
            index += 1
            if entry.key == column and not isinstance(entry, Label):
                return _Place(declared, panel, index, label_index)
    raise KeyError((table, column))


def _region(table: int) -> str:
    return f"{TABLES[table - 1].anchor}_数据"


def _column(table: int, column: str) -> str:
    return f"INDEX({_region(table)},0,{_place(table, column).index})"


def _labels(table: int, column: str) -> str:
    return f"INDEX({_region(table)},0,{_place(table, column).label_index})"


def _first(table: int, column: str) -> str:
    return f"INDEX({_region(table)},1,{_place(table, column).index})"


def cell_formula(table: int, column: str, row: str) -> str:
    """One figure: `INDEX(表3_数据,1,3)` where rows follow the data (the total stands first), else by its label."""
    place = _place(table, column)
    if place.panel.kind is not RowKind.FIXED:
        return _first(table, column)
    return f"INDEX({_region(table)},{_row(table, column, row)},{place.index})"


def labelled_formula(table: int, column: str, label: str) -> str:
    """The figure of the row with a label, zero where there is none: `SUMIFS(INDEX(表5_数据,0,3),…,"201")`."""
    return _looked_up(table, column, f'"{label}"').amount


def _area(table: int, column: str, rows: tuple[str, ...]) -> str:
    return f"{cell_formula(table, column, rows[0])}:{cell_formula(table, column, rows[-1])}"


def _row(table: int, column: str, key: str) -> str:
    """The row of a fixed panel by its label, or by the label above where several rows share one."""
    fixed = _place(table, column).panel.fixed
    assert fixed is not None
    labels = [row.labels[0] for row in fixed()]
    at = next(index for index, row in enumerate(fixed()) if row.key == key)
    anchor = at
    while labels[:at].count(labels[anchor]) and labels.count(labels[anchor]) > 1:
        anchor -= 1
    found = f'MATCH("{labels[anchor]}",{_labels(table, column)},0)'
    return found if anchor == at else f"{found}+{at - anchor}"
