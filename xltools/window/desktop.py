"""Handing files to the programs of the desktop."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from xltools.model.errors import XltoolsError, reason_of


def open_file(path: Path) -> None:
    """Opens a file or folder in the program the system has for it; does not wait for it.

    Raises:
        XltoolsError: it is not there, or the system has no program for it.
    """
    if not path.exists():
        raise XltoolsError(f"找不到“{path}”；请检查它是否已改名或移走。")
    try:
        if sys.platform == "win32":
            import os

            os.startfile(path)
            return
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        if shutil.which(opener) is None:
            raise XltoolsError(f"系统没有 {opener}，不能代为打开；请自己打开“{path}”。")
        subprocess.Popen(
            [opener, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise XltoolsError(f"打不开“{path}”（{reason_of(error)}）；请自己打开它。") from error


def open_folder_of(path: Path) -> None:
    """Opens the folder a file is in; a folder itself.

    Raises:
        XltoolsError: as `open_file`.
    """
    open_file(path if path.is_dir() else path.parent)
