"""The command that prepares this computer for the buttons in Excel."""

from __future__ import annotations

from pathlib import Path

import click

from xltools.cli import console
from xltools.cli.commands import PATH, show_findings
from xltools.cli.help import Argument, Command

_FOLDER = Path("xltools按钮")


@click.command(
    "install-buttons",
    cls=Command,
    help="""让 Excel 里的按钮能用：登记 Python 的位置，放好带按钮的模板和启动文件，并检查 Excel 是否允许宏。

Excel 的安全设置只检查，不改动；要改的写明在哪里改。""",
    examples=["xltools install-buttons", "xltools install-buttons 预算公开 --check"],
)
@click.argument(
    "folder",
    type=PATH,
    required=False,
    metavar="文件夹",
    default=_FOLDER,
    cls=Argument,
    explanation=f"模板和启动文件放在哪里，默认 {_FOLDER}",
)
@click.option("--check", "only_check", is_flag=True, help="只检查，不改动任何东西")
def install_buttons(folder: Path, only_check: bool) -> int:
    from xltools.tasks.install_buttons import install_buttons as run

    done = run(folder, only_check=only_check)
    if done.written:
        console.result(f"已放入“{done.folder}”：")
        for name in done.written:
            console.result(f"  {name}")
    if done.kept:
        console.remark(f"原有的文件没有改动：{'、'.join(done.kept)}")
    if done.registered:
        console.result(f"已为 Excel 里的按钮登记 Python：{done.registered}")
    show_findings(done.findings)
    steps = [finding.remedy for finding in done.findings if finding.remedy]
    for number, step in enumerate(steps, 1):
        console.paragraph(f"{number}. {step}。", hanging=3)
    return 0
