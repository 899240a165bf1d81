"""The commands for one department."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltools.cli import console
from xltools.cli.help import Argument, Command
from xltools.cli.report import show_outcome

if TYPE_CHECKING:
    from xltools.model.finding import Report
    from xltools.tasks.examining.finding import Finding

PATH = click.Path(path_type=Path)

template_option = click.option(
    "--template",
    type=PATH,
    metavar="模板.xlsx",
    help="用改过样式的模板代替内置模板\n（可由 xltools init 取得一份再改）",
)
password_option = click.option(
    "--password",
    envvar="XLTOOLS_PASSWORD",
    metavar="密码",
    help="工作簿的打开密码；写在环境变量\nXLTOOLS_PASSWORD 中更稳妥",
)

html_option = click.option(
    "--html",
    type=PATH,
    metavar="报告.html",
    help="另写一份网页报告：一个文件，不联网，\n可以筛选、排序、逐格查看、打印",
)


@click.command(
    cls=Command,
    help="""用示例部门演示：复制示例数据，生成部门预算公开工作簿，校验它；再改错一格，标出来。

可以改动示例数据后再运行一次，改过的文件会保留。""",
    examples=["xltools demo", "xltools demo 演示"],
)
@click.argument(
    "folder",
    type=PATH,
    metavar="文件夹",
    default=Path("demo"),
    cls=Argument,
    explanation="放在哪里，默认 demo",
)
def demo(folder: Path) -> int:
    from xltools.tasks.demo import demo as run
    from xltools.tasks.outcome_text import contents

    done = run(folder)
    if done.edited:
        names = "、".join(done.edited)
        console.remark(f"{names} 改动过，已按改动后的内容生成；要恢复示例数据，请删去“{done.inputs}”再运行。")
    console.show_faults(done.filled.faults)
    facts = [
        ("部门", f"{done.filled.department}（{done.filled.year}年）"),
        *contents(done.filled),
        *((label, f"{figure:,.2f} 万元") for label, figure in done.totals),
        ("填报数据", str(done.inputs)),
        ("工作簿", str(done.filled.path)),
        ("校验", _checked(done.report)),
    ]
    if done.marked:
        facts.append(("改错一格后", f"{done.marked.path}（{_suspected(done.marked.report)}）"))
    console.table(("示例", ""), facts)
    console.result(
        "\n用 Excel 或 WPS 打开工作簿：从“操作台”可跳到各表；改动“支出明细”中的金额，各表随之更新。"
    )
    return 0


def _checked(report: Report) -> str:
    errors, tails = report.count("error"), report.count("info")
    words = f"有 {errors} 处错误" if errors else "未发现错误"
    return f"{words}，四舍五入尾差 {tails} 处；已检 {report.obligations.checked} 条规则"


def _suspected(report: Report) -> str:
    """`表5 … D9：现为 1493.40，应为 149.34`"""
    return "；".join(
        f"“{suspect.sheet}”{suspect.cell} 现为 {suspect.value}，应为 {suspect.suggested}"
        for explanation in report.explanations
        for suspect in explanation.suspects
    )


@click.command(
    cls=Command,
    help="""建立填报文件夹：空白的填报文件、模板、设置和填写说明。

已有的文件不会被覆盖。""",
    examples=["xltools init 我的部门"],
)
@click.argument("folder", type=PATH, metavar="文件夹", cls=Argument, explanation="要建立的文件夹")
def init(folder: Path) -> int:
    from xltools.tasks.init import GUIDE
    from xltools.tasks.init import init as run

    done = run(folder)
    if done.written:
        console.result(f"已在“{done.folder}”中建立：")
        for name in done.written:
            console.result(f"  {name}")
    if done.kept:
        console.remark(f"原有的文件没有改动：{'、'.join(done.kept)}")
    console.result(
        f"请先看“{done.folder / GUIDE}”；填好后运行：xltools fill {quoted(done.folder)} -o 部门预算公开2025.xlsx"
    )
    return 0


@click.command(
    cls=Command,
    help="""由填报数据生成部门预算公开工作簿：13 张表和绩效目标表。

每个数字都是可查看的公式。填报数据有错误时逐条列出，不写出任何文件。""",
    examples=[
        "xltools fill 我的部门 -o 部门预算公开2025.xlsx",
        "xltools fill 部门预算公开2025.xlsx -o 部门预算公开2025.xlsx",
    ],
)
@click.argument(
    "source",
    type=PATH,
    metavar="填报数据",
    cls=Argument,
    explanation="填报文件夹，或带数据工作表的工作簿\n（已生成的工作簿可在改动数据后重新生成）",
)
@click.option("-o", "--output", type=PATH, metavar="工作簿.xlsx", required=True, help="写到哪里")
@template_option
@click.option(
    "--balanced", is_flag=True, help="舍位平衡：个别数进一或舍去 0.01，\n使各表打印出来的数完全相加"
)
@click.option("--list-changes", is_flag=True, help="再次填充时，把改动的单元格列入“校验结果”：原来和现在")
def fill(source: Path, output: Path, template: Path | None, balanced: bool, list_changes: bool) -> int:
    from xltools.tasks.fill import fill as run
    from xltools.tasks.outcome_text import filled_lines

    filled = run(source, output, template=template, balanced=balanced, list_changes=list_changes)
    show_outcome(filled_lines(filled, output))
    if balanced:
        console.result(f"  舍位平衡：调整了 {len(filled.moved)} 格，每格 0.01 万元")
        for moved in filled.moved:
            console.result(f"    “{moved.sheet}”{moved.cell}：{moved.value}（{moved.by:+f}）")
    return 0


@click.command(
    cls=Command,
    help="""按工作簿中的项目清单和绩效指标，生成或更新绩效目标表。

13 张表不变。""",
    examples=["xltools targets 部门预算公开2025.xlsx"],
)
@click.argument(
    "source", type=PATH, metavar="工作簿.xlsx", cls=Argument, explanation="由 xltools fill 生成的工作簿"
)
@click.option("-o", "--output", type=PATH, metavar="工作簿.xlsx", help="写到另一个文件，默认写回原工作簿")
def targets(source: Path, output: Path | None) -> int:
    from xltools.tasks.outcome_text import filled_lines
    from xltools.tasks.targets import targets as run

    show_outcome(filled_lines(run(source, output), output or source))
    return 0


@click.command(
    cls=Command,
    help="""检查这台电脑能否使用本程序，缺什么、怎么补。

不联网，不改动任何文件。""",
    examples=["xltools doctor"],
)
def doctor() -> int:
    from xltools.tasks.doctor import doctor as run

    findings = run()
    show_findings(findings)
    if any(finding.stops_work for finding in findings):
        console.remark("有必需的项目不正常，请先按“怎么办”处理。")
        return 2
    console.result("\n可以使用。")
    return 0


def show_findings(findings: Sequence[Finding]) -> None:
    """Prints what was looked at on this computer."""
    console.table(
        ("项目", "状态", "情况", "怎么办"),
        [(finding.subject, finding.state.value, finding.detail, finding.remedy) for finding in findings],
    )


def quoted(path: Path) -> str:
    """A path as it can be typed on any command line."""
    text = str(path)
    return f'"{text}"' if any(character.isspace() for character in text) else text
