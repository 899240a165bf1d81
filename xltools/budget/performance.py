"""The performance forms: 项目支出绩效目标表 (one per project) and 部门整体支出绩效目标表.

A form is a grid as printed: words are labels, `LEFT`/`ABOVE` merge a cell with its neighbour, `{slot}` is a place
to fill. A slot is found again on a restyled sheet by its label: the nearest words to the left in its row, or,
for a slot under a label, the words above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xltools.budget import department as facts
from xltools.budget.inputs import LEVEL_COLUMNS, PROJECTS
from xltools.budget.measures import basic, expenditure, project
from xltools.budget.vocabulary import BudgetYear, ExpenseType, ProjectKind, Source
from xltools.model.measure import Equals, Measure, Term
from xltools.model.table import ABOVE, LEFT

Grid = tuple[tuple[str, ...], ...]

TARGET_SHEET = "项目绩效目标表样"
"""The blank form in the template; a target sheet is a copy of it."""
TARGET_PREFIX = "绩效"
OVERALL_SHEET = "整体绩效目标"

TARGET_TITLE = "{year}年项目支出绩效目标表"
OVERALL_TITLE = "{year}年部门整体支出绩效目标表"
INDICATORS = "{indicators}"
TASKS = "{tasks}"

_L, _A = LEFT, ABOVE


def _funding_rows() -> Grid:
    first = (
        "项目资金（元）",
        "实施期资金总额",
        _L,
        "{whole_period.total}",
        "年度资金总额",
        _L,
        "{levels.total}",
        _L,
    )
    levels = (
        (
            _A,
            f"其中：{heading}",
            _L,
            f"{{whole_period.{key}}}",
            f"其中：{heading}",
            _L,
            f"{{levels.{key}}}",
            _L,
        )
        for key, heading in LEVEL_COLUMNS
    )
    return (first, *levels)


TARGET_GRID: Grid = (
    (TARGET_TITLE, *[_L] * 7),
    ("", "", "", "", "", "", "金额单位：元", _L),
    ("项目名称", "{name}", *[_L] * 6),
    ("主管部门及代码", "{authority}", _L, _L, "实施单位", "{implementer}", _L, _L),
    ("项目属性", "{attribute}", _L, _L, "项目期", "{duration}", _L, _L),
    *_funding_rows(),
    ("项目概况", "{overview}", *[_L] * 6),
    ("立项依据", "{basis}", *[_L] * 6),
    ("项目设立必要性", "{necessity}", *[_L] * 6),
    ("保证项目实施的制度措施", "{safeguards}", *[_L] * 6),
    ("项目实施计划", "{plan}", *[_L] * 6),
    ("项目总体目标", "实施期目标", _L, _L, "年度目标", _L, _L, _L),
    (_A, "{whole_period_goal}", _L, _L, "{year_goal}", _L, _L, _L),
    ("绩效指标", "一级指标", "实施期指标", _L, _L, "年度指标", _L, _L),
    (_A, _A, "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"),
    (_A, INDICATORS, "", "", "", "", "", ""),
    ("负责人", "{responsible}", "经办人", "{handler}", "联系电话", "{telephone}", "填报日期", "{date}"),
)
TARGET_WIDTHS = (13.5, 12, 13, 22, 15, 13, 22, 15)

INDICATOR_OUTLINE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益", "社会效益", "生态效益", "可持续影响")),
    ("满意度指标", ("服务对象满意度",)),
)
"""The 一级 and 二级指标 that the form prints whether or not there is an indicator under them."""


def outline_level2(name: str) -> str:
    """The printed form of a 二级指标 name: `社会效益指标` and `社会效益` are one."""
    bare = name.strip().removesuffix("指标")
    for _, level2 in INDICATOR_OUTLINE:
        for printed in level2:
            if printed.removesuffix("指标") == bare:
                return printed
    return name.strip()


OVERALL_GRID: Grid = (
    (OVERALL_TITLE, *[_L] * 7),
    ("", "", "", "", "", "", "金额单位：万元", _L),
    ("部门名称", "{name}", _L, _L, "部门代码", "{code}", _L, _L),
    ("编制人数", "{authorised_staff}", _L, _L, "在职人数", "{actual_staff}", _L, _L),
    ("内设机构", "{offices}", *[_L] * 6),
    ("下属事业单位", "{institutions}", *[_L] * 6),
    ("年度预算", "按资金来源", _L, "金额", "按支出类别", _L, "金额", _L),
    (_A, "本年收入合计", _L, "{revenue}", "本年支出合计", _L, "{expenditure}", _L),
    (_A, "一般公共预算", _L, "{general_public}", "基本支出", _L, "{basic}", _L),
    (_A, "政府性基金预算", _L, "{government_managed_funds}", "其中：人员经费", _L, "{personnel}", _L),
    (_A, "国有资本经营预算", _L, "{state_capital_operations}", "其中：公用经费", _L, "{operating}", _L),
    (_A, "财政专户管理资金", _L, "{special_account_funds}", "项目支出", _L, "{project}", _L),
    (_A, "单位资金", _L, "{own_funds}", "其中：其他运转类", _L, "{other_operating}", _L),
    (_A, "上年结转", _L, "{carryover}", "其中：特定目标类", _L, "{specific_goal}", _L),
    ("主要职责", "{duties}", *[_L] * 6),
    ("战略目标", "{strategic_goal}", *[_L] * 6),
    ("重点任务", "核心职能", _L, "重点任务内容", *[_L] * 4),
    (_A, TASKS, _L, "", *[_L] * 4),
    ("年度绩效目标", "{year_goal}", *[_L] * 6),
    ("绩效指标", "一级指标", "二级指标", "三级指标", _L, _L, "指标值", _L),
    (_A, INDICATORS, "", "", _L, _L, "", _L),
)
OVERALL_WIDTHS = (13.5, 13, 15, 16, 15, 15, 13, 13)

OVERALL_FACTS = {
    "name": facts.NAME,
    "code": facts.CODE,
    "authorised_staff": facts.AUTHORISED_STAFF,
    "actual_staff": facts.ACTUAL_STAFF,
    "offices": facts.OFFICES,
    "institutions": facts.INSTITUTIONS,
    "duties": facts.DUTIES,
    "strategic_goal": facts.STRATEGIC_GOAL,
    "year_goal": facts.YEAR_GOAL,
}
"""Slots of the overall form that show a fact of 单位信息."""

_YEAR = BudgetYear.CURRENT
OVERALL_MEASURES: dict[str, Measure] = {
    "revenue": expenditure(year=_YEAR),
    "general_public": expenditure(year=_YEAR, source=Source.GENERAL_PUBLIC),
    "government_managed_funds": expenditure(year=_YEAR, source=Source.GOVERNMENT_MANAGED_FUNDS),
    "state_capital_operations": expenditure(year=_YEAR, source=Source.STATE_CAPITAL_OPERATIONS),
    "special_account_funds": expenditure(year=_YEAR, source=Source.SPECIAL_ACCOUNT_FUNDS),
    "own_funds": expenditure(year=_YEAR, source=Source.OWN_FUNDS),
    "carryover": expenditure(year=BudgetYear.CARRYOVER),
    "expenditure": expenditure(year=_YEAR),
    "basic": basic(year=_YEAR),
    "personnel": basic(year=_YEAR, expense_type=ExpenseType.PERSONNEL),
    "operating": basic(year=_YEAR, expense_type=ExpenseType.OPERATING),
    "project": project(year=_YEAR),
    "other_operating": project(year=_YEAR, kind=ProjectKind.OTHER_OPERATING),
    "specific_goal": project(year=_YEAR, kind=ProjectKind.SPECIFIC_GOAL),
}
"""Slots of the overall form that show an amount in 万元."""


def target_measures(project_number: int, *, states_whole_period: bool) -> dict[str, Measure]:
    """The slots of a target sheet that show an amount, in 元; without 实施期 amounts they are the year's."""
    this_year = (Equals("project_number", project_number), Equals("year", BudgetYear.CURRENT))
    measures: dict[str, Measure] = {}
    for level in ("total", *(attribute for attribute, _ in LEVEL_COLUMNS)):
        of_year = "amount" if level == "total" else f"levels.{level}"
        of_whole = f"whole_period.{level}" if states_whole_period else of_year
        for slot, amount in ((f"levels.{level}", of_year), (f"whole_period.{level}", of_whole)):
            measures[slot] = Measure((Term(PROJECTS.key, this_year, amount),))
    return measures


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill: its cell in the grid and how to find it on a sheet (n-th label with that text)."""

    name: str
    row: int
    column: int
    label: str
    occurrence: int
    below: bool


def slots(grid: Grid) -> tuple[Slot, ...]:
    """The slots of a form, zero-based cells, in reading order."""
    return tuple(_slots(grid))


def _slots(grid: Grid) -> Iterable[Slot]:
    labels = [
        (row, column, text)
        for row, line in enumerate(grid)
        for column, text in enumerate(line)
        if text and text not in (LEFT, ABOVE) and not text.startswith("{")
    ]
    for row, line in enumerate(grid):
        for column, text in enumerate(line):
            if not (text.startswith("{") and text.endswith("}")):
                continue
            beside = [place for place in labels if place[0] == row and place[1] < column]
            above = [place for place in labels if place[0] < row and place[1] == column]
            found = beside[-1] if beside else above[-1]
            same = [place for place in labels if place[2] == found[2]]
            yield Slot(text[1:-1], row, column, found[2], same.index(found), below=not beside)
