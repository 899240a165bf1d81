"""The lines of a report and of what a task wrote, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xltools.cli.console import paragraph, remark, result

if TYPE_CHECKING:
    from xltools.model.finding import Report
    from xltools.tasks.lines import Line

_STYLES = {"heading": "bold", "good": "green", "error": "bold red", "warning": "yellow", "info": "cyan"}
_MORE = "加 --all 全部列出"


def show_report(report: Report, *, in_full: bool) -> None:
    """Prints the conclusion, the suspected cells, the findings, the tail differences; all of them if `in_full`."""
    from xltools.tasks.check_text import Extent, report_lines

    _show(report_lines(report, Extent(in_full, _MORE)))


def show_conclusion(report: Report) -> None:
    """Prints the file, the conclusion and how many rules were checked."""
    from xltools.tasks.check_text import conclusion_lines

    _show(conclusion_lines(report))


def _show(lines: Iterable[Line]) -> None:
    for line in lines:
        if line.aside:
            remark(line.text)
        else:
            style = _STYLES.get(line.tone, "")
            paragraph(line.text, indent=line.indent, hanging=line.hanging, style=style)


def show_outcome(lines: Iterable[Line]) -> None:
    """Prints what a task wrote; a path stays on one line, so that it can be copied."""
    for line in lines:
        (remark if line.aside else result)(" " * line.indent + line.text)
