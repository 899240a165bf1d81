"""How long and how much memory one department may take."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

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


def limit_memory(megabytes: int) -> None:
    """Lets this process grow by so much from now on; more raises MemoryError or ends it."""
    # macOS accepts such a limit and does not keep it; Windows has none.
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    wanted = pages * resource.getpagesize() + megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
