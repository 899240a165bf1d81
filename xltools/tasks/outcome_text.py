"""What a task wrote, and what is wrong with its inputs, as a clerk reads it, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.model.errors import InputError, InputFault, XltoolsError
from xltools.office.save import is_open_elsewhere, is_read_only, keep_elsewhere
from xltools.tasks import defects
from xltools.tasks.lines import Line, Tone

if TYPE_CHECKING:
    from xltools.tasks.clear import Cleared
    from xltools.tasks.fill import Filled
    from xltools.tasks.mark import Marked

_MOST_WARNINGS = 30
REFUSED = "输入数据有错误，没有写出任何文件。"


def filled_lines(filled: Filled, wanted: Path) -> Iterator[Line]:
    """What `fill` and `targets` did; `wanted` is where they were to write."""
    yield from fault_lines(filled.faults)
    yield from written_beside(filled.path, wanted)
    yield Line(f"已生成：{filled.path}", tone="good")
    yield Line(f"{filled.department}（{filled.year}年）", 2)
    for subject, content in contents(filled):
        yield Line(f"{subject}：{content}", 2)


def contents(filled: Filled) -> list[tuple[str, str]]:
    """What was made and how many: `("预算公开表", "13 张")`."""
    tables = [("预算公开表", f"{filled.tables} 张")] if filled.tables else []
    return [*tables, ("项目绩效目标表", f"{filled.target_sheets} 张"), ("整体绩效目标表", "1 张")]


def marked_lines(marked: Marked, wanted: Path) -> Iterator[Line]:
    """What `mark` wrote; what it found is in its report."""
    yield from written_beside(marked.path, wanted)
    yield Line(f"已标出 {marked.cells} 格：{marked.path}", tone="good")
    if marked.report.findings:
        yield Line("用 Excel 或 WPS 打开，从“校验结果”可逐条跳到有问题的单元格。", 2)
    if marked.own_notes:
        cells = "、".join(marked.own_notes)
        yield Line(f"{cells} 原来就有批注，没有另加批注；问题见“校验结果”。", aside=True)


def cleared_lines(cleared: Cleared, wanted: Path) -> Iterator[Line]:
    """What `clear` took away and kept."""
    yield from written_beside(cleared.path, wanted)
    yield Line(f"已清除 {cleared.cells} 格的标记：{cleared.path}", tone="good")
    if cleared.kept:
        yield Line(f"写有审核说明的 {cleared.kept} 条问题保留在“校验结果”中。", 2)


def backup_lines(copy: Path | None) -> Iterator[Line]:
    """Where the copy is that was kept of a workbook before it was changed."""
    if copy is not None:
        yield Line(f"改动前的工作簿留在“{copy.parent.name}”中：{copy.name}", tone="info")


def written_beside(path: Path, wanted: Path) -> Iterator[Line]:
    """Why a file was written beside the one that was wanted, where it was."""
    if path == wanted:
        return
    if is_open_elsewhere(wanted):
        is_workbook = wanted.suffix.lower().startswith(".xls")
        why = "正在 Excel 或 WPS 中打开" if is_workbook else "正被其他程序使用"
    else:
        why = "是只读文件" if wanted.exists() and is_read_only(wanted) else "正被其他程序占用"
    yield Line(f"注意：“{wanted.name}”{why}，没有改动；结果另存为“{path.name}”。", tone="warning", aside=True)


def trouble_lines(error: Exception) -> Iterator[Line]:
    """Why a task did nothing: every fault of its inputs, the sentence of the error, or that it is a defect."""
    if isinstance(error, InputError):
        yield Line(REFUSED, tone="error", aside=True)
        yield from fault_lines(error.faults)
    elif isinstance(error, XltoolsError):
        for sentence in str(error).splitlines():
            yield Line(sentence, tone="error", aside=True)
        if kept := keep_elsewhere(error):
            yield Line(f"这次的结果暂存为“{kept}”，可以打开查看，也可以移到别处。", tone="info", aside=True)
    else:
        yield Line(defects.describe(error), tone="error", aside=True)


def fault_lines(faults: Sequence[InputFault]) -> Iterator[Line]:
    """Every error, then the warnings and informations, file by file; a great many of these are counted."""
    errors = [fault for fault in faults if fault.severity == "error"]
    others = sorted(
        (fault for fault in faults if fault.severity != "error"),
        key=lambda fault: fault.severity != "warning",
    )
    yield from _listed("错误", "error", errors)
    shown = others[:_MOST_WARNINGS]
    yield from _listed("提醒", "warning", [fault for fault in shown if fault.severity == "warning"])
    yield from _listed("说明", "info", [fault for fault in shown if fault.severity == "info"])
    if len(others) > _MOST_WARNINGS:
        yield Line(f"另有 {len(others) - _MOST_WARNINGS} 处提醒和说明没有列出。", aside=True)


def _listed(title: str, tone: Tone, faults: Sequence[InputFault]) -> Iterator[Line]:
    if not faults:
        return
    yield Line(f"{title} {len(faults)} 处：", tone=tone, aside=True)
    for file, listed in groupby(faults, key=lambda fault: fault.file):
        yield Line(file, 2, aside=True)
        for fault in listed:
            text = f"{_place(fault)}{fault.message}。{fault.remedy}".rstrip("。")
            yield Line(f"{text}。", 4, 2, aside=True)


def _place(fault: InputFault) -> str:
    parts = [f"第{fault.row}行"] if fault.row is not None else []
    if fault.column is not None:
        parts.append(fault.column)
    if fault.value is not None:
        parts.append(f"“{fault.value}”")
    return f"{' '.join(parts)}：" if parts else ""
