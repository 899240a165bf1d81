"""Checks of many departments that never were, in the shape of `check --json`: for reports of any size."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from xltools.tasks.report_html import ReportEntry

FORM = "山西省县级部门预算公开表（2025年）"
_TABLES = (
    "表1 部门收支总表",
    "表2 收入总表",
    "表3 支出总表",
    "表4 财政拨款收支总表",
    "表5 一般公共预算支出表",
    "表6 基本支出经济科目表",
    "表7 政府性基金收入表",
    "表10 “三公”经费表",
)
_AREAS = ("上党区", "潞州区", "屯留区", "潞城区", "襄垣县", "平顺县", "黎城县", "壶关县", "长子县", "武乡县")
_OFFICES = (
    "财政局",
    "教育局",
    "民政局",
    "卫生健康局",
    "水利局",
    "林业局",
    "司法局",
    "统计局",
    "审计局",
    "档案馆",
)
_RULES = {
    "error": ("1-1", "2-2", "3-2", "5-1", "5-2", "X-4"),
    "warning": ("F-5", "X-22"),
    "info": ("2-2", "5-2"),
}


def made_up_checks(departments: int, findings: int, seed: int = 1) -> Iterator[ReportEntry]:
    """So many workbooks with so many findings together: some wrong, some clean, some unreadable."""
    chance = random.Random(seed)
    left = findings
    for number in range(departments):
        name = f"{_AREAS[number % 10]}{_OFFICES[number // 10 % 10]}{number // 100 or ''}"
        if number % 37 == 36:
            yield ReportEntry(f"{name}.xlsx", unreadable(f"{name}.xlsx"))
            continue
        share = 0 if number % 11 == 3 else left // (departments - number)
        if departments - number < 38 and number == departments - 1:
            share = left
        left -= share
        record = readable(f"各部门/{name}.xlsx", [_finding(chance) for _ in range(share)])
        if number % 7 == 0:
            record["obligations"] |= {"checked": 60, "not_checked": _NOT_CHECKED}
        if any(finding["severity"] == "error" for finding in record["findings"]):
            record["explanations"] = [explanation(record["findings"][0])]
        yield ReportEntry(f"{name}.xlsx", record, f"长治市{name}")


_NOT_CHECKED = [
    {"rule": "7-1", "why": "没有找到表7（政府性基金收入表）"},
    {"rule": "10-1", "why": "表10 C5 不是数值（“无”），不能核对"},
]


def readable(file: str, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """A check of a workbook that was read."""
    severities = {"error": 0, "warning": 1, "info": 2}
    findings = sorted(findings, key=lambda finding: severities[finding["severity"]])
    wrong = any(finding["severity"] != "info" for finding in findings)
    return {
        "file": file,
        "form": FORM,
        "status": "findings" if wrong else "clean",
        "obligations": {"required": 62, "checked": 62, "not_checked": []},
        "findings": findings,
        "explanations": [],
    }


def unreadable(
    file: str, why: str = "不是 Excel 工作簿（内容是网页）；请用 Excel 另存为 .xlsx 后再试。"
) -> dict[str, Any]:
    """A check of a file that nobody can read."""
    trouble = finding("F-0", "error", message=why, fix="换一个能打开的文件，再校验", sheet=None, cell=None)
    trouble |= dict.fromkeys(("value", "expected", "gap", "allowance"))
    nothing = {"required": 0, "checked": 0, "not_checked": []}
    return readable(file, [trouble]) | {"status": "unreadable", "obligations": nothing}


def finding(rule: str, severity: str, **other: Any) -> dict[str, Any]:
    """A finding with all keys."""
    fields: dict[str, Any] = {
        "rule": rule,
        "kind": "soft" if severity == "warning" else "hard",
        "severity": severity,
        "sheet": _TABLES[4],
        "cell": "D9",
        "value": "194.34",
        "expected": "149.34",
        "gap": "45.00",
        "allowance": "0.01",
        "message": "表5 D9（2013201 行政运行·基本支出）是 194.34，应等于 C9 149.34；相差 45.00，四舍五入最多允许 0.01",
        "fix": "核对 D9（最可能有误），应为 149.34",
        "cells": None,
    }
    fields |= other
    if fields["cells"] is None:
        fields["cells"] = [{"sheet": fields["sheet"], "cell": fields["cell"]}] if fields["cell"] else []
    return fields


def explanation(about: Mapping[str, Any]) -> dict[str, Any]:
    """That the cell of a finding is wrong, or else another one."""
    suspect = {
        "sheet": about["sheet"],
        "cell": about["cell"],
        "value": about["value"],
        "suggested": about["expected"],
        "reason": "相邻两位数字颠倒",
    }
    return {"suspects": [suspect], "alternatives": [[suspect | {"cell": "C9", "reason": None}]]}


def _finding(chance: random.Random) -> dict[str, Any]:
    severity = chance.choices(("error", "warning", "info"), (3, 1, 6))[0]
    sheet, row, columns = chance.choice(_TABLES), chance.randint(7, 40), chance.sample("CDEFGHI", 4)
    cells = [f"{column}{row}" for column in columns]
    value = chance.randint(1, 9_999_999) / 100
    gap = chance.choice((-1, 1)) * (0.01 if severity == "info" else chance.randint(1, 99_999) / 100)
    expected = value - gap
    short = sheet.split()[0]
    addends = " + ".join(f"{cell} {expected / 3:.2f}" for cell in cells[1:])
    sentence = (
        f"{short} {cells[0]}（2013201 行政运行·基本支出）是 {value:.2f}，应等于 {addends}，即 {expected:.2f}；"
        f"相差 {gap:.2f}，四舍五入最多允许 0.015"
    )
    return finding(
        chance.choice(_RULES[severity]),
        severity,
        sheet=sheet,
        cell=cells[0],
        value=f"{value:.2f}",
        expected=f"{expected:.2f}",
        gap=f"{gap:.2f}",
        allowance=None if severity == "warning" else "0.015",
        message=sentence,
        fix="不必修改" if severity == "info" else f"核对 {cells[0]}（最可能有误），应为 {expected:.2f}",
        cells=[{"sheet": sheet, "cell": cell} for cell in cells],
    )
