"""Where a task puts the workbook it has finished: a file, or a workbook open in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from xltools.office.workbook import Workbook


class Destination(Protocol):
    """Something that takes a finished workbook."""

    def put(self, finished: Workbook) -> Path:
        """Takes it; gives the file where it stands.

        Raises:
            XltoolsError: it cannot be written.
        """


Output = Path | str | Destination
"""A file to write, or another destination."""


def put(finished: Workbook, output: Output) -> Path:
    """Puts a finished workbook where it belongs; a file that is open elsewhere is left alone, see Workbook.save.

    Raises:
        XltoolsError: it cannot be written; nothing is half written.
    """
    if isinstance(output, Path | str):
        return finished.save(Path(output))
    return output.put(finished)


@dataclass(frozen=True, slots=True)
class InPlace:
    """The very file that a program has open and asked to be changed; it will be opened again afterwards."""

    path: Path

    def put(self, finished: Workbook) -> Path:
        """Writes over the file; beside it where the system does not let go of it."""
        return finished.save(self.path, even_if_open=True)
