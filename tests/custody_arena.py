"""Processes killed at random moments: run as a program of its own, it forks one after another and kills each.

    python custody_arena.py fill|mark FOLDER SEED KILLS

It prints JSON: how often the kill came before, amid and after the writing, and what was wrong then.
"""

import contextlib
import hashlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xltools.tasks.fill import fill
from xltools.tasks.mark import mark


@dataclass(frozen=True)
class Trial:
    """`run` writes `output`, which holds `before` and is to hold `after`; `inputs` are not to change."""

    run: Callable[[], object]
    output: Path
    before: bytes | None
    after: bytes
    inputs: Path


def fill_trial(folder: Path, chance: random.Random) -> Trial:
    """Filled over what the other of two departments left there, or for the first time."""
    source = folder / chance.choice(("甲", "乙"))
    output = folder / "out" / "公开.xlsx"
    if chance.random() < 0.2:
        output.unlink(missing_ok=True)
    after = (folder / f"{source.name}.xlsx").read_bytes()
    return Trial(lambda: fill(source, output), output, read(output), after, source)


def mark_trial(folder: Path, _chance: random.Random) -> Trial:
    """Marked in place."""
    output = folder / "out" / "有错.xlsx"
    output.write_bytes(before := (folder / "有错.xlsx").read_bytes())
    return Trial(lambda: mark(output), output, before, (folder / "标错.xlsx").read_bytes(), folder / "甲")


TRIALS: Mapping[str, Callable[[Path, random.Random], Trial]] = {"fill": fill_trial, "mark": mark_trial}


def read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def digest(folder: Path) -> str:
    content = b"".join(path.name.encode() + path.read_bytes() for path in sorted(folder.iterdir()))
    return hashlib.sha256(content).hexdigest()


def in_the_making(folder: Path) -> bool:
    return any(name.startswith(".xltools-") for name in names(folder))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def killed(trial: Trial, chance: random.Random, seconds: float) -> None:
    """Half of the kills come at any moment, half of them while the file is being written."""
    folder = trial.output.parent
    known = names(folder)
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            trial.run()
        os._exit(0)
    until = time.monotonic() + chance.uniform(0, seconds)
    amid = chance.random() < 0.5
    while amid and names(folder) <= known and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.0002)
    if amid:
        until = time.monotonic() + chance.uniform(0, 0.004)
    time.sleep(max(0.0, until - time.monotonic()))
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def main(kind: str, folder: Path, seed: int, kills: int) -> dict[str, object]:
    chance = random.Random(seed)
    started = time.monotonic()
    TRIALS[kind](folder, chance).run()
    seconds = time.monotonic() - started
    came: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(kills):
        trial = TRIALS[kind](folder, chance)
        inputs = digest(trial.inputs)
        killed(trial, chance, seconds)
        now = read(trial.output)
        half = in_the_making(trial.output.parent)
        came["after" if now == trial.after else "amid" if half else "before"] += 1
        # The first run was slower than those after it, and how busy the machine is changes all the time.
        seconds *= 0.85 if now == trial.after else 1.2
        if now not in (trial.before, trial.after):
            wrong.append(f"kill {number}: neither the old file nor the new one")
        if digest(trial.inputs) != inputs:
            wrong.append(f"kill {number}: the inputs are not what they were")
    last = TRIALS[kind](folder, chance)
    last.run()
    if read(last.output) != last.after:
        wrong.append("the next run did not write the new file")
    if in_the_making(last.output.parent):
        wrong.append("the next run left what the killed ones had begun")
    return {"came": came, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
