"""The commands that check: `check`, `rules`, `rule`, `mark`, `clear`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltools.cli import console
from xltools.cli.commands import PATH, html_option, password_option, quoted
from xltools.cli.help import Argument, Command
from xltools.cli.report import show_conclusion, show_outcome, show_report
from xltools.model.errors import XltoolsError
from xltools.tasks.version import version

if TYPE_CHECKING:
    from xltools.model.finding import Report

_ERRORS_FOUND, _UNREADABLE = 1, 2
_STATEMENT = 15
"""Where a statement begins in the list of rules."""


def exit_code(reports: Sequence[Report]) -> int:
    """0 clean (tail differences and warnings included), 1 an error, 2 a file that could not be read."""
    if any(report.trouble for report in reports):
        return _UNREADABLE
    return _ERRORS_FOUND if any(report.count("error") for report in reports) else 0


@click.command(
    cls=Command,
    help="""校验工作簿：核对各表之间的全部勾稽关系，指出最可能有误的单元格。

由本程序生成的、按同一表样手工编制的工作簿都可以校验。
四舍五入造成的尾差不算错误；没有能核对的规则会说明原因。
加 --with 工作簿.xlsx 时，校验的是情况说明（.docx、.pdf、.txt、.md）：文中的数与工作簿是否一致。""",
    examples=[
        "xltools check 部门预算公开2025.xlsx",
        "xltools check 部门预算公开2025.xlsx --json",
        "xltools check 情况说明.docx --with 部门预算公开2025.xlsx",
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
@click.option(
    "--with",
    "workbook",
    type=PATH,
    metavar="工作簿.xlsx",
    help="校验的是情况说明：其中的数与这个工作簿是否一致",
)
@click.option("--json", "as_json", is_flag=True, help="供程序读取：每个文件输出一行 JSON")
@click.option("--sarif", "as_sarif", is_flag=True, help="供程序读取：输出 SARIF 2.1.0")
@click.option("--all", "in_full", is_flag=True, help="全部列出，尾差也逐条列出")
@html_option
@password_option
def check(
    files: tuple[Path, ...],
    workbook: Path | None,
    as_json: bool,
    as_sarif: bool,
    in_full: bool,
    html: Path | None,
    password: str | None,
) -> int:
    from xltools.tasks.check_json import report_json

    if as_json and as_sarif:
        raise click.UsageError("“--json”和“--sarif”只能选一个。", click.get_current_context())
    reports = []
    for file in files:
        report = _checked(file, password, workbook)
        reports.append(report)
        if as_json:
            console.json_value(report_json(report))
        elif not as_sarif:
            show_report(report, in_full=in_full)
    if as_sarif:
        from xltools.tasks.check_sarif import reports_sarif

        console.json_value(reports_sarif(reports, version()), indent=1)
    if len(reports) > 1 and not (as_json or as_sarif):
        _show_sum(reports)
    if html:
        _write_html(html, reports)
    return exit_code(reports)


def _write_html(path: Path, reports: Sequence[Report]) -> None:
    from xltools.tasks.check_json import report_json
    from xltools.tasks.report_html import ReportEntry, write_report

    entries = (ReportEntry(report.file, report_json(report), report.department) for report in reports)
    console.remark(f"网页报告：{write_report(path, entries)}")


def _checked(file: Path, password: str | None, workbook: Path | None) -> Report:
    """The report of one file; whatever is wrong with it, the next one is still checked."""
    from xltools.budget.form import FORM
    from xltools.model.finding import Report
    from xltools.tasks.check import check as run
    from xltools.tasks.check_narrative import check_narrative

    if file.is_dir():
        trouble = f"这是文件夹；校验其中的全部工作簿用：xltools batch check {quoted(file)} -o 校验结果"
        return Report(str(file), FORM, trouble=f"{trouble}。")
    try:
        if workbook:
            return check_narrative(file, workbook, password=password)
        return run(file, password=password)
    except XltoolsError as error:
        return Report(str(file), FORM, trouble=str(error))
    except Exception as error:
        from xltools.tasks import defects

        return Report(str(file), FORM, trouble=defects.describe(error))


def _show_sum(reports: Sequence[Report]) -> None:
    unreadable = sum(report.trouble is not None for report in reports)
    wrong = sum(report.count("error") > 0 for report in reports)
    clean = len(reports) - unreadable - wrong
    console.paragraph(
        f"\n共 {len(reports)} 个工作簿：未发现错误 {clean} 个，有错误 {wrong} 个，无法校验 {unreadable} 个。"
    )


@click.command(
    cls=Command,
    help="列出全部校验规则，按表内、表间、绩效等分组。",
    examples=["xltools rules"],
)
def rules() -> int:
    from xltools.model.finding import KIND_NAMES
    from xltools.tasks.rules import rule_groups

    groups = rule_groups()
    console.paragraph("编号   性质    内容", style="bold")
    for group in groups:
        console.paragraph(f"\n{group.title}", style="bold")
        for each in group.rules:
            console.paragraph(f"{each.id:<7}{KIND_NAMES[each.kind]}  {each.statement}", hanging=_STATEMENT)
    total = sum(len(group.rules) for group in groups)
    console.paragraph(f"\n共 {total} 条。一条规则的说明：xltools rule 编号，例如 xltools rule 5-1")
    return 0


@click.command(
    cls=Command,
    help="""说明一条校验规则：核对什么、允许多大尾差、不符时怎么改。

编号见 xltools rules，大小写、全角半角都可以，X-3 也可以写成 x3。""",
    examples=["xltools rule 5-1", "xltools rule X-3"],
)
@click.argument("identifier", metavar="编号", cls=Argument, explanation="规则的编号，如 5-1、X-3")
def rule(identifier: str) -> int:
    from xltools.tasks.rules import find_rule, rule_page

    found = find_rule(identifier)
    console.paragraph(f"规则 {found.id}", style="bold")
    for section in rule_page(found):
        console.paragraph(f"\n{section.title}", style="bold")
        for sentence in section.sentences:
            console.paragraph(sentence, indent=2)
    return 0


@click.command(
    cls=Command,
    help="""校验并在工作簿中标出有误的单元格：着色、加批注，问题逐条列入“校验结果”。

原有的格式和批注不变；再次标错会更新标记，保留已写的审核说明。""",
    examples=["xltools mark 部门预算公开2025.xlsx", "xltools mark 部门预算公开2025.xlsx -o 已标错.xlsx"],
)
@click.argument("source", type=PATH, metavar="工作簿.xlsx", cls=Argument, explanation="要标错的工作簿")
@click.option("-o", "--output", type=PATH, metavar="工作簿.xlsx", help="写到另一个文件，默认写回原工作簿")
@click.option("--list-only", is_flag=True, help="只把问题列入“校验结果”，不着色、不加批注")
def mark(source: Path, output: Path | None, list_only: bool) -> int:
    from xltools.tasks.mark import mark as run
    from xltools.tasks.outcome_text import marked_lines

    marked = run(source, output, list_only=list_only)
    show_conclusion(marked.report)
    show_outcome(marked_lines(marked, output or source))
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
    from xltools.tasks.outcome_text import cleared_lines

    show_outcome(cleared_lines(run(source, output), output or source))
    return 0
