"""What a figure is called: the words of its column, and an equation as a sentence."""

from __future__ import annotations

from functools import cache

from xltools.budget.form import TABLES
from xltools.budget.performance import OVERALL_GRID, TARGET_GRID, slots
from xltools.model.disclosure import OVERALL, TARGETS
from xltools.model.rule import (
    At,
    Children,
    EachKey,
    EachOf,
    EachParent,
    EachRow,
    Equation,
    Known,
    Named,
    Operand,
    Rows,
    Same,
)
from xltools.model.table import Figure, RowKind, heading_of

_PERIODS = {"whole_period": "实施期", "levels": "年度"}


@cache
def column_name(table: int, column: str) -> str:
    """The last words above a column: `基本支出`; "" where the panel has one column of figures only."""
    return _column_names().get((table, column), "")


@cache
def _column_names() -> dict[tuple[int, str], str]:
    names: dict[tuple[int, str], str] = {}
    for table in TABLES:
        index = 0
        for panel in table.panels:
            for column in panel.columns:
                if isinstance(column, Figure):
                    words = heading_of(table, index).split("/")[-1].removeprefix("{year}年")
                    if len(panel.figures) == 1:
                        words = "收入" if panel.kind is RowKind.REVENUE_CODES else ""
                    names[table.number, column.key] = words
                index += 1
    for slot in slots(TARGET_GRID):
        period = _PERIODS.get(slot.name.partition(".")[0], "")
        label = slot.label.removeprefix("其中：")
        names[TARGETS, slot.name] = label if label.startswith(period) else f"{period}{label}"
    for slot in slots(OVERALL_GRID):
        names[OVERALL, slot.name] = slot.label.removeprefix("其中：")
    return names


def table_name(table: int) -> str:
    """`表5`, or which performance form."""
    return {TARGETS: "绩效目标表", OVERALL: "整体支出绩效目标表"}.get(table, f"表{table}")


def equation_sentence(equation: Equation) -> str:
    """`表5各行：合计 = 基本支出 + 项目支出`."""
    sign = "≤" if equation.sense == "at_most" else "="
    domain = equation.domain
    home = domain.table if isinstance(domain, EachRow | EachParent) else None
    left, right = (
        " + ".join(_operand(operand, home) for operand in side) or "0"
        for side in (equation.left, equation.right)
    )
    prefix = {
        EachRow: f"{table_name(home or 0)}每一行：",
        EachParent: f"{table_name(home or 0)}每一级：",
        EachKey: "同一科目：",
        EachOf: "同一类：",
    }.get(type(domain), "")
    return f"{prefix}{left} {sign} {right}"


def _operand(operand: Operand, home: int | None) -> str:
    if isinstance(operand, Known):
        return operand.name
    column = column_name(operand.table, operand.column)
    table = "" if operand.table == home else table_name(operand.table)
    if isinstance(operand, At):
        return f"{table}{_of_row(operand, column)}"
    if isinstance(operand, Same):
        return f"{table}{column or '金额'}"
    if isinstance(operand, Rows):
        few = len(operand.rows) <= 5
        words = "、".join(row.replace("/", "") for row in operand.rows) if few else f"{len(operand.rows)}类"
        return f"{table}{column}（{words}）之和"
    if isinstance(operand, Children):
        return f"下一级{column or '金额'}之和"
    return f"{table}“{operand.label}”{column}" if isinstance(operand, Named) else ""


def _of_row(operand: At, column: str) -> str:
    row = operand.row.replace("/", "")
    if not row or row == column or not column:
        return row or column
    return f"“{row}”{column}" if column not in ("小计",) else row
