"""The commands for many departments."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltools.cli import console
from xltools.cli.commands import PATH, html_option, password_option, template_option
from xltools.cli.help import Argument, Command, Group, positive_integer

if TYPE_CHECKING:
    from xltools.batch import BatchSummary, BatchTask, DepartmentResult, Progress

_ERRORS_FOUND = 1
_SOME_FAILED = 3
_FAULTS_SHOWN = 5
"""Faults printed for each department that failed; summary.json has them all."""

output_option = click.option(
    "-o", "--output", "out_dir", type=PATH, metavar="输出文件夹", required=True, help="结果放在哪里"
)
jobs_option = click.option(
    "--jobs", callback=positive_integer, metavar="个数", help="同时处理几个，默认与处理器核数相同"
)
resume_option = click.option(
    "--resume", is_flag=True, help="接着上次中断的地方做：已经做完、\n填报数据又没有改动的部门不再重做"
)


departments_argument = click.argument(
    "in_dir",
    type=PATH,
    metavar="输入文件夹",
    cls=Argument,
    explanation="其中每个子文件夹或工作簿是一个部门的填报数据",
)


@click.group(
    cls=Group,
    help="对一个文件夹中的各部门逐一处理。",
    examples=["xltools batch fill 各部门 -o 成品", "xltools batch check 成品 -o 校验"],
)
def batch() -> None:
    """The group; its commands do the work."""


@batch.command(
    cls=Command,
    help="""为文件夹中的每个部门生成部门预算公开工作簿。

每个子文件夹或工作簿算一个部门，结果为“输出文件夹/名称.xlsx”；
个别部门有错误不影响其他部门。汇总另存为 summary.json。""",
    examples=["xltools batch fill 各部门 -o 成品", "xltools batch fill 各部门 -o 成品 --jobs 2"],
)
@departments_argument
@output_option
@jobs_option
@resume_option
@template_option
def fill(in_dir: Path, out_dir: Path, jobs: int | None, resume: bool, template: Path | None) -> int:
    from xltools.batch import FillTask

    return show_made(run_task(FillTask(template), in_dir, out_dir, jobs, resume=resume))


@batch.command(
    cls=Command,
    help="""校验文件夹中的每个工作簿，以及各子文件夹中的每个工作簿。

个别文件打不开不影响其他文件。逐条结果另存为 findings.jsonl，汇总另存为 summary.json。""",
    examples=["xltools batch check 成品 -o 校验", "xltools batch check 成品 -o 校验 --html 校验报告.html"],
)
@click.argument(
    "in_dir",
    type=PATH,
    metavar="输入文件夹",
    cls=Argument,
    explanation="其中的工作簿，以及各子文件夹中的工作簿，逐个校验",
)
@output_option
@jobs_option
@resume_option
@html_option
@password_option
def check(
    in_dir: Path, out_dir: Path, jobs: int | None, resume: bool, html: Path | None, password: str | None
) -> int:
    from xltools.batch import CheckTask

    code = _show_checked(run_task(CheckTask(password, html), in_dir, out_dir, jobs, resume=resume))
    if html:
        console.result(f"网页报告：{html}")
    return code


def run_task(task: BatchTask, in_dir: Path, out_dir: Path, jobs: int | None, *, resume: bool) -> BatchSummary:
    from xltools.batch import run_batch

    try:
        with _progress(task) as progress:
            summary = run_batch(task, in_dir, out_dir, jobs, progress, resume=resume)
    except KeyboardInterrupt:
        console.remark("做完的已经保存；以后在同一命令后面加上 --resume，就接着做。")
        raise
    if resume:
        before = f"其中 {summary.resumed} 个上次已经做完，没有重做" if summary.resumed else "没有可以接着做的"
        console.remark(f"{before}。")
    return summary


@contextmanager
def _progress(task: BatchTask) -> Iterator[Progress]:
    """A line per department on standard error, and on a terminal a bar that says how far it is."""
    if not sys.stderr.isatty():
        yield lambda result, done, total: console.remark(f"[{done}/{total}] {_told(task, result)}")
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    # Not refreshed by a thread: starting processes beside threads is asking for trouble.
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console.rich_console(sys.stderr),
        auto_refresh=False,
        transient=True,
    )
    with bar:
        shown = bar.add_task("", total=None)

        def advance(result: DepartmentResult, done: int, total: int) -> None:
            bar.console.print(console.clean(_told(task, result)), soft_wrap=True)
            bar.update(shown, completed=done, total=total, refresh=True)

        yield advance


def _told(task: BatchTask, result: DepartmentResult) -> str:
    counted = [] if task.makes_workbooks else _counted(task.labels, result.counts)
    return "，".join(
        filter(None, (f"{result.name}：{task.statuses[result.status]}", *counted, result.message))
    )


def _counted(labels: Mapping[str, str], counts: Mapping[str, int]) -> list[str]:
    return [f"{label} {counts[key]} 处" for key, label in labels.items() if counts.get(key)]


def show_made(summary: BatchSummary) -> int:
    for result in summary.failed:
        errors = [fault for fault in result.faults if fault.severity == "error"]
        if errors:
            console.remark(f"\n{result.name}")
            console.show_faults(errors[:_FAULTS_SHOWN])
        if len(errors) > _FAULTS_SHOWN:
            console.remark(f"  另有 {len(errors) - _FAULTS_SHOWN} 处错误，见 {summary.path}")
    _save_tracebacks(summary)
    labels = list(summary.labels.values())
    console.table(
        ("名称", "状态", "部门", "年度", *labels, "提醒", "结果或原因"),
        [
            (
                result.name,
                summary.statuses[result.status],
                result.department or "",
                str(result.year or ""),
                *(str(result.counts.get(key, "")) for key in summary.labels),
                str(result.count("warning") or ""),
                result.message if result.failed else "；".join(filter(None, (result.path, result.message))),
            )
            for result in summary.results
        ],
        right=frozenset((*labels, "提醒")),
    )
    if any(result.count("warning") for result in summary.results):
        console.remark(f"提醒的内容见 {summary.path}")
    total, failed = len(summary.results), len(summary.failed)
    console.result(f"\n共 {total} 个部门：完成 {total - failed} 个，失败 {failed} 个。汇总：{summary.path}")
    return _SOME_FAILED if failed else 0


def _show_checked(summary: BatchSummary) -> int:
    _save_tracebacks(summary)
    labels = list(summary.labels.values())
    notes = ("说明",) if any(result.message for result in summary.results) else ()
    console.table(
        ("名称", "结论", *labels, *notes),
        [
            (
                result.name,
                summary.statuses[result.status],
                *(str(result.counts.get(key, "")) for key in summary.labels),
                *((result.message,) if notes else ()),
            )
            for result in summary.results
        ],
        right=frozenset(labels),
    )
    total = len(summary.results)
    numbers = [
        (sum(result.status == key for result in summary.results), word)
        for key, word in summary.statuses.items()
    ]
    came_to = "，".join(f"{word} {number} 个" for number, word in numbers)
    found = "，".join(f"{label} {summary.total(key)} 处" for key, label in summary.labels.items())
    console.result(f"\n共 {total} 个工作簿：{came_to}；{found}。")
    console.result(f"逐条结果：{summary.records}。汇总：{summary.path}")
    if summary.failed:
        return _SOME_FAILED
    return _ERRORS_FOUND if summary.total("errors") else 0


def _save_tracebacks(summary: BatchSummary) -> None:
    tracebacks = [f"{result.name}\n{result.traceback}" for result in summary.results if result.traceback]
    if tracebacks:
        from xltools.tasks import defects

        saved = defects.save("\n".join(tracebacks))
        if saved:
            console.remark(f"程序出错的详细情况已存入“{saved}”，请连同这个文件告诉维护人员。")
