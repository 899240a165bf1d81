"""Many workers: jobs handed out, answers taken, and each worker that is lost replaced."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait

from xltools.batch.attempt import failed, lost, too_slow
from xltools.batch.limits import Limits
from xltools.batch.result import DepartmentResult
from xltools.batch.sources import Job
from xltools.batch.task import BatchTask
from xltools.batch.worker import Worker, dismiss, process_context
from xltools.model.errors import XltoolsError

MOST_WORKERS = 30
"""Windows waits for 63 things at a time, and each worker is two."""
_NOT_STARTED = "处理部门的程序无法启动；请关闭其他程序、检查杀毒软件后再试"


class Crew:
    """Does jobs with a number of workers.

    `begin` is called before the first job, once the task is known to be possible; `report` with each result.
    """

    def __init__(
        self,
        task: BatchTask,
        limits: Limits,
        size: int,
        begin: Callable[[], None],
        report: Callable[[DepartmentResult], None],
    ) -> None:
        self._task = task
        self._limits = limits
        self._size = size
        self._begin = begin
        self._report = report
        self._context = process_context(task)
        self._workers: list[Worker] = []
        self._prepared = False

    def do(self, jobs: Sequence[Job]) -> None:
        """Does all jobs.

        Raises:
            XltoolsError: the task could be prepared in no worker.
        """
        waiting = deque(jobs)
        try:
            while waiting or self._at_work():
                self._hand_out(waiting)
                self._collect()
        finally:
            dismiss(self._workers)

    def _at_work(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    def _hand_out(self, waiting: deque[Job]) -> None:
        self._workers = [worker for worker in self._workers if worker.job is not None or worker.alive]
        for worker in self._workers:
            if waiting and worker.job is None:
                worker.give(waiting.popleft())
        while waiting and len(self._workers) < self._size:
            self._hire(waiting.popleft())

    def _hire(self, job: Job) -> None:
        try:
            self._workers.append(Worker(self._context, self._task, self._limits, job))
        except (EOFError, OSError) as error:
            if not self._prepared:
                raise XltoolsError(f"{_NOT_STARTED}。") from error
            self._report(failed(self._task, job, _NOT_STARTED))

    def _collect(self) -> None:
        """Waits until a worker has something to say, has died, or has had its time."""
        at_work = self._at_work()
        if not at_work:
            return
        left = min(worker.deadline for worker in at_work) - time.monotonic()
        heard = set(
            wait([each for worker in at_work for each in (worker.pipe, worker.sentinel)], max(0.0, left))
        )
        for worker in at_work:
            if heard.intersection((worker.pipe, worker.sentinel)):
                self._listen(worker)
            elif worker.overdue:
                self._give_up(worker, too_slow(self._limits) if worker.ready else _NOT_STARTED)

    def _listen(self, worker: Worker) -> None:
        match worker.reply():
            case DepartmentResult() as result:
                worker.job = None
                self._report(result)
            case "ready":
                self._start(worker)
            case XltoolsError() as error if not self._prepared:
                raise error
            case XltoolsError() as error:
                self._give_up(worker, str(error))
            case str() as traceback:
                raise RuntimeError(f"the task could not be prepared:\n{traceback}")
            case None:
                exit_code = worker.end()
                self._give_up(worker, lost(exit_code, self._limits) if worker.ready else _NOT_STARTED)

    def _start(self, worker: Worker) -> None:
        if not self._prepared:
            self._begin()
            self._prepared = True
        if worker.job is not None:
            worker.give(worker.job)

    def _give_up(self, worker: Worker, message: str) -> None:
        worker.kill()
        self._workers.remove(worker)
        if not self._prepared:
            raise XltoolsError(f"{message}。")
        if worker.job is not None:
            self._report(failed(self._task, worker.job, message))
