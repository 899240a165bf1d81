"""Opening the window, or saying why there can be none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.model.errors import XltoolsError

if TYPE_CHECKING:
    from tkinter import Tk

_MILLISECONDS_BETWEEN_SIGNALS = 400


def open_window(path: Path | None) -> None:
    """Shows the window for a workbook, or a folder of inputs, until it is closed; None: to be chosen there.

    Raises:
        XltoolsError: no such file, Python without tkinter, or no desktop to show a window on.
    """
    if path is not None and not path.exists():
        raise XltoolsError(f"找不到“{path}”；请检查路径和文件名。")
    root = _root()
    from xltools.window.main_window import MainWindow

    MainWindow(root, path.absolute() if path else None)
    _listen_to_signals(root)
    root.mainloop()


def _root() -> Tk:
    try:
        import tkinter
    except ImportError as error:
        raise XltoolsError(
            f"这台电脑的 Python 没有窗口组件 tkinter，打不开窗口。{_how_to_get_tkinter()}"
        ) from error
    _sharp_on_windows()
    try:
        return tkinter.Tk(baseName="xltools", className="Xltools")
    except tkinter.TclError as error:
        raise XltoolsError(
            "没有可以显示窗口的桌面。请在电脑的桌面环境中运行，或直接用命令，如 xltools check 工作簿.xlsx。"
        ) from error


def _how_to_get_tkinter() -> str:
    if sys.platform == "win32":
        return "请重新运行 Python 的安装程序，选 Modify，勾选“tcl/tk and IDLE”；也可以直接用命令，如 xltools check。"
    if sys.platform == "darwin":
        return (
            "请运行 brew install python-tk，或安装 python.org 的 Python；也可以直接用命令，如 xltools check。"
        )
    return "请安装，如 sudo apt install python3-tk；也可以直接用命令，如 xltools check。"


def _sharp_on_windows() -> None:
    """Otherwise Windows draws the window small and enlarges the picture."""
    if sys.platform == "win32":
        import contextlib
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


def _listen_to_signals(root: Tk) -> None:
    """Python sees Ctrl+C in the terminal only when it runs; while nothing happens in the window it does not."""
    root.after(_MILLISECONDS_BETWEEN_SIGNALS, _listen_to_signals, root)
