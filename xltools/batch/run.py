"""The batch itself: what there is to do, done, and told."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from xltools.batch.crew import MOST_WORKERS, Crew
from xltools.batch.journal import Journal
from xltools.batch.limits import Limits
from xltools.batch.output_folder import OutputFolder
from xltools.batch.result import BatchSummary, DepartmentResult
from xltools.batch.sources import Job
from xltools.batch.summary_file import SUMMARY, json_line, summary_json
from xltools.batch.task import BatchTask
from xltools.office.save import save_atomic, save_written

Progress = Callable[[DepartmentResult, int, int], None]
"""Called after each department with its result, how many are done, and how many there are."""


def run_batch(
    task: BatchTask,
    in_dir: Path | str,
    out_dir: Path | str,
    jobs: int | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
    *,
    resume: bool = False,
) -> BatchSummary:
    """Runs a task for every department of a folder; a department that fails stops no other.

    Args:
        task: what to do, such as `FillTask()`.
        in_dir: each folder or workbook in it is one department; hidden and temporary ones are not.
        out_dir: made if need be; gets `<name>.xlsx` per department or the task's records, and `summary.json`.
        jobs: processes at work at a time; None for one per core.
        progress: told of each department as it is done.
        limits: of time and memory for each department; None for the usual ones.
        resume: go on where a batch into the same folder was cut off. What it finished is kept unless the inputs,
            the result or the settings have changed since; without such a batch everything is done.

    Raises:
        XltoolsError: no department can be done: no such folder, nothing in it, unusable template, disk full.
        LockedError: another batch is at work in the output folder.
    """
    in_dir, out_dir = Path(in_dir), Path(out_dir)
    work = task.jobs(in_dir, out_dir)
    with OutputFolder(out_dir) as folder:
        batch = _Batch(task, work, folder, progress, resume=resume)
        # Otherwise it is made once it is certain that there will be something in it.
        if out_dir.is_dir():
            folder.claim()
            if resume:
                batch.begin()
        size = min(jobs or os.cpu_count() or 1, len(work), MOST_WORKERS)
        try:
            Crew(task, limits or task.limits, size, batch.begin, batch.report).do(batch.left())
            return batch.conclude()
        finally:
            batch.close()


class _Batch:
    """What one batch has done so far."""

    def __init__(
        self,
        task: BatchTask,
        work: Sequence[Job],
        folder: OutputFolder,
        progress: Progress | None,
        *,
        resume: bool,
    ) -> None:
        self._task = task
        self._jobs = {job.name: job for job in work}
        self._folder = folder
        self._progress = progress
        self._resume = resume
        self._results: dict[str, DepartmentResult] = {}
        self._resumed = 0
        self._journal: Journal | None = None
        self._complete = False

    def begin(self) -> None:
        """Claims the folder and opens the journal, unless that is done."""
        if self._journal is not None:
            return
        self._folder.claim()
        self._journal = Journal(self._folder.path, self._task, resume=self._resume)
        if self._resume:
            before = {job.name: self._journal.done(job) for job in self._jobs.values()}
            self._results = {name: result for name, result in before.items() if result is not None}
            self._resumed = len(self._results)

    def left(self) -> list[Job]:
        return [job for job in self._jobs.values() if job.name not in self._results]

    def report(self, result: DepartmentResult) -> None:
        assert self._journal is not None
        self._journal.add(self._jobs[result.name], result)
        self._results[result.name] = replace(result, record=None)
        if self._progress is not None:
            self._progress(result, len(self._results), len(self._jobs))

    def conclude(self) -> BatchSummary:
        assert self._journal is not None
        task, out_dir = self._task, self._folder.path
        records = None
        if task.records:
            each = self._journal.records
            records = save_written(
                lambda file: file.writelines(map(json_line, each(self._jobs))), out_dir / task.records
            )
        summary = BatchSummary(
            task=task.name,
            labels=task.labels,
            statuses=task.statuses,
            makes_workbooks=task.makes_workbooks,
            results=tuple(self._results[name] for name in self._jobs),
            path=out_dir / SUMMARY,
            records=records,
            resumed=self._resumed,
        )
        summary = replace(summary, path=save_atomic(summary_json(summary), summary.path))
        task.conclude(summary)
        self._complete = True
        return summary

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close(complete=self._complete)
