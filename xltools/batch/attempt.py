"""One department tried: whatever happens becomes a result with a Chinese sentence."""

from __future__ import annotations

import signal
import sys
import traceback
from dataclasses import replace

from xltools.batch.fingerprint import fingerprint
from xltools.batch.limits import Limits
from xltools.batch.result import DepartmentResult, Outcome
from xltools.batch.sources import Job
from xltools.batch.task import BatchTask
from xltools.model.errors import InputError, XltoolsError

OUT_OF_MEMORY = 86
"""The exit code of a process that reached its limit of memory; no program in use here exits so."""
_WINDOWS_CRASHES = range(0xC0000000, 0x100000000)
"""Exit codes of processes that Windows ended, 0xC0000005 above all."""
_ABORTED_ON_WINDOWS = 3
_MENDING = "请用 Excel 或 WPS 打开检查、另存后单独再试"


def attempt(task: BatchTask, job: Job) -> DepartmentResult:
    """The department's result. Errors become values here: not every exception can be pickled.

    Raises:
        MemoryError: there is not enough.
    """
    inputs = fingerprint(job.source)
    try:
        outcome = task(job.source, job.output)
    except InputError as error:
        count = sum(fault.severity == "error" for fault in error.faults)
        return replace(failed(task, job, f"输入数据有 {count} 处错误"), faults=error.faults)
    except XltoolsError as error:
        return failed(task, job, str(error))
    except MemoryError:
        raise
    except Exception as error:
        message = f"程序出错了（{type(error).__name__}），这是程序的缺陷，不是数据有问题"
        return replace(failed(task, job, message), traceback=traceback.format_exc())
    return _result(task, job, outcome, inputs)


def _result(task: BatchTask, job: Job, outcome: Outcome, inputs: str) -> DepartmentResult:
    beside = outcome.path is not None and outcome.path != job.output
    return DepartmentResult(
        name=job.name,
        status=outcome.status,
        source=job.place,
        failed=outcome.status == task.failure,
        path=outcome.path.name if outcome.path else None,
        department=outcome.department,
        year=outcome.year,
        counts=outcome.counts,
        faults=outcome.faults,
        message=f"“{job.output.name}”正被打开或是只读的，结果另存" if beside else outcome.message,
        record=outcome.record,
        inputs=inputs,
    )


def failed(task: BatchTask, job: Job, message: str) -> DepartmentResult:
    """The result of a department that could not be done.

    It says so where a workbook of an earlier run could be taken for one of this run.
    """
    told = message = message.rstrip("。")
    if task.makes_workbooks and job.output.exists():
        told = f"{message}；输出文件夹中的“{job.output.name}”是以前生成的"
    record = task.failure_record(job.source, f"{message}。")
    return DepartmentResult(job.name, task.failure, job.place, failed=True, message=told, record=record)


def too_slow(limits: Limits) -> str:
    """Why a department was given up."""
    return f"处理了 {limits.seconds:g} 秒还没有完成，已停止；文件可能已损坏或大得反常，{_MENDING}"


def lost(exit_code: int | None, limits: Limits) -> str:
    """Why a process ended amid its work."""
    if exit_code == OUT_OF_MEMORY:
        return f"需要的内存超过 {limits.megabytes} MB 的上限，已停止；文件可能已损坏或大得反常，{_MENDING}"
    if exit_code == -getattr(signal, "SIGKILL", 9):
        return f"处理时程序被系统终止，多半是内存不足；请关闭其他程序后单独再试，还不行就{_MENDING[1:]}"
    if exit_code is None or exit_code < 0 or _crashed_on_windows(exit_code):
        return f"处理时程序崩溃，多半是文件已损坏，也可能是内存不足；{_MENDING}"
    return f"处理时程序意外退出（代码 {exit_code}），多半是文件已损坏；{_MENDING}"


def _crashed_on_windows(exit_code: int) -> bool:
    return sys.platform == "win32" and (exit_code in _WINDOWS_CRASHES or exit_code == _ABORTED_ON_WINDOWS)
