"""操作台 and 校验结果: the words and live formulas of the sheets that say how the workbook stands."""

from __future__ import annotations

from enum import StrEnum

from xltools.budget.inputs import BASIC, PROJECTS

SHEET = "操作台"
CLASSIFICATION_SHEET, PURCHASE_SHEET = "科目", "政府购买服务目录"
"""The sheets of our template to look things up in."""
TITLE = "{year}年部门预算公开工作簿"
INDEX_HEADINGS = ("表号", "表名", "说明")

CODES_NAME = "表3_编码"
"""The code column of 表3, which has a row for every function code of the department."""


class State(StrEnum):
    """The cells of 操作台 that tell how the workbook stands, by defined name."""

    UNCOVERED_BASIC = "状态_未列支出行"
    UNCOVERED_PROJECTS = "状态_未列项目行"
    NUMERIC_CODES = "状态_数字编码行"
    LINES_NOW = "状态_现有行数"
    LINES_FILLED = "状态_填充行数"
    PROJECTS = "状态_项目个数"
    CONCLUSION = "状态_结论"
    LIVE = "状态_实时核对"
    CHECK = "状态_校验"
    BALANCED = "状态_舍位平衡"
    BALANCED_PRINT = "状态_平衡时指纹"


STATE_LABELS: dict[State, str] = {
    State.CONCLUSION: "填充情况",
    State.LIVE: "实时核对",
    State.CHECK: "校验情况",
    State.BALANCED: "舍位平衡",
    State.UNCOVERED_BASIC: "未列入表格的支出明细（行）",
    State.UNCOVERED_PROJECTS: "未列入表格的项目清单（行）",
    State.NUMERIC_CODES: "存为数字的科目编码（个）",
    State.LINES_NOW: "现有金额不为零的行",
    State.LINES_FILLED: "上次填充时的行",
    State.PROJECTS: "上次填充时的项目（个）",
    State.BALANCED_PRINT: "舍位平衡时的数据指纹",
}
"""What stands beside each cell, in printed order."""

COVERED = "各表已包含全部明细"
NOT_COVERED = "有明细未列入表格，请重新填充"
NOT_CHECKED = "尚未校验"
NOT_BALANCED = "未使用"
STILL_BALANCED = "有效"
STALE_BALANCE = "已失效：数据有改动，请重新填充"
LIVE_STATES = "实时_状态"
"""The states of the live checks in 校验结果."""
ALL_PASSED = "全部通过"
TAILS_ONLY = "通过，有尾差"
SOME_BROKEN = "有不符，见“校验结果”"


def _numbers_in(*names: str) -> str:
    return "+".join(f"SUMPRODUCT(--ISNUMBER({name}))" for name in names)


def _not_zero(*names: str) -> str:
    return "+".join(f"SUMPRODUCT(--({name}<>0))" for name in names)


_BASIC_AMOUNT, _BASIC_CODE = BASIC.defined_name("amount"), BASIC.defined_name("function_code")
_PROJECT_AMOUNT, _PROJECT_CODE = PROJECTS.defined_name("amount"), PROJECTS.defined_name("function_code")
_BASIC_UNIT, _PROJECT_NUMBER = BASIC.defined_name("unit_number"), PROJECTS.defined_name("project_number")

FINGERPRINT = "+".join(f"SUMPRODUCT({name},ROW({name}))" for name in (_BASIC_AMOUNT, _PROJECT_AMOUNT))
"""A number that changes when an amount does or moves to another row; words among the amounts count as nothing."""

STATE_FORMULAS: dict[State, str] = {
    # A line typed after filling has no 单位序号 yet; one whose 单位 was deleted shows "".
    State.UNCOVERED_BASIC: (
        f"SUMPRODUCT(({_BASIC_AMOUNT}<>0)*"
        f'(((COUNTIF({CODES_NAME},{_BASIC_CODE})=0)+({_BASIC_UNIT}=0)+({_BASIC_UNIT}=""))>0))'
    ),
    State.UNCOVERED_PROJECTS: (
        f"SUMPRODUCT(({_PROJECT_AMOUNT}<>0)*"
        f"(((COUNTIF({CODES_NAME},{_PROJECT_CODE})=0)+({_PROJECT_NUMBER}=0)"
        f"+({_PROJECT_NUMBER}>{State.PROJECTS}))>0))"
    ),
    State.NUMERIC_CODES: _numbers_in(
        _BASIC_CODE,
        BASIC.defined_name("department_economic_code"),
        BASIC.defined_name("government_economic_code"),
        _PROJECT_CODE,
    ),
    State.LIVE: (
        f'IF(COUNTIF({LIVE_STATES},"不符")+COUNTIF({LIVE_STATES},"无法计算")>0,"{SOME_BROKEN}",'
        f'IF(COUNTIF({LIVE_STATES},"尾差")>0,"{TAILS_ONLY}","{ALL_PASSED}"))'
    ),
    State.BALANCED: (
        f'IF({State.BALANCED_PRINT}="","{NOT_BALANCED}",'
        f'IF(ABS({FINGERPRINT}-{State.BALANCED_PRINT})<0.005,"{STILL_BALANCED}","{STALE_BALANCE}"))'
    ),
    State.LINES_NOW: _not_zero(_BASIC_AMOUNT, _PROJECT_AMOUNT),
    State.CONCLUSION: (
        f"IF(AND({State.UNCOVERED_BASIC}=0,{State.UNCOVERED_PROJECTS}=0,{State.NUMERIC_CODES}=0,"
        f'{State.LINES_NOW}={State.LINES_FILLED}),"{COVERED}","{NOT_COVERED}")'
    ),
}
"""The formulas of the live cells, without "="; the others hold what the last task wrote."""

FINDINGS_SHEET = "校验结果"
FINDINGS_TITLE = "一、发现的问题"
FINDINGS_AREA, FINDINGS_MODEL = "校验_数据", "校验_行样"
CHECK_SUMMARY = "校验_摘要"
"""The cell that says when and how the last check came out."""
FINDING_HEADINGS = (
    "规则",
    "性质",
    "级别",
    "表",
    "单元格",
    "数值",
    "应为",
    "差额",
    "允许尾差",
    "说明",
    "建议",
    "审核说明",
)

CHANGES_TITLE = "二、最近一次改动的单元格"
CHANGES_AREA, CHANGES_MODEL = "改动_数据", "改动_行样"
CHANGE_HEADINGS = ("序号", "", "", "表", "单元格", "原来", "现在")
"""The columns of the list of what a button changed; it shares them with the list of findings."""
