"""The command that writes 预算情况说明: `narrate`."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command
from xltools.cli.report import show_outcome


@click.command(
    cls=Command,
    help="""由工作簿生成预算情况说明（第三部分）的 Word 文档，共十二个部分。

每个数字都取自表格或填报数据，占比和增减率按上年数、合计数算出；变动原因用“单位信息”中填写的文字，没有填写的在文中标出。""",
    examples=[
        "xltools narrate 部门预算公开2025.xlsx -o 情况说明.docx",
        "xltools narrate 我的部门 -o 情况说明.docx --sources",
    ],
)
@click.argument(
    "source",
    type=PATH,
    metavar="填报数据",
    cls=Argument,
    explanation="由 xltools fill 生成的工作簿，或填报文件夹",
)
@click.option("-o", "--output", type=PATH, metavar="文档.docx", required=True, help="写到哪里")
@click.option("--sources", is_flag=True, help="附上数字来源表：每个数字取自哪张表的哪一格，\n是怎么算的")
@click.option("--no-charts", is_flag=True, help="不要图")
def narrate(source: Path, output: Path, sources: bool, no_charts: bool) -> int:
    from xltools.tasks.narrate import narrate as run
    from xltools.tasks.narrating.outcome import narrated_lines

    narrated = run(source, output, sources=sources, charts=not no_charts)
    show_outcome(narrated_lines(narrated, output))
    return 0
