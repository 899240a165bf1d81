"""The command that opens the window."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command


@click.command(
    "open",
    cls=Command,
    help="""打开一个小窗口：一个按钮做一件事，不用记命令，也不用宏。

电脑禁用了宏、用 WPS 或 LibreOffice 时，用它代替 Excel 里的按钮。""",
    examples=["xltools open", "xltools open 部门预算公开2025.xlsx"],
)
@click.argument(
    "source",
    type=PATH,
    required=False,
    metavar="工作簿.xlsx",
    cls=Argument,
    explanation="要处理的工作簿或填报文件夹，不写就在窗口中选",
)
def open_command(source: Path | None) -> int:
    from xltools.window.start import open_window

    open_window(source)
    return 0
