"""An experiment: a workbook open in WPS on Windows, reached the way xlwings reaches Excel.

WPS offers an interface much like Excel's, but xlwings does not support it and nobody has measured how far the two
agree. So this is used only where the person asked for it (XLTOOLS_WPS=1), with a warning.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlwings import Book

_PROGRAMS = ("Ket.Application", "ET.Application")
"""What WPS spreadsheets register themselves as, newer versions first."""


def is_wanted() -> bool:
    """Whether the person asked for the experiment, on a system where it can work."""
    return os.environ.get("XLTOOLS_WPS") == "1" and sys.platform.startswith("win")


def open_in_wps(path: Path) -> Book | None:
    """The workbook as it is open in a running WPS; None where it is not, or WPS does not answer."""
    import xlwings
    from pywintypes import com_error  # type: ignore[import-untyped]
    from win32com.client import GetActiveObject  # type: ignore[import-untyped]

    for program in _PROGRAMS:
        try:
            native = GetActiveObject(program)
        except com_error:
            continue
        # xlwings finds Excel by its window; there is no public way to hand it another program.
        app = xlwings.App(impl=xlwings._xlwindows.App(xl=native))  # type: ignore[attr-defined]
        for book in app.books:
            if os.path.normcase(book.fullname) == os.path.normcase(path):
                return book
    return None
