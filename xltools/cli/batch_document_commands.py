"""The commands that write Word documents for many departments: `batch narrate` and `batch publish`."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli.batch_commands import (
    departments_argument,
    jobs_option,
    output_option,
    resume_option,
    run_task,
    show_made,
)
from xltools.cli.help import Command


@click.command(
    cls=Command,
    help="""为文件夹中的每个部门生成预算情况说明的 Word 文档。

每个子文件夹或工作簿算一个部门，结果为“输出文件夹/名称.docx”；
个别部门有错误不影响其他部门。汇总另存为 summary.json。""",
    examples=["xltools batch narrate 成品 -o 情况说明"],
)
@departments_argument
@output_option
@jobs_option
@resume_option
@click.option("--sources", is_flag=True, help="附上数字来源表")
@click.option("--no-charts", is_flag=True, help="不要图")
def narrate(
    in_dir: Path, out_dir: Path, jobs: int | None, resume: bool, sources: bool, no_charts: bool
) -> int:
    from xltools.batch import NarrateTask

    task = NarrateTask(sources, charts=not no_charts)
    return show_made(run_task(task, in_dir, out_dir, jobs, resume=resume))


@click.command(
    cls=Command,
    help="""为文件夹中的每个部门生成整份公开文档，Word 和 PDF。

每个子文件夹或工作簿算一个部门，结果为“输出文件夹/名称.docx”和“名称.pdf”；
个别部门有错误不影响其他部门。汇总另存为 summary.json。""",
    examples=["xltools batch publish 成品 -o 公开文档"],
)
@departments_argument
@output_option
@jobs_option
@resume_option
@click.option("--date", metavar="日期", default="", help="封面上的日期，照写；不给时写年度")
def publish(in_dir: Path, out_dir: Path, jobs: int | None, resume: bool, date: str) -> int:
    from xltools.batch import PublishTask

    return show_made(run_task(PublishTask(date), in_dir, out_dir, jobs, resume=resume))
