"""表10 财政拨款安排“三公”经费支出预算表: from 三公经费 where given, else from four economic codes of 支出明细."""

from __future__ import annotations

from functools import cache, reduce
from operator import add

from xltools.budget.measures import FISCAL, basic, three_public
from xltools.budget.vocabulary import FISCAL_SOURCES, BudgetYear, Source, ThreePublicItem
from xltools.model.measure import Equals, Measure
from xltools.model.rule import At, Rule, equal, row_sum
from xltools.model.table import ABOVE, LEFT, Department, Figure, Label, Panel, Row, Table

ECONOMIC_CODES = {
    ThreePublicItem.ABROAD: "30212",
    ThreePublicItem.RECEPTION: "30217",
    ThreePublicItem.VEHICLE_PURCHASE: "31013",
    ThreePublicItem.VEHICLE_OPERATION: "30231",
}
VEHICLES = (ThreePublicItem.VEHICLE_PURCHASE, ThreePublicItem.VEHICLE_OPERATION)
PRINTED_ROWS: tuple[tuple[str, tuple[ThreePublicItem, ...]], ...] = (
    ("因公出国（境）费", (ThreePublicItem.ABROAD,)),
    ("公务接待费", (ThreePublicItem.RECEPTION,)),
    ("公务用车购置及运行费", VEHICLES),
    ("①公务用车购置费", (ThreePublicItem.VEHICLE_PURCHASE,)),
    ("②公务用车运行维护费", (ThreePublicItem.VEHICLE_OPERATION,)),
    ("合计", tuple(ThreePublicItem)),
)
FUNDS = {
    "general_public": Source.GENERAL_PUBLIC,
    "government_managed_funds": Source.GOVERNMENT_MANAGED_FUNDS,
    "state_capital_operations": Source.STATE_CAPITAL_OPERATIONS,
}


def _stated(items: tuple[ThreePublicItem, ...], funds: tuple[Source, ...]) -> Measure:
    return reduce(add, (three_public(fund, item=item) for item in items for fund in funds))


def _from_ledger(items: tuple[ThreePublicItem, ...]) -> Measure:
    return reduce(
        add,
        (basic(department_economic_code=ECONOMIC_CODES[item], year=BudgetYear.CURRENT) for item in items),
    )


def _rows(department: Department) -> list[Row]:
    return _rows_of(stated=bool(department.ledger.three_public))


@cache
def _rows_of(*, stated: bool) -> list[Row]:
    rows = []
    for label, items in PRINTED_ROWS:
        if stated:
            total = _stated(items, FISCAL_SOURCES)
            funds = {key: _stated(items, (fund,)) for key, fund in FUNDS.items()}
        else:
            total = _from_ledger(items).where(*FISCAL)
            funds = {key: _from_ledger(items).where(Equals("source", fund)) for key, fund in FUNDS.items()}
        rows.append(Row("", (label,), figures={"total": total, **funds}, key=label.lstrip("①②")))
    return rows


TABLE = Table(
    number=10,
    name="三公经费表",
    title="{year}年财政拨款安排“三公”经费支出预算表",
    headings=(
        ("项目", "{year}年预算数", LEFT, LEFT, LEFT),
        (ABOVE, "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    ),
    panels=(
        Panel(
            (
                Label("item", 34),
                Figure("total", width=16),
                Figure("general_public", width=16),
                Figure("government_managed_funds", width=16),
                Figure("state_capital_operations", width=18),
            ),
            _rows,
            fixed=lambda: _rows_of(stated=True),
        ),
    ),
)

ABROAD, RECEPTION, VEHICLE, PURCHASE, OPERATION, TOTAL = (label.lstrip("①②") for label, _ in PRINTED_ROWS)
_COLUMNS = ("total", *FUNDS)

RULES = (
    Rule("10-1", "表10每一行：合计 = 三项资金之和", equations=(row_sum(10, *_COLUMNS),)),
    Rule(
        "10-2",
        "表10公务用车购置及运行费 = 购置费 + 运行维护费；合计 = 因公出国（境）费 + 公务接待费 + 公务用车购置及运行费",
        equations=(
            *(
                equal(At(10, column, VEHICLE), At(10, column, PURCHASE), At(10, column, OPERATION))
                for column in _COLUMNS
            ),
            *(
                equal(
                    At(10, column, TOTAL),
                    At(10, column, ABROAD),
                    At(10, column, RECEPTION),
                    At(10, column, VEHICLE),
                )
                for column in _COLUMNS
            ),
        ),
    ),
)
