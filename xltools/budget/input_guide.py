"""The guide that `init` puts beside the blank inputs, from the declarations of files and columns."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.budget.department import FACTS, FILE, OVERALL_INDICATORS_KEY, TASKS_KEY
from xltools.budget.inputs import INPUT_SHEETS, InputColumn, InputSheet, Kind

_HEAD = f"""\
# 填写说明

1. 填写本文件夹中的 `{FILE}` 和各个 `.csv` 文件。csv 可用 Excel 或 WPS 打开，保存时仍选“CSV UTF-8”。
2. 金额一律以**元**为单位，编码以文本保存。
3. 填好后在本文件夹的上一级运行 `xltools fill 文件夹名 -o 部门预算公开2025.xlsx`。
   有错误时程序逐条列出文件、行、列和改法，不写出任何文件。
4. 也可以不填 csv，直接在 `模板2025.xlsx` 的数据工作表（支出明细、项目清单、绩效指标、单位信息等）里填写，
   再运行 `xltools fill 模板2025.xlsx -o 部门预算公开2025.xlsx`。
5. 不用的选填文件可以删去，也可以只留标题行。

"""


def guide() -> str:
    """The guide as Markdown."""
    parts = [_HEAD, _facts(), *(_sheet(sheet) for sheet in INPUT_SHEETS)]
    return "\n".join(parts)


def _facts() -> str:
    rows = [
        f"| {' → '.join(fact.path)} | {fact.kind.value} | {'必填' if fact.required else ''} |"
        for fact in FACTS
    ]
    return "\n".join(
        [
            f"## {FILE}（必填）",
            "",
            "| 项目 | 内容 | |",
            "|---|---|---|",
            *rows,
            "",
            f'`{TASKS_KEY}` 每项写作 `{{"核心职能": "…", "重点任务": "…"}}`；',
            f'`{OVERALL_INDICATORS_KEY}` 每项写作 `["一级指标", "二级指标", "三级指标", "指标值"]`。没有的留空。',
            "",
        ]
    )


def _sheet(sheet: InputSheet) -> str:
    rows = [
        f"| {column.file_heading} | {_need(column)} | {_contents(column)} |" for column in sheet.file_columns
    ]
    return "\n".join(
        [
            f"## {sheet.file}（{'必填' if sheet.required else '选填'}）：{sheet.title}",
            "",
            sheet.help,
            "",
            "| 列 | | 填什么 |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _need(column: InputColumn) -> str:
    if not column.required:
        return "可不要这一列"
    return "可空" if column.blank else "必填"


def _contents(column: InputColumn) -> str:
    return "；".join(_contents_parts(column)).replace("|", "\\|")


def _contents_parts(column: InputColumn) -> Iterator[str]:
    if column.hint:
        yield column.hint
    if column.choices:
        yield ("只能填" if column.strict else "一般填") + "、".join(column.choices)
    elif column.kind is Kind.CODE and column.lengths:
        yield "、".join(str(length) for length in column.lengths) + " 位编码"
    elif column.kind is Kind.AMOUNT:
        yield "金额，单位元"
    elif column.kind is Kind.COUNT:
        yield "整数"
    elif column.kind is Kind.DATE:
        yield "日期，如 20241216"
