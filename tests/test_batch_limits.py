"""Departments that hang, eat memory or crash: each costs one line of the summary, told in one sentence."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch_tasks import Obey, departments
from xltools.batch import Limits, run_batch

FIVE = {"1局": "done", "2局": "done", "3局": "done", "4局": "done", "10局": "done"}
LIMITS = Limits(seconds=3, megabytes=256)
jobs = pytest.mark.parametrize("jobs", [1, 2])
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
posix = pytest.mark.skipif(sys.platform == "win32", reason="dies by a POSIX signal")


def failures(tmp_path, fates, jobs, limits=LIMITS):
    in_dir = departments(tmp_path / "in", FIVE | fates)
    summary = run_batch(Obey(), in_dir, tmp_path / "out", jobs, limits=limits)
    assert [result.name for result in summary.results] == [*FIVE]
    for name in FIVE.keys() - fates.keys():
        assert (tmp_path / "out" / f"{name}.xlsx").exists()
    return {result.name: result.message for result in summary.failed}


@jobs
@pytest.mark.parametrize("fate", ["hanging", "hanging in C"])
def test_one_that_hangs_is_stopped(tmp_path, jobs, fate):
    (message,) = failures(tmp_path, {"2局": fate}, jobs).values()
    assert message.startswith("处理了 3 秒还没有完成，已停止")


@posix
@jobs
@pytest.mark.parametrize("fate", ["aborted", "crashed"])
def test_one_that_crashes_is_named(tmp_path, jobs, fate):
    failed = failures(tmp_path, {"1局": fate, "3局": fate}, jobs)
    assert [*failed] == ["1局", "3局"]
    assert all(message.startswith("处理时程序崩溃，多半是文件已损坏") for message in failed.values())


@linux
@jobs
def test_one_that_eats_memory_is_stopped(tmp_path, jobs):
    (message,) = failures(tmp_path, {"10局": "eating"}, jobs).values()
    assert message.startswith("需要的内存超过 256 MB 的上限，已停止")


@linux
def test_memory_below_the_limit_is_given(tmp_path):
    """The limit counts from what the process holds at its start, not from nothing."""
    assert failures(tmp_path, {}, 2, Limits(megabytes=32)) == {}


def test_one_that_ends_the_program_is_named(tmp_path):
    (message,) = failures(tmp_path, {"4局": "left"}, 1).values()
    assert message.startswith("处理时程序意外退出（代码 7）")


@posix
def test_all_may_die(tmp_path):
    assert [*failures(tmp_path, dict.fromkeys(FIVE, "killed"), 2)] == [*FIVE]


INTERRUPTED = """
import sys
from batch_tasks import Obey
from xltools.batch import run_batch

if __name__ == "__main__":
    try:
        run_batch(Obey(), sys.argv[1], sys.argv[2], 2, lambda *told: print("done", flush=True))
    except KeyboardInterrupt:
        print("interrupted")
"""


@posix
def test_an_interruption_ends_every_process(tmp_path):
    """Ctrl+C on a terminal reaches all processes, also one at work on a department that hangs.

    Of these and of one that crashes, nothing is printed.
    """
    in_dir = departments(tmp_path / "in", {"1局": "hanging", "2局": "aborted", "3局": "hanging"})
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    tests = Path(__file__).parent
    with subprocess.Popen(
        [sys.executable, script, in_dir, tmp_path / "out"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as batch:
        assert batch.stdout.readline() == "done\n"
        os.killpg(batch.pid, signal.SIGINT)
        assert batch.communicate() == ("interrupted\n", "")
    assert not (tmp_path / "out" / "summary.json").exists()
    while group_exists(batch.pid):
        time.sleep(0.05)


def group_exists(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
