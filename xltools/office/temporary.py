"""Files in the making: each has a name of its own beside the one it is to become, and goes with its process.

A process that is killed leaves its file behind. Whoever next saves to the folder removes it: on POSIX a file in
the making is locked by its process, so one that is not belongs to nobody; Windows does not remove open files.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PREFIX, _SUFFIX = ".xltools-", ".tmp"
_WINDOWS = sys.platform == "win32"
_SECONDS_TO_RENAME = 60.0
"""On Windows a file is closed, so that anybody could remove it, before it is renamed."""


@contextlib.contextmanager
def temporary_in(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """An open new file of a folder and its path; whatever still has that name in the end is removed.

    Raises:
        OSError: the folder cannot be written.
    """
    handle, name = _claimed_file(folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, Path(name)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what killed processes left in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                with contextlib.suppress(OSError):
                    _remove_if_left(entry)


def _claimed_file(folder: Path) -> tuple[int, str]:
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
        # Between these two another process may have taken it for one left behind.
        if _lock(handle) and os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)


def _remove_if_left(entry: os.DirEntry[str]) -> None:
    if _WINDOWS:
        if entry.stat().st_mtime < time.time() - _SECONDS_TO_RENAME:
            Path(entry.path).unlink()
        return
    handle = os.open(entry.path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if _lock(handle, where_impossible=False):
            Path(entry.path).unlink()
    finally:
        os.close(handle)


def _lock(handle: int, *, where_impossible: bool = True) -> bool:
    """Whether the file is this process's now; some network folders know no locks."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return where_impossible
    return True
