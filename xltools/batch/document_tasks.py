"""`publish` and `narrate` for a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.batch.limits import Limits
from xltools.batch.result import Outcome
from xltools.batch.sources import Job, departments
from xltools.batch.task import BatchTask

_PDF_SECONDS = 600.0
"""LibreOffice converts a document twice, each within its own limit."""


class DocumentTask(BatchTask):
    """Writes a Word document for each department, `<name>.docx`."""

    @property
    def labels(self) -> Mapping[str, str]:
        return {"missing": "待补充"}

    def jobs(self, in_dir: Path, out_dir: Path) -> Sequence[Job]:
        return [replace(job, output=out_dir / f"{job.name}.docx") for job in departments(in_dir, out_dir)]


@dataclass(frozen=True, slots=True)
class NarrateTask(DocumentTask):
    """`narrate` for a batch."""

    sources: bool = False
    charts: bool = True

    @property
    def name(self) -> str:
        return "narrate"

    def settings(self) -> Mapping[str, str]:
        return {"sources": str(self.sources), "charts": str(self.charts)}

    @property
    def modules(self) -> Sequence[str]:
        return ("xltools.tasks.narrate",)

    def __call__(self, source: Path, output: Path) -> Outcome:
        from xltools.tasks.narrate import narrate

        done = narrate(source, output, sources=self.sources, charts=self.charts)
        counts = {"missing": len(done.missing)}
        return Outcome(done.path, done.department, done.year, (*done.missing, *done.faults), counts)


@dataclass(frozen=True, slots=True)
class PublishTask(DocumentTask):
    """`publish` for a batch: `<name>.pdf` beside each document."""

    date: str = ""

    @property
    def name(self) -> str:
        return "publish"

    @property
    def limits(self) -> Limits:
        return Limits(seconds=_PDF_SECONDS)

    def settings(self) -> Mapping[str, str]:
        return {"date": self.date}

    @property
    def modules(self) -> Sequence[str]:
        return ("xltools.tasks.publish",)

    def __call__(self, source: Path, output: Path) -> Outcome:
        from xltools.tasks.publish import publish

        done = publish(source, output.parent, date=self.date, name=output.stem)
        return Outcome(
            done.docx,
            done.department,
            done.year,
            (*done.missing, *done.faults),
            {"missing": len(done.missing)},
            message=done.why_no_pdf.rstrip("。"),
        )
