"""Opens any workbook to read it: of today, of Excel 97-2003, of WPS, with a password.

What is to be written as well is opened with `Workbook.open`, which takes .xlsx and .xlsm alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xltools.model.contents import ActiveContent
from xltools.office.gate.file import read_file
from xltools.office.gate.kinds import Kind, kind_of
from xltools.office.gate.password import decrypted
from xltools.office.gate.sentences import damaged
from xltools.office.isolation import isolated
from xltools.office.workbook import Workbook

_OLD_KINDS = {Kind.XLS: ".xls", Kind.ET: ".et"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook to read; `contents` is what only the old file said of itself."""

    workbook: Workbook
    contents: tuple[ActiveContent, ...] = ()


def open_to_read(path: Path, *, password: str | None = None) -> Opened:
    """The workbook in a file.

    Args:
        path: .xlsx, .xlsm, .xls or .et, told by its bytes.
        password: for a workbook that asks for one to be opened.

    Raises:
        XltoolsError: missing, no workbook, damaged, refused by the gate, or the password is wrong or missing.
        LockedError: another program holds it.
    """
    data, name = read_file(path), path.name
    kind = kind_of(data)
    if kind is Kind.ENCRYPTED:
        data = decrypted(data, name, password)
        kind = kind_of(data)
    if kind in _OLD_KINDS:
        return _open_old(data, name, _OLD_KINDS[kind], password)
    return Opened(Workbook.from_bytes(data, name))


def _open_old(data: bytes, name: str, old_kind: str, password: str | None) -> Opened:
    from xltools.office.legacy.conversion import as_workbook
    from xltools.office.legacy.xls import read_xls

    book = isolated(read_xls, data, name, old_kind, name=name)
    if book is None:
        data = decrypted(data, name, password)
        book = isolated(read_xls, data, name, old_kind, name=name)
    if book is None:
        raise damaged(name)
    return Opened(as_workbook(book, name), book.contents)
