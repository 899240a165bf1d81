"""The command that prints: `pdf`."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli import console
from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command


@click.command(
    cls=Command,
    help="""把工作簿里要公开的表（各张预算表、绩效目标表）转成一个 PDF 文件，可以直接用 A4 纸打印。

用本机的 LibreOffice 转换；工作簿不改动。""",
    examples=["xltools pdf 部门预算公开2025.xlsx", "xltools pdf 部门预算公开2025.xlsx -o 公开表.pdf"],
)
@click.argument("source", type=PATH, metavar="工作簿.xlsx", cls=Argument, explanation="填充好的工作簿")
@click.option("-o", "--output", type=PATH, metavar="文件.pdf", help="写到哪里，默认在工作簿旁边")
def pdf(source: Path, output: Path | None) -> int:
    from xltools.tasks.export_pdf import export_pdf

    console.result(f"已导出：{export_pdf(source, output)}")
    return 0
