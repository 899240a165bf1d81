"""The measures that table columns are declared with, and the Excel formula of a measure.

    expenditure(source=Source.GENERAL_PUBLIC, year=BudgetYear.CURRENT)

sums 支出明细 and 项目清单. The formula of the same measure in row 7, narrowed to the function code in column A:

    ROUND((SUMIFS(明细_金额,明细_资金来源,"一般公共预算",明细_年度,"本年",明细_功能科目,$A7&"*")
          +SUMIFS(项目_合计,项目_资金来源,"一般公共预算",项目_年度,"本年",项目_功能科目,$A7&"*"))/10000,2)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from xltools.budget.inputs import BASIC, INPUT_SHEET_BY_KEY, PROJECTS, REVENUE, THREE_PUBLIC
from xltools.budget.vocabulary import FISCAL_SOURCES, Source
from xltools.model.measure import Condition, Differs, Equals, Measure, StartsWith, Term

NOWHERE: Mapping[str, str] = {}
"""No label cells."""


def basic(**fields: str | int) -> Measure:
    """基本支出: the lines of 支出明细 whose fields equal those given."""
    return Measure((Term(BASIC.key, _equal(fields)),))


def project(**fields: str | int) -> Measure:
    """项目支出: the rows of 项目清单 whose fields equal those given."""
    return Measure((Term(PROJECTS.key, _equal(fields)),))


def expenditure(**fields: str | int) -> Measure:
    """基本支出 and 项目支出 together. Revenue of a source is measured so too: budgets balance."""
    return basic(**fields) + project(**fields)


def revenue(**fields: str | int) -> Measure:
    """The rows of 收入明细 whose fields equal those given."""
    return Measure((Term(REVENUE.key, _equal(fields)),))


def three_public(source: Source, **fields: str | int) -> Measure:
    """The rows of 三公经费, the column of one fund."""
    column = {
        Source.GENERAL_PUBLIC: "general_public",
        Source.GOVERNMENT_MANAGED_FUNDS: "government_managed_funds",
        Source.STATE_CAPITAL_OPERATIONS: "state_capital_operations",
    }[source]
    return Measure((Term(THREE_PUBLIC.key, _equal(fields), column),))


FISCAL: tuple[Condition, ...] = tuple(
    Differs("source", source) for source in Source if source not in FISCAL_SOURCES
)
"""财政拨款 as conditions: neither 财政专户管理资金 nor 单位资金."""


def _equal(fields: Mapping[str, str | int]) -> tuple[Condition, ...]:
    return tuple(Equals(field, value) for field, value in fields.items())


@lru_cache(maxsize=1024)
def formula(measure: Measure) -> str:
    """The Excel formula, without "=", that gives the measure in 万元, rounded to two decimals."""
    return ColumnFormula(measure).narrowed(RowCriteria((), NOWHERE))


def formula_in_yuan(measure: Measure) -> str:
    """The Excel formula, without "=", that gives the measure in 元."""
    return _sum(measure)


def balanced_formula(rounded: str, moved: Decimal) -> str:
    """The formula of a figure that balanced rounding moves: `ROUND(ROUND(…,2)+0.01,2)`."""
    return f"ROUND({rounded}{moved:+f},2)"


class RowCriteria:
    """The criteria that a row adds to the sums of all its columns, per input sheet.

    `label_cells` maps the label columns of the row to their cells (`{"code": "$A7"}`): a condition whose value
    stands in such a cell refers to it, others name the value.
    """

    def __init__(self, conditions: Sequence[Condition], label_cells: Mapping[str, str]) -> None:
        self._conditions = conditions
        self._label_cells = label_cells
        self._texts: dict[str, str] = {}

    def text(self, book: str) -> str:
        """`,明细_功能科目,$A7&"*"`"""
        known = self._texts.get(book)
        if known is None:
            known = self._texts[book] = _criteria(book, self._conditions, self._label_cells)
        return known


class ColumnFormula:
    """The formula of a column's measure, but for what each row adds to it."""

    def __init__(self, measure: Measure) -> None:
        self._parts = [
            (
                term.book,
                defined_name(term.book, term.amount),
                _criteria(term.book, term.conditions, NOWHERE),
            )
            for term in measure.terms
        ]

    def narrowed(self, row: RowCriteria) -> str:
        """The formula in one row."""
        terms = []
        for book, amounts, own in self._parts:
            criteria = own + row.text(book)
            terms.append(f"SUMIFS({amounts}{criteria})" if criteria else f"SUM({amounts})")
        return f"ROUND({terms[0]}/10000,2)" if len(terms) == 1 else f"ROUND(({'+'.join(terms)})/10000,2)"


def _sum(measure: Measure) -> str:
    terms = []
    for term in measure.terms:
        criteria = _criteria(term.book, term.conditions, NOWHERE)
        amounts = defined_name(term.book, term.amount)
        terms.append(f"SUMIFS({amounts}{criteria})" if criteria else f"SUM({amounts})")
    return "+".join(terms)


def _criteria(book: str, conditions: Sequence[Condition], label_cells: Mapping[str, str]) -> str:
    return "".join(
        f",{defined_name(book, condition.field)},{_criterion(condition, label_cells)}"
        for condition in conditions
    )


@cache
def defined_name(book: str, attribute: str) -> str:
    """The name of a column of an input sheet, as formulas use it."""
    return INPUT_SHEET_BY_KEY[book].defined_name(attribute)


def _criterion(condition: Condition, label_cells: Mapping[str, str]) -> str:
    if isinstance(condition, Differs):
        return f'"<>{condition.value}"'
    cell = label_cells.get(condition.label) if condition.label else None
    if isinstance(condition, StartsWith):
        return f'{cell}&"*"' if cell else f'"{condition.prefix}*"'
    if isinstance(condition.value, int):
        return str(condition.value)
    return cell or f'"{condition.value}"'
