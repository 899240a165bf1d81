"""`check` for a batch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltools.batch.result import BatchSummary, Outcome
from xltools.batch.sources import Job, workbooks
from xltools.batch.task import BatchTask
from xltools.model.errors import XltoolsError
from xltools.model.finding import SEVERITY_NAMES, Report, Severity

if TYPE_CHECKING:
    from xltools.tasks.report_html import ReportEntry

FINDINGS = "findings.jsonl"
_COUNTED: dict[str, Severity] = {"errors": "error", "warnings": "warning", "infos": "info"}


@dataclass(frozen=True, slots=True)
class CheckTask(BatchTask):
    """`check` of every workbook; what `check --json` says of each goes to `findings.jsonl`."""

    password: str | None = field(default=None, repr=False, compare=False)
    """For workbooks that ask for one to be opened."""
    html: Path | None = None
    """Where the report goes."""

    @property
    def name(self) -> str:
        return "check"

    @property
    def labels(self) -> Mapping[str, str]:
        return {key: SEVERITY_NAMES[severity] for key, severity in _COUNTED.items()}

    @property
    def statuses(self) -> Mapping[str, str]:
        return {"clean": "未发现问题", "findings": "有问题", "unreadable": "无法读取"}

    @property
    def makes_workbooks(self) -> bool:
        return False

    @property
    def records(self) -> str:
        return FINDINGS

    @property
    def modules(self) -> Sequence[str]:
        return ("xltools.tasks.check", "xltools.tasks.check_json")

    def settings(self) -> Mapping[str, str]:
        return {} if self.password is None else {"password": "given"}

    def jobs(self, in_dir: Path, out_dir: Path) -> Sequence[Job]:
        return workbooks(in_dir, out_dir)

    def __call__(self, source: Path, output: Path) -> Outcome:
        from xltools.tasks.check import check
        from xltools.tasks.check_json import report_json

        if source.is_dir():
            raise XltoolsError(f"文件夹“{source.name}”中没有可以打开的工作簿（.xlsx、.xlsm）；请放入后再试。")
        report = check(source, password=self.password)
        return outcome_of(report, report_json(report))

    def conclude(self, summary: BatchSummary) -> None:
        if self.html is not None:
            from xltools.tasks.report_html import write_report

            write_report(self.html, _entries(summary))

    def failure_record(self, source: Path, message: str) -> Mapping[str, Any]:
        from xltools.budget.form import FORM
        from xltools.tasks.check_json import report_json

        return report_json(Report(str(source), FORM, trouble=message))


def _entries(summary: BatchSummary) -> Iterator[ReportEntry]:
    """The records as they stand in their file, one by one."""
    from xltools.tasks.report_html import ReportEntry

    assert summary.records is not None
    with summary.records.open("rb") as lines:
        for result, line in zip(summary.results, lines, strict=True):
            yield ReportEntry(result.name, json.loads(line), result.department)


def outcome_of(report: Report, record: Mapping[str, Any]) -> Outcome:
    """What the summary says of a report; `record` is the report as JSON."""
    return Outcome(
        department=report.department,
        year=report.year,
        counts={} if report.trouble else {key: report.count(each) for key, each in _COUNTED.items()},
        status=report.status,
        message=_note(report),
        record=record,
    )


def _note(report: Report) -> str:
    left = report.obligations.required - report.obligations.checked
    if report.trouble:
        return report.trouble.rstrip("。")
    return f"还有 {left} 项未检，原因见 {FINDINGS}" if left else ""
