"""launchers: a file of the desktop that opens the window, for a workbook that is dropped on it.

On Windows 拖到这里.bat finds the interpreter itself; the others hold its path.
"""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.save import save_atomic
from xltools.resources import launchers_path
from xltools.tasks.examining.computer import Computer, System

NAMES: dict[System, str] = {
    "windows": "拖到这里.bat",
    "macos": "打开窗口.command",
    "other": "xltools.desktop",
}
_PYTHON = "{python}"


def launcher(computer: Computer) -> tuple[str, bytes]:
    """The name and the content of the launcher for a computer.

    Raises:
        XltoolsError: the installation is incomplete.
    """
    name = NAMES[computer.system]
    try:
        content = (launchers_path() / name).read_bytes()
    except OSError as error:
        raise XltoolsError("程序自带的启动文件读不出来，安装不完整；请重新安装 xltools。") from error
    path = str(computer.python)
    quoted = {"windows": "", "macos": shlex.quote(path), "other": _desktop_quoted(path)}[computer.system]
    return name, content.replace(_PYTHON.encode(), quoted.encode("utf-8", "surrogateescape"))


def write_launcher(folder: Path, computer: Computer) -> str:
    """Puts the launcher into a folder, in place of an older one; gives its name.

    Raises:
        XltoolsError: the folder cannot be written, or the installation is incomplete.
    """
    name, content = launcher(computer)
    written = save_atomic(content, folder / name)
    make_startable(written)
    return written.name


def make_startable(path: Path) -> None:
    """Lets the desktop start a launcher; on Windows the name is enough."""
    with contextlib.suppress(OSError):  # Some network folders know no such thing.
        path.chmod(0o755)


def _desktop_quoted(path: str) -> str:
    """As the Desktop Entry Specification has an argument of Exec: quoted, and escaped once more as a string."""
    for special in '\\"`$':
        path = path.replace(special, f"\\{special}")
    return f'"{path}"'.replace("\\", "\\\\").replace("%", "%%")
