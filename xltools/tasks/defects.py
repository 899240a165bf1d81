"""What becomes of an error nobody foresaw: one sentence for the clerk, a file for the maintainer."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from pathlib import Path

from xltools.tasks.version import version


def describe(error: Exception) -> str:
    """One sentence in Chinese; the traceback is saved and the sentence says where."""
    saved = save("".join(traceback.format_exception(error)))
    where = f"详细情况已存入“{saved}”，请连同这个文件" if saved else "请"
    return f"程序出错了（{type(error).__name__}），这是程序的缺陷，不是您的数据有问题；{where}告诉维护人员。"


def save(tracebacks: str) -> Path | None:
    """Saves tracebacks to a new file of the temporary folder; None where not even that is possible."""
    about = f"xltools {version()}, Python {platform.python_version()}, {platform.platform()}\n\n"
    try:
        handle, name = tempfile.mkstemp(prefix="xltools-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(about + tracebacks)
    except OSError:
        return None
    return Path(name)
