"""Small departments with something odd about them, written as input folders: what a narrative must read well of."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oracles.expected_tables import CAPITAL, CARRYOVER, FUNDS, GENERAL, SOURCES, THIS_YEAR
from oracles.made_up import Row, write_records
from oracles.made_up_words import BASIC_HEADINGS, PROJECT_HEADINGS, UNIT_HEADINGS, VEHICLES

_NAME = "某县教育局"
_GOVERNMENT_CODES = {"301": "50101", "302": "50201", "303": "50901", "310": "50306"}
_OPERATING = ("302", "310")


def basic(
    function: str,
    economic: str,
    yuan: object,
    source: str = GENERAL,
    year: str = THIS_YEAR,
    unit: str = _NAME,
) -> Row:
    """A line of 支出明细."""
    return {
        "单位": unit,
        "功能科目编码": function,
        "部门经济科目编码": economic,
        "政府经济科目编码": _GOVERNMENT_CODES[economic[:3]],
        "经费类型": "公用经费" if economic.startswith(_OPERATING) else "人员经费",
        "资金来源": source,
        "年度": year,
        "金额(元)": yuan,
    }


def project(
    name: str,
    function: str,
    yuan: object,
    kind: str = "特定目标类",
    source: str = GENERAL,
    year: str = THIS_YEAR,
    unit: str = _NAME,
) -> Row:
    """A row of 项目清单."""
    return {
        "单位": unit,
        "项目名称": name,
        "年度": year,
        "项目类别": kind,
        "功能科目编码": function,
        "资金来源": source,
        "合计(元)": yuan,
        "市县(区)财政资金(元)": yuan,
    }


BASIC = (
    basic("2050101", "30101", 400_000),
    basic("2050101", "30107", 200_000),
    basic("2050101", "30201", 50_000),
    basic("2050101", "30217", 3_000),
    basic("2050101", "30228", 5_000),
    basic("2080505", "30108", 60_000),
    basic("2050101", "30302", 40_000),
)
PROJECTS = (project("校舍维修", "2050202", 300_000), project("考试经费", "2050299", 20_000.5, "其他运转类"))
LAST_YEAR = {
    "预算收支总计": 1_000_000,
    "一般公共预算当年支出": 900_000,
    "基本支出": 700_000,
    "人员经费": 600_000,
    "公用经费": 100_000,
    "机关运行经费": 100_000,
    "三公经费": 20_000,
}
FACTS: dict[str, Any] = {
    "上年数(元)": LAST_YEAR,
    "变动原因": {
        "收入": "学生人数变化",
        "支出": "学生人数变化，教师待遇调整",
        "一般公共预算": "教师待遇调整",
        "基本支出": "教师待遇调整",
        "机关运行经费": "定额调整",
        "三公经费": "厉行节约",
    },
    "政府采购(元)": {"货物": 10_000, "工程": 0, "服务": 20_000},
    "绩效目标": {"编报整体绩效目标单位数": 1, "涉及资金(元)": 500_000},
    "国有资产": {
        "截至日期": "2025-01-31",
        "公务用车编制": 2,
        "公务用车实有": 2,
        "车辆分类": {kind: 1 if kind in ("机要通信用车", "其他公务用车") else 0 for kind in VEHICLES},
        "办公用房面积(平方米)": 500,
        "50万元以上通用设备(台套)": 1,
        "100万元以上通用设备(台套)": 0,
    },
}


@dataclass(frozen=True)
class Department:
    """`facts` replace those of `FACTS`; None takes one away."""

    basic: Iterable[Row] = BASIC
    projects: Iterable[Row] = PROJECTS
    units: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Writes the input files into `folder`, which is made; gives the folder back."""
        folder.mkdir(parents=True, exist_ok=True)
        write_records(folder / "basic_expenditure.csv", list(self.basic), BASIC_HEADINGS)
        write_records(folder / "projects.csv", list(self.projects), PROJECT_HEADINGS)
        if self.units:
            rows = [{"单位": name, "单位类型": kind} for name, kind in self.units.items()]
            write_records(folder / "units.csv", rows, UNIT_HEADINGS)
        facts = {"年度": 2025, "部门名称": _NAME, "部门代码": "012", **FACTS, **self.facts}
        facts = {key: value for key, value in facts.items() if value is not None}
        (folder / "unit.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        return folder


def _with(section: str, **changes: object) -> dict[str, object]:
    """One section of the facts with other values; None takes one away."""
    values = {**FACTS[section], **changes}
    return {section: {key: value for key, value in values.items() if value is not None}}


def _without_economic(*codes: str) -> list[Row]:
    return [row for row in BASIC if not str(row["部门经济科目编码"]).startswith(codes)]


_NOTHING_LAST_YEAR = {"上年数(元)": dict.fromkeys(LAST_YEAR, 0)}
_NO_PROCUREMENT = {"政府采购(元)": {"货物": 0, "工程": 0, "服务": 0}}
_UNITS = {"教育局机关": "行政", "招生办": "参公", "第一中学": "事业", "幼儿园": "事业"}

ODD: dict[str, tuple[Department, int]] = {
    # The department and how many markers its narrative must show.
    "nothing odd": (Department(), 0),
    "no figures of last year": (Department(facts={"上年数(元)": None}), 4),
    "nothing last year": (Department(facts=_NOTHING_LAST_YEAR), 0),
    "nothing this year": (Department((), (), facts=_NO_PROCUREMENT), 0),
    "nothing at all": (Department((), (), facts={**_NOTHING_LAST_YEAR, "变动原因": None}), 0),
    "the same as last year": (
        Department(
            facts={
                "上年数(元)": {
                    **dict.fromkeys(("预算收支总计", "一般公共预算当年支出"), 1_078_000.5),
                    "基本支出": 758_000,
                    "机关运行经费": 58_000,
                    "三公经费": 3_000,
                },
                "变动原因": None,
            }
        ),
        0,
    ),
    "no projects": (Department(projects=()), 0),
    "only projects": (Department(basic=()), 0),
    "only carried over": (Department((), [project("校舍维修", "2050202", 300_000, year=CARRYOVER)]), 0),
    "five sources, both years": (
        Department(
            [
                *BASIC,
                *(
                    basic("2050202", "30201", 12_345, source, year)
                    for source in SOURCES
                    for year in (THIS_YEAR, CARRYOVER)
                ),
            ],
            [*PROJECTS, *(project(f"{source}项目", "2050299", 50_000, source=source) for source in SOURCES)],
        ),
        0,
    ),
    "a government-managed fund alone": (
        Department((), [project("土地整理", "2120802", 800_000, source=FUNDS)]),
        0,
    ),
    "state capital alone": (Department((), [project("国企改革", "2230105", 500_000, source=CAPITAL)]), 0),
    "state capital of two classes": (
        Department(
            projects=[
                project("国企改革", "2230105", 500_000, source=CAPITAL),
                project("充实社保基金", "2080505", 300_000, source=CAPITAL),
            ]
        ),
        0,
    ),
    "funds carried over alone": (
        Department(
            projects=[*PROJECTS, project("土地整理", "2120802", 800_000, source=FUNDS, year=CARRYOVER)]
        ),
        0,
    ),
    "own funds alone": (Department([basic("2050202", "30201", 12_345, "单位资金")], ()), 0),
    "units of every kind": (
        Department(
            [{**row, "单位": unit} for unit in _UNITS for row in BASIC],
            [{**row, "单位": unit} for unit in ("教育局机关", "第一中学") for row in PROJECTS],
            _UNITS,
        ),
        0,
    ),
    "institutions alone": (Department(units={_NAME: "事业"}, facts=_with("上年数(元)", 机关运行经费=0)), 0),
    "no three public expenses": (
        Department(_without_economic("30217"), facts=_with("上年数(元)", 三公经费=0)),
        0,
    ),
    "three public expenses of every kind": (
        Department(
            [
                *BASIC,
                basic("2050101", "30212", 10_000),
                basic("2050101", "31013", 180_000),
                basic("2050101", "30231", 30_000),
            ]
        ),
        0,
    ),
    "vehicles to buy alone": (
        Department([*_without_economic("30217"), basic("2050101", "31013", 180_000)]),
        0,
    ),
    "a line of each kind": (
        Department([basic("2050101", "30101", 400_000), basic("2050101", "30201", 50_000)]),
        0,
    ),
    "lines that print as nothing": (
        Department(
            [basic("2010301", "30101", 40), basic("2040201", "30102", 40), basic("2050101", "30201", 40)], ()
        ),
        0,
    ),
    "kinds that print as nothing": (
        Department([basic("2050101", "30101", 30)], [project("小额项目", "2050299", 30)]),
        0,
    ),
    "parts that print as nothing": (
        Department(
            [
                basic("2050101", "30101", 400_000),
                basic("2010301", "30107", 20),
                basic("2050101", "30217", 40),
                basic("2050101", "30231", 40),
            ],
            [project("小额项目", "2050299", 30), project("更小的项目", "2050299", 20, "其他运转类")],
        ),
        0,
    ),
    "no reasons": (Department(facts={"变动原因": None}), 5),
    "reasons as sentences": (
        Department(
            facts={
                "变动原因": {
                    "收入": "收入增加的主要原因是：由于学生人数增加。",
                    "支出": "支出增加主要是由于学生人数增加\r\n",
                    "一般公共预算": " 主要原因：教师待遇调整\n校舍维修增加；。\n\n",
                    "基本支出": "一是人数增加。二是标准提高。",
                    "机关运行经费": "原因在于定额下调2%，",
                    "三公经费": "厉行节约.",
                }
            }
        ),
        0,
    ),
    "nothing said in words": (
        Department(
            facts={"变动原因": {**dict.fromkeys(FACTS["变动原因"], "无"), "收入": "。"}, "其他说明": "无"}
        ),
        5,
    ),
    "the same reason twice": (
        Department(facts=_with("变动原因", 收入="学生减少。", 支出="主要原因是学生减少")),
        0,
    ),
    "no 项目类别": (Department(projects=[project("校舍维修", "2050202", 300_000, "")]), 1),
    "项目类别 of some": (Department(projects=[*PROJECTS, project("食堂", "2050202", 90_000, "")]), 1),
    "services alone": (Department(facts={"政府采购(元)": {"服务": 20_000}}), 0),
    "procurement half told": (Department(facts={"政府采购(元)": {"货物": 0}}), 1),
    "procurement untold": (Department(facts={"政府采购(元)": None}), 1),
    "no vehicles": (
        Department(
            facts=_with(
                "国有资产",
                公务用车实有=0,
                车辆分类=dict.fromkeys(VEHICLES, 0),
                **{"办公用房面积(平方米)": 0, "50万元以上通用设备(台套)": 0},
            )
        ),
        0,
    ),
    "assets half told": (
        Department(facts={"国有资产": {"截至日期": "20241231", "办公用房面积(平方米)": 12.5}}),
        2,
    ),
    "assets and targets untold": (Department(facts={"国有资产": None, "绩效目标": None}), 1),
    "targets half told": (Department(facts={"绩效目标": {"涉及资金(元)": 100}}), 1),
    "targets without money": (
        Department(facts={"绩效目标": {"编报整体绩效目标单位数": 2, "涉及资金(元)": 0}}),
        0,
    ),
    "a name with 本级": (Department(facts={"部门名称": "某县教育局（本级）"}), 0),
    "more to say": (Department(facts={"其他说明": "一、没有政府购买服务。\n二、没有其他事项"}), 0),
}
