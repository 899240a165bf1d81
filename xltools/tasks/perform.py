"""The actions of the buttons and the window, each on one workbook, and what there is to say afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.workbook import Workbook
from xltools.tasks.check_text import conclusion_lines
from xltools.tasks.clear import clear
from xltools.tasks.destination import Output
from xltools.tasks.export_pdf import export_pdf, printed_sheets
from xltools.tasks.fill import fill
from xltools.tasks.lines import Line
from xltools.tasks.mark import Marked, mark
from xltools.tasks.outcome_text import cleared_lines, filled_lines, marked_lines
from xltools.tasks.read_input import read_input
from xltools.tasks.targets import targets


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook to work on.

    `source` holds its present state; it is `workbook` itself, or a snapshot of it where it is open in Excel.
    `output` takes the result of an action that changes it; documents go beside `workbook`.
    """

    source: Path
    output: Output
    workbook: Path
    print_pdf: Callable[[Path, Sequence[str]], None] | None = None
    """Where the workbook is open in Excel: writes these sheets of it as a PDF."""
    agrees: Callable[[str], bool] = lambda question: True
    """Asks the person before something that cannot be taken back."""


def perform(action: str, job: Job) -> list[Line]:
    """Does an action of `budget.actions` on a workbook; gives what to tell the person.

    Raises:
        XltoolsError: it cannot be done; the workbook is as before.
    """
    return list(_DOERS[action](job))


def _fill(job: Job) -> Iterator[Line]:
    if not read_input(job.source).is_form:
        raise XltoolsError(
            f"“{job.workbook.name}”不是由本工具的模板生成的工作簿，没有可填的表。"
            "请用 xltools init 取得模板，或打开 template_2025.xlsm 再填充；校验和标错可以直接使用。"
        )
    yield from filled_lines(fill(job.source, job.output, list_changes=True), job.workbook)


def _targets(job: Job) -> Iterator[Line]:
    yield from filled_lines(targets(job.source, job.output, list_changes=True), job.workbook)


def _check(job: Job) -> Iterator[Line]:
    yield from _found(mark(job.source, job.output, list_only=True), job)


def _mark(job: Job) -> Iterator[Line]:
    marked = mark(job.source, job.output)
    yield from _found(marked, job)
    yield from marked_lines(marked, job.workbook)


def _found(marked: Marked, job: Job) -> Iterator[Line]:
    yield from conclusion_lines(replace(marked.report, file=job.workbook.name))
    if marked.report.findings:
        yield Line("逐条问题见“校验结果”。")


def _clear(job: Job) -> Iterator[Line]:
    yield from cleared_lines(clear(job.source, job.output), job.workbook)


def _narrate(job: Job) -> Iterator[Line]:
    # python-docx takes long to import, and most presses are of other buttons.
    from xltools.tasks.narrate import narrate
    from xltools.tasks.narrating.outcome import narrated_lines

    output = job.workbook.with_name(f"{job.workbook.stem} 情况说明.docx")
    yield from narrated_lines(narrate(job.source, output), output)


def _export_pdf(job: Job) -> Iterator[Line]:
    output = job.workbook.with_suffix(".pdf")
    if job.print_pdf is None:
        output = export_pdf(job.source, output)
    else:
        job.print_pdf(output, printed_sheets(Workbook.open(job.source)))
    yield Line(f"已导出：{output}", tone="good")


def _send(job: Job) -> Iterator[Line]:
    from xltools.tasks.posting.mail_settings import read_mail_settings
    from xltools.tasks.posting.outcome import sent_lines
    from xltools.tasks.send import send
    from xltools.tasks.settings import own_settings

    path = own_settings()
    recipients = [str(mailbox) for mailbox in read_mail_settings(path).recipients] if path.exists() else []
    if not recipients:
        raise XltoolsError(
            f'没有发送：还没有写明发给谁。请在“{path}”的 [mail] 下写 to = "收件人邮箱" 和发信服务器'
            "（样子见 xltools init 建的 xltools.toml），再点按钮。"
        )
    if not job.agrees(f"把“{job.workbook.name}”发给 {'、'.join(recipients)}？"):
        yield Line("没有发送。")
        return
    yield from sent_lines(send(job.source, recipients, config=path))


_DOERS: dict[str, Callable[[Job], Iterator[Line]]] = {
    "fill": _fill,
    "targets": _targets,
    "check": _check,
    "mark": _mark,
    "clear": _clear,
    "narrate": _narrate,
    "export_pdf": _export_pdf,
    "send": _send,
}
