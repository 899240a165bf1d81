"""表4 财政拨款收支总表: the three fiscal funds, this year and carried over."""

from __future__ import annotations

from functools import cache

from xltools.budget.classification import function_classes
from xltools.budget.measures import FISCAL, expenditure
from xltools.budget.rows import function_class_rows
from xltools.budget.tables.table01 import (
    EXPENDITURE_GRAND_TOTAL,
    EXPENDITURE_TOTAL,
    REVENUE_GRAND_TOTAL,
    REVENUE_TOTAL,
    YEAR_END,
)
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import At, Rows, Rule, equal, row_sum
from xltools.model.table import ABOVE, LEFT, Department, Figure, Label, Panel, Row, Table

APPROPRIATION = expenditure().where(*FISCAL)
THIS_YEAR = expenditure(year=BudgetYear.CURRENT).where(*FISCAL)
CARRYOVER = expenditure(year=BudgetYear.CARRYOVER).where(*FISCAL)
CARRIED_OVER = "上年财政拨款结转"
FUNDS = (
    ("一、一般公共预算", Source.GENERAL_PUBLIC),
    ("二、政府性基金预算", Source.GOVERNMENT_MANAGED_FUNDS),
    ("三、国有资本经营预算", Source.STATE_CAPITAL_OPERATIONS),
)


def fund_key(source: Source, year: BudgetYear) -> str:
    """The key of the revenue row of a fund, of this year or carried over."""
    return source if year is BudgetYear.CURRENT else f"{year}/{source}"


def _by_fund(year: BudgetYear) -> list[Row]:
    return [
        Row(
            "",
            (label,),
            figures={"revenue": expenditure(source=source, year=year)},
            key=fund_key(source, year),
        )
        for label, source in FUNDS
    ]


@cache
def _revenue_rows() -> list[Row]:
    this_year = _by_fund(BudgetYear.CURRENT)
    blank = [Row("", ("",))] * (len(function_class_rows()) - len(this_year))
    return [
        *this_year,
        *blank,
        Row("", (REVENUE_TOTAL,), figures={"revenue": THIS_YEAR}, key=REVENUE_TOTAL),
        Row("", (CARRIED_OVER,), figures={"revenue": CARRYOVER}, key=CARRIED_OVER),
        *_by_fund(BudgetYear.CARRYOVER),
        Row("", (REVENUE_GRAND_TOTAL,), figures={"revenue": APPROPRIATION}, key=REVENUE_GRAND_TOTAL),
    ]


@cache
def _expenditure_rows() -> list[Row]:
    nothing = dict.fromkeys(
        ("subtotal", "general_public", "government_managed_funds", "state_capital_operations")
    )
    return [
        *function_class_rows(),
        Row("", (EXPENDITURE_TOTAL,), key=EXPENDITURE_TOTAL),
        Row("", (YEAR_END,), figures=nothing, key=YEAR_END),
        *[Row("", ("",), figures=nothing)] * len(FUNDS),
        Row("", (EXPENDITURE_GRAND_TOTAL,), key=EXPENDITURE_GRAND_TOTAL),
    ]


def _revenue(department: Department) -> list[Row]:
    return _revenue_rows()


def _expenditure(department: Department) -> list[Row]:
    return _expenditure_rows()


TABLE = Table(
    number=4,
    name="财政拨款收支总表",
    title="{year}年财政拨款收支总表",
    headings=(
        ("收入", LEFT, "支出", LEFT, LEFT, LEFT, LEFT),
        ("项目", "金额", "项目", "金额", LEFT, LEFT, LEFT),
        (ABOVE, ABOVE, ABOVE, "小计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    ),
    panels=(
        Panel((Label("item", 24), Figure("revenue", width=13)), _revenue, fixed=_revenue_rows),
        Panel(
            (
                Label("function", 30),
                Figure("subtotal", APPROPRIATION, 13),
                Figure("general_public", expenditure(source=Source.GENERAL_PUBLIC), 13),
                Figure("government_managed_funds", expenditure(source=Source.GOVERNMENT_MANAGED_FUNDS), 13),
                Figure("state_capital_operations", expenditure(source=Source.STATE_CAPITAL_OPERATIONS), 13),
            ),
            _expenditure,
            fixed=_expenditure_rows,
        ),
    ),
)

_CLASSES = tuple(entry.code for entry in function_classes())
_COLUMNS = ("subtotal", "general_public", "government_managed_funds", "state_capital_operations")


def _keys(year: BudgetYear) -> tuple[str, ...]:
    return tuple(fund_key(source, year) for _, source in FUNDS)


RULES = (
    Rule(
        "4-1",
        "表4支出每一行：小计 = 一般公共预算 + 政府性基金预算 + 国有资本经营预算",
        equations=(row_sum(4, *_COLUMNS),),
    ),
    Rule(
        "4-2",
        "表4收入总计 = 本年收入合计 + 上年财政拨款结转，后两项各等于三项资金之和",
        equations=(
            equal(At(4, "revenue", REVENUE_TOTAL), Rows(4, "revenue", _keys(BudgetYear.CURRENT))),
            equal(At(4, "revenue", CARRIED_OVER), Rows(4, "revenue", _keys(BudgetYear.CARRYOVER))),
            equal(
                At(4, "revenue", REVENUE_GRAND_TOTAL),
                At(4, "revenue", REVENUE_TOTAL),
                At(4, "revenue", CARRIED_OVER),
            ),
        ),
    ),
    Rule(
        "4-3",
        "表4本年支出合计 = 各类支出之和，支出总计 = 本年支出合计 + 年终结转（各栏分别核对）",
        equations=(
            *(equal(At(4, column, EXPENDITURE_TOTAL), Rows(4, column, _CLASSES)) for column in _COLUMNS),
            *(
                equal(
                    At(4, column, EXPENDITURE_GRAND_TOTAL),
                    At(4, column, EXPENDITURE_TOTAL),
                    At(4, column, YEAR_END),
                )
                for column in _COLUMNS
            ),
        ),
    ),
    Rule(
        "4-4",
        "表4收入总计 = 支出总计",
        equations=(equal(At(4, "revenue", REVENUE_GRAND_TOTAL), At(4, "subtotal", EXPENDITURE_GRAND_TOTAL)),),
    ),
)
