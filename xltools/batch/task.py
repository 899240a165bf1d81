"""What a batch can do to each department."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from xltools.batch.limits import Limits
from xltools.batch.result import BatchSummary, Outcome
from xltools.batch.sources import Job, departments


class BatchTask(ABC):
    """A task for a batch. It is sent to worker processes, so it has to be picklable."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The command, `fill`."""

    @property
    @abstractmethod
    def labels(self) -> Mapping[str, str]:
        """The keys of `Outcome.counts` in printed order, each with its Chinese heading."""

    @property
    def statuses(self) -> Mapping[str, str]:
        """What can become of a department, each with its Chinese word; the last one is that it failed."""
        return {"ok": "完成", "failed": "失败"}

    @property
    def failure(self) -> str:
        """The status of a department that could not be done."""
        return [*self.statuses][-1]

    @property
    def makes_workbooks(self) -> bool:
        """Whether it makes a workbook of a department's inputs; else it says something of a finished one."""
        return True

    @property
    def records(self) -> str | None:
        """The file of the output folder that gets the record of each outcome, one JSON object per line."""
        return None

    def settings(self) -> Mapping[str, str]:
        """What besides the inputs decides the results: a batch with others does not go on where this one stopped."""
        return {}

    @property
    def modules(self) -> Sequence[str]:
        """What is worth importing once, before processes are forked."""
        return ()

    @property
    def limits(self) -> Limits:
        """Of time and memory for each department, unless the batch is given others."""
        return Limits()

    def jobs(self, in_dir: Path, out_dir: Path) -> Sequence[Job]:
        """The work, in order of names.

        Raises:
            XltoolsError: there is none.
        """
        return departments(in_dir, out_dir)

    def prepare(self) -> None:
        """Loads what all departments share; called once in each process.

        Raises:
            XltoolsError: nothing can be done for any department.
        """
        for module in self.modules:
            import_module(module)

    @abstractmethod
    def __call__(self, source: Path, output: Path) -> Outcome:
        """Does one department.

        Raises:
            XltoolsError: this department cannot be done.
        """

    def conclude(self, summary: BatchSummary) -> None:
        """Called once all departments are done and the summary is written.

        Raises:
            XltoolsError: what the task makes of all of them cannot be written.
        """
        return

    def failure_record(self, source: Path, message: str) -> Mapping[str, Any] | None:
        """The record of a department that could not be done."""
        return None
