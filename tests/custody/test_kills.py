"""kill -9 at random moments: nothing is lost, nothing is half written, nothing is left lying about."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from batch_tasks import departments
from command_line import ROOT, copy_of_sample
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from xltools.batch.journal import JOURNAL
from xltools.tasks.fill import fill
from xltools.tasks.mark import mark

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and kills by a POSIX signal")
TESTS = ROOT / "tests"
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(ROOT)])}


@pytest.fixture(scope="module")
def seed() -> int:
    """Another one every time; `XLTOOLS_SEED` repeats a run that failed."""
    return int(os.environ.get("XLTOOLS_SEED", random.SystemRandom().randrange(10**6)))


SMALL = Shape(units=1, lines=20, projects=2)
"""A department that is soon marked: what is tried is the writing."""


@pytest.fixture(scope="module")
def arena(tmp_path_factory) -> Path:
    """Two departments and what is to come of them; one of them small and with an error."""
    folder = tmp_path_factory.mktemp("arena")
    (folder / "out").mkdir()
    for name in ("甲", "乙"):
        copy_of_sample(folder / name)
    projects = folder / "乙" / "projects.csv"
    projects.write_text(projects.read_text("utf-8-sig").replace("100000", "200000"), encoding="utf-8-sig")
    for name in ("甲", "乙"):
        fill(folder / name, folder / f"{name}.xlsx")
    assert (folder / "甲.xlsx").read_bytes() != (folder / "乙.xlsx").read_bytes()
    small = fill(make_department(folder / "小", 7, SMALL), folder / "小.xlsx").path
    workbook = openpyxl.load_workbook(small, data_only=True)
    sheet = next(sheet for sheet in workbook if sheet.title.startswith("表5 "))
    sheet["D6"] = sheet["D6"].value + 45
    workbook.save(folder / "有错.xlsx")
    mark(folder / "有错.xlsx", folder / "标错.xlsx")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "kills"), [("fill", 80), ("mark", 80)])
def test_a_file_is_the_old_one_or_the_new_one(arena, seed, kind, kills):
    run = subprocess.run(
        [sys.executable, TESTS / "custody_arena.py", kind, arena, str(seed), str(kills)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["wrong"] == [], f"seed {seed}"
    # Else nothing was tried.
    assert told["came"]["before"] + told["came"].get("amid", 0) > kills / 4
    assert told["came"].get("amid", 0) + told["came"].get("after", 0) > kills / 10


BATCH = """
import sys
from batch_tasks import Slow
from xltools.batch import run_batch

if __name__ == "__main__":
    run_batch(Slow(), sys.argv[1], sys.argv[2], 2, lambda result, *_: print(result.name, flush=True), resume=True)
"""


@pytest.mark.slow
def test_a_batch_killed_again_and_again(tmp_path, seed):
    """Forty times, each time gone on with: nothing is done twice, and the end is that of an unbroken run."""
    chance = random.Random(seed)
    in_dir = departments(tmp_path / "in", {f"{number}局": "done" for number in range(120)})
    script = tmp_path / "batch.py"
    script.write_text(BATCH, encoding="utf-8")
    inputs = contents(in_dir)
    done: list[str] = []
    for _ in range(40):
        if len(done) >= 100:
            # One more could be the last department, and a batch begun after the end starts over.
            break
        done += killed_batch(script, in_dir, tmp_path / "out", chance)
        for path in (tmp_path / "out").glob("*.xlsx"):
            assert path.read_text("utf-8") == "done" * 1000, f"seed {seed}"
    done += run_batch_script(script, in_dir, tmp_path / "out").stdout.split()
    run_batch_script(script, in_dir, tmp_path / "unbroken")
    assert contents(tmp_path / "out") == contents(tmp_path / "unbroken"), f"seed {seed}"
    assert contents(in_dir) == inputs
    assert len(done) == len(set(done)), f"seed {seed}"
    assert not (tmp_path / "out" / JOURNAL).exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed_batch(script: Path, in_dir: Path, out_dir: Path, chance: random.Random) -> list[str]:
    """Kills the batch after a department or two: as a person would from a list of processes, or all at once."""
    enough = chance.randint(1, 3)
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, script, in_dir, out_dir],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as batch:
        assert batch.stdout is not None
        while len(told) < enough and (line := batch.stdout.readline()):
            told.append(line.strip())
        time.sleep(chance.uniform(0, 0.02))
        if chance.random() < 0.5:
            batch.kill()
        else:
            os.killpg(batch.pid, signal.SIGKILL)
        told += batch.stdout.read().split()
    return told


def run_batch_script(script: Path, in_dir: Path, out_dir: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, script, in_dir, out_dir], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
