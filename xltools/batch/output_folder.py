"""The output folder of a batch: made if need be, and held by one batch at a time."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from xltools.model.errors import LockedError, XltoolsError, reason_of
from xltools.office.temporary import sweep

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LOCK = ".xltools-batch.lock"


class OutputFolder:
    """Leaves nothing of its own behind. The system frees the lock of a batch that was killed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: BaseFileLock | None = None

    def claim(self) -> None:
        """Makes the folder and holds it; once is enough.

        Raises:
            XltoolsError: it cannot be made or written.
            LockedError: another batch holds it.
        """
        if self._lock is not None:
            return
        self._make()
        self._lock = self._acquired()
        sweep(self.path)

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise XltoolsError(
                f"无法建立输出文件夹“{self.path}”（{reason_of(error)}）；请检查是否有同名文件、有无写入权限。"
            ) from None

    def _acquired(self) -> BaseFileLock:
        from filelock import FileLock, Timeout

        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(
                f"另一个批量处理正在使用输出文件夹“{self.path}”；请等它结束后再试，或用 -o 指定另一个文件夹。"
            ) from None
        except OSError as error:
            raise XltoolsError(
                f"无法写入输出文件夹“{self.path}”（{reason_of(error)}）；请取得写入权限，或换一个文件夹。"
            ) from error
        return lock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._lock is None:
            return
        # Removed while it is held, so that nobody holds a file that is gone; Windows removes it when it is freed.
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                (self.path / _LOCK).unlink()
        self._lock.release()
        self._lock = None
