"""One task over many departments: every one is tried, and what became of each is told.

    from xltools.batch import FillTask, run_batch

    summary = run_batch(FillTask(), "各部门", "结果", jobs=2)
    print(summary.frame())

Each department is done in a process of its own with a limit of time and memory (`Limits`), so one that hangs,
eats memory or crashes costs its own line of the summary only. As with everything that starts processes, a script
needs `if __name__ == "__main__":` around such a call.
"""

from xltools.batch.check_task import CheckTask
from xltools.batch.document_tasks import NarrateTask, PublishTask
from xltools.batch.fill_task import FillTask
from xltools.batch.limits import Limits
from xltools.batch.result import BatchSummary, DepartmentResult, Outcome
from xltools.batch.run import Progress, run_batch
from xltools.batch.summary_file import SUMMARY
from xltools.batch.task import BatchTask

__all__ = [
    "SUMMARY",
    "BatchSummary",
    "BatchTask",
    "CheckTask",
    "DepartmentResult",
    "FillTask",
    "Limits",
    "NarrateTask",
    "Outcome",
    "Progress",
    "PublishTask",
    "run_batch",
]
