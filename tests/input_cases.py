"""A small valid department to spoil: the same content written as a folder or, by openpyxl, as a workbook."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl

from xltools.budget import department
from xltools.budget.inputs import INPUT_SHEETS

Row = dict[str, Any]

UNIT = "某某县档案馆"

BASIC: Row = {
    "单位": UNIT,
    "功能科目编码": "2012601",
    "功能科目名称": "行政运行",
    "部门经济科目编码": "30101",
    "部门经济科目名称": "基本工资",
    "部门经济科目类": "工资福利支出",
    "政府经济科目编码": "50101",
    "政府经济科目名称": "工资奖金津补贴",
    "经费类型": "人员经费",
    "资金来源": "一般公共预算",
    "年度": "本年",
    "金额(元)": "600600",
}
PROJECT: Row = {
    "单位": UNIT,
    "项目名称": "档案数字化",
    "年度": "本年",
    "项目类别": "特定目标类",
    "功能科目编码": "2012604",
    "资金来源": "一般公共预算",
    "合计(元)": "94000.5",
    "中央财政资金(元)": "0",
    "省级财政资金(元)": "4000.5",
    "市县(区)财政资金(元)": "90000",
    "单位自筹(元)": "0",
    "其他资金(元)": "0",
    "项目概况": "扫描 2 万卷。",
    "填报日期": "20241216",
}
INDICATOR: Row = {
    "项目名称": "档案数字化",
    "一级指标": "产出指标",
    "二级指标": "数量指标",
    "三级指标": "扫描卷数",
    "指标值": "≥20000卷",
    "比较符": "≥",
    "数值": "20000",
    "计量单位": "卷",
}
FACTS: Row = {
    "年度": 2025,
    "部门名称": UNIT,
    "部门代码": "017",
    "编制人数": 12,
    "在职人数": 11,
    "内设机构": ["办公室", "业务科"],
    "上年数(元)": {"预算收支总计": 700000, "基本支出": 600000.5},
    "国有资产": {"截至日期": "2025-05-14", "车辆分类": {"其他公务用车": 1}},
    "重点任务": [{"核心职能": "保管", "重点任务": "保管好档案。"}],
    "整体指标": [["产出指标", "数量指标", "馆藏", "10万卷"]],
}
FUND_PROJECT: Row = PROJECT | {
    "项目名称": "库房建设",
    "功能科目编码": "2120803",
    "资金来源": "政府性基金预算",
    "合计(元)": "50000",
    "省级财政资金(元)": "0",
    "市县(区)财政资金(元)": "50000",
}
REVENUE: Row = {
    "单位": UNIT,
    "收入科目编码": "1030148",
    "收入科目名称": "国有土地使用权出让收入",
    "资金来源": "政府性基金预算",
    "年度": "本年",
    "金额(元)": "50000",
}


class Case:
    """The content of an input; change it, then write it."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {
            "basic_expenditure.csv": [dict(BASIC)],
            "projects.csv": [dict(PROJECT)],
            "indicators.csv": [dict(INDICATOR)],
        }
        self.facts: Any = deepcopy(FACTS)

    @property
    def basic(self) -> list[Row]:
        return self.tables["basic_expenditure.csv"]

    @property
    def projects(self) -> list[Row]:
        return self.tables["projects.csv"]

    @property
    def indicators(self) -> list[Row]:
        return self.tables["indicators.csv"]

    def folder(self, path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
        path.mkdir(exist_ok=True)
        for name, rows in self.tables.items():
            (path / name).write_bytes(csv_text(name, rows, delimiter).encode(encoding))
        (path / "unit.json").write_text(json.dumps(self.facts, ensure_ascii=False), encoding="utf-8")
        return path

    def workbook(self, path: Path, *, form: bool = False) -> Path:
        """Title, help and headings above the rows, a 序号 column before them, as in the template."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for declaration in INPUT_SHEETS:
            rows = self.tables.get(declaration.file)
            if rows is None:
                continue
            sheet = book.create_sheet(declaration.name)
            sheet.append([declaration.title])
            sheet.append([declaration.help])
            headings = headings_of(declaration.file, rows)
            sheet.append(["序号", *(heading.replace("(元)", "") for heading in headings)])
            for number, row in enumerate(rows, 1):
                sheet.append([number, *(row.get(heading) for heading in headings)])
        self._facts_sheet(book.create_sheet(department.SHEET))
        if form:
            book.create_sheet("表1 收支总表")
        book.save(path)
        return path

    def _facts_sheet(self, sheet: Any) -> None:
        sheet["A1"] = "单位信息"
        headings = [
            *department.FACT_HEADINGS,
            None,
            *department.TASK_HEADINGS,
            None,
            *department.OVERALL_INDICATOR_HEADINGS,
        ]
        for column, heading in enumerate(headings, 1):
            sheet.cell(3, column, heading)
        for row, fact in enumerate(department.FACTS, 4):
            value = self.facts
            for name in fact.path:
                value = value.get(name) if isinstance(value, dict) else None
            sheet.cell(row, 1, fact.section)
            sheet.cell(row, 2, fact.item)
            sheet.cell(row, 3, "\n".join(value) if isinstance(value, list) else value)
        for row, task in enumerate(self.facts["重点任务"], 4):
            sheet.cell(row, 5, task["核心职能"])
            sheet.cell(row, 6, task["重点任务"])
        for row, indicator in enumerate(self.facts["整体指标"], 4):
            for column, text in enumerate(indicator, 8):
                sheet.cell(row, column, text)


def headings_of(name: str, rows: list[Row]) -> list[str]:
    """The headings of the rows; of a table without rows, the required ones."""
    if rows:
        return list(dict.fromkeys(heading for row in rows for heading in row))
    declaration = next(sheet for sheet in INPUT_SHEETS if sheet.file == name)
    return [column.file_heading for column in declaration.file_columns if column.required]


def csv_text(name: str, rows: list[Row], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    headings = headings_of(name, rows)
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return buffer.getvalue()
