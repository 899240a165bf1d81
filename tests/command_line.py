"""Runs xltools as a person does, in a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltools.resources import sample_path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """What a command line answered; `text` is both streams."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


def xltools(
    *arguments: str | Path, cwd: Path, encoding: str = "utf-8", env: Mapping[str, str] | None = None
) -> Run:
    """`xltools ARGUMENTS` on a console of an encoding."""
    settings = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    settings |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, **(env or {})}
    finished = subprocess.run(
        [sys.executable, "-m", "xltools", *arguments], cwd=cwd, env=settings, capture_output=True, check=False
    )
    return Run(finished.returncode, finished.stdout.decode(encoding), finished.stderr.decode(encoding))


def copy_of_sample(folder: Path) -> Path:
    """The sample department's inputs in a folder of one's own."""
    shutil.copytree(sample_path(), folder, copy_function=shutil.copyfile)
    return folder
