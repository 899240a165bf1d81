"""The journal when something is wrong with it."""

import sqlite3
import sys
from pathlib import Path

import pytest

from mail.mail_server import running
from mail.posting import entries, letter, posted, server_at
from xltools.model.delivery import Stage, State
from xltools.model.errors import XltoolsError
from xltools.office.mail.journal import Journal, default_path, open_journal
from xltools.tasks.posting.post import address


def test_where_it_is(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/somewhere")
    if sys.platform == "linux":
        assert default_path() == Path("/somewhere/xltools/mail.sqlite")
    assert default_path().name == "mail.sqlite"


@pytest.mark.parametrize("stage", Stage)
def test_what_a_killed_process_left(journal, stage):
    (message,) = address(letter())
    with open_journal(journal) as book:
        book.plan([message.entry])
        book.begin(message.entry.identity)
        book.reach(message.entry.identity, stage)
    (entry,) = entries(journal)
    assert entry.state is (State.UNKNOWN if stage is Stage.END else State.UNSENT)
    assert entry.note.endswith("。")


@pytest.mark.skipif(sys.platform == "win32", reason="there the folder is the user's")
def test_it_is_for_its_owner_only(journal):
    entries(journal)
    assert journal.stat().st_mode & 0o077 == 0


def test_every_change_waits_for_the_disk(journal):
    with open_journal(journal) as book:
        settings = [
            book._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "journal_mode")
        ]
    assert settings == [2, "truncate"]


@pytest.mark.parametrize(
    ("content", "said"), [(b"no database" * 100, "已损坏或不是发送记录"), (None, "更新版本的 xltools")]
)
def test_a_file_that_is_no_journal(journal, content, said):
    if content:
        journal.write_bytes(content)
    else:
        connection = sqlite3.connect(journal)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    with running() as server:
        with pytest.raises(XltoolsError, match=said):
            posted(server_at(server), journal)
        assert server.book.commands == []


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(XltoolsError, match="无法建立发送记录"):
        entries(tmp_path / "file" / "mail.sqlite")


@pytest.mark.parametrize("stage", Stage)
def test_nothing_is_done_that_cannot_be_recorded(journal, stage, monkeypatch):
    """A full disk in the middle: what has not been recorded is not done."""
    reach = Journal.reach

    def full(self, identity, reached):
        if reached is stage:
            raise XltoolsError("磁盘已满。")
        reach(self, identity, reached)

    with running() as server:
        with monkeypatch.context() as patch:
            patch.setattr(Journal, "reach", full)
            if stage in (Stage.TLS, Stage.LOGIN):  # Not on the way to this server.
                return
            with pytest.raises(XltoolsError, match="磁盘已满"):
                posted(server_at(server), journal)
        assert server.book.accepted == []
        (delivery,) = posted(server_at(server), journal)
        assert delivery.state is State.SENT
        assert len(server.book.accepted) == 1


def test_what_was_accepted_but_not_recorded_is_told(journal, monkeypatch):
    settle = Journal.settle

    def full(self, identity, state, note=""):
        if state is State.SENT:
            raise XltoolsError("磁盘已满。")
        settle(self, identity, state, note)

    with running() as server:
        with monkeypatch.context() as patch:
            patch.setattr(Journal, "settle", full)
            with pytest.raises(XltoolsError, match="服务器已经接受，但没有记下来"):
                posted(server_at(server), journal)
        (delivery,) = posted(server_at(server), journal)
        assert delivery.state is State.UNKNOWN
        assert len(server.book.accepted) == 1
