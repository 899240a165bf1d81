"""Copies of the sample department with other facts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oracles.expected_tables import SAMPLE


def sample_with(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A copy of its inputs in a new folder, the facts of unit.json changed."""
    shutil.copytree(SAMPLE, folder, copy_function=shutil.copyfile)
    path = folder / "unit.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    change(facts)
    path.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return folder
