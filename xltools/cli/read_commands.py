"""The command that turns a published document into a workbook: `read`."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command
from xltools.cli.report import show_outcome


@click.command(
    cls=Command,
    help="""把公开的文档（Word、PDF 或文本）读成工作簿，以便校验别人公开的预算。

每张表一个工作表，数字与文档上印的一样；情况说明逐行放在“情况说明”；没有读到的列在“读取情况”。""",
    examples=[
        "xltools read 部门预算公开2025.pdf -o 读出.xlsx",
        "xltools check 读出.xlsx",
    ],
)
@click.argument(
    "document",
    type=PATH,
    metavar="文档",
    cls=Argument,
    explanation=".docx、有文字的 .pdf，或用制表符、空格分列的 .txt",
)
@click.option("-o", "--output", type=PATH, metavar="工作簿.xlsx", required=True, help="写到哪里")
def read(document: Path, output: Path) -> int:
    from xltools.tasks.read_document import read_document
    from xltools.tasks.reading_document.outcome import document_lines

    show_outcome(document_lines(read_document(document, output), output))
    return 0
