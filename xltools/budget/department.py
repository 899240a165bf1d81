"""单位信息: the facts of a department, each once: its place in unit.json, its label on the sheet, its name.

The sheet has three blocks side by side, each found by its heading row:
类别 | 项目 | 内容 for the facts, 核心职能 | 重点任务 for the tasks, 一级指标 … 指标值 for the overall indicators.
A list (内设机构 …) stands in one cell, an entry a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FactKind(Enum):
    """What a fact holds."""

    TEXT = "文字"
    LIST = "列表"
    YEAR = "年度"
    CODE = "编码"
    COUNT = "个数"
    AMOUNT = "金额（元）"
    NUMBER = "数"
    DATE = "日期"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: `section` is 类别 on the sheet and, but for 基本情况, the object it stands in in unit.json.

    `path` is where it stands in unit.json. `key` is its key in `DepartmentFacts.values`: path joined with "/".
    """

    section: str
    item: str
    path: tuple[str, ...]
    kind: FactKind = FactKind.TEXT
    required: bool = False

    @property
    def key(self) -> str:
        return "/".join(self.path)

    @property
    def defined_name(self) -> str:
        """The workbook-level name of the cell, e.g. `单位信息_部门名称`, `单位信息_上年数_基本支出`."""
        parts = self.path if len(self.path) > 1 else (self.item,)
        text = "_".join(("单位信息", *parts))
        for character, replacement in (("(", "_"), (")", ""), ("（", "_"), ("）", "")):
            text = text.replace(character, replacement)
        return text


def _facts(section: str, root: tuple[str, ...], *items: tuple[str, FactKind]) -> tuple[Fact, ...]:
    return tuple(Fact(section, item, (*root, item), kind) for item, kind in items)


_AMOUNT, _COUNT, _TEXT, _LIST = FactKind.AMOUNT, FactKind.COUNT, FactKind.TEXT, FactKind.LIST

YEAR = Fact("基本情况", "年度", ("年度",), FactKind.YEAR, required=True)
NAME = Fact("基本情况", "部门名称", ("部门名称",), required=True)
CODE = Fact("基本情况", "部门代码", ("部门代码",), FactKind.CODE)
AUTHORISED_STAFF = Fact("基本情况", "编制人数", ("编制人数",), _COUNT)
ACTUAL_STAFF = Fact("基本情况", "在职人数", ("在职人数",), _COUNT)
OFFICES = Fact("基本情况", "内设机构", ("内设机构",), _LIST)
INSTITUTIONS = Fact("基本情况", "下属事业单位", ("下属事业单位",), _LIST)
DUTIES = Fact("职责和目标", "主要职责", ("主要职责",), _LIST)
STRATEGIC_GOAL = Fact("职责和目标", "战略目标", ("战略目标",))
YEAR_GOAL = Fact("职责和目标", "年度绩效目标", ("年度绩效目标",))
OTHER_MATTERS = Fact("其他说明", "其他需要说明的情况", ("其他说明",))

FACTS: tuple[Fact, ...] = (
    YEAR,
    NAME,
    CODE,
    AUTHORISED_STAFF,
    ACTUAL_STAFF,
    OFFICES,
    INSTITUTIONS,
    DUTIES,
    STRATEGIC_GOAL,
    YEAR_GOAL,
    *_facts(
        "上年数(元)",
        ("上年数(元)",),
        ("预算收支总计", _AMOUNT),
        ("一般公共预算当年支出", _AMOUNT),
        ("基本支出", _AMOUNT),
        ("人员经费", _AMOUNT),
        ("公用经费", _AMOUNT),
        ("机关运行经费", _AMOUNT),
        ("三公经费", _AMOUNT),
        ("说明", _TEXT),
    ),
    *_facts("政府采购(元)", ("政府采购(元)",), ("货物", _AMOUNT), ("工程", _AMOUNT), ("服务", _AMOUNT)),
    *_facts("绩效目标", ("绩效目标",), ("编报整体绩效目标单位数", _COUNT), ("涉及资金(元)", _AMOUNT)),
    *_facts(
        "国有资产",
        ("国有资产",),
        ("截至日期", FactKind.DATE),
        ("公务用车编制", _COUNT),
        ("公务用车实有", _COUNT),
    ),
    *_facts(
        "国有资产",
        ("国有资产", "车辆分类"),
        ("领导用车", _COUNT),
        ("机要通信用车", _COUNT),
        ("应急保障用车", _COUNT),
        ("执法执勤用车", _COUNT),
        ("特种专业技术用车", _COUNT),
        ("事业单位业务用车", _COUNT),
        ("其他公务用车", _COUNT),
    ),
    *_facts(
        "国有资产",
        ("国有资产",),
        ("办公用房面积(平方米)", FactKind.NUMBER),
        ("50万元以上通用设备(台套)", _COUNT),
        ("100万元以上通用设备(台套)", _COUNT),
    ),
    *_facts(
        "变动原因",
        ("变动原因",),
        ("收入", _TEXT),
        ("支出", _TEXT),
        ("一般公共预算", _TEXT),
        ("基本支出", _TEXT),
        ("机关运行经费", _TEXT),
        ("三公经费", _TEXT),
    ),
    OTHER_MATTERS,
)

SHEET = "单位信息"
FILE = "unit.json"
FACT_HEADINGS = ("类别", "项目", "内容")
TASK_HEADINGS = ("核心职能", "重点任务")
OVERALL_INDICATOR_HEADINGS = ("一级指标", "二级指标", "三级指标", "指标值")
TASKS_KEY, OVERALL_INDICATORS_KEY = "重点任务", "整体指标"
TASKS_NAME, OVERALL_INDICATORS_NAME = "单位信息_重点任务", "单位信息_整体指标"
