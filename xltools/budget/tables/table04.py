"""表4 财政拨款收支总表: the three fiscal funds, this year and carried over."""

from __future__ import annotations

from functools import cache

from xltools.budget.measures import FISCAL, expenditure
from xltools.budget.rows import function_class_rows
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.table import ABOVE, LEFT, Department, Figure, Label, Panel, Row, Table

APPROPRIATION = expenditure().where(*FISCAL)
THIS_YEAR = expenditure(year=BudgetYear.CURRENT).where(*FISCAL)
CARRYOVER = expenditure(year=BudgetYear.CARRYOVER).where(*FISCAL)
FUNDS = (
    ("一、一般公共预算", Source.GENERAL_PUBLIC),
    ("二、政府性基金预算", Source.GOVERNMENT_MANAGED_FUNDS),
    ("三、国有资本经营预算", Source.STATE_CAPITAL_OPERATIONS),
)


def _by_fund(year: BudgetYear) -> list[Row]:
    return [
        Row("", (label,), figures={"revenue": expenditure(source=source, year=year)})
        for label, source in FUNDS
    ]


@cache
def _revenue_rows() -> list[Row]:
    this_year = _by_fund(BudgetYear.CURRENT)
    blank = [Row("", ("",))] * (len(function_class_rows()) - len(this_year))
    return [
        *this_year,
        *blank,
        Row("", ("本年收入合计",), figures={"revenue": THIS_YEAR}),
        Row("", ("上年财政拨款结转",), figures={"revenue": CARRYOVER}),
        *_by_fund(BudgetYear.CARRYOVER),
        Row("", ("收入总计",), figures={"revenue": APPROPRIATION}),
    ]


@cache
def _expenditure_rows() -> list[Row]:
    nothing = dict.fromkeys(
        ("subtotal", "general_public", "government_managed_funds", "state_capital_operations")
    )
    return [
        *function_class_rows(),
        Row("", ("本年支出合计",)),
        Row("", ("年终结转",), figures=nothing),
        *[Row("", ("",), figures=nothing)] * len(FUNDS),
        Row("", ("支出总计",)),
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
        Panel((Label("item", 24), Figure("revenue", width=13)), _revenue),
        Panel(
            (
                Label("function", 30),
                Figure("subtotal", APPROPRIATION, 13),
                Figure("general_public", expenditure(source=Source.GENERAL_PUBLIC), 13),
                Figure("government_managed_funds", expenditure(source=Source.GOVERNMENT_MANAGED_FUNDS), 13),
                Figure("state_capital_operations", expenditure(source=Source.STATE_CAPITAL_OPERATIONS), 13),
            ),
            _expenditure,
        ),
    ),
)
