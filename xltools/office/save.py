"""Writing a finished file so that there is always either the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from datetime import datetime
from pathlib import Path

from xltools.model.errors import LockedError, XltoolsError, reason_of

_OWNER_FILES = ("~${name}", ".~{name}", ".~lock.{name}#")
"""What Excel, WPS and LibreOffice put beside a workbook while it is open."""
_WINDOWS_SHARING_VIOLATION = 32


def save_atomic(data: bytes, path: Path) -> Path:
    """Writes `data` to `path`, keeping the file mode; the path really written is returned.

    A workbook that is open in Excel, WPS or LibreOffice is left alone; the data then goes to a new file
    beside it, `<name>（另存HHMM）`, and the caller has to tell the person so.

    Raises:
        XltoolsError: disk full, folder missing or read-only, name impossible; nothing is left behind.
        LockedError: the folder's other names are locked too.
    """
    path = Path(path)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        raise _explained(error, path, written=False) from error
    if is_folder:
        raise XltoolsError(f"无法保存：“{path}”是文件夹；请另换一个文件名。")
    if is_there and is_open_elsewhere(path):
        return _replace(data, _beside(path))
    try:
        return _replace(data, path)
    except LockedError:
        return _replace(data, _beside(path))


def is_open_elsewhere(path: Path) -> bool:
    """Whether an office program left its owner file beside the workbook."""
    return any(path.with_name(pattern.format(name=path.name)).exists() for pattern in _OWNER_FILES)


def _beside(path: Path) -> Path:
    stem = f"{path.stem}（另存{datetime.now():%H%M}"
    candidate = path.with_name(f"{stem}）{path.suffix}")
    number = 0
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{stem}-{number}）{path.suffix}")
    return candidate


def _replace(data: bytes, path: Path) -> Path:
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".xltools-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        raise _explained(error, path, written=temporary is not None) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
    _sync_folder(path.parent)
    return path


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the rename itself is durable enough.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explained(error: OSError, path: Path, *, written: bool) -> XltoolsError:
    code = error.errno
    if isinstance(error, PermissionError) or getattr(error, "winerror", None) == _WINDOWS_SHARING_VIOLATION:
        if written:
            return LockedError(f"无法保存“{path}”：文件正被其他程序占用；请关闭 Excel/WPS 中的该文件后再试。")
        return XltoolsError(
            f"无法保存“{path}”：文件夹“{path.parent}”不允许写入；请换一个文件夹，或取得写入权限后再试。"
        )
    if code in (errno.ENOENT, errno.ENOTDIR):
        return XltoolsError(f"无法保存“{path}”：文件夹“{path.parent}”不存在；请先建立该文件夹。")
    if code in (errno.ENOSPC, errno.EDQUOT):
        return XltoolsError(f"无法保存“{path}”：磁盘空间不足；请清理磁盘后再试，原文件未改动。")
    if code == errno.EROFS:
        return XltoolsError(f"无法保存“{path}”：所在磁盘是只读的；请换一个文件夹再试。")
    if code in (errno.ENAMETOOLONG, errno.EINVAL):
        return XltoolsError(f"无法保存“{path}”：文件名过长或含有不允许的字符；请换一个文件名。")
    return XltoolsError(f"无法保存“{path}”（{reason_of(error)}）；请检查磁盘或网络后再试，原文件未改动。")
