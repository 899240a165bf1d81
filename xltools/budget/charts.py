"""The bar charts of the sheet 图表 收支构成和对比: what each compares, as figures of the tables.

A bar takes its figure from the cell of its table, last year's from 单位信息, so that a chart follows every change.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltools.budget.department import FACTS
from xltools.budget.form import STRUCTURE_CHART
from xltools.budget.live_checks import cell_formula, labelled_formula
from xltools.budget.rows import TOTAL
from xltools.budget.tables import table10
from xltools.budget.tables.structure_chart import NOTHING
from xltools.budget.tables.table01 import CARRIED_OVER, REVENUE_GRAND_TOTAL
from xltools.budget.tables.table11 import ALL_UNITS
from xltools.budget.vocabulary import Source
from xltools.model.disclosure import FigureKey

SHEET = "图表 收支构成和对比"
TITLE = "{year}年收支构成和上年对比"
CHART_SHEETS = (STRUCTURE_CHART.sheet, SHEET)
"""Sheets that show figures of the tables again and have none of their own."""
NO_DATA = NOTHING
NOTE_NAME = "图表_对比注"
NO_LAST_YEAR = "注：“单位信息”中没有填写的上年数，图上不画。"
STRUCTURE_OF, STRUCTURE_COLUMN = 5, "total"
"""The table and column whose classes the pie chart shows."""
_FACT_NAMES = {fact.key: fact.defined_name for fact in FACTS}


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its name; `last_year` is the fact of 单位信息 (in 元) that it is compared with, if any."""

    label: str
    figure: FigureKey
    last_year: str = ""

    @property
    def formula(self) -> str:
        """The figure in 万元, without "="."""
        return cell_formula(self.figure.table, self.figure.column, self.figure.row)

    @property
    def last_year_formula(self) -> str:
        """Last year's figure in 万元; nothing where it has not been filled in."""
        name = _FACT_NAMES[self.last_year]
        return f'IF(ISNUMBER({name}),ROUND({name}/10000,2),"")'


@dataclass(frozen=True, slots=True)
class BarChart:
    """A block of cells and the chart of it: a title, headings, then a row for each bar.

    `anchor` is the defined name of the block. `headings` are those of the columns; with two columns of figures
    last year's stand first. Years are told from 单位信息: `{year}`.
    """

    anchor: str
    title: str
    headings: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def compares(self) -> bool:
        return len(self.headings) > 2


def slice_formula(function_class: str) -> str:
    """The figure behind a slice of the pie, in 万元: that of its class in 表5."""
    return labelled_formula(STRUCTURE_OF, STRUCTURE_COLUMN, function_class)


def _last(item: str) -> str:
    return f"上年数(元)/{item}"


REVENUE = BarChart(
    "图表_收入",
    "{year}年预算收入构成（按资金来源）",
    ("资金来源", "金额"),
    (
        *(Bar(source.value, FigureKey(1, source, "revenue")) for source in Source),
        Bar(CARRIED_OVER, FigureKey(1, CARRIED_OVER, "revenue")),
    ),
)
EXPENDITURE = BarChart(
    "图表_支出",
    "{year}年预算支出构成（按支出性质）",
    ("支出性质", "金额"),
    (Bar("基本支出", FigureKey(3, TOTAL, "basic")), Bar("项目支出", FigureKey(3, TOTAL, "project"))),
)
YEAR_ON_YEAR = BarChart(
    "图表_对比",
    "{year}年与上年预算对比",
    ("项目", "上年", "本年"),
    (
        Bar("收支总计", FigureKey(1, REVENUE_GRAND_TOTAL, "revenue"), _last("预算收支总计")),
        Bar("一般公共预算当年支出", FigureKey(5, TOTAL, "total"), _last("一般公共预算当年支出")),
        Bar("一般公共预算基本支出", FigureKey(6, TOTAL, "total"), _last("基本支出")),
        Bar("人员经费", FigureKey(6, TOTAL, "personnel"), _last("人员经费")),
        Bar("公用经费", FigureKey(6, TOTAL, "operating"), _last("公用经费")),
        Bar("机关运行经费", FigureKey(11, ALL_UNITS, "total"), _last("机关运行经费")),
        Bar("“三公”经费", FigureKey(10, table10.TOTAL, "total"), _last("三公经费")),
    ),
)
BAR_CHARTS = (REVENUE, EXPENDITURE, YEAR_ON_YEAR)
