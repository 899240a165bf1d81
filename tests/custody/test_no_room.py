"""Disks that are full or read-only, files that are: a sentence, the old file as it was, and the work kept."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import copy_of_sample, xltools
from xltools.resources import sample_path
from xltools.tasks.fill import fill

KEPT = re.compile("这次的结果暂存为“(.+?)”")


class Disk:
    """A disk of a size that can change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def set(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", "tmpfs", self.folder], check=True)


@pytest.fixture
def disk(tmp_path) -> Iterator[Disk]:
    (folder := tmp_path / "磁盘").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk of a chosen size can be had here: that takes Linux and root")
    yield Disk(folder)
    subprocess.run(["umount", folder], check=True)


@pytest.fixture(autouse=True)
def spare_room(tmp_path_factory, monkeypatch):
    """Where work is kept that could not be saved."""
    monkeypatch.setenv("TMPDIR", str(tmp_path_factory.mktemp("spare")))


@pytest.fixture
def filled(tmp_path) -> Path:
    return fill(sample_path(), tmp_path / "公开.xlsx").path


def test_a_full_disk(disk, filled, tmp_path):
    old = disk.folder / "公开.xlsx"
    old.write_bytes(b"old")
    run = xltools("fill", sample_path(), "-o", old, cwd=tmp_path)
    assert run.code == 2
    assert "磁盘空间不足；请清理磁盘后再试，原文件未改动。" in run.err
    assert old.read_bytes() == b"old"
    assert [path.name for path in disk.folder.iterdir()] == ["公开.xlsx"]
    kept = Path(KEPT.search(run.err)[1])
    assert kept.read_bytes() == filled.read_bytes()


def test_a_workbook_that_has_no_room_to_be_marked(disk, filled, tmp_path):
    size = filled.stat().st_size // 1024
    disk.set(f"size={size + 20}k")
    book = disk.folder / "公开.xlsx"
    book.write_bytes(filled.read_bytes())
    run = xltools("mark", book, cwd=tmp_path)
    assert run.code == 2
    assert book.read_bytes() == filled.read_bytes()
    assert Path(KEPT.search(run.err)[1]).name == "公开.xlsx"


def test_a_disk_that_is_read_only(disk, filled, tmp_path):
    disk.set("ro")
    run = xltools("fill", sample_path(), "-o", disk.folder / "公开.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert "所在磁盘是只读的；请换一个文件夹再试。" in run.err
    assert Path(KEPT.search(run.err)[1]).read_bytes() == filled.read_bytes()
    batch = xltools("batch", "fill", tmp_path, "-o", disk.folder, cwd=tmp_path)
    assert batch.code == 2
    assert "无法写入输出文件夹" in batch.err


def test_a_file_that_is_read_only(filled, tmp_path):
    filled.chmod(0o444)
    before = filled.read_bytes()
    run = xltools("mark", filled, cwd=tmp_path)
    assert run.code == 0
    assert "是只读文件，没有改动；结果另存为“公开（另存" in run.err
    assert filled.read_bytes() == before
    assert len(list(tmp_path.glob("公开（另存*.xlsx"))) == 1


def test_a_batch_on_a_disk_that_fills_up(disk, tmp_path):
    """It stops with a sentence; with more room it goes on, and ends as it would have."""
    for number in range(6):
        copy_of_sample(tmp_path / "各部门" / f"{number}局")
    disk.set("size=400k")
    out = disk.folder / "成品"
    command = ("batch", "fill", "各部门", "-o", out, "--jobs", "1")
    run = xltools(*command, cwd=tmp_path)
    assert run.code in (2, 3)
    assert "磁盘" in run.err
    done = {path.name: path.stat().st_mtime_ns for path in out.glob("*.xlsx")}
    assert 0 < len(done) < 6
    disk.set("size=50m")
    assert xltools(*command, "--resume", cwd=tmp_path).code == 0
    assert xltools("batch", "fill", "各部门", "-o", "无中断", cwd=tmp_path).code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "无中断").iterdir()
    }


def test_a_limit_of_file_size(filled, tmp_path):
    """As administrators set it: no traceback, nothing half written."""
    command = f'ulimit -f 40; exec "{sys.executable}" -m xltools fill "{sample_path()}" -o b.xlsx'
    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "无法保存“b.xlsx”（文件大小超过了系统的限制）" in run.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["公开.xlsx"]
