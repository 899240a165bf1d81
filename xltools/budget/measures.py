"""The measures that table columns are declared with, and the Excel formula of a measure.

    expenditure(source=Source.GENERAL_PUBLIC, year=BudgetYear.CURRENT)

sums 支出明细 and 项目清单. The formula of the same measure in row 7, narrowed to the function code in column A:

    ROUND((SUMIFS(明细_金额,明细_资金来源,"一般公共预算",明细_年度,"本年",明细_功能科目,$A7&"*")
          +SUMIFS(项目_合计,项目_资金来源,"一般公共预算",项目_年度,"本年",项目_功能科目,$A7&"*"))/10000,2)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from xltools.budget.inputs import BASIC, INPUT_SHEET_BY_KEY, PROJECTS, REVENUE, THREE_PUBLIC
from xltools.budget.vocabulary import FISCAL_SOURCES, Source
from xltools.model.measure import Condition, Differs, Equals, Measure, StartsWith, Term


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


def formula(measure: Measure, label_cells: Mapping[str, str]) -> str:
    """The Excel formula, without "=", that gives the measure in 万元, rounded to two decimals.

    `label_cells` maps the label columns of the row to their cells (`{"code": "$A7"}`): a condition whose value
    stands in such a cell refers to it, others name the value.
    """
    return f"ROUND({_sum(measure, label_cells)}/10000,2)"


def formula_in_yuan(measure: Measure) -> str:
    """The Excel formula, without "=", that gives the measure in 元."""
    terms = [_term(term, {}) for term in measure.terms]
    return "+".join(terms)


def _sum(measure: Measure, label_cells: Mapping[str, str]) -> str:
    terms = [_term(term, label_cells) for term in measure.terms]
    return terms[0] if len(terms) == 1 else f"({'+'.join(terms)})"


def _term(term: Term, label_cells: Mapping[str, str]) -> str:
    amounts = _name(term.book, term.amount)
    if not term.conditions:
        return f"SUM({amounts})"
    criteria = [
        f"{_name(term.book, condition.field)},{_criterion(condition, label_cells)}"
        for condition in term.conditions
    ]
    return f"SUMIFS({amounts},{','.join(criteria)})"


@cache
def _name(book: str, attribute: str) -> str:
    return INPUT_SHEET_BY_KEY[book].defined_name(attribute)


def _criterion(condition: Condition, label_cells: Mapping[str, str]) -> str:
    if isinstance(condition, Differs):
        return f'"<>{condition.value}"'
    cell = label_cells[condition.label] if condition.label else None
    if isinstance(condition, StartsWith):
        return f'{cell}&"*"' if cell else f'"{condition.prefix}*"'
    if isinstance(condition.value, int):
        return str(condition.value)
    return cell or f'"{condition.value}"'
