"""Drop-downs, checks and the message that appears beside a selected input cell."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from template.lists import DEPARTMENT_ECONOMIC, FUNCTION, GOVERNMENT_ECONOMIC, REVENUE_CODES
from xltools.budget.department import Fact, FactKind
from xltools.budget.inputs import (
    BASIC,
    INDICATORS,
    PROJECTS,
    REVENUE,
    UNITS,
    InputColumn,
    InputSheet,
    Kind,
)
from xltools.budget.performance import INDICATOR_OUTLINE

Validation = dict[str, object]

_TITLE_LENGTH = 32
LEVEL2_INDICATORS = tuple(level2 for _, level2s in INDICATOR_OUTLINE for level2 in level2s)

_KIND_HINTS = {
    Kind.LONG_TEXT: "换行用 Alt+Enter",
    Kind.CODE: "以文本保存，不要存成数字",
    Kind.CHOICE: "从下拉列表中选",
    Kind.AMOUNT: "以元为单位填数字",
    Kind.COUNT: "填整数",
    Kind.DATE: "如 20241216 或 2024-12-16",
}
_FACT_HINTS = {
    FactKind.TEXT: "换行用 Alt+Enter",
    FactKind.LIST: "每行一项，换行用 Alt+Enter",
    FactKind.YEAR: "预算年度，各表标题随之改变",
    FactKind.CODE: "以文本保存，不要存成数字",
    FactKind.COUNT: "填整数",
    FactKind.AMOUNT: "以元为单位填数字",
    FactKind.NUMBER: "填数字",
    FactKind.DATE: "如 2024-12-31",
}


def used_part(name: str) -> str:
    """The filled top of a named column, so that a drop-down does not end in blanks."""
    return f"=OFFSET({name},0,0,MAX(1,COUNTA({name})),1)"


_LISTS: Mapping[tuple[str, str], str] = {
    **{
        (sheet.key, "unit"): used_part(UNITS.defined_name("name"))
        for sheet in (BASIC, PROJECTS, INDICATORS, REVENUE)
    },
    **{(sheet.key, "function_code"): f"={FUNCTION.leaf_name}" for sheet in (BASIC, PROJECTS)},
    (BASIC.key, "department_economic_code"): f"={DEPARTMENT_ECONOMIC.leaf_name}",
    (BASIC.key, "government_economic_code"): f"={GOVERNMENT_ECONOMIC.leaf_name}",
    (REVENUE.key, "revenue_code"): f"={REVENUE_CODES.code_name}",
    (INDICATORS.key, "project"): used_part(PROJECTS.defined_name("name")),
}
"""Columns whose words stand elsewhere in the workbook; others are possible, after a question."""


def column_validation(sheet: InputSheet, column: InputColumn, row: int, place: int) -> Validation:
    """What an input column accepts, from its first cell (zero-based) on."""
    message = _message(column.heading, _column_hint(column))
    if column.computed:
        return {"validate": "any", **message}
    listed = _LISTS.get((sheet.key, column.attribute))
    if listed:
        warning = f"“{sheet.name}”的“{column.heading}”一般从列表中选；确认无误可以继续。"
        return {"validate": "list", "source": listed, **_error("warning", warning), **message}
    if column.choices:
        style = "stop" if column.strict else "warning"
        return choice(column.choices, style, f"请从列表中选择{column.heading}。") | message
    if (sheet.key, column.attribute) == (INDICATORS.key, "level2"):
        return suggestion(LEVEL2_INDICATORS) | message
    if column.lengths:
        return _code_check(column, xl_rowcol_to_cell(row, place)) | message
    return _of_kind(column.kind) | message


def choice(words: tuple[str, ...], style: str, error: str) -> Validation:
    """A drop-down; `style` stop admits nothing else, warning asks."""
    return {"validate": "list", "source": list(words), **_error(style, error)}


def suggestion(words: tuple[str, ...]) -> Validation:
    """A drop-down that lets any other words pass."""
    return {"validate": "list", "source": list(words), "show_error": False}


def fact_validation(fact: Fact) -> Validation:
    """What the cell of a fact accepts."""
    message = _message(fact.item, _FACT_HINTS[fact.kind])
    match fact.kind:
        case FactKind.YEAR:
            year = "年度填四位数字，如 2025。"
            return _between("integer", 2000, 2100, year) | message
        case FactKind.COUNT:
            return _of_kind(Kind.COUNT) | message
        case FactKind.AMOUNT | FactKind.NUMBER:
            return _of_kind(Kind.AMOUNT) | message
        case _:
            return {"validate": "any", **message}


def _code_check(column: InputColumn, cell: str) -> Validation:
    lengths = ",".join(f"LEN({cell})={length}" for length in column.lengths)
    digits = "、".join(str(length) for length in column.lengths)
    error = f"{column.heading}一般是 {digits} 位数字，以文本保存；确认无误可以继续。"
    return {"validate": "custom", "value": f"=AND(ISTEXT({cell}),OR({lengths}))", **_error("warning", error)}


def _of_kind(kind: Kind) -> Validation:
    if kind is Kind.AMOUNT:
        error = "这里填不小于 0 的数字，不带单位和文字。"
        return {"validate": "decimal", "criteria": ">=", "value": 0, **_error("stop", error)}
    if kind is Kind.COUNT:
        return {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            **_error("stop", "这里填不小于 0 的整数。"),
        }
    return {"validate": "any"}


def _between(validate: str, least: int, most: int, error: str) -> Validation:
    limits = {"criteria": "between", "minimum": least, "maximum": most}
    return {"validate": validate, **limits, **_error("stop", error)}


def _column_hint(column: InputColumn) -> str:
    hints = [column.hint or _KIND_HINTS.get(column.kind, "")]
    if not column.computed:
        hints.append("可以为空" if column.blank or not column.required else "必填")
    return "；".join(hint for hint in hints if hint) + "。"


def _message(title: str, hint: str) -> Validation:
    return {"input_title": title[:_TITLE_LENGTH], "input_message": hint}


def _error(style: str, message: str) -> Validation:
    return {"error_type": style, "error_title": "请核对", "error_message": message}
