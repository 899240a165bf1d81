"""表1 预算收支总表: all sources, this year and carried over; 30 functional classes always printed."""

from __future__ import annotations

from functools import cache

from xltools.budget.measures import expenditure
from xltools.budget.rows import function_class_rows
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.table import LEFT, Department, Figure, Label, Panel, Row, Table

ALL = expenditure()
THIS_YEAR = expenditure(year=BudgetYear.CURRENT)
CARRYOVER = expenditure(year=BudgetYear.CARRYOVER)


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
        Row("", (label,), figures={"revenue": expenditure(source=source, year=BudgetYear.CURRENT)})
        for label, source in by_source
    ]
    blank = [Row("", ("",))] * (len(function_class_rows()) - len(beside_functions))
    return [
        *beside_functions,
        *blank,
        Row("", ("本年收入合计",), figures={"revenue": THIS_YEAR}),
        Row("", ("上年结转",), figures={"revenue": CARRYOVER}),
        Row("", ("收入总计",), figures={"revenue": ALL}),
    ]


@cache
def _expenditure_rows() -> list[Row]:
    return [
        *function_class_rows(),
        Row("", ("本年支出合计",)),
        Row("", ("年终结转",), figures={"total": None, "this_year": None, "carryover": None}),
        Row("", ("支出总计",)),
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
        Panel((Label("item", 26), Figure("revenue")), _revenue),
        Panel(
            (
                Label("function", 32),
                Figure("total", ALL),
                Figure("this_year", THIS_YEAR),
                Figure("carryover", CARRYOVER),
            ),
            _expenditure,
        ),
    ),
)
