"""X-1 … X-15: the relations between the 13 tables."""

from __future__ import annotations

from xltools.budget.classification import function_classes
from xltools.budget.measures import basic, expenditure, project
from xltools.budget.rows import DEPARTMENT, TOTAL
from xltools.budget.tables import table10
from xltools.budget.tables.table01 import (
    CARRIED_OVER,
    EXPENDITURE_TOTAL,
    REVENUE_GRAND_TOTAL,
    REVENUE_TOTAL,
)
from xltools.budget.tables.table04 import CARRIED_OVER as FISCAL_CARRIED_OVER
from xltools.budget.tables.table04 import FUNDS, fund_key
from xltools.budget.tables.table11 import ALL_UNITS
from xltools.budget.vocabulary import FISCAL_SOURCES, BudgetYear, Source, UnitKind
from xltools.model.disclosure import Disclosure
from xltools.model.measure import Differs
from xltools.model.rule import (
    At,
    EachKey,
    EachOf,
    Equation,
    Known,
    Named,
    Once,
    Operand,
    Rule,
    Same,
    When,
    always,
    equal,
    with_ledger,
    without_ledger,
)

COLUMN_OF = {
    Source.GENERAL_PUBLIC: "general_public",
    Source.GOVERNMENT_MANAGED_FUNDS: "government_managed_funds",
    Source.STATE_CAPITAL_OPERATIONS: "state_capital_operations",
    Source.SPECIAL_ACCOUNT_FUNDS: "special_account_funds",
    Source.OWN_FUNDS: "own_funds",
}
"""The columns of 表二, 表四, 表十二 and 表十三 by source."""
_FUNDS = tuple(source for _, source in FUNDS)
_CLASSES = EachOf(tuple(entry.code for entry in function_classes()))
_CARRYOVER = BudgetYear.CARRYOVER
_NOT_FISCAL = tuple(source for source in Source if source not in FISCAL_SOURCES)

_CARRIED_GENERAL = Known(
    "一般公共预算的上年结转", expenditure(source=Source.GENERAL_PUBLIC, year=_CARRYOVER), by_code=True
)
_OTHER_BASIC = Known(
    "其他资金来源的本年基本支出",
    basic(year=BudgetYear.CURRENT).where(Differs("source", Source.GENERAL_PUBLIC)),
)
_CARRIED_BASIC = Known("上年结转的基本支出", basic(year=_CARRYOVER))
_CARRIED_OTHER_PROJECTS = tuple(
    Known(f"上年结转中{source}的项目支出", project(source=source, year=_CARRYOVER)) for source in _NOT_FISCAL
)
_CARRIED_OTHER = tuple(
    Known(f"上年结转中的{source}", expenditure(source=source, year=_CARRYOVER)) for source in _NOT_FISCAL
)


def _carried_basic(source: Source) -> Known:
    return Known(f"上年结转中{source}的基本支出", basic(source=source, year=_CARRYOVER))


def _at_most(smaller: tuple[Operand, ...], larger: tuple[Operand, ...], *, when: When = always) -> Equation:
    return Equation(Once(), smaller, larger, "at_most", when)


def only_agencies(disclosure: Disclosure) -> bool:
    """Whether it is known that every unit is 行政 or 参公."""
    ledger = disclosure.ledger
    return ledger is not None and all(unit.kind != UnitKind.PUBLIC_INSTITUTION for unit in ledger.units)


_T4_CARRIED = At(4, "revenue", FISCAL_CARRIED_OVER)
_T1_CARRIED = At(1, "revenue", CARRIED_OVER)
_T3_PROJECT = At(3, "project", TOTAL)
_T12, _T13 = At(12, "total", DEPARTMENT), At(13, "total", DEPARTMENT)
_AGENCY, _OPERATING = At(11, Source.GENERAL_PUBLIC, ALL_UNITS), At(6, "operating", TOTAL)


def _carried(source: Source) -> At:
    return At(4, "revenue", fund_key(source, _CARRYOVER))


def _of_the_year(source: Source) -> At:
    return At(4, "revenue", fund_key(source, BudgetYear.CURRENT))


RULES: tuple[Rule, ...] = (
    Rule(
        "X-1",
        "表1各项资金来源和本年收入合计 = 表2合计行的同一栏",
        equations=(
            *(equal(At(1, "revenue", source), At(2, column, TOTAL)) for source, column in COLUMN_OF.items()),
            equal(At(1, "revenue", REVENUE_TOTAL), At(2, "total", TOTAL)),
        ),
    ),
    Rule(
        "X-2",
        "表1上年结转 = 表2合计行的上年结转",
        equations=(equal(_T1_CARRIED, At(2, "carryover", TOTAL)),),
    ),
    Rule(
        "X-3",
        "表1各类支出合计 = 表3同一类的合计；表1本年支出合计 = 表3合计",
        equations=(
            Equation(_CLASSES, (Same(1, "total"),), (Same(3, "total"),)),
            equal(At(1, "total", EXPENDITURE_TOTAL), At(3, "total", TOTAL)),
        ),
    ),
    Rule(
        "X-4",
        "同一功能科目：表2本年收入合计 + 表2上年结转 = 表3合计",
        equations=(
            Equation(
                EachKey(((3, "total"), (2, "total"))),
                (Same(3, "total"),),
                (Same(2, "total"), Same(2, "carryover")),
            ),
        ),
    ),
    Rule(
        "X-5",
        "表4本年各项财政拨款 = 表1同一来源；表4收入总计不大于表1收入总计，两者之差是财政专户管理资金、单位资金及其结转",
        equations=(
            *(equal(_of_the_year(source), At(1, "revenue", source)) for source in _FUNDS),
            _at_most((At(4, "revenue", REVENUE_GRAND_TOTAL),), (At(1, "revenue", REVENUE_GRAND_TOTAL),)),
            Equation(
                Once(),
                (At(1, "revenue", REVENUE_GRAND_TOTAL), _T4_CARRIED),
                (
                    At(4, "revenue", REVENUE_GRAND_TOTAL),
                    *(At(1, "revenue", source) for source in _NOT_FISCAL),
                    _T1_CARRIED,
                ),
            ),
        ),
    ),
    Rule(
        "X-6",
        "同一类：表4一般公共预算 = 表5合计 + 该类一般公共预算的上年结转；合计亦然",
        equations=(
            Equation(
                _CLASSES, (Same(4, "general_public"),), (Same(5, "total"), _CARRIED_GENERAL), when=with_ledger
            ),
            Equation(
                _CLASSES,
                (Same(5, "total"),),
                (Same(4, "general_public"),),
                "at_most",
                without_ledger,
                live=False,
            ),
            Equation(
                _CLASSES,
                (Same(4, "general_public"),),
                (Same(5, "total"), Same(1, "carryover")),
                "at_most",
                without_ledger,
                live=False,
            ),
            equal(
                At(4, "general_public", EXPENDITURE_TOTAL),
                At(5, "total", TOTAL),
                _carried(Source.GENERAL_PUBLIC),
            ),
        ),
    ),
    Rule(
        "X-7",
        "表5合计 = 表4本年收入中的一般公共预算",
        equations=(equal(At(5, "total", TOTAL), _of_the_year(Source.GENERAL_PUBLIC)),),
    ),
    Rule(
        "X-8",
        "表5基本支出合计 = 表6合计",
        equations=(equal(At(5, "basic", TOTAL), At(6, "total", TOTAL)),),
    ),
    Rule(
        "X-9",
        "表3基本支出 = 表5基本支出 + 其他资金来源的基本支出 + 上年结转的基本支出（没有填报数据时，不小于表5）",
        equations=(
            equal(
                At(3, "basic", TOTAL), At(5, "basic", TOTAL), _OTHER_BASIC, _CARRIED_BASIC, when=with_ledger
            ),
            Equation(
                EachKey(((5, "basic"),)),
                (Same(5, "basic"),),
                (Same(3, "basic"),),
                "at_most",
                without_ledger,
                live=False,
            ),
        ),
    ),
    Rule(
        "X-10",
        "表3项目支出 = 表12合计 + 表13合计 + 非财政拨款结转安排的项目支出",
        equations=(
            equal(_T3_PROJECT, _T12, _T13, *_CARRIED_OTHER_PROJECTS, when=with_ledger),
            _at_most((_T12, _T13), (_T3_PROJECT,), when=without_ledger),
            # What is carried over in all, less its fiscal part, is the most that the rest can be.
            _at_most((_T3_PROJECT, _T4_CARRIED), (_T12, _T13, _T1_CARRIED), when=without_ledger),
        ),
    ),
    Rule(
        "X-11",
        "表5项目支出合计 = 表12一般公共预算栏合计",
        equations=(equal(At(5, "project", TOTAL), At(12, "general_public", DEPARTMENT)),),
    ),
    Rule(
        "X-12",
        "表7合计 = 表8合计 = 表4本年政府性基金预算，表8项目支出 = 表12政府性基金栏；表9与国有资本经营预算亦然",
        equations=tuple(
            equation
            for source, revenue, spending in (
                (Source.GOVERNMENT_MANAGED_FUNDS, 7, 8),
                (Source.STATE_CAPITAL_OPERATIONS, 9, 9),
            )
            for equation in (
                equal(At(revenue, "revenue", TOTAL), At(spending, "total", TOTAL)),
                equal(At(spending, "total", TOTAL), _of_the_year(source)),
                equal(At(spending, "project", TOTAL), At(12, COLUMN_OF[source], DEPARTMENT)),
            )
        ),
    ),
    Rule(
        "X-13",
        "表13各项资金 + 结转安排的基本支出 = 表4同一资金的上年结转；表4上年财政拨款结转 = 表2上年结转中的财政拨款",
        equations=(
            *(
                equal(
                    _carried(source),
                    At(13, COLUMN_OF[source], DEPARTMENT),
                    _carried_basic(source),
                    when=with_ledger,
                )
                for source in _FUNDS
            ),
            *(
                _at_most((At(13, COLUMN_OF[source], DEPARTMENT),), (_carried(source),), when=without_ledger)
                for source in _FUNDS
            ),
            equal(At(2, "carryover", TOTAL), _T4_CARRIED, *_CARRIED_OTHER, when=with_ledger),
            _at_most((_T4_CARRIED,), (At(2, "carryover", TOTAL),), when=without_ledger),
        ),
    ),
    Rule(
        "X-14",
        "表11一般公共预算栏不大于表6公用经费合计；全部单位都是行政或参公单位的，两者相等",
        kind="soft",
        equations=(
            _at_most((_AGENCY,), (_OPERATING,)),
            equal(_AGENCY, _OPERATING, when=only_agencies, live=False),
        ),
        remedy="各地机关运行经费的口径不同；口径如此的，请在“审核说明”中写明，否则核对表11",
    ),
    Rule(
        "X-15",
        "表6的因公出国（境）费用、公务接待费、公务用车运行维护费不大于表10的对应行",
        equations=tuple(
            _at_most((Named(6, "total", line),), (At(10, "general_public", row),))
            for line, row in (
                ("因公出国（境）费用", table10.ABROAD),
                ("公务接待费", table10.RECEPTION),
                ("公务用车运行维护费", table10.OPERATION),
            )
        ),
    ),
)
