"""The input sheets and files: every column once, with its heading, its defined name and what it may hold.

From this one declaration come the sheets and drop-downs of the template, the headings of the CSV files that
`init` writes, the reading and checking of both, and the names that formulas use (`明细_金额` …).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from xltools.budget.vocabulary import (
    COMPARISONS,
    LEVEL1_INDICATORS,
    PROJECT_ATTRIBUTES,
    BudgetYear,
    ExpenseType,
    Period,
    ProjectKind,
    Source,
    ThreePublicItem,
    UnitKind,
)

LAST_INPUT_ROW = 5000
"""Names reach down to this row at least, so that lines a clerk adds are counted; further when there is more."""


class Kind(Enum):
    """What a column holds, hence how it is read, checked and formatted."""

    TEXT = "文字"
    LONG_TEXT = "长文字"
    CODE = "编码"
    CHOICE = "选项"
    AMOUNT = "金额"
    COUNT = "个数"
    DATE = "日期"


@dataclass(frozen=True, slots=True)
class InputColumn:
    """A column of an input sheet. `attribute` is the noun's field; amounts are in 元."""

    heading: str
    attribute: str
    kind: Kind = Kind.TEXT
    required: bool = True
    """The column must be there (a CSV without it is refused)."""
    blank: bool = False
    """A row may leave it empty."""
    choices: tuple[str, ...] = ()
    strict: bool = True
    """Only the listed choices are accepted; otherwise they are suggestions."""
    lengths: tuple[int, ...] = ()
    width: float = 12
    hint: str = ""
    computed: bool = False
    """Filled in by the program: not in the files, not read from the sheet."""
    formula: str = ""
    """The cell formula of a computed column; `{attribute}` stands for the cell of that column in the row."""

    @property
    def file_heading(self) -> str:
        """The heading in a CSV file, which has no "单位：元" above it."""
        return f"{self.heading}(元)" if self.kind is Kind.AMOUNT else self.heading


@dataclass(frozen=True, slots=True)
class InputSheet:
    """An input sheet and the file that holds the same."""

    key: str
    name: str
    file: str
    prefix: str
    """Defined names are `prefix_heading`."""
    columns: tuple[InputColumn, ...]
    required: bool = False
    title: str = ""
    help: str = ""
    last_row: int = LAST_INPUT_ROW

    @property
    def file_columns(self) -> tuple[InputColumn, ...]:
        """The columns of the CSV file: all but the computed ones."""
        return tuple(column for column in self.columns if not column.computed)

    def column(self, attribute: str) -> InputColumn:
        for column in self.columns:
            if column.attribute == attribute:
                return column
        raise KeyError(f"{self.name} has no column for {attribute}")

    def defined_name(self, attribute: str) -> str:
        """The workbook-level name of a column's range, e.g. `明细_金额`."""
        heading = self.column(attribute).heading.replace("(", "").replace(")", "")
        return f"{self.prefix}_{heading.removesuffix('编码') or heading}"


def _choice(
    heading: str, attribute: str, words: type[Enum] | tuple[str, ...], **options: object
) -> InputColumn:
    choices = words if isinstance(words, tuple) else tuple(str(word.value) for word in words)
    return InputColumn(heading, attribute, Kind.CHOICE, choices=choices, **options)  # type: ignore[arg-type]


def _amount(heading: str, attribute: str, **options: object) -> InputColumn:
    return InputColumn(heading, attribute, Kind.AMOUNT, width=16, **options)  # type: ignore[arg-type]


_UNIT = InputColumn("单位", "unit", width=34, hint="与“所属单位”表中的单位名称一致")
_FUNCTION_CODE = InputColumn(
    "功能科目编码", "function_code", Kind.CODE, lengths=(7,), width=13, hint="7 位项级编码，以文本保存"
)
_NUMBER = InputColumn("序号", "number", Kind.COUNT, width=6, computed=True, hint="由填充生成，公式按序号匹配")
_UNIT_NUMBER = InputColumn(
    "单位序号",
    "unit_number",
    Kind.COUNT,
    width=9,
    computed=True,
    formula='IF({unit}="","",SUMPRODUCT(EXACT(单位_单位,{unit})*单位_序号))',
    hint="由公式取自“所属单位”",
)
_UNIT_KIND = InputColumn(
    "单位类型",
    "unit_kind",
    width=9,
    computed=True,
    formula='IF({unit}="","",IFERROR(INDEX(单位_单位类型,MATCH({unit_number},单位_序号,0))&"",""))',
    hint="由公式取自“所属单位”",
)
_SOURCE = _choice("资金来源", "source", Source, width=17)
_YEAR = _choice("年度", "year", BudgetYear, width=10)

UNITS = InputSheet(
    key="units",
    name="所属单位",
    file="units.csv",
    prefix="单位",
    title="所属单位",
    help="本部门的预算单位。单位类型为行政、参公的，机关运行经费列入表11。",
    last_row=500,
    columns=(
        _NUMBER,
        InputColumn("单位", "name", width=40),
        InputColumn("单位代码", "code", Kind.CODE, required=False, blank=True, width=14),
        _choice("单位类型", "kind", UnitKind, required=False, blank=True, width=10),
        InputColumn("编制人数", "authorised_staff", Kind.COUNT, required=False, blank=True, width=10),
        InputColumn("在职人数", "actual_staff", Kind.COUNT, required=False, blank=True, width=10),
    ),
)

BASIC = InputSheet(
    key="basic",
    name="支出明细",
    file="basic_expenditure.csv",
    prefix="明细",
    required=True,
    title="基本支出明细",
    help="每行一笔基本支出。改动金额后各表随之更新；增加行后请重新填充。",
    columns=(
        _UNIT,
        _FUNCTION_CODE,
        InputColumn("功能科目名称", "function_name", blank=True, width=26),
        InputColumn("部门经济科目编码", "department_economic_code", Kind.CODE, lengths=(5,), width=11),
        InputColumn("部门经济科目名称", "department_economic_name", blank=True, width=24),
        InputColumn("部门经济科目类", "department_economic_class", blank=True, width=18),
        InputColumn("政府经济科目编码", "government_economic_code", Kind.CODE, lengths=(5,), width=11),
        InputColumn("政府经济科目名称", "government_economic_name", blank=True, width=20),
        _choice("经费类型", "expense_type", ExpenseType, width=11),
        _SOURCE,
        _YEAR,
        _amount("金额", "amount"),
        _UNIT_NUMBER,
        _UNIT_KIND,
    ),
)

LEVEL_COLUMNS = (
    ("central", "中央财政资金"),
    ("provincial", "省级财政资金"),
    ("municipal", "市县(区)财政资金"),
    ("self_raised", "单位自筹"),
    ("other", "其他资金"),
)
"""The five funding levels of the target form, in printed order: attribute of `FundingLevels`, heading."""

TEXT_COLUMNS = (
    ("authority", "主管部门及代码", 26),
    ("implementer", "实施单位", 34),
    ("attribute", "项目属性", 22),
    ("duration", "项目期", 9),
    ("overview", "项目概况", 40),
    ("basis", "立项依据", 40),
    ("necessity", "项目设立必要性", 40),
    ("safeguards", "保证项目实施的制度措施", 40),
    ("plan", "项目实施计划", 40),
    ("whole_period_goal", "实施期目标", 40),
    ("year_goal", "年度目标", 40),
)

PROJECTS = InputSheet(
    key="projects",
    name="项目清单",
    file="projects.csv",
    prefix="项目",
    required=True,
    title="项目清单",
    help="同一单位、同一名称的几行是一个项目的几笔资金，序号相同。绩效目标表的文字取自本年第一行。",
    columns=(
        replace(_NUMBER, attribute="project_number"),
        InputColumn("单位", "unit", width=34, hint="与“所属单位”表中的单位名称一致"),
        InputColumn("项目名称", "name", width=44),
        _YEAR,
        _choice("项目类别", "kind", ProjectKind, blank=True, width=12),
        _FUNCTION_CODE,
        _SOURCE,
        _amount("合计", "amount"),
        *(_amount(heading, f"levels.{attribute}", blank=True) for attribute, heading in LEVEL_COLUMNS),
        *(
            InputColumn(
                heading,
                attribute,
                Kind.CHOICE if attribute == "attribute" else Kind.LONG_TEXT,
                required=False,
                blank=True,
                width=width,
                choices=PROJECT_ATTRIBUTES if attribute == "attribute" else (),
                strict=False,
            )
            for attribute, heading, width in TEXT_COLUMNS
        ),
        InputColumn("填报日期", "date", Kind.DATE, required=False, blank=True, width=11),
        InputColumn("负责人", "responsible", required=False, blank=True, width=10),
        InputColumn("经办人", "handler", required=False, blank=True, width=10),
        InputColumn("联系电话", "telephone", required=False, blank=True, width=14),
        _amount("实施期合计", "whole_period.total", required=False, blank=True),
        *(
            _amount(f"实施期{heading}", f"whole_period.{attribute}", required=False, blank=True)
            for attribute, heading in LEVEL_COLUMNS
        ),
        _UNIT_NUMBER,
    ),
)

INDICATORS = InputSheet(
    key="indicators",
    name="绩效指标",
    file="indicators.csv",
    prefix="指标",
    title="项目绩效指标",
    help="每行一个三级指标。期为空表示实施期和年度相同。",
    columns=(
        InputColumn(
            "单位", "unit", required=False, blank=True, width=34, hint="项目名称在几个单位重复时必填"
        ),
        InputColumn("项目名称", "project", width=44),
        _choice("一级指标", "level1", LEVEL1_INDICATORS, strict=False, width=12),
        InputColumn("二级指标", "level2", width=16),
        InputColumn("三级指标", "level3", width=36),
        InputColumn("指标值", "value", blank=True, width=22),
        _choice("比较符", "comparison", COMPARISONS, strict=False, required=False, blank=True, width=8),
        InputColumn("数值", "number", required=False, blank=True, width=14),
        InputColumn("计量单位", "measure_word", required=False, blank=True, width=10),
        _choice("期", "period", Period, required=False, blank=True, width=9),
        InputColumn("权重", "weight", required=False, blank=True, width=8),
    ),
)

REVENUE = InputSheet(
    key="revenue",
    name="收入明细",
    file="revenue.csv",
    prefix="收入",
    title="政府性基金、国有资本经营预算收入明细",
    help="只用于表7、表9的收入科目；合计须与支出明细、项目清单中同一资金的本年支出一致。",
    columns=(
        InputColumn("单位", "unit", required=False, blank=True, width=34),
        InputColumn("收入科目编码", "revenue_code", Kind.CODE, lengths=(3, 5, 7, 9), width=13),
        InputColumn("收入科目名称", "revenue_name", width=34),
        _SOURCE,
        _YEAR,
        _amount("金额", "amount"),
    ),
)

THREE_PUBLIC = InputSheet(
    key="three_public",
    name="三公经费",
    file="three_public.csv",
    prefix="三公",
    title="财政拨款安排“三公”经费",
    help="不填时表10取自支出明细的 30212、30217、30231、31013。",
    columns=(
        _choice("项目", "item", ThreePublicItem, width=26),
        _amount("一般公共预算", "general_public", blank=True),
        _amount("政府性基金预算", "government_managed_funds", blank=True),
        _amount("国有资本经营预算", "state_capital_operations", blank=True),
    ),
)

FUNCTION_NAMES = InputSheet(
    key="function_names",
    name="科目补充",
    file="functional_classification.csv",
    prefix="科目补充",
    title="功能科目补充",
    help="本部门用到而“科目”表中没有或名称不同的功能科目；以这里的名称为准。",
    last_row=2000,
    columns=(
        InputColumn("编码", "code", Kind.CODE, lengths=(3, 5, 7), width=12),
        InputColumn("名称", "name", width=40),
    ),
)

INPUT_SHEETS = (BASIC, PROJECTS, INDICATORS, REVENUE, THREE_PUBLIC, UNITS, FUNCTION_NAMES)
INPUT_SHEET_BY_KEY = {sheet.key: sheet for sheet in INPUT_SHEETS}
