"""What is sent: the files, and what a check says of the workbooks among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.model.finding import Report
from xltools.office.mail.attachments import WORKBOOKS, Attachment, read_attachments, read_file
from xltools.office.save import is_open_elsewhere


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check says of one workbook, as far as a letter needs it."""

    errors: int
    """Hard findings of severity error: they must be mended before the workbook goes out."""
    conclusion: str
    example: str = ""
    """The sentence of the first of them."""
    trouble: str = ""
    """Why it could not be checked."""
    department: str | None = None
    year: int | None = None

    @property
    def fit(self) -> bool:
        return not (self.errors or self.trouble)


@dataclass(frozen=True, slots=True)
class Contents:
    """The attachments and the state of the workbooks among them, by path as given."""

    attachments: tuple[Attachment, ...]
    checked: Mapping[Path, Checked]
    remarks: tuple[str, ...] = ()

    @property
    def department(self) -> str | None:
        return next((each.department for each in self.checked.values() if each.department), None)

    @property
    def year(self) -> int | None:
        return next((each.year for each in self.checked.values() if each.year), None)

    @property
    def unfit(self) -> tuple[Path, ...]:
        return tuple(path for path, checked in self.checked.items() if not checked.fit)


class UnfitWorkbookError(XltoolsError):
    """A workbook with errors is not sent unless that is asked for."""

    exit_code = 1


def read_contents(
    paths: Sequence[Path], *, force: bool, look: Callable[[Path], Checked] | None = None
) -> Contents:
    """The files, each workbook checked.

    Args:
        paths: .xlsx, .xlsm, .docx and .pdf files.
        force: whether workbooks with errors are taken too.
        look: what checks a workbook; None for `check` itself.

    Raises:
        UnfitWorkbookError: a workbook has errors or cannot be checked, and `force` is not set.
        XltoolsError: a file is missing, empty, or of a kind that is not sent.
        LockedError: another program holds one.
    """
    attachments = read_attachments(paths)
    workbooks = [path for path in paths if path.suffix.lower() in WORKBOOKS]
    before = {path: read_file(path) for path in workbooks}
    checked = {path: (look or look_at)(path) for path in workbooks}
    for path, data in before.items():
        if read_file(path) != data:
            raise XltoolsError(f"“{path.name}”在校验时被改动，没有发送；请保存好以后再运行一次。")
    if not force:
        for path, each in checked.items():
            _insist(path, each)
    opened = [path.name for path in paths if is_open_elsewhere(path)]
    remarks = tuple(
        f"“{name}”正在 Excel 或 WPS 中打开，发送的是上次保存的内容。" for name in dict.fromkeys(opened)
    )
    return Contents(attachments, checked, remarks)


def look_at(path: Path) -> Checked:
    """What `check` says of a workbook."""
    from xltools.tasks.check import check

    return checked_from(check(path))


def checked_from(report: Report) -> Checked:
    """What a letter needs of a report."""
    if report.trouble:
        return Checked(0, "未能校验", trouble=report.trouble)
    hard = [each for each in report.findings if each.kind == "hard" and each.severity == "error"]
    return Checked(
        errors=len(hard),
        conclusion=_conclusion(report, len(hard)),
        example=hard[0].message if hard else "",
        department=report.department,
        year=report.year,
    )


def _conclusion(report: Report, hard: int) -> str:
    soft, warnings = report.count("error") - hard, report.count("warning")
    left = report.obligations.required - report.obligations.checked
    parts = [f"有 {hard} 处逻辑性错误没有改正"] if hard else ["未发现逻辑性错误"]
    parts += [f"核实性问题 {soft + warnings} 处"] if soft + warnings else []
    parts += [f"四舍五入尾差 {report.count('info')} 处，不是错误"] if report.count("info") else []
    parts += [f"另有 {left} 项未检"] if left else []
    return f"已检 {report.obligations.checked} 项，{'，'.join(parts)}"


def _insist(path: Path, checked: Checked) -> None:
    if checked.trouble:
        raise UnfitWorkbookError(
            f"“{path.name}”没有发送，因为无法校验：{checked.trouble.rstrip('。')}；确实要发送请加 --force。"
        )
    if checked.errors:
        raise UnfitWorkbookError(
            f"“{path.name}”没有发送，因为还有 {checked.errors} 处逻辑性错误没有改正，"
            f"如：{checked.example.rstrip('。')}；"
            "全部错误用 xltools check 查看，改正后再发送；确实要这样发送请加 --force。"
        )
