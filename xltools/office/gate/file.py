"""Reading a file whole: only files, none too large, and each refusal a sentence."""

from __future__ import annotations

import stat
from pathlib import Path

from xltools.model.errors import LockedError, XltoolsError, reason_of
from xltools.office.gate.zip_rules import MAX_FILE_SIZE


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        XltoolsError: missing, a folder, no file at all (a pipe, a device), too large, or unreadable.
        LockedError: another program holds it.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise XltoolsError(f"“{path}”是文件夹，不是工作簿；请指定其中的 .xlsx 文件。")
        if not stat.S_ISREG(about.st_mode):
            raise XltoolsError(f"“{path}”不是普通文件（可能是管道或设备），无法读取；请指定 .xlsx 文件。")
        if about.st_size > MAX_FILE_SIZE:
            limit, size = MAX_FILE_SIZE // 1024**2, about.st_size // 1024**2
            raise XltoolsError(
                f"“{path}”有 {size} MB，超过 {limit} MB 的上限，已拒绝读取；请检查是否选错文件，或删去图片后另存。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise XltoolsError(f"找不到文件“{path}”；请检查路径和文件名。") from None
    except PermissionError:
        raise LockedError(f"“{path}”正被其他程序占用或没有读取权限；请关闭后再试。") from None
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "名称中有不允许的字符"
        raise XltoolsError(f"无法读取“{path}”（{reason}）；请检查磁盘或网络后再试。") from None
