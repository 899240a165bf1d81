"""A batch that was cut off goes on where it stopped, and ends as if nothing had happened."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch_tasks import Counting, StubCheck, departments, workbooks
from xltools.batch import run_batch
from xltools.batch.journal import JOURNAL
from xltools.model.errors import LockedError, XltoolsError

SIX = ["1局", "2局", "3局", "4局", "5局", "10局"]


class CutOffError(Exception):
    """Stands for whatever ends a batch."""


def cut_off_after(count):
    def progress(result, done, total):
        if done == count:
            raise CutOffError

    return progress


@pytest.fixture
def in_dir(tmp_path):
    return departments(tmp_path / "in", dict.fromkeys(SIX, "done"))


@pytest.fixture
def task(tmp_path):
    return Counting(log=str(tmp_path / "log"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cut_off(task, in_dir, out_dir, after=3):
    with pytest.raises(CutOffError):
        run_batch(task, in_dir, out_dir, 1, cut_off_after(after))


@pytest.mark.parametrize("after", range(1, 7))
def test_it_ends_as_if_it_had_not_been_cut_off(tmp_path, in_dir, task, after):
    unbroken, resumed = tmp_path / "unbroken", tmp_path / "resumed"
    run_batch(task, in_dir, unbroken, 1)
    cut_off(task, in_dir, resumed, after)
    summary = run_batch(task, in_dir, resumed, 1, resume=True)
    assert contents(resumed) == contents(unbroken)
    assert [result.name for result in summary.results] == SIX
    assert summary.resumed == after


def test_nothing_is_done_twice(tmp_path, in_dir, task):
    cut_off(task, in_dir, tmp_path / "out")
    run_batch(task, in_dir, tmp_path / "out", 1, resume=True)
    assert task.done() == SIX


def test_without_resume_everything_is_done_again(tmp_path, in_dir, task):
    cut_off(task, in_dir, tmp_path / "out")
    summary = run_batch(task, in_dir, tmp_path / "out", 1)
    assert task.done() == [*SIX[:3], *SIX]
    assert summary.resumed == 0


def test_after_a_complete_batch_there_is_nothing_to_go_on_with(tmp_path, in_dir, task):
    run_batch(task, in_dir, tmp_path / "out", 1)
    assert not (tmp_path / "out" / JOURNAL).exists()
    run_batch(task, in_dir, tmp_path / "out", 1, resume=True)
    assert task.done() == SIX * 2


def change_inputs(in_dir, out_dir):
    (in_dir / "2局" / "do").write_text("warned", encoding="utf-8")


def add_an_input(in_dir, out_dir):
    (in_dir / "2局" / "更多.csv").touch()


def change_the_result(in_dir, out_dir):
    (out_dir / "2局.xlsx").write_bytes(b"edited")


def remove_the_result(in_dir, out_dir):
    (out_dir / "2局.xlsx").unlink()


@pytest.mark.parametrize("change", [change_inputs, add_an_input, change_the_result, remove_the_result])
def test_what_has_changed_since_is_done_again(tmp_path, in_dir, task, change):
    out_dir = tmp_path / "out"
    cut_off(task, in_dir, out_dir)
    change(in_dir, out_dir)
    run_batch(task, in_dir, out_dir, 1, resume=True)
    assert task.done() == [*SIX[:3], "2局", *SIX[3:]]
    assert (out_dir / "2局.xlsx").read_text("utf-8") == (in_dir / "2局" / "do").read_text("utf-8")


def test_other_settings_begin_anew(tmp_path, in_dir, task):
    cut_off(task, in_dir, tmp_path / "out")
    other = Counting(log=task.log, setting="other")
    assert run_batch(other, in_dir, tmp_path / "out", 1, resume=True).resumed == 0
    assert task.done() == [*SIX[:3], *SIX]


def test_one_that_failed_is_tried_again(tmp_path, in_dir, task):
    (in_dir / "2局" / "do").write_text("refused", encoding="utf-8")
    cut_off(task, in_dir, tmp_path / "out")
    run_batch(task, in_dir, tmp_path / "out", 1, resume=True)
    assert task.done() == [*SIX[:3], "2局", *SIX[3:]]


def test_a_department_that_is_gone_is_not_in_the_summary(tmp_path, in_dir, task):
    cut_off(task, in_dir, tmp_path / "out")
    shutil.rmtree(in_dir / "1局")
    summary = run_batch(task, in_dir, tmp_path / "out", 1, resume=True)
    assert [result.name for result in summary.results] == SIX[1:]


@pytest.mark.parametrize("left", range(0, 400, 7))
def test_a_journal_that_ends_anywhere(tmp_path, in_dir, task, left):
    """What a power cut leaves of the last lines is no reason to stop, and never taken for done."""
    out_dir, unbroken = tmp_path / "out", tmp_path / "unbroken"
    (out_dir).mkdir()
    cut_off(task, in_dir, out_dir)
    run_batch(task, in_dir, unbroken, 1)
    whole = (out_dir / JOURNAL).read_bytes()
    (out_dir / JOURNAL).write_bytes(whole[: len(whole) - left] + b"\0" * (left % 3))
    run_batch(task, in_dir, out_dir, 1, resume=True)
    assert contents(out_dir) == contents(unbroken)


def test_records_come_from_both_parts(tmp_path):
    words = {f"{number}局.xlsx": "error warning" for number in range(1, 6)} | {"6局.xlsx": "unreadable"}
    in_dir = workbooks(tmp_path / "in", words)
    unbroken, resumed = tmp_path / "unbroken", tmp_path / "resumed"
    run_batch(StubCheck(), in_dir, unbroken, 1)
    cut_off(StubCheck(), in_dir, resumed)
    assert run_batch(StubCheck(), in_dir, resumed, 1, resume=True).resumed == 3
    assert contents(resumed) == contents(unbroken)
    assert len((resumed / "findings.jsonl").read_text("utf-8").splitlines()) == 6


def test_faults_survive(tmp_path, in_dir, task):
    (in_dir / "1局" / "do").write_text("warned", encoding="utf-8")
    cut_off(task, in_dir, tmp_path / "out")
    summary = run_batch(task, in_dir, tmp_path / "out", 1, resume=True)
    assert summary.results[0].count("warning") == 1
    written = json.loads(summary.path.read_text("utf-8"))
    assert written["departments"][0]["faults"][0]["message"] == "没有绩效指标"


def test_a_second_batch_into_the_same_folder(tmp_path, in_dir, task):
    out_dir = tmp_path / "out"
    refused = []

    def second(result, done, total):
        with pytest.raises(LockedError, match="另一个批量处理正在使用输出文件夹") as caught:
            run_batch(task, in_dir, out_dir, 1, resume=True)
        refused.append(caught.value.exit_code)

    run_batch(task, in_dir, out_dir, 1, second)
    assert refused == [11] * 6
    assert task.done() == SIX


HOLDER = """
import sys
from pathlib import Path
from xltools.batch.output_folder import OutputFolder

folder = OutputFolder(Path(sys.argv[1]))
folder.claim()
print("claimed", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a POSIX signal")
def test_the_lock_of_a_dead_process_is_taken_over(tmp_path, in_dir, task):
    out_dir = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, out_dir],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
    ) as holder:
        assert holder.stdout.readline() == b"claimed\n"
        with pytest.raises(LockedError):
            run_batch(task, in_dir, out_dir, 1)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert any(out_dir.iterdir())
    run_batch(task, in_dir, out_dir, 1)
    assert {path.name for path in out_dir.iterdir()} == {*(f"{name}.xlsx" for name in SIX), "summary.json"}


def test_a_full_disk_stops_the_batch_with_a_sentence(tmp_path, in_dir, task, monkeypatch):
    """The disk fills up at the third department; once there is room, the batch goes on."""
    real, calls = os.fsync, []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr("xltools.batch.journal.os.fsync", full)
    with pytest.raises(XltoolsError, match=r"磁盘已满.*--resume"):
        run_batch(task, in_dir, tmp_path / "out", 1)
    monkeypatch.undo()
    assert run_batch(task, in_dir, tmp_path / "out", 1, resume=True).resumed >= 2


def test_what_a_killed_process_left_is_swept_away(tmp_path, in_dir, task):
    (tmp_path / "out").mkdir()
    (left := tmp_path / "out" / ".xltools-abc.tmp").write_bytes(b"half")
    os.utime(left, (time.time() - 3600, time.time() - 3600))
    run_batch(task, in_dir, tmp_path / "out", 1)
    assert not left.exists()
