"""LibreOffice as the printer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from oracles import libreoffice


def convert_to_pdf(write: Callable[[Path], object], target: Path) -> None:
    """The workbook that `write` puts into a file, as the PDF file `target`."""
    with tempfile.TemporaryDirectory() as name:
        workbook = Path(name, "workbook.xlsx")
        write(workbook)
        shutil.move(libreoffice.to_pdf(workbook), target)
