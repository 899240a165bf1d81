"""The commands that check: `check`, `rules`, `rule`, `mark`, `clear`."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltools.cli import console
from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command
from xltools.cli.report import show_report
from xltools.cli.version import version
from xltools.model.errors import XltoolsError

if TYPE_CHECKING:
    from xltools.model.finding import Report
    from xltools.model.rule import Rule

_ERRORS_FOUND, _UNREADABLE = 1, 2


def exit_code(reports: list[Report]) -> int:
    """0 clean (tail differences and warnings included), 1 an error, 2 a file that could not be read."""
    if any(report.trouble for report in reports):
        return _UNREADABLE
    return _ERRORS_FOUND if any(report.count("error") for report in reports) else 0


@click.command(
    cls=Command,
    help="""校验工作簿：核对各表之间的全部勾稽关系，指出最可能有误的单元格。

由本程序生成的、按同一表样手工编制的工作簿都可以校验。
四舍五入造成的尾差不算错误；没有能核对的规则会说明原因。""",
    examples=[
        "xltools check 部门预算公开2025.xlsx",
        "xltools check 部门预算公开2025.xlsx --json",
    ],
)
@click.argument(
    "files",
    type=PATH,
    nargs=-1,
    required=True,
    metavar="工作簿.xlsx…",
    cls=Argument,
    explanation="要校验的工作簿，可以有几个",
)
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON")
@click.option("--sarif", "as_sarif", is_flag=True, help="输出 SARIF 2.1.0")
@click.option("--all", "in_full", is_flag=True, help="逐条列出尾差")
def check(files: tuple[Path, ...], as_json: bool, as_sarif: bool, in_full: bool) -> int:
    from xltools.tasks.check import check as run

    if as_json and as_sarif:
        raise click.UsageError("--json 和 --sarif 只能选一种")
    reports = []
    for file in files:
        report = run(file)
        reports.append(report)
        if as_json:
            from xltools.tasks.check_json import report_json

            console.result(json.dumps(report_json(report), ensure_ascii=False))
        elif not as_sarif:
            show_report(report, in_full=in_full)
    if as_sarif:
        from xltools.tasks.check_sarif import reports_sarif

        console.result(json.dumps(reports_sarif(reports, version()), ensure_ascii=False, indent=2))
    return exit_code(reports)


@click.command(
    cls=Command,
    help="列出全部校验规则。",
    examples=["xltools rules"],
)
def rules() -> int:
    from xltools.budget.crosschecks.catalogue import RULES
    from xltools.model.finding import KIND_NAMES

    console.table(
        ("编号", "性质", "内容"), [(rule.id, KIND_NAMES[rule.kind], rule.statement) for rule in RULES]
    )
    console.result(f"\n共 {len(RULES)} 条。一条规则的说明：xltools rule 编号，例如 xltools rule 5-1")
    return 0


@click.command(
    cls=Command,
    help="说明一条校验规则：核对什么、允许多大尾差、不符时怎么办。",
    examples=["xltools rule 5-1", "xltools rule X-3"],
)
@click.argument("identifier", metavar="编号", cls=Argument, explanation="规则的编号，如 5-1、X-3")
def rule(identifier: str) -> int:
    from xltools.budget.names import equation_sentence
    from xltools.model.finding import KIND_NAMES

    found = _rule(identifier)
    advice = {
        "hard": "必须改正。",
        "soft": "核对后确属特殊情况的，可以保留，但要在“校验结果”的“审核说明”栏写明。",
    }
    console.result(f"规则 {found.id}（{KIND_NAMES[found.kind]}）\n")
    console.result(f"  {found.statement}\n")
    if found.equations:
        console.result("核对的关系：")
        for sentence in dict.fromkeys(map(equation_sentence, found.equations)):
            console.result(f"  {sentence}")
        console.result(
            "\n尾差：表中的数由元四舍五入到 0.01 万元。总数与 n 个不为零的分项之和相差小于 (n+1)×0.005 万元的，"
            "\n是四舍五入造成的尾差，不必修改；同一个数在两张表中必须相同。"
        )
    console.result(f"\n不符时：{advice[found.kind]}{found.remedy}")
    return 0


def _rule(identifier: str) -> Rule:
    from xltools.budget.crosschecks.catalogue import RULES_BY_ID
    from xltools.model.fold import fold_name

    wanted = fold_name(identifier).upper().replace("－", "-").replace("—", "-")
    if wanted in RULES_BY_ID:
        return RULES_BY_ID[wanted]
    bare = {known.replace("-", ""): rule for known, rule in RULES_BY_ID.items()}
    if wanted in bare and wanted.isalnum() and not wanted.isdigit():
        return bare[wanted]
    near = get_close_matches(wanted, RULES_BY_ID, n=3, cutoff=0.4)
    hint = f"相近的有 {'、'.join(near)}；" if near else ""
    raise XltoolsError(f"没有编号为“{identifier}”的规则。{hint}全部规则见 xltools rules。")


@click.command(
    cls=Command,
    help="""校验并在工作簿中标出有误的单元格：着色、加批注，问题逐条列入“校验结果”。

原有的格式和批注不变；再次标错会更新标记，保留已写的审核说明。""",
    examples=["xltools mark 部门预算公开2025.xlsx", "xltools mark 部门预算公开2025.xlsx -o 已标错.xlsx"],
)
@click.argument("source", type=PATH, metavar="工作簿.xlsx", cls=Argument, explanation="要标错的工作簿")
@click.option("-o", "--output", type=PATH, metavar="工作簿.xlsx", help="写到另一个文件，默认写回原工作簿")
def mark(source: Path, output: Path | None) -> int:
    from xltools.tasks.mark import mark as run

    marked = run(source, output)
    show_report(marked.report, in_full=False)
    _show_written(marked.path, output or source)
    console.result(f"已标出 {marked.cells} 格：{marked.path}")
    if marked.own_notes:
        console.remark(f"{'、'.join(marked.own_notes)} 原来就有批注，没有另加批注；问题见“校验结果”。")
    return exit_code([marked.report])


@click.command(
    cls=Command,
    help="""清除标错留下的颜色、批注和问题清单，恢复标错前的样子。

写有审核说明的问题会保留在“校验结果”中。""",
    examples=["xltools clear 部门预算公开2025.xlsx"],
)
@click.argument("source", type=PATH, metavar="工作簿.xlsx", cls=Argument, explanation="标过错的工作簿")
@click.option("-o", "--output", type=PATH, metavar="工作簿.xlsx", help="写到另一个文件，默认写回原工作簿")
def clear(source: Path, output: Path | None) -> int:
    from xltools.tasks.clear import clear as run

    cleared = run(source, output)
    _show_written(cleared.path, output or source)
    console.result(f"已清除 {cleared.cells} 格的标记：{cleared.path}")
    if cleared.kept:
        console.result(f"  写有审核说明的 {cleared.kept} 条问题保留在“校验结果”中。")
    return 0


def _show_written(path: Path, wanted: Path) -> None:
    if path != wanted:
        console.remark(f"注意：“{wanted.name}”正在 Excel 或 WPS 中打开，没有改动；结果另存为“{path.name}”。")
