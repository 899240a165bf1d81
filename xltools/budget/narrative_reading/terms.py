"""The words of a narrative for figures: which places of the tables each may mean, by what the section is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xltools.budget.narrative_reading.scopes import Scope
from xltools.budget.rows import DEPARTMENT, TOTAL
from xltools.budget.tables.table01 import (
    CARRIED_OVER,
    EXPENDITURE_GRAND_TOTAL,
    EXPENDITURE_TOTAL,
    REVENUE_GRAND_TOTAL,
    REVENUE_TOTAL,
)
from xltools.budget.tables.table04 import CARRIED_OVER as FISCAL_CARRIED_OVER
from xltools.budget.tables.table04 import fund_key
from xltools.budget.tables.table10 import ABROAD, OPERATION, PURCHASE, RECEPTION, VEHICLE
from xltools.budget.tables.table10 import TOTAL as THREE_PUBLIC_TOTAL
from xltools.budget.tables.table11 import ALL_UNITS
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.disclosure import FigureKey


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of 单位信息 by its key; an amount in 元 there or a count."""

    key: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of the inputs there are: units, projects, projects of a kind."""

    what: str


Place = FigureKey | Fact | Tally


def _at(table: int, row: str, column: str) -> FigureKey:
    return FigureKey(table, row, column)


_REVENUE, _EXPENDITURE = _at(1, REVENUE_GRAND_TOTAL, "revenue"), _at(1, EXPENDITURE_GRAND_TOTAL, "total")
_REVENUE_OF_YEAR = _at(1, REVENUE_TOTAL, "revenue")
_SPENT, _SPENT_BASIC, _SPENT_PROJECT = (_at(5, TOTAL, column) for column in ("total", "basic", "project"))
_BASIC, _PERSONNEL, _OPERATING = (_at(6, TOTAL, column) for column in ("total", "personnel", "operating"))
_CARRIED = _at(1, CARRIED_OVER, "revenue")
_FISCAL_CARRIED = _at(4, FISCAL_CARRIED_OVER, "revenue")
_PROJECTS = _at(12, DEPARTMENT, "total")
_SPENT_THIS_YEAR = _at(1, EXPENDITURE_GRAND_TOTAL, "this_year")
_T4_REVENUE, _T4_YEAR = _at(4, REVENUE_GRAND_TOTAL, "revenue"), _at(4, REVENUE_TOTAL, "revenue")
_T4_SPENT = _at(4, EXPENDITURE_GRAND_TOTAL, "subtotal")
_THREE_PUBLIC, _AGENCY = _at(10, THREE_PUBLIC_TOTAL, "total"), _at(11, ALL_UNITS, "total")
PURCHASES = tuple(Fact(f"政府采购(元)/{kind}") for kind in ("货物", "工程", "服务"))
PURCHASE_TOTAL = Tally("政府采购")
"""What is purchased in all; PURCHASES are its kinds."""
UNITS, ALL_PROJECTS = Tally("预算单位"), Tally("本年项目")
OTHER_OPERATING, SPECIFIC_GOAL = Tally("其他运转类项目"), Tally("特定目标类项目")
OTHER_OPERATING_MONEY, SPECIFIC_GOAL_MONEY = _at(102, "", "other_operating"), _at(102, "", "specific_goal")
MONEY_OF: Mapping[Place, tuple[Place, ...]] = {
    ALL_PROJECTS: (_PROJECTS, _at(12, DEPARTMENT, "general_public")),
    OTHER_OPERATING: (OTHER_OPERATING_MONEY,),
    SPECIFIC_GOAL: (SPECIFIC_GOAL_MONEY,),
    Fact("绩效目标/编报整体绩效目标单位数"): (Fact("绩效目标/涉及资金(元)"),),
}
"""What 涉及资金 is of, by what was counted before."""
PARTS: Mapping[Place, tuple[Place, ...]] = {
    PURCHASE_TOTAL: PURCHASES,
    _THREE_PUBLIC: tuple(_at(10, row, "total") for row in (ABROAD, RECEPTION, VEHICLE)),
    _at(10, VEHICLE, "total"): tuple(_at(10, row, "total") for row in (PURCHASE, OPERATION)),
}
"""What makes up a total wherever it is stated."""
STAFF: frozenset[Place] = frozenset((Fact("编制人数"), Fact("在职人数")))
_VEHICLES = ("国有资产/公务用车编制", "国有资产/公务用车实有")
MEASURES: Mapping[Place, tuple[str, ...]] = {
    **dict.fromkeys(STAFF, ("名",)),
    **{Fact(key): ("辆", "台", "台套") for key in _VEHICLES},
    Fact("国有资产/办公用房面积(平方米)"): ("平方米",),
    **dict.fromkeys((UNITS, ALL_PROJECTS, OTHER_OPERATING, SPECIFIC_GOAL), ("个",)),
}
"""The units of measure that a count can have."""
SCOPE_OF: Mapping[tuple[Place, ...], Scope] = {
    (PURCHASE_TOTAL,): Scope.PROCUREMENT,
    (Fact("国有资产/公务用车编制"),): Scope.ASSETS,
}
"""What the rest of a sentence is about that has spoken of these."""

_TERMS: tuple[tuple[Scope | None, str, tuple[Place, ...]], ...] = (
    # Words that mean the same wherever they stand.
    (None, "收支总计 收支总预算 收支预算总额 收支总额 收支预算 收支总体", (_REVENUE, _EXPENDITURE)),
    (None, "三公经费 三公经费支出 三公经费合计", (_THREE_PUBLIC,)),
    (None, "因公出国境费 因公出国境费用 因公出国境经费 因公出国境", (_at(10, ABROAD, "total"),)),
    (None, "公务接待费 公务接待费用 公务接待", (_at(10, RECEPTION, "total"),)),
    (
        None,
        "公务用车购置及运行费 公务用车购置及运行维护费 公务用车购置和运行费 公务用车购置与运行费 公务用车费",
        (_at(10, VEHICLE, "total"),),
    ),
    (None, "公务用车购置费 公务用车购置", (_at(10, PURCHASE, "total"),)),
    (None, "公务用车运行维护费 公务用车运行费 公务用车运行维护", (_at(10, OPERATION, "total"),)),
    (None, "机关运行经费 机关运行费", (_AGENCY,)),
    (None, "政府采购 政府采购支出 政府采购总额 政府采购金额", (PURCHASE_TOTAL,)),
    (None, "政府采购货物 政府采购货物支出 采购货物 货物类采购", (PURCHASES[0],)),
    (None, "政府采购工程 政府采购工程支出 采购工程 工程类采购", (PURCHASES[1],)),
    (None, "政府采购服务 政府采购服务支出 采购服务 服务类采购", (PURCHASES[2],)),
    (None, "纳入本部门预算的单位 预算单位 所属预算单位 纳入预算编制范围的单位", (UNITS,)),
    (
        None,
        "编报绩效目标的项目 编制绩效目标表 项目支出绩效目标表 项目绩效目标表 编报绩效目标表 "
        "编制绩效目标的项目 纳入绩效目标管理的项目 "
        "绩效目标管理的项目 实行绩效目标管理的项目 实施绩效目标管理的项目",
        (ALL_PROJECTS,),
    ),
    (None, "需要编报绩效目标的项目支出", (_PROJECTS,)),
    (None, "其他运转类项目 其他运转类", (OTHER_OPERATING, OTHER_OPERATING_MONEY)),
    (None, "特定目标类项目 特定目标类", (SPECIFIC_GOAL, SPECIFIC_GOAL_MONEY)),
    (
        None,
        "编报整体支出绩效目标的单位 编报整体绩效目标的单位 单位编报整体支出绩效目标 单位编报整体绩效目标 "
        "单位另行编报整体支出绩效目标",
        (Fact("绩效目标/编报整体绩效目标单位数"),),
    ),
    (
        None,
        "编制人数 人员编制 核定编制 编制总数 核定编制人数 人员编制数 编制人员 核定人员编制",
        (Fact("编制人数"),),
    ),
    (
        None,
        "在职人数 在职人员 在职职工 实有在职人员 实有在职人数 在职在编人员 在编在职人员 在职干部职工 实有在编人员",
        (Fact("在职人数"),),
    ),
    (None, "公务用车编制 车辆编制", (Fact("国有资产/公务用车编制"),)),
    (None, "公务用车实有 公务用车 实有公务用车 实有车辆 车辆实有 车辆", (Fact("国有资产/公务用车实有"),)),
    (None, "办公用房面积 办公用房 占有使用的办公用房", (Fact("国有资产/办公用房面积(平方米)"),)),
    (
        None,
        "单价50万元以上的通用设备 单价50万元以上通用设备 单位价值50万元以上通用设备 单价50万元(含)以上的通用设备",
        (Fact("国有资产/50万元以上通用设备(台套)"),),
    ),
    (
        None,
        "单价100万元以上的通用设备 单价100万元以上通用设备 单位价值100万元以上通用设备",
        (Fact("国有资产/100万元以上通用设备(台套)"),),
    ),
    *(
        (None, kind, (Fact(f"国有资产/车辆分类/{kind}"),))
        for kind in ("领导用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车")
    ),
    *((None, kind, (Fact(f"国有资产/车辆分类/{kind}"),)) for kind in ("事业单位业务用车", "其他公务用车")),
    # 收支总体: 表1 to 表3.
    (Scope.TOTAL, "收入总计 总收入 收入总额 收入总预算", (_REVENUE,)),
    (Scope.TOTAL, "收入 收入合计 预算收入", (_REVENUE, _REVENUE_OF_YEAR)),
    (Scope.TOTAL, "支出总计 总支出 支出总额 支出总预算", (_EXPENDITURE,)),
    (Scope.TOTAL, "支出 预算支出 支出合计", (_EXPENDITURE, _SPENT_THIS_YEAR)),
    (Scope.TOTAL, "本年收入 本年收入合计 当年收入 本年预算收入", (_REVENUE_OF_YEAR,)),
    (
        Scope.TOTAL,
        "本年支出 当年支出 本年支出合计",
        (_SPENT_THIS_YEAR, _at(1, EXPENDITURE_TOTAL, "total")),
    ),
    # Without what is carried over, which 本年支出合计 of 表1 holds.
    (Scope.TOTAL, "当年预算 当年预算安排 当年预算支出", (_REVENUE_OF_YEAR, _SPENT_THIS_YEAR)),
    (
        Scope.TOTAL,
        "上年结转 上年结转收入 上年结转结余 上年结转安排 上年结转支出 结转资金",
        (_CARRIED, _at(1, EXPENDITURE_GRAND_TOTAL, "carryover")),
    ),
    (Scope.TOTAL, "基本支出", (_at(3, TOTAL, "basic"), _SPENT_BASIC)),
    (Scope.TOTAL, "项目支出", (_at(3, TOTAL, "project"), _PROJECTS, _SPENT_PROJECT)),
    # 财政拨款: 表4.
    (Scope.APPROPRIATION, "收入总计 收入 总收入 收入总预算", (_T4_REVENUE, _T4_YEAR)),
    (Scope.APPROPRIATION, "收支总计 收支总预算 收支", (_T4_REVENUE, _T4_SPENT)),
    (Scope.APPROPRIATION, "支出总计 支出 总支出 支出总预算", (_T4_SPENT, _T4_YEAR)),
    (Scope.APPROPRIATION, "本年收入 本年收入合计 本年财政拨款收入 当年收入 当年财政拨款收入", (_T4_YEAR,)),
    (
        Scope.APPROPRIATION,
        "上年财政拨款结转 上年结转 上年财政拨款结转收入 上年结转收入 上年结转财政拨款",
        (_FISCAL_CARRIED,),
    ),
    # 一般公共预算: 表5.
    (Scope.GENERAL_PUBLIC, "当年支出 支出 拨款 当年拨款 拨款支出 支出规模 总支出", (_SPENT,)),
    (Scope.GENERAL_PUBLIC, "支出合计 支出总计 本年支出 财政拨款支出 财政拨款 当年财政拨款", (_SPENT,)),
    (Scope.GENERAL_PUBLIC, "基本支出", (_SPENT_BASIC,)),
    (Scope.GENERAL_PUBLIC, "项目支出", (_SPENT_PROJECT,)),
    # 基本支出: 表6.
    (Scope.BASIC, "基本支出", (_BASIC,)),
    (Scope.BASIC, "人员经费 人员支出", (_PERSONNEL,)),
    (Scope.BASIC, "公用经费 日常公用经费 公用支出", (_OPERATING,)),
    # 绩效, 三公, 采购.
    (Scope.PERFORMANCE, "项目 本年项目 绩效目标 项目绩效目标", (ALL_PROJECTS,)),
    (Scope.PROCUREMENT, "货物 货物类 货物支出 采购货物支出 购买货物 购买货物支出", (PURCHASES[0],)),
    (Scope.PROCUREMENT, "工程 工程类 工程支出 采购工程支出 购买工程 购买工程支出", (PURCHASES[1],)),
    (Scope.PROCUREMENT, "服务 服务类 服务支出 采购服务支出 购买服务 购买服务支出", (PURCHASES[2],)),
    (Scope.ASSETS, "编制", (Fact("国有资产/公务用车编制"),)),
    (Scope.ASSETS, "实有", (Fact("国有资产/公务用车实有"),)),
    # 部门概况.
    (Scope.DUTIES, "编制", (Fact("编制人数"),)),
    (Scope.DUTIES, "在职", (Fact("在职人数"),)),
    (Scope.DUTIES, "内设机构", (Tally("内设机构"),)),
    (Scope.DUTIES, "下属事业单位", (Tally("下属事业单位"),)),
    # 政府性基金 and 国有资本经营: 表7 to 表9.
    (
        Scope.FUNDS,
        "收入 预算收入",
        (_at(7, TOTAL, "revenue"), _at(4, Source.GOVERNMENT_MANAGED_FUNDS, "revenue")),
    ),
    (
        Scope.FUNDS,
        "支出 预算支出 收支 预算收支 拨款 拨款支出 财政拨款 财政拨款支出 拨款安排的支出 财政拨款安排的支出 安排的支出",
        (_at(8, TOTAL, "total"),),
    ),
    (Scope.FUNDS, "基本支出", (_at(8, TOTAL, "basic"),)),
    (Scope.FUNDS, "项目支出", (_at(8, TOTAL, "project"),)),
    (Scope.CAPITAL, "收入 预算收入", (_at(9, TOTAL, "revenue"),)),
    (
        Scope.CAPITAL,
        "支出 预算支出 收支 预算收支 拨款 拨款支出 财政拨款支出 拨款安排的支出 财政拨款安排的支出 安排的支出",
        (_at(9, TOTAL, "total"),),
    ),
    (Scope.CAPITAL, "基本支出", (_at(9, TOTAL, "basic"),)),
    (Scope.CAPITAL, "项目支出", (_at(9, TOTAL, "project"),)),
)
_SOURCE_WORDS = (
    "",
    "收入",
    "拨款",
    "拨款收入",
    "财政拨款",
    "财政拨款收入",
    "资金",
    "当年拨款收入",
    "当年拨款",
    "当年收入",
    "当年财政拨款收入",
    "当年财政拨款",
)
_SOURCE_COLUMNS = {
    Source.GENERAL_PUBLIC: "general_public",
    Source.GOVERNMENT_MANAGED_FUNDS: "government_managed_funds",
    Source.STATE_CAPITAL_OPERATIONS: "state_capital_operations",
}
PREFIXES: tuple[tuple[str, Scope], ...] = (
    ("一般公共预算财政拨款", Scope.GENERAL_PUBLIC),
    ("一般公共预算", Scope.GENERAL_PUBLIC),
    ("政府性基金预算财政拨款", Scope.FUNDS),
    ("政府性基金预算", Scope.FUNDS),
    ("政府性基金", Scope.FUNDS),
    ("国有资本经营预算财政拨款", Scope.CAPITAL),
    ("国有资本经营预算", Scope.CAPITAL),
    ("国有资本经营", Scope.CAPITAL),
    ("财政拨款", Scope.APPROPRIATION),
)
"""Words in front of others that say which budget is meant."""
WHOLES: Mapping[Scope, tuple[Place, ...]] = {
    Scope.TOTAL: (_REVENUE, _EXPENDITURE, _REVENUE_OF_YEAR),
    Scope.APPROPRIATION: (_T4_REVENUE, _T4_SPENT, _T4_YEAR),
    Scope.GENERAL_PUBLIC: (_SPENT,),
    Scope.BASIC: (_BASIC,),
    Scope.THREE_PUBLIC: (_THREE_PUBLIC,),
    Scope.AGENCY: (_AGENCY,),
    Scope.PROCUREMENT: (PURCHASE_TOTAL,),
    Scope.PERFORMANCE: (_PROJECTS,),
    Scope.FUNDS: (_at(8, TOTAL, "total"),),
    Scope.CAPITAL: (_at(9, TOTAL, "total"),),
}
"""What a share is of where the sentence does not say."""
LAST_YEAR: Mapping[Place, str] = {
    _REVENUE: "预算收支总计",
    _EXPENDITURE: "预算收支总计",
    _SPENT: "一般公共预算当年支出",
    _SPENT_BASIC: "基本支出",
    _BASIC: "基本支出",
    _PERSONNEL: "人员经费",
    _OPERATING: "公用经费",
    _AGENCY: "机关运行经费",
    _THREE_PUBLIC: "三公经费",
}
"""The fact of 上年数(元) that a figure is compared with."""
LAST_PROJECT = _SPENT_PROJECT
"""Last year's is what last year's 基本支出 leaves of the whole."""


def terms() -> Iterator[tuple[Scope | None, str, tuple[Place, ...]]]:
    """Every fixed word: the scope it belongs to (None: any), the word, the places it may mean."""
    for scope, words, places in _TERMS:
        for word in words.split():
            yield scope, word, places
    for source in Source:
        column = _SOURCE_COLUMNS.get(source)
        for ending in _SOURCE_WORDS:
            if (source.value + ending).endswith("资金资金"):
                continue
            yield Scope.TOTAL, source.value + ending, (_at(1, source, "revenue"),)
            if column:
                yield (
                    Scope.APPROPRIATION,
                    source.value + ending,
                    (*_fund(source), _at(4, EXPENDITURE_GRAND_TOTAL, column)),
                )


def _fund(source: Source) -> tuple[Place, ...]:
    return tuple(_at(4, fund_key(source, year), "revenue") for year in BudgetYear)
