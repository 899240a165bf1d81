"""The journal of what was sent: one row per message and recipient, written to the disk before anything is done.

One process at a time holds it. A row that a killed process left says how far it had come: up to the stage `data`
nothing was sent; at `end` nobody knows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

from xltools.model.delivery import Stage, State
from xltools.model.errors import LockedError, XltoolsError, reason_of

FILE = "mail.sqlite"
_VERSION = 1
_TABLE = """
CREATE TABLE message (
    identity TEXT PRIMARY KEY,
    parcel TEXT NOT NULL,
    copy INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    files TEXT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    note TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    planned TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
CREATE INDEX message_parcel ON message (parcel, copy);
"""
_BROKEN_OFF = "上次发送时程序中断，没有发出。"
_READ_ONLY = "不允许写入，已停止发送；请检查权限，或在设置中用 journal 另指定位置"
_SPOILT = "已损坏或不是发送记录，没有发送；请把它改名保存，向收件人核实收到了哪些邮件，再运行一次"
_FAULTS = {
    sqlite3.SQLITE_FULL: "写不进去，磁盘已满，已停止发送；请清理磁盘，再运行一次",
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_NOTADB: _SPOILT,
    sqlite3.SQLITE_CORRUPT: _SPOILT,
}
_ANY_FAULT = "读写出错，已停止发送；请检查磁盘，再运行一次"
_LEFT_OPEN = "上次等服务器答复时程序中断，不知道对方能否收到。"


@dataclass(frozen=True, slots=True)
class Entry:
    """A message to one recipient. `identity` is its own hash; `parcel` is that of its first copy."""

    identity: str
    parcel: str
    copy: int
    recipient: str
    message_id: str
    subject: str
    files: tuple[str, ...]
    state: State = State.PLANNED
    stage: str = ""
    note: str = ""
    changed: datetime | None = None


def default_path() -> Path:
    """The journal of this user, wherever a command is run."""
    return platformdirs.user_state_path("xltools", appauthor=False) / FILE


@contextmanager
def open_journal(path: Path) -> Iterator[Journal]:
    """The journal, held until the block ends; what a killed process left is settled first.

    Raises:
        LockedError: another process is sending.
        XltoolsError: it cannot be written, or is no journal.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Who got what is nobody else's business.
        path.touch(mode=0o600)
    except OSError as error:
        raise XltoolsError(
            f"无法建立发送记录“{path}”（{reason_of(error)}），没有发送；"
            "请检查权限，或在设置中用 journal 另指定位置。"
        ) from None
    with _explained(path):
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        connection.row_factory = sqlite3.Row
    try:
        journal = Journal(connection, path)
        journal.take()
        yield journal
    finally:
        connection.close()


class Journal:
    """Rows by the hash of recipient and attachments. Every change is on the disk when its method returns."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def take(self) -> None:
        """Takes hold of the file for this process, makes the table, settles what was left amid sending."""
        with _explained(self.path):
            # The lock is the system's: it ends with the process, however that ends.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # Unlike DELETE, TRUNCATE leaves no journal that could come back after a power cut.
            self._connection.execute("PRAGMA journal_mode = TRUNCATE")
            self._connection.execute("PRAGMA synchronous = FULL")
            with self._transaction():
                self._make_table()
                self._settle_left(_LEFT_OPEN, State.UNKNOWN, "=")
                self._settle_left(_BROKEN_OFF, State.UNSENT, "<>")

    def plan(self, entries: Sequence[Entry]) -> None:
        """Adds the entries that are not there yet, all or none."""
        now = _now()
        rows = [
            (
                *(each.identity, each.parcel, each.copy, each.recipient, each.message_id, each.subject),
                *(json.dumps(each.files, ensure_ascii=False), State.PLANNED.value, "", "", 0, now, now),
            )
            for each in entries
        ]
        with _explained(self.path), self._transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def newest(self, parcel: str) -> Entry | None:
        """The newest copy of a message; None where it was never planned."""
        found = self._rows("WHERE parcel = ? ORDER BY copy DESC LIMIT 1", (parcel,))
        return found[0] if found else None

    def entries(self) -> tuple[Entry, ...]:
        """Everything, in the order it was planned."""
        return tuple(self._rows("ORDER BY planned, rowid", ()))

    def begin(self, identity: str) -> None:
        """Counts an attempt."""
        self._change(
            "attempts = attempts + 1, state = ?, stage = '', note = ''", State.SENDING.value, identity
        )

    def reach(self, identity: str, stage: Stage) -> None:
        """Says what is about to be done."""
        self._change("stage = ?", stage.value, identity)

    def settle(self, identity: str, state: State, note: str = "") -> None:
        """Says what became of it; the stage it came to stays."""
        self._change("state = ?, note = ?", state.value, note, identity)

    def _change(self, what: str, *values: str) -> None:
        with _explained(self.path):
            done = self._connection.execute(
                f"UPDATE message SET {what}, changed = ? WHERE identity = ?",
                (*values[:-1], _now(), values[-1]),
            )
        if done.rowcount != 1:
            raise RuntimeError("a message that was never planned")

    def _rows(self, condition: str, values: Sequence[str]) -> list[Entry]:
        with _explained(self.path):
            found = self._connection.execute(f"SELECT * FROM message {condition}", values).fetchall()
        return [_entry(row) for row in found]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        except BaseException:
            # A full disk has rolled back already.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _make_table(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise XltoolsError(f"发送记录“{self.path}”是更新版本的 xltools 写的；请升级 xltools。")
        if version == 0:
            for statement in filter(str.strip, _TABLE.split(";")):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")

    def _settle_left(self, note: str, state: State, at_the_end: str) -> None:
        self._connection.execute(
            f"UPDATE message SET state = ?, note = ? WHERE state = ? AND stage {at_the_end} ?",
            (state.value, note, State.SENDING.value, Stage.END.value),
        )


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        identity=row["identity"],
        parcel=row["parcel"],
        copy=row["copy"],
        recipient=row["recipient"],
        message_id=row["message_id"],
        subject=row["subject"],
        files=tuple(json.loads(row["files"])),
        state=State(row["state"]),
        stage=row["stage"],
        note=row["note"],
        changed=datetime.fromisoformat(row["changed"]),
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LockedError(
                f"另一个 xltools 正在发送邮件，发送记录“{path}”被它占用；请等它结束再运行。"
            ) from None
        raise XltoolsError(f"发送记录“{path}”{_FAULTS.get(code, _ANY_FAULT)}。") from None


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
