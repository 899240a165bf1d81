"""One task over many departments: every one is tried, and what became of each is told.

    from xltools.batch import FillTask, run_batch

    summary = run_batch(FillTask(), "各部门", "结果", jobs=2)
    print(summary.frame())

As with everything that starts processes, a script needs `if __name__ == "__main__":` around such a call.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import traceback
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from xltools.model.errors import InputError, InputFault, XltoolsError, reason_of
from xltools.office.save import save_atomic
from xltools.resources import template_path
from xltools.tasks.fill import compiled_template, fill

if TYPE_CHECKING:
    import pandas

SUMMARY = "summary.json"
_WORKBOOKS = (".xlsx", ".xlsm")
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods")
"""No task reads these: they fail with a sentence that says so, instead of being missing from the summary."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task made of one department. `counts` are what the task counts, by their keys in summary.json."""

    path: Path
    department: str
    year: int
    faults: tuple[InputFault, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class BatchTask(Protocol):
    """A task for a batch. It is sent to worker processes, so it has to be picklable."""

    @property
    def name(self) -> str:
        """The command, `fill`."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The keys of `Outcome.counts` in printed order, each with its Chinese heading."""

    def prepare(self) -> None:
        """Loads what all departments share; called once in each process.

        Raises:
            XltoolsError: nothing can be done for any department.
        """

    def __call__(self, source: Path, output: Path) -> Outcome:
        """Does one department.

        Raises:
            XltoolsError: this department cannot be done.
        """


@dataclass(frozen=True, slots=True)
class FillTask:
    """`fill` for a batch, with the built-in template unless another is given."""

    template: Path | None = None

    @property
    def name(self) -> str:
        return "fill"

    @property
    def labels(self) -> Mapping[str, str]:
        return {"target_sheets": "绩效目标表"}

    def prepare(self) -> None:
        compiled_template(self.template or template_path())

    def __call__(self, source: Path, output: Path) -> Outcome:
        filled = fill(source, output, template=self.template)
        counts = {"target_sheets": filled.target_sheets}
        return Outcome(filled.path, filled.department, filled.year, filled.faults, counts)


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """What became of one department. `source` and `path` are names in the input and output folder."""

    name: str
    status: Literal["ok", "failed"]
    source: str
    path: str | None = None
    department: str | None = None
    year: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[InputFault, ...] = ()
    message: str = ""
    """One Chinese sentence where something is to be told, above all why it failed."""
    traceback: str | None = None
    """Where the program itself is at fault; for its maintainers."""

    @property
    def failed(self) -> bool:
        return self.status == "failed"

    def count(self, severity: Literal["error", "warning", "info"]) -> int:
        return sum(fault.severity == severity for fault in self.faults)


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """The results in the order of their names."""

    task: str
    labels: Mapping[str, str]
    results: tuple[DepartmentResult, ...]
    path: Path
    """Where the summary was written."""

    @property
    def failed(self) -> tuple[DepartmentResult, ...]:
        return tuple(result for result in self.results if result.failed)

    def frame(self) -> pandas.DataFrame:
        """One row per department: 名称, 状态, 部门, 年度, 结果, the task's counts, 错误, 提醒, 说明."""
        import pandas

        rows = [
            {
                "名称": result.name,
                "状态": "失败" if result.failed else "完成",
                "部门": result.department,
                "年度": result.year,
                "结果": result.path,
                **{label: result.counts.get(key) for key, label in self.labels.items()},
                "错误": result.count("error"),
                "提醒": result.count("warning"),
                "说明": result.message,
            }
            for result in self.results
        ]
        return pandas.DataFrame(rows).astype(
            {"年度": "Int64", **dict.fromkeys(self.labels.values(), "Int64")}
        )


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    source: Path
    output: Path


Progress = Callable[[DepartmentResult, int, int], None]
"""Called after each department with its result, how many are done, and how many there are."""


def run_batch(
    task: BatchTask,
    in_dir: Path | str,
    out_dir: Path | str,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> BatchSummary:
    """Runs a task for every department of a folder; a department that fails stops no other.

    Args:
        task: what to do, such as `FillTask()`.
        in_dir: each folder or workbook in it is one department; hidden and temporary ones are not.
        out_dir: made if need be; gets `<name>.xlsx` per department and `summary.json`.
        jobs: processes at work at a time; None for one per core, 1 for none but this one.
        progress: told of each department as it is done.

    Raises:
        XltoolsError: no department can be done: no such folder, nothing in it, unusable template.
    """
    in_dir, out_dir = Path(in_dir), Path(out_dir)
    work = _find_jobs(in_dir, out_dir)
    task.prepare()
    _make(out_dir)
    results: dict[str, DepartmentResult] = {}

    def report(result: DepartmentResult) -> None:
        results[result.name] = result
        if progress is not None:
            progress(result, len(results), len(work))

    workers = min(jobs or os.cpu_count() or 1, len(work))
    if workers == 1:
        for job in work:
            report(_attempt(task, job))
    else:
        _run_in_processes(task, work, workers, report)
    ordered = tuple(results[job.name] for job in work)
    path = save_atomic(_summary_json(task.name, ordered, task.labels), out_dir / SUMMARY)
    return BatchSummary(task.name, task.labels, ordered, path)


# --- departments -----------------------------------------------------------------------------------------------


def _find_jobs(in_dir: Path, out_dir: Path) -> list[_Job]:
    try:
        entries = list(in_dir.iterdir())
    except FileNotFoundError:
        raise XltoolsError(f"找不到文件夹“{in_dir}”；请检查路径。") from None
    except NotADirectoryError:
        raise XltoolsError(f"“{in_dir}”不是文件夹；一个部门请用 xltools fill。") from None
    except OSError as error:
        raise XltoolsError(f"无法打开文件夹“{in_dir}”（{reason_of(error)}）；请检查权限后再试。") from None
    if in_dir.resolve() == out_dir.resolve():
        raise XltoolsError("输出文件夹不能就是输入文件夹，以免覆盖填报数据；请用 -o 指定另一个文件夹。")
    sources = [entry for entry in entries if _is_department(entry, out_dir)]
    if not sources:
        raise XltoolsError(f"“{in_dir}”中没有部门；其中每个子文件夹或工作簿（.xlsx、.xlsm）算一个部门。")
    return [_Job(name, source, out_dir / f"{name}.xlsx") for name, source in _named(sources)]


def _is_department(entry: Path, out_dir: Path) -> bool:
    if entry.name.startswith((".", "~$", "__")):
        return False
    if entry.is_dir():
        return not out_dir.resolve().is_relative_to(entry.resolve())
    return entry.suffix.lower() in _WORKBOOKS + _OTHER_WORKBOOKS


def _named(sources: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Each source with a name of its own, in natural order of names.

    Where a folder and workbooks bear the same name, the folder keeps it and the others are numbered: `甲局-2`.
    """
    ordered = sorted(sources, key=lambda source: (_natural(_stem(source)), not source.is_dir(), source.name))
    # Compared as Windows and macOS compare file names.
    taken = {_folded(_stem(source)) for source in ordered}
    used: set[str] = set()
    for source in ordered:
        name = stem = _stem(source)
        number = 1
        while _folded(name) in used or (number > 1 and _folded(name) in taken):
            number += 1
            name = f"{stem}-{number}"
        used.add(_folded(name))
        yield name, source


def _stem(source: Path) -> str:
    return source.name if source.is_dir() else source.stem


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Sorts `9局` before `10局`."""
    parts = re.split(r"([0-9]+)", name)
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XltoolsError(
            f"无法建立输出文件夹“{folder}”（{reason_of(error)}）；请检查是否有同名文件、有无写入权限。"
        ) from None


# --- work ------------------------------------------------------------------------------------------------------


def _attempt(task: BatchTask, job: _Job) -> DepartmentResult:
    """The department's result, whatever happens. Errors become values here: not every exception can be pickled."""
    failed = DepartmentResult(job.name, "failed", job.source.name)
    try:
        outcome = task(job.source, job.output)
    except InputError as error:
        count = sum(fault.severity == "error" for fault in error.faults)
        return _with_stale(replace(failed, faults=error.faults, message=f"输入数据有 {count} 处错误"), job)
    except XltoolsError as error:
        return _with_stale(replace(failed, message=str(error).rstrip("。")), job)
    except Exception as error:
        message = f"程序出错了（{type(error).__name__}），这是程序的缺陷，不是数据有问题"
        return _with_stale(replace(failed, message=message, traceback=traceback.format_exc()), job)
    return DepartmentResult(
        name=job.name,
        status="ok",
        source=job.source.name,
        path=outcome.path.name,
        department=outcome.department,
        year=outcome.year,
        counts=outcome.counts,
        faults=outcome.faults,
        message="" if outcome.path == job.output else f"“{job.output.name}”正被打开，结果另存",
    )


def _with_stale(result: DepartmentResult, job: _Job) -> DepartmentResult:
    """The failed result; it says so where a workbook of an earlier run could be taken for one of this run."""
    if not job.output.exists():
        return result
    return replace(result, message=f"{result.message}；输出文件夹中的“{job.output.name}”是以前生成的")


def _run_in_processes(
    task: BatchTask, work: Sequence[_Job], workers: int, report: Callable[[DepartmentResult], None]
) -> None:
    waiting = deque(work)
    while waiting:
        for suspect in _run_until_a_worker_dies(task, waiting, workers, report):
            report(_attempt_alone(task, suspect))


def _run_until_a_worker_dies(
    task: BatchTask, waiting: deque[_Job], workers: int, report: Callable[[DepartmentResult], None]
) -> list[_Job]:
    """Works through `waiting`. When a worker dies the pool is lost: the jobs that were at work are returned.

    One of them killed it; which one, only running each alone can tell. So no more jobs are handed out at a time
    than there are workers.
    """
    with _pool(task, workers) as pool:
        at_work: dict[Future[DepartmentResult], _Job] = {}
        suspects: list[_Job] = []
        while (waiting or at_work) and not suspects:
            while waiting and len(at_work) < workers:
                job = waiting.popleft()
                try:
                    at_work[pool.submit(_attempt, task, job)] = job
                except BrokenProcessPool:
                    waiting.appendleft(job)
                    break
            done, _ = wait(at_work, return_when=FIRST_COMPLETED)
            suspects = _collect(done, at_work, report)
        # The others that were at work either finished just before, or are lost as well.
        return suspects + _collect(wait(at_work).done, at_work, report)


def _collect(
    done: set[Future[DepartmentResult]],
    at_work: dict[Future[DepartmentResult], _Job],
    report: Callable[[DepartmentResult], None],
) -> list[_Job]:
    """Reports the finished jobs; returns those that were lost with their worker."""
    lost = []
    for future in sorted(done, key=lambda future: at_work[future].name):
        job = at_work.pop(future)
        try:
            result = future.result()
        except BrokenProcessPool:
            lost.append(job)
        else:
            report(result)
    return lost


def _attempt_alone(task: BatchTask, job: _Job) -> DepartmentResult:
    with _pool(task, 1) as pool:
        try:
            return pool.submit(_attempt, task, job).result()
        except BrokenProcessPool:
            message = "处理这个部门时程序被系统终止，多半是内存不足，或文件已损坏；请检查文件后单独再试"
            return _with_stale(DepartmentResult(job.name, "failed", job.source.name, message=message), job)


def _pool(task: BatchTask, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=_processes(task), initializer=partial(_start_worker, task))


def _processes(task: BatchTask) -> BaseContext:
    """How workers start: never by forking a process that has threads, which the pool itself has."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([type(task).__module__])
    return context


def _start_worker(task: BatchTask) -> None:
    # Ctrl+C reaches every process of the terminal; only the first one is to say something about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task.prepare()


# --- summary ---------------------------------------------------------------------------------------------------


def _summary_json(task: str, results: Sequence[DepartmentResult], labels: Mapping[str, str]) -> bytes:
    departments: list[dict[str, Any]] = [
        {
            "name": result.name,
            "status": result.status,
            "source": result.source,
            "path": result.path,
            "department": result.department,
            "year": result.year,
            **{key: result.counts.get(key) for key in labels},
            "warnings": result.count("warning"),
            "faults": [asdict(fault) for fault in result.faults],
            "message": result.message,
        }
        for result in results
    ]
    failed = sum(result.failed for result in results)
    totals = {
        "departments": len(results),
        "ok": len(results) - failed,
        "failed": failed,
        "warnings": sum(result.count("warning") for result in results),
        **{key: sum(result.counts.get(key, 0) for result in results) for key in labels},
    }
    text = json.dumps(
        {"task": task, "departments": departments, "totals": totals}, ensure_ascii=False, indent=1
    )
    # A file name that is no Unicode comes as lone surrogates, which this writes as JSON's own escapes.
    return f"{text}\n".encode("utf-8", "backslashreplace")
