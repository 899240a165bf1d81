"""LibreOffice as a process: ended as a whole, or kept open for one conversion after the other."""

import atexit
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START_SECONDS = 120
TIMEOUT_SECONDS = 240

_QUIETLY = ("--headless", "--norestore", "--nologo")
_WHILE_SOMEBODY_IS_THERE = ("/bin/sh", "-c", 'exec 3<&0; (cat <&3 >/dev/null; kill -9 0) & exec "$@"', "sh")
"""Ends the group of a program when its standard input does: nothing stays where a test run is killed."""


class OpenOffice:
    """A soffice that stays: to start it is most of what a small conversion takes.

    A second soffice with the same profile hands its work to the one that runs, and waits for it. The first goes
    when its last document does, so one stays open in it.
    """

    def __init__(self, registry: str) -> None:
        self._stack = contextlib.ExitStack()
        self._registry = registry
        self._process: subprocess.Popen[Any] | None = None
        self._folder = Path()
        atexit.register(self.close)

    def run(self, program: Path, *arguments: str) -> tuple[int, str]:
        """The exit code of `soffice ARGUMENTS`, which says little, and what was said.

        Raises:
            TimeoutError: it did not start, or not end.
        """
        self._start(program)
        said = self._folder / "said"
        before = said.stat().st_size
        try:
            done = subprocess.run(
                self._command(program, *arguments), capture_output=True, timeout=TIMEOUT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            self.close()
            raise TimeoutError(f"soffice {arguments}: not within {TIMEOUT_SECONDS} s") from None
        words = done.stdout + done.stderr + said.read_bytes()[before:]
        return done.returncode, words.decode(errors="replace").strip()

    def close(self) -> None:
        """Also what is left after a crash; the next run starts another."""
        self._stack.close()
        self._process = None

    def _start(self, program: Path) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        folder = tempfile.TemporaryDirectory(prefix="xltools-soffice-", ignore_cleanup_errors=True)
        self._folder = Path(self._stack.enter_context(folder))
        (self._folder / "user").mkdir()
        (self._folder / "user" / "registrymodifications.xcu").write_text(self._registry, encoding="utf-8")
        (kept := self._folder / "kept.txt").write_text("1", encoding="utf-8")
        said = self._stack.enter_context((self._folder / "said").open("wb"))
        watched = () if sys.platform == "win32" else _WHILE_SOMEBODY_IS_THERE
        command = [*watched, *self._command(program, str(kept))]
        self._process = self._stack.enter_context(
            running(command, stdin=subprocess.PIPE, stdout=said, stderr=said)
        )
        end = time.monotonic() + START_SECONDS
        while not kept.with_name(f".~lock.{kept.name}#").exists():
            if time.monotonic() > end or self._process.poll() is not None:
                self.close()
                raise TimeoutError(f"soffice did not start within {START_SECONDS} s")
            time.sleep(0.05)

    def _command(self, program: Path, *arguments: str) -> list[str]:
        return [str(program), f"-env:UserInstallation={self._folder.as_uri()}", *_QUIETLY, *arguments]


@contextlib.contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process in a group of its own, which is ended as a whole: soffice starts soffice.bin."""
    with subprocess.Popen(command, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[Any]) -> None:
    if sys.platform == "win32":
        # soffice.com only starts soffice.bin; ending it alone would leave the other behind.
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        return
    for signal, seconds in ((15, 20), (9, 20)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return
