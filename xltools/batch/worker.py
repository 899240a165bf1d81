"""A worker process: it prepares the task once, then does one job after another."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Literal

from xltools.batch.attempt import OUT_OF_MEMORY, attempt
from xltools.batch.limits import Limits
from xltools.batch.result import DepartmentResult
from xltools.batch.sources import Job
from xltools.batch.task import BatchTask
from xltools.model.errors import LockedError, XltoolsError
from xltools.office.isolation import fall_silent, limit_memory

_START_SECONDS = 120.0
"""Until a process is ready: a cold disk and a virus scanner may take most of a minute."""
_GRACE_SECONDS = 2.0
"""For a worker to finish a file that it is just writing, when the batch is interrupted."""

Context = ForkServerContext | SpawnContext
Ready = Literal["ready"]
Reply = Ready | DepartmentResult | XltoolsError | str
"""What a worker sends: ready, a result, why the task cannot be prepared, or the traceback of a defect."""


class Worker:
    """A worker seen from the batch. It has a pipe of its own: whatever happens to it touches no other."""

    def __init__(self, context: Context, task: BatchTask, limits: Limits, job: Job) -> None:
        """Starts one; `job` is its first, for when it is ready."""
        self.job: Job | None = job
        self.ready = False
        self.deadline = time.monotonic() + _START_SECONDS
        self.pipe, theirs = context.Pipe()
        self._seconds = limits.seconds
        self._process = context.Process(target=serve, args=(task, limits, theirs), daemon=True)
        with _uninterrupted():
            self._process.start()
        theirs.close()

    @property
    def sentinel(self) -> int:
        return int(self._process.sentinel)

    @property
    def overdue(self) -> bool:
        return time.monotonic() >= self.deadline

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def give(self, job: Job) -> None:
        """Hands it a job; its time counts from here."""
        self.job = job
        self.ready = True
        self.deadline = time.monotonic() + self._seconds
        # One that has died meanwhile is found out when its answer is waited for.
        with contextlib.suppress(OSError):
            self.pipe.send(job)

    def reply(self) -> Reply | None:
        """What it has sent; None if it has died."""
        try:
            reply: Reply | None = self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):
            return None
        return reply

    def end(self) -> int | None:
        """Ends it if need be; returns its exit code where it had ended by itself."""
        self.pipe.close()
        self._process.join(_GRACE_SECONDS)
        exit_code: int | None = self._process.exitcode
        self.kill()
        return exit_code

    def kill(self) -> None:
        self.pipe.close()
        self._process.kill()
        # One that waits for a network drive that is gone does not end at once.
        self._process.join(_GRACE_SECONDS)

    def wait(self, until: float) -> None:
        """Waits for its end, at most until a time of `time.monotonic`."""
        self._process.join(max(0.0, until - time.monotonic()))


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C waits: a process interrupted half started prints its traceback, and so would one that just begins.

    Processes started in here never hear of it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def dismiss(crew: list[Worker]) -> None:
    """Ends all workers; one at work gets a moment to finish what it is writing."""
    until = time.monotonic() + _GRACE_SECONDS
    for worker in crew:
        worker.pipe.close()
    for worker in crew:
        worker.wait(until)
        worker.kill()


def process_context(task: BatchTask) -> Context:
    """How workers start: from a clean process that has imported what they need, or each anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, type(task).__module__, *task.modules])
    return context


def serve(task: BatchTask, limits: Limits, pipe: Connection) -> None:
    """The life of a worker process."""
    # Ctrl+C reaches every process of the terminal; only the first one is to say something about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    fall_silent()
    # The batch is gone when the pipe breaks.
    with contextlib.suppress(EOFError, OSError):
        if _prepare(task, limits, pipe):
            while True:
                _do(task, pipe.recv(), pipe)


def _prepare(task: BatchTask, limits: Limits, pipe: Connection) -> bool:
    # Its threads would use the cores of the other workers, and take memory for each core of the PC.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        task.prepare()
        limit_memory(limits.megabytes)
    except XltoolsError as error:
        pipe.send(error if type(error) in (XltoolsError, LockedError) else XltoolsError(str(error)))
        return False
    except Exception:
        pipe.send(traceback.format_exc())
        return False
    pipe.send("ready")
    return True


def _do(task: BatchTask, job: Job, pipe: Connection) -> None:
    try:
        result = attempt(task, job)
    except MemoryError:
        # What is left of the memory is not worth working on with.
        os._exit(OUT_OF_MEMORY)
    pipe.send(result)
