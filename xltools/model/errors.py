"""What stops a task: an XltoolsError carries one sentence for the person at the keyboard."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


class XltoolsError(Exception):
    """The tool cannot do what was asked; `str(error)` is one Chinese sentence: what, where, how to mend."""

    exit_code = 2
    work: tuple[str, bytes] | None = None
    """Name and content of a finished file that could not be saved where it was wanted."""


class LockedError(XltoolsError):
    """Another program holds the file or folder."""

    exit_code = 11


@dataclass(frozen=True, slots=True)
class InputFault:
    """One thing wrong, or noteworthy, in what a clerk handed in.

    `row` counts as the person sees it: the line of the CSV file or the row of the sheet, headings included.
    """

    severity: Literal["error", "warning", "info"]
    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    remedy: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f" 第{self.row}行"
        if self.column is not None:
            place += f"“{self.column}”"
        shown = "" if self.value is None else f"，现为“{self.value}”"
        return f"{place}{shown}：{self.message}。{self.remedy}"


class InputError(XltoolsError):
    """The inputs hold faults of severity error; every fault found is in `faults`."""

    def __init__(self, faults: Sequence[InputFault]) -> None:
        self.faults = tuple(faults)
        errors = [fault for fault in self.faults if fault.severity == "error"]
        lines = "\n".join(f"  {fault}" for fault in errors)
        super().__init__(f"输入数据有 {len(errors)} 处错误，没有写出任何文件：\n{lines}")


_SYSTEM_REASONS = {
    errno.ENOENT: "不存在",
    errno.EEXIST: "已有同名文件",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件大小超过了系统的限制",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "名称中有不允许的字符",
    errno.EBUSY: "正被其他程序使用",
    errno.EIO: "读写出错",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in Chinese; its own words are in the language of the machine."""
    known = _SYSTEM_REASONS.get(error.errno or 0)
    return known or (f"系统错误 {error.errno}" if error.errno else "系统未说明原因")
