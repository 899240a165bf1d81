"""表1 预算收支总表: all sources, this year and carried over; 30 functional classes always printed."""

from __future__ import annotations

from functools import cache

from xltools.budget.classification import function_classes
from xltools.budget.measures import expenditure
from xltools.budget.rows import function_class_rows
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import At, Rows, Rule, equal, row_sum
from xltools.model.table import LEFT, Department, Figure, Label, Panel, Row, Table

ALL = expenditure()
THIS_YEAR = expenditure(year=BudgetYear.CURRENT)
CARRYOVER = expenditure(year=BudgetYear.CARRYOVER)

REVENUE_TOTAL, CARRIED_OVER, REVENUE_GRAND_TOTAL = "本年收入合计", "上年结转", "收入总计"
EXPENDITURE_TOTAL, YEAR_END, EXPENDITURE_GRAND_TOTAL = "本年支出合计", "年终结转", "支出总计"


@cache
def _revenue_rows() -> list[Row]:
    by_source = [
        ("一、一般公共预算", Source.GENERAL_PUBLIC),
        ("二、政府性基金预算", Source.GOVERNMENT_MANAGED_FUNDS),
        ("三、国有资本经营预算", Source.STATE_CAPITAL_OPERATIONS),
        ("四、财政专户管理资金", Source.SPECIAL_ACCOUNT_FUNDS),
        ("五、单位资金", Source.OWN_FUNDS),
    ]
    beside_functions = [
        Row(
            "", (label,), figures={"revenue": expenditure(source=source, year=BudgetYear.CURRENT)}, key=source
        )
        for label, source in by_source
    ]
    blank = [Row("", ("",))] * (len(function_class_rows()) - len(beside_functions))
    return [
        *beside_functions,
        *blank,
        Row("", (REVENUE_TOTAL,), figures={"revenue": THIS_YEAR}, key=REVENUE_TOTAL),
        Row("", (CARRIED_OVER,), figures={"revenue": CARRYOVER}, key=CARRIED_OVER),
        Row("", (REVENUE_GRAND_TOTAL,), figures={"revenue": ALL}, key=REVENUE_GRAND_TOTAL),
    ]


@cache
def _expenditure_rows() -> list[Row]:
    return [
        *function_class_rows(),
        Row("", (EXPENDITURE_TOTAL,), key=EXPENDITURE_TOTAL),
        Row("", (YEAR_END,), figures={"total": None, "this_year": None, "carryover": None}, key=YEAR_END),
        Row("", (EXPENDITURE_GRAND_TOTAL,), key=EXPENDITURE_GRAND_TOTAL),
    ]


def _revenue(department: Department) -> list[Row]:
    return _revenue_rows()


def _expenditure(department: Department) -> list[Row]:
    return _expenditure_rows()


TABLE = Table(
    number=1,
    name="收支总表",
    title="{year}年预算收支总表",
    headings=(
        ("收入", LEFT, "支出", LEFT, LEFT, LEFT),
        ("项目", "{year}年", "项目", "{year}年合计", "当年预算安排", "上年结转安排"),
    ),
    panels=(
        Panel((Label("item", 26), Figure("revenue")), _revenue, fixed=_revenue_rows),
        Panel(
            (
                Label("function", 32),
                Figure("total", ALL),
                Figure("this_year", THIS_YEAR),
                Figure("carryover", CARRYOVER),
            ),
            _expenditure,
            fixed=_expenditure_rows,
        ),
    ),
)

_CLASSES = tuple(entry.code for entry in function_classes())
_COLUMNS = ("total", "this_year", "carryover")

RULES = (
    Rule(
        "1-1",
        "表1本年收入合计 = 五项资金来源之和",
        equations=(equal(At(1, "revenue", REVENUE_TOTAL), Rows(1, "revenue", tuple(Source))),),
    ),
    Rule(
        "1-2",
        "表1收入总计 = 本年收入合计 + 上年结转",
        equations=(
            equal(
                At(1, "revenue", REVENUE_GRAND_TOTAL),
                At(1, "revenue", REVENUE_TOTAL),
                At(1, "revenue", CARRIED_OVER),
            ),
        ),
    ),
    Rule(
        "1-3",
        "表1支出每一行：合计 = 当年预算安排 + 上年结转安排",
        equations=(row_sum(1, "total", "this_year", "carryover"),),
    ),
    Rule(
        "1-4",
        "表1本年支出合计 = 各类支出之和（三栏分别核对）",
        equations=tuple(
            equal(At(1, column, EXPENDITURE_TOTAL), Rows(1, column, _CLASSES)) for column in _COLUMNS
        ),
    ),
    Rule(
        "1-5",
        "表1支出总计 = 本年支出合计 + 年终结转（三栏分别核对）",
        equations=tuple(
            equal(
                At(1, column, EXPENDITURE_GRAND_TOTAL),
                At(1, column, EXPENDITURE_TOTAL),
                At(1, column, YEAR_END),
            )
            for column in _COLUMNS
        ),
    ),
    Rule(
        "1-6",
        "表1收入总计 = 支出总计",
        equations=(equal(At(1, "revenue", REVENUE_GRAND_TOTAL), At(1, "total", EXPENDITURE_GRAND_TOTAL)),),
    ),
)
