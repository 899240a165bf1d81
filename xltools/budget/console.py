"""操作台 and 校验结果: the words and live formulas of the sheets that say how the workbook stands."""

from __future__ import annotations

from enum import StrEnum

from xltools.budget.inputs import BASIC, PROJECTS

SHEET = "操作台"
TITLE = "{year}年部门预算公开工作簿"
INDEX_HEADINGS = ("表号", "表名", "说明")
COMMANDS = (
    ("填充各表和绩效目标表", "xltools fill 本文件 -o 新文件"),
    ("只重做绩效目标表", "xltools targets 本文件"),
)
"""What a clerk runs on the workbook, and the command."""

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
    CHECK = "状态_校验"


STATE_LABELS: dict[State, str] = {
    State.CONCLUSION: "填充情况",
    State.CHECK: "校验情况",
    State.UNCOVERED_BASIC: "未列入表格的支出明细（行）",
    State.UNCOVERED_PROJECTS: "未列入表格的项目清单（行）",
    State.NUMERIC_CODES: "存为数字的科目编码（个）",
    State.LINES_NOW: "现有金额不为零的行",
    State.LINES_FILLED: "上次填充时的行",
    State.PROJECTS: "上次填充时的项目（个）",
}
"""What stands beside each cell, in printed order."""

COVERED = "各表已包含全部明细"
NOT_COVERED = "有明细未列入表格，请重新填充"
NOT_CHECKED = "尚未校验"


def _numbers_in(*names: str) -> str:
    return "+".join(f"SUMPRODUCT(--ISNUMBER({name}))" for name in names)


def _not_zero(*names: str) -> str:
    return "+".join(f"SUMPRODUCT(--({name}<>0))" for name in names)


_BASIC_AMOUNT, _BASIC_CODE = BASIC.defined_name("amount"), BASIC.defined_name("function_code")
_PROJECT_AMOUNT, _PROJECT_CODE = PROJECTS.defined_name("amount"), PROJECTS.defined_name("function_code")
_BASIC_UNIT, _PROJECT_NUMBER = BASIC.defined_name("unit_number"), PROJECTS.defined_name("project_number")

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
    State.LINES_NOW: _not_zero(_BASIC_AMOUNT, _PROJECT_AMOUNT),
    State.CONCLUSION: (
        f"IF(AND({State.UNCOVERED_BASIC}=0,{State.UNCOVERED_PROJECTS}=0,{State.NUMERIC_CODES}=0,"
        f'{State.LINES_NOW}={State.LINES_FILLED}),"{COVERED}","{NOT_COVERED}")'
    ),
}
"""The formulas of the live cells, without "="; the others hold what the last task wrote."""

FINDINGS_SHEET = "校验结果"
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
