"""The computer the buttons are to work on."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import util
from pathlib import Path
from typing import Literal

from xltools.office.registry import Registry, system_registry

System = Literal["windows", "macos", "other"]


@dataclass(frozen=True, slots=True)
class Computer:
    """What is asked of a computer; in tests another one stands in."""

    system: System
    python: Path
    """The interpreter that runs now."""
    registry: Registry | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    which: Callable[[str], str | None] = shutil.which
    has_module: Callable[[str], bool] = lambda name: util.find_spec(name) is not None


def this_computer() -> Computer:
    """The one we are on."""
    systems: dict[str, System] = {"win32": "windows", "darwin": "macos"}
    return Computer(systems.get(sys.platform, "other"), Path(sys.executable), system_registry(), os.environ)
