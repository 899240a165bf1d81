"""How long and how much memory one department may take."""

from __future__ import annotations

from dataclasses import dataclass

from xltools.office.libreoffice import TIME_LIMIT as LIBREOFFICE_SECONDS

_SECONDS = LIBREOFFICE_SECONDS + 30.0
"""LibreOffice, which a check may have to wait for, is to be given up before the check is; a department of 20,000
lines takes three seconds to fill, on an old PC under load ten times that."""
_MEGABYTES = 2048
"""A department of 20,000 lines takes a tenth; with more, a small PC would swap until nobody can work on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For each department: seconds of work, and megabytes (MiB) above what its process holds at the start.

    Memory is limited on Linux only; elsewhere the system does not keep such limits.
    """

    seconds: float = _SECONDS
    megabytes: int = _MEGABYTES
