"""What a check says of each workbook before it is sent: in worker processes, as `batch check`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xltools.batch.crew import MOST_WORKERS, Crew
from xltools.batch.limits import Limits
from xltools.batch.result import DepartmentResult, Outcome
from xltools.batch.sources import Job
from xltools.batch.task import BatchTask
from xltools.model.errors import XltoolsError
from xltools.tasks.posting.contents import Checked, look_at


@dataclass(frozen=True, slots=True)
class Look:
    """What was found, and the hash of the file it was found in."""

    checked: Checked
    digest: str


@dataclass(frozen=True, slots=True)
class LookTask(BatchTask):
    """`check` of every workbook, as far as a letter needs it."""

    @property
    def name(self) -> str:
        return "send"

    @property
    def labels(self) -> Mapping[str, str]:
        return {}

    @property
    def makes_workbooks(self) -> bool:
        return False

    @property
    def modules(self) -> Sequence[str]:
        return ("xltools.tasks.check", "xltools.tasks.posting.contents")

    def __call__(self, source: Path, output: Path) -> Outcome:
        return Outcome(record=asdict(look_at(source)))

    def failure_record(self, source: Path, message: str) -> Mapping[str, Any]:
        return asdict(Checked(0, "未能校验", trouble=message))


class Looks:
    """The looks at many workbooks, each taken once."""

    def __init__(self, workbooks: Sequence[Path], folder: Path, jobs: int | None = None) -> None:
        """Takes them all.

        Raises:
            XltoolsError: no worker process can be started.
        """
        self._found: dict[Path, Look] = {}
        paths = {str(index): path for index, path in enumerate(workbooks)}
        work = [Job(name, path, path.relative_to(folder).as_posix(), path) for name, path in paths.items()]

        def report(result: DepartmentResult) -> None:
            self._found[paths[result.name]] = Look(Checked(**(result.record or {})), result.inputs)

        if work:
            size = min(jobs or os.cpu_count() or 1, len(work), MOST_WORKERS)
            Crew(LookTask(), Limits(), size, lambda: None, report).do(work)

    @property
    def departments(self) -> Mapping[Path, str | None]:
        return {path: look.checked.department for path, look in self._found.items()}

    def at(self, path: Path) -> Checked:
        """What was found in a workbook, if it is still the same.

        Raises:
            XltoolsError: it has changed since.
        """
        from xltools.batch.fingerprint import fingerprint

        look = self._found[path]
        if look.digest and fingerprint(path) != look.digest:
            raise XltoolsError(f"“{path.name}”在校验以后被改动，没有发送；请保存好以后再运行一次。")
        return look.checked
