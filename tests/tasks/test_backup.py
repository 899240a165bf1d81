"""Copies of a workbook before it is changed: named by the second, ten at most, nothing written over."""

import os
import re
import shutil
from datetime import datetime

import pytest

from xltools.batch.sources import departments, workbooks
from xltools.model.errors import LockedError, XltoolsError
from xltools.office.file_names import MAX_BYTES
from xltools.office.workbook import Workbook
from xltools.resources import template_path
from xltools.tasks import backup
from xltools.tasks.backup import FOLDER, MOST_KEPT, WithBackup, keep_backup


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set."""

    class Clock(datetime):
        moment = datetime(2025, 1, 31, 15, 30, 12)

        @classmethod
        def now(cls, tz=None):
            return cls.moment

    monkeypatch.setattr(backup, "datetime", Clock)
    return Clock


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "部门 预算(公开)2025.xlsx"
    path.write_bytes(b"first")
    return path


def names(workbook):
    return sorted(path.name for path in (workbook.parent / FOLDER).iterdir())


def test_the_copy_is_named_by_the_second(workbook, clock):
    copy = keep_backup(workbook)
    assert copy == workbook.parent / "备份" / "部门 预算(公开)2025 2025-01-31 153012.xlsx"
    assert copy.read_bytes() == b"first"
    assert workbook.read_bytes() == b"first"


def test_without_a_clock_of_ours(workbook):
    before = datetime.now().replace(microsecond=0)
    stamp = re.search(r" (\d{4}-\d\d-\d\d \d{6})\.xlsx$", keep_backup(workbook).name)
    assert before <= datetime.strptime(stamp[1], "%Y-%m-%d %H%M%S") <= datetime.now()


def test_no_copy_is_written_over_within_a_second(workbook, clock):
    for number in range(12):
        workbook.write_bytes(b"%d" % number)
        keep_backup(workbook)
    kept = {path.read_bytes() for path in (workbook.parent / FOLDER).iterdir()}
    assert kept == {b"%d" % number for number in range(2, 12)}


def test_the_last_ten_stay(workbook, clock):
    for second in range(15):
        clock.moment = datetime(2025, 1, 31, 23, 59, 40 + second)
        workbook.write_bytes(b"%d" % second)
        keep_backup(workbook)
    assert MOST_KEPT == 10
    assert [name[-11:-5] for name in names(workbook)] == [f"2359{45 + number}" for number in range(10)]


def test_a_clock_set_back_never_costs_the_newest_copy(workbook, clock):
    for year in range(2030, 2041):
        clock.moment = datetime(year, 1, 1)
        workbook.write_bytes(b"%d" % year)
        keep_backup(workbook)
    clock.moment = datetime(2025, 1, 1)
    workbook.write_bytes(b"now")
    assert keep_backup(workbook).read_bytes() == b"now"
    assert len(names(workbook)) == MOST_KEPT


def test_an_unchanged_workbook_needs_no_second_copy(workbook, clock):
    first = keep_backup(workbook)
    clock.moment = datetime(2025, 2, 1)
    assert keep_backup(workbook) == first
    assert len(names(workbook)) == 1


def test_other_files_of_the_folder_stay(workbook, clock):
    folder = workbook.parent / FOLDER
    folder.mkdir()
    others = [
        "部门 预算(公开)2025.xlsx",
        "部门 预算(公开)2025 终稿.xlsx",
        "部门 预算(公开)2025 2020-01-01 000000.xlsm",
        "部门 预算(公开)2025 2020-01-01 000000 副本.xlsx",
        "部门 预算(公开)2025 修改 2020-01-01 000000.xlsx",
        "别的 2020-01-01 000000.xlsx",
    ]
    for name in others:
        (folder / name).write_bytes(b"")
    for second in range(15):
        clock.moment = datetime(2025, 1, 31, 0, 0, second)
        workbook.write_bytes(b"%d" % second)
        keep_backup(workbook)
    assert set(others) <= set(names(workbook))
    assert len(names(workbook)) == len(others) + MOST_KEPT


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_name_of_the_greatest_length(tmp_path, clock, suffix):
    path = tmp_path / ("局" * 83 + suffix)
    for number in range(12):
        path.write_bytes(b"%d" % number)
        copy = keep_backup(path)
        assert copy.name.startswith("局局局")
        assert len(copy.name.encode()) <= MAX_BYTES
    assert len(names(path)) == MOST_KEPT


def test_no_such_workbook(tmp_path):
    with pytest.raises(XltoolsError, match="找不到"):
        keep_backup(tmp_path / "没有.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_the_folder_is_taken_by_a_file(workbook):
    (workbook.parent / FOLDER).touch()
    with pytest.raises(XltoolsError, match=r"已有同名文件.*没有改动“部门 预算"):
        keep_backup(workbook)


def test_a_full_disk_leaves_nothing_behind(workbook, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(XltoolsError, match="磁盘已满"):
        keep_backup(workbook)
    assert names(workbook) == []


def test_a_workbook_that_another_program_keeps_to_itself(workbook, monkeypatch):
    def refuse(source, _target):
        raise PermissionError(13, "Permission denied", source.name)

    monkeypatch.setattr(shutil, "copyfileobj", refuse)
    with pytest.raises(LockedError, match="正被其他程序占用"):
        keep_backup(workbook)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(workbook):
    workbook.parent.chmod(0o500)
    try:
        with pytest.raises(XltoolsError, match="没有权限"):
            keep_backup(workbook)
    finally:
        workbook.parent.chmod(0o700)


def test_a_copy_of_a_read_only_workbook_can_be_removed(workbook):
    workbook.chmod(0o400)
    assert keep_backup(workbook).stat().st_mode & 0o200


# --- as the destination of a task ------------------------------------------------------------------------------


@pytest.fixture
def form(tmp_path):
    return shutil.copyfile(template_path(), tmp_path / "公开.xlsx")


def test_a_task_that_writes_keeps_a_copy_first(form):
    before = form.read_bytes()
    workbook = Workbook.open(form)
    workbook.sheet(workbook.sheet_names[0]).set_number(60, 9, 1)
    destination = WithBackup(form)
    assert destination.put(workbook) == form
    assert form.read_bytes() != before
    assert destination.copy.read_bytes() == before


def test_a_workbook_that_is_open_elsewhere_is_not_changed(form):
    (form.parent / f"~${form.name}").touch()
    before = form.read_bytes()
    destination = WithBackup(form)
    written = destination.put(Workbook.open(form))
    assert written != form
    assert form.read_bytes() == before
    assert destination.copy is None


def test_a_batch_takes_no_copy_for_a_department(form):
    keep_backup(form)
    nested = shutil.copytree(form.parent, form.parent / "甲局")
    found = workbooks(form.parent, form.parent / "校验")
    assert {job.place for job in found} == {form.name, f"甲局/{form.name}"}
    assert (nested / FOLDER).exists()
    assert {job.name for job in departments(form.parent, form.parent / "成品")} == {form.stem, "甲局"}
