"""What 操作台 and the head of 校验结果 say of the last check."""

from __future__ import annotations

from xltools.budget.console import CHECK_SUMMARY, NOT_CHECKED, State
from xltools.budget.marks import LEGEND
from xltools.model.finding import Report
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import is_place, place_of, write_text


def conclusion(report: Report) -> str:
    """`3 处错误、1 处警告；应核对 60 条规则，已核对 58 条，未能核对 2 条`"""
    obligations = report.obligations
    left = obligations.required - obligations.checked
    done = f"应核对 {obligations.required} 条规则，已核对 {obligations.checked} 条，未能核对 {left} 条"
    return f"{_counted(report)}；{done}"


def _counted(report: Report) -> str:
    errors, warnings = report.count("error"), report.count("warning")
    words = [f"{errors} 处错误"] if errors else []
    words += [f"{warnings} 处警告"] if warnings else []
    return "、".join(words) or "没有发现错误"


def write_state(workbook: Workbook, report: Report | None) -> None:
    """Writes the conclusion of a check; without a report, that there has been none."""
    if is_place(workbook, State.CHECK.value):
        _write(workbook, State.CHECK.value, _counted(report) if report else NOT_CHECKED)
    if is_place(workbook, CHECK_SUMMARY):
        _write(workbook, CHECK_SUMMARY, f"{conclusion(report)}。{LEGEND}" if report else NOT_CHECKED)


def _write(workbook: Workbook, name: str, text: str) -> None:
    place = place_of(workbook, name)
    write_text(workbook.sheet(place.sheet), place.area.first_row, place.area.first_column, text)
