"""Work in a process of its own, with limits of time and memory: what it does to itself is one error for the caller.

Parsers that are not ours read files from strangers in here: one that aborts, hangs or fills the memory takes nothing
with it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from xltools.model.errors import XltoolsError

SECONDS = 18.0
"""From start to end; the process itself starts in a tenth of a second, on an old PC in a few."""
MEGABYTES = 768
"""Above what the process holds at the start, which is some 50."""
_MENDING = "请用 Excel 或 WPS 打开检查、另存为 .xlsx 后再试"

_Result = TypeVar("_Result")


def isolated(
    task: Callable[..., _Result],
    *arguments: Any,
    name: str,
    seconds: float | None = None,
    mending: str = _MENDING,
) -> _Result:
    """What `task(*arguments)` gives; arguments and result are pickled, so `task` is a function of a module.

    In a process that already has limits, a worker of a batch, it is simply called.

    Args:
        name: what messages call the file that is read.
        seconds: the limit of time; SECONDS if None.
        mending: what the person may do about a file that cannot be read.

    Raises:
        XltoolsError: one that the task raised, or the task crashed, took too long or too much memory.
    """
    if multiprocessing.current_process().daemon:
        return _called(task, arguments, name, mending)
    limit = SECONDS if seconds is None else seconds
    crashed = XltoolsError(f"“{name}”使读取它的程序崩溃，多半已损坏，也可能是内存不足；{mending}。")
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=pickle.dumps((task, arguments, name, mending)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=limit,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
        answer = pickle.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise XltoolsError(
            f"“{name}”读了 {limit:g} 秒还没有读完，已停止；文件可能已损坏或大得反常，{mending}。"
        ) from None
    except OSError:
        raise XltoolsError(f"读取“{name}”的程序无法启动；请关闭其他程序、检查杀毒软件后再试。") from None
    except (EOFError, pickle.UnpicklingError):
        raise crashed from None
    if isinstance(answer, XltoolsError):
        raise answer
    result: _Result = answer
    return result


def main() -> None:
    """The life of such a process: a task from standard input, what it gives to standard output."""
    # Ctrl+C reaches every process of the terminal; the first one ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.dup(1)
    fall_silent()
    task, arguments, name, mending = pickle.load(sys.stdin.buffer)
    limit_memory(MEGABYTES)
    try:
        answer = _called(task, arguments, name, mending)
    except XltoolsError as error:
        answer = XltoolsError(str(error))
    with os.fdopen(answers, "wb") as file:
        pickle.dump(answer, file, pickle.HIGHEST_PROTOCOL)


def _called(task: Callable[..., _Result], arguments: tuple[Any, ...], name: str, mending: str) -> _Result:
    try:
        return task(*arguments)
    except XltoolsError:
        raise
    except MemoryError:
        raise XltoolsError(
            f"读取“{name}”需要的内存超过 {MEGABYTES} MB，已停止；文件可能已损坏或大得反常，{mending}。"
        ) from None
    except Exception:
        # A parser's own words for bytes that it does not like: any of Python's errors.
        raise XltoolsError(f"“{name}”已损坏或内容不合规，无法读取；{mending}。") from None


def limit_memory(megabytes: int) -> None:
    """Lets this process grow by so much from now on; more raises MemoryError or ends it.

    Kept on Linux only: macOS accepts such a limit and ignores it, Windows has none.
    """
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    wanted = pages * resource.getpagesize() + megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def fall_silent() -> None:
    """What libraries print when they crash is for nobody at this screen."""
    sys.stdout.flush()
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


if __name__ == "__main__":
    main()
