"""The command that writes the whole disclosure document: `publish`."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command
from xltools.cli.report import show_outcome


@click.command(
    cls=Command,
    help="""由工作簿生成整份部门预算公开文档：封面、目录、部门概况、13 张表、情况说明、绩效目标表、名词解释。

写成 Word 文档，再由 LibreOffice 转成 PDF；没有 LibreOffice 时只有 Word 文档，并说明原因。""",
    examples=["xltools publish 部门预算公开2025.xlsx -o 公开文档 --date 2025年2月28日"],
)
@click.argument(
    "source",
    type=PATH,
    metavar="填报数据",
    cls=Argument,
    explanation="由 xltools fill 生成的工作簿，或填报文件夹",
)
@click.option("-o", "--output", type=PATH, metavar="文件夹", required=True, help="写到哪个文件夹，没有就新建")
@click.option("--date", metavar="日期", default="", help="封面上的日期，照写；不给时写年度")
def publish(source: Path, output: Path, date: str) -> int:
    from xltools.tasks.publish import publish as run
    from xltools.tasks.publishing.outcome import published_lines

    show_outcome(published_lines(run(source, output, date=date)))
    return 0
