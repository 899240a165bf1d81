"""表2 收入总表: this year's revenue by function code and source, and what is carried over."""

from __future__ import annotations

from xltools.budget.measures import expenditure
from xltools.budget.rows import FUNCTION_CODE_STYLES, by_function_code
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.rule import Rule, levels, row_sum
from xltools.model.table import ABOVE, LEFT, Figure, Label, Panel, RowKind, Table

THIS_YEAR = BudgetYear.CURRENT

TABLE = Table(
    number=2,
    name="收入总表",
    title="{year}年预算收入总表",
    headings=(
        ("项目", LEFT, "本年收入", LEFT, LEFT, LEFT, LEFT, LEFT, "上年结转"),
        (
            "科目编码",
            "科目名称",
            "合计",
            "一般公共预算",
            "政府性基金",
            "国有资本经营预算",
            "财政专户管理资金",
            "单位资金",
            ABOVE,
        ),
    ),
    panels=(
        Panel(
            (
                Label("code", 11, code=True),
                Label("name", 34),
                Figure("total", expenditure(year=THIS_YEAR)),
                Figure("general_public", expenditure(source=Source.GENERAL_PUBLIC, year=THIS_YEAR)),
                Figure(
                    "government_managed_funds",
                    expenditure(source=Source.GOVERNMENT_MANAGED_FUNDS, year=THIS_YEAR),
                ),
                Figure(
                    "state_capital_operations",
                    expenditure(source=Source.STATE_CAPITAL_OPERATIONS, year=THIS_YEAR),
                ),
                Figure(
                    "special_account_funds", expenditure(source=Source.SPECIAL_ACCOUNT_FUNDS, year=THIS_YEAR)
                ),
                Figure("own_funds", expenditure(source=Source.OWN_FUNDS, year=THIS_YEAR)),
                Figure("carryover", expenditure(year=BudgetYear.CARRYOVER)),
            ),
            by_function_code(expenditure()),
            kind=RowKind.FUNCTION_CODES,
        ),
    ),
    styles=FUNCTION_CODE_STYLES,
    landscape=True,
)

_SOURCES = (
    "general_public",
    "government_managed_funds",
    "state_capital_operations",
    "special_account_funds",
    "own_funds",
)

RULES = (
    Rule("2-1", "表2每一行：合计 = 五项资金来源之和", equations=(row_sum(2, "total", *_SOURCES),)),
    Rule(
        "2-2",
        "表2每一栏：合计 = 各类之和，类 = 款之和，款 = 项之和",
        equations=levels(2, "total", *_SOURCES, "carryover"),
    ),
)
