"""The batch itself: what there is to do, done, and told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from xltools.batch.crew import MOST_WORKERS, Crew
from xltools.batch.limits import Limits
from xltools.batch.result import BatchSummary, DepartmentResult
from xltools.batch.summary_file import SUMMARY, records_jsonl, summary_json
from xltools.batch.task import BatchTask
from xltools.model.errors import XltoolsError, reason_of
from xltools.office.save import save_atomic

Progress = Callable[[DepartmentResult, int, int], None]
"""Called after each department with its result, how many are done, and how many there are."""


def run_batch(
    task: BatchTask,
    in_dir: Path | str,
    out_dir: Path | str,
    jobs: int | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> BatchSummary:
    """Runs a task for every department of a folder; a department that fails stops no other.

    Args:
        task: what to do, such as `FillTask()`.
        in_dir: each folder or workbook in it is one department; hidden and temporary ones are not.
        out_dir: made if need be; gets `<name>.xlsx` per department or the task's records, and `summary.json`.
        jobs: processes at work at a time; None for one per core.
        progress: told of each department as it is done.
        limits: of time and memory for each department; None for the usual ones.

    Raises:
        XltoolsError: no department can be done: no such folder, nothing in it, unusable template.
    """
    in_dir, out_dir = Path(in_dir), Path(out_dir)
    work = task.jobs(in_dir, out_dir)
    results: dict[str, DepartmentResult] = {}

    def report(result: DepartmentResult) -> None:
        results[result.name] = result
        if progress is not None:
            progress(result, len(results), len(work))

    size = min(jobs or os.cpu_count() or 1, len(work), MOST_WORKERS)
    Crew(task, limits or Limits(), size, lambda: _make(out_dir), report).do(work)
    return _saved(task, tuple(results[job.name] for job in work), out_dir)


def _saved(task: BatchTask, results: tuple[DepartmentResult, ...], out_dir: Path) -> BatchSummary:
    records = save_atomic(records_jsonl(results), out_dir / task.records) if task.records else None
    summary = BatchSummary(
        task=task.name,
        labels=task.labels,
        statuses=task.statuses,
        makes_workbooks=task.makes_workbooks,
        results=results,
        path=out_dir / SUMMARY,
        records=records,
    )
    return replace(summary, path=save_atomic(summary_json(summary), summary.path))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XltoolsError(
            f"无法建立输出文件夹“{folder}”（{reason_of(error)}）；请检查是否有同名文件、有无写入权限。"
        ) from None
