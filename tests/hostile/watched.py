"""The real command in a process that is watched: how long, how much memory, whether it goes where it must not."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

SECONDS = 20.0
"""Of work that one file may make; as the processor counts, so that nothing depends on who else is at work."""
PATIENCE = 120.0
"""Seconds without a line until a run is taken for hanging."""
MEGABYTES = 1024
GUARD = """
import os, sys

def watch(event, arguments):
    # Nothing of a file from a stranger is a reason to talk to anybody or to read the list of users.
    if event == "socket.connect" and int(arguments[0].family) == 1:
        return  # A pipe between processes of this machine.
    outside = event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
    if outside or (event == "open" and arguments[0] == "/etc/passwd"):
        with os.fdopen(os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), "w") as seen:
            seen.write(f"{event} {arguments[0]!r}\\n")
        raise PermissionError(event)

sys.addaudithook(watch)
"""
COUNTED = """
import json, resource, subprocess, sys

report, *command = sys.argv[1:]
code = subprocess.call(command)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(report, "w") as file:
    json.dump([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], file)
"""
"""Started in between: a process counts as having held what the one that started it did, and the tests hold much."""


@dataclass(frozen=True)
class Watched:
    """What became of one run."""

    code: int
    lines: tuple[str, ...]
    err: str
    seconds: float
    """Of work, of all its processes together."""
    megabytes: float
    """The most memory that it or a process of its own held at a time."""
    outside: str
    """Attempts to leave this machine or to read a file that is nobody's business."""

    def reports(self) -> dict[str, dict[str, Any]]:
        """What was said of each file, by its name."""
        return {Path(report["file"]).name: report for report in map(json.loads, self.lines)}


def run(
    folder: Path, *arguments: object, seconds: float = PATIENCE, program: Sequence[str] = ("-m", "xltools")
) -> Watched:
    """Runs `xltools` with the arguments, or another program of Python; `folder` is for the guard's own files.

    Raises:
        TimeoutExpired: for so many seconds, no line came.
    """
    guard, seen = folder / "guard", folder / "seen.txt"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    seen.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(guard), *filter(None, sys.path)]),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
        "WATCHED": str(seen),
    }
    environment.pop("XLTOOLS_PASSWORD", None)
    err, report = folder / "err.txt", folder / "used.json"
    report.unlink(missing_ok=True)
    command = [*_without_network(), sys.executable, "-c", COUNTED, str(report)]
    command += [sys.executable, *program, *map(str, arguments)]
    with err.open("wb") as to_err:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=to_err,
            env=environment,
            start_new_session=True,
        )
        lines = list(_lines_in_time(process, seconds))
        process.wait()
    # Of the process and of those that it waited for: the largest.
    code, worked, megabytes = json.loads(report.read_text("utf-8"))
    return Watched(
        code,
        tuple(lines),
        err.read_text("utf-8"),
        worked,
        megabytes,
        seen.read_text("utf-8") if seen.exists() else "",
    )


def _lines_in_time(process: subprocess.Popen[bytes], seconds: float) -> Iterator[str]:
    heard: queue.Queue[bytes] = queue.Queue()
    assert process.stdout

    def listen(stream: IO[bytes]) -> None:
        for line in stream:
            heard.put(line)
        heard.put(b"")

    threading.Thread(target=listen, args=(process.stdout,), daemon=True).start()
    try:
        while line := heard.get(timeout=seconds):
            yield line.decode("utf-8").rstrip("\n")
    except queue.Empty:
        os.killpg(process.pid, signal.SIGKILL)
        raise subprocess.TimeoutExpired(process.args, seconds) from None


_PREFIX: list[str] | None = None


def _without_network() -> Sequence[str]:
    """A namespace without a network for native code as well, where the system grants one."""
    global _PREFIX
    if _PREFIX is None:
        try:
            done = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
            _PREFIX = ["unshare", "--net"] if done.returncode == 0 else []
        except OSError:
            _PREFIX = []
    return _PREFIX
