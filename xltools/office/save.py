"""Writing a finished file so that there is always either the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from xltools.model.errors import LockedError, XltoolsError, reason_of
from xltools.office.temporary import sweep, temporary_in

_OWNER_FILES = ("~${name}", ".~{name}", ".~lock.{name}#")
"""What Excel, WPS and LibreOffice put beside a workbook while it is open."""
_WINDOWS_SHARING_VIOLATION = 32
_MISTYPED = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL)
"""The path is wrong: to be typed again."""


def save_atomic(data: bytes, path: Path, *, even_if_open: bool = False) -> Path:
    """Writes `data` to `path`, keeping the file mode; the path really written is returned.

    A workbook that is open in Excel, WPS or LibreOffice or is read-only is left alone; the data then goes to a
    new file beside it, `<name>（另存HHMM）`, and the caller has to tell the person so.

    Args:
        even_if_open: write over it all the same; for the program that has it open and will read it again.

    Raises:
        XltoolsError: disk full, folder missing or read-only, name impossible; nothing is left behind. Its `work`
            is for `keep_elsewhere`.
        LockedError: the folder's other names are locked too.
    """
    try:
        return save_written(lambda file: file.write(data), path, even_if_open=even_if_open)
    except XltoolsError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno not in _MISTYPED:
            error.work = (Path(path).name, data)
        raise


def save_written(write: Callable[[BinaryIO], object], path: Path, *, even_if_open: bool = False) -> Path:
    """`save_atomic` for what is too large to be held as one: `write` is given the open file, perhaps twice."""
    path = Path(path)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        raise _explained(error, path, written=False) from error
    if is_folder:
        raise XltoolsError(f"无法保存：“{path}”是文件夹；请另换一个文件名。")
    if is_there and ((is_open_elsewhere(path) and not even_if_open) or is_read_only(path)):
        return _replace(write, _beside(path))
    try:
        return _replace(write, path)
    except LockedError:
        return _replace(write, _beside(path))


def keep_elsewhere(error: XltoolsError) -> Path | None:
    """Saves the work that could not be saved where it was wanted; None if there is none, or nowhere is room."""
    if error.work is None:
        return None
    name, data = error.work
    for choose in (tempfile.gettempdir, Path.home):
        with contextlib.suppress(OSError, RuntimeError, XltoolsError):
            return save_atomic(data, Path(tempfile.mkdtemp(prefix="xltools-", dir=choose())) / name)
    return None


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


def _replace(write: Callable[[BinaryIO], object], path: Path) -> Path:
    written = False
    sweep(path.parent)
    try:
        with temporary_in(path.parent) as (file, temporary):
            written = True
            write(file)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(_mode(path))
            if sys.platform == "win32":
                file.close()
            temporary.replace(path)
    except OSError as error:
        raise _explained(error, path, written=written) from error
    _sync_folder(path.parent)
    return path


def is_read_only(path: Path) -> bool:
    """Whether somebody said that the file is not to be written."""
    return not path.stat().st_mode & 0o222


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
