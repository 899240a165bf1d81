"""LibreOffice as the printer."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

_SECONDS = 120


def convert_to_pdf(write: Callable[[Path], object], target: Path) -> None:
    """The workbook that `write` puts into a file, as the PDF file `target`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = folder / "workbook.xlsx"
        write(workbook)
        command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", name, str(workbook)]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        shutil.move(folder / "workbook.pdf", target)
