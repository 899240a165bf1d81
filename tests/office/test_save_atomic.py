"""Saving: the old file or the new one, whole, and never a trace of a failed attempt."""

import errno
import os
import re
import stat
from pathlib import Path

import pytest

from xltools.model.errors import LockedError, XltoolsError
from xltools.office.save import save_atomic


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestSaving:
    def test_new_file(self, tmp_path):
        path = tmp_path / "结果.xlsx"
        assert save_atomic(b"data", path) == path
        assert path.read_bytes() == b"data"
        assert names(tmp_path) == {"结果.xlsx"}

    @pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
    def test_mode_is_kept_and_new_files_follow_the_umask(self, tmp_path):
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"old")
        path.chmod(0o640)
        save_atomic(b"new", path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        plain = tmp_path / "plain"
        plain.write_bytes(b"")
        assert save_atomic(b"", tmp_path / "b.xlsx").stat().st_mode == plain.stat().st_mode

    @pytest.mark.parametrize("owner", ["~$预算.xlsx", ".~预算.xlsx", ".~lock.预算.xlsx#"])
    def test_an_open_workbook_is_saved_beside(self, tmp_path, owner):
        path = tmp_path / "预算.xlsx"
        path.write_bytes(b"old")
        (tmp_path / owner).write_bytes(b"")
        first, second = save_atomic(b"one", path), save_atomic(b"two", path)
        assert path.read_bytes() == b"old"
        assert first != second
        assert [first.read_bytes(), second.read_bytes()] == [b"one", b"two"]
        assert all(re.fullmatch(r"预算（另存\d{4}(-\d)?）\.xlsx", file.name) for file in (first, second))
        assert len(names(tmp_path)) == 4

    def test_an_owner_file_without_the_workbook_locks_nothing(self, tmp_path):
        (tmp_path / "~$a.xlsx").write_bytes(b"")
        assert save_atomic(b"x", tmp_path / "a.xlsx").name == "a.xlsx"

    def test_windows_lock_without_owner_file(self, tmp_path, monkeypatch):
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"old")
        replace = Path.replace

        def locked(self, target):
            if Path(target) == path:
                raise PermissionError(errno.EACCES, "used by another process")
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", locked)
        written = save_atomic(b"new", path)
        assert written != path
        assert (path.read_bytes(), written.read_bytes()) == (b"old", b"new")
        assert len(names(tmp_path)) == 2


class TestFailing:
    @pytest.mark.parametrize(
        ("code", "said"),
        [
            (errno.ENOSPC, "磁盘空间不足"),
            (errno.EROFS, "只读"),
            (errno.EIO, "检查磁盘"),
            (errno.EINVAL, "文件名"),
        ],
    )
    def test_what_goes_wrong_is_said_and_leaves_nothing(self, tmp_path, monkeypatch, code, said):
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"old")

        def failing(descriptor):
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(XltoolsError, match=said) as caught:
            save_atomic(b"new", path)
        str(caught.value).encode("gbk")
        assert path.read_bytes() == b"old"
        assert names(tmp_path) == {"a.xlsx"}

    def test_no_such_folder(self, tmp_path):
        with pytest.raises(XltoolsError, match="不存在"):
            save_atomic(b"x", tmp_path / "无" / "a.xlsx")

    def test_a_folder_is_no_file(self, tmp_path):
        with pytest.raises(XltoolsError, match="是文件夹"):
            save_atomic(b"x", tmp_path)

    def test_a_name_too_long(self, tmp_path):
        with pytest.raises(XltoolsError, match="文件名过长"):
            save_atomic(b"x", tmp_path / ("长" * 200 + ".xlsx"))
        assert names(tmp_path) == set()

    def test_a_folder_that_may_not_be_written(self, tmp_path, monkeypatch):
        folder = tmp_path / "ro"
        folder.mkdir()
        folder.chmod(0o500)
        if os.access(folder, os.W_OK):  # root writes anywhere
            import tempfile

            def denied(**_options):
                raise PermissionError(errno.EACCES, "denied")

            monkeypatch.setattr(tempfile, "mkstemp", denied)
        with pytest.raises(XltoolsError, match="不允许写入") as caught:
            save_atomic(b"x", folder / "a.xlsx")
        assert not isinstance(caught.value, LockedError)
        assert names(folder) == set()
