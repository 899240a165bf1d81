"""Inputs to measure with: the sample department, and one with a thousand lines made from it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from xltools.resources import sample_path

LARGE_LINES = 1000


def sample(folder: Path) -> Path:
    """A copy of the sample inputs."""
    return Path(shutil.copytree(sample_path(), folder))


def large(folder: Path) -> Path:
    """The sample with its lines of 支出明细 repeated to a thousand, each with an amount of its own."""
    source = sample(folder)
    path = source / "basic_expenditure.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        for number in range(LARGE_LINES):
            row = rows[number % len(rows)]
            writer.writerow([*row[:-1], 1000 + 7 * number])
    return source
