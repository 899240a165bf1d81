"""A workbook as it was before an edit, kept inside the edited file as the few bytes that differ.

workbook.settle() … `remember(workbook, before)` … save … open … `restored(workbook)`

Taking marks away part by part leaves the same meaning, but not always the same bytes: containers left empty,
spellings made usual. As long as nobody saved the file in between, this gives every part back as it was.
Excel drops the record when it saves.
"""

from __future__ import annotations

import json
from typing import Any

from xltools.model.errors import XltoolsError
from xltools.office.package import Package
from xltools.office.workbook import Workbook

RECORD_PART = "xl/xltools_before.json"
RECORD_TYPE = "urn:xltools/before"
"""Relationship type; programs pass over types they do not know (Google Sheets adds one of its own likewise)."""
_CONTENT_TYPE = "application/json"
_MAX_SIZE = 64 * 1024 * 1024
"""Bytes of a part put together again; a larger one is not ours."""

_Part = tuple[int, int, str]
"""(bytes kept at the start, at the end, what stood between) against the edited part."""


def remember(workbook: Workbook, before: Workbook) -> None:
    """Keeps `before` inside `workbook`, to be called after the last edit and before saving."""
    workbook.settle()
    before.settle()
    forget(workbook)
    package, old = workbook.package, before.package
    package.write(RECORD_PART, b"{}")
    package.add_override(RECORD_PART, _CONTENT_TYPE)
    package.add_relationship(workbook.part, RECORD_TYPE, RECORD_PART)
    now = {name: package.fingerprint(name) for name in package.part_names if name != RECORD_PART}
    changed: dict[str, _Part] = {}
    for name in old.part_names:
        if now.get(name) != old.fingerprint(name):
            changed[name] = _difference(package.read(name) if name in now else b"", old.read(name))
    record = {"parts": now, "order": old.part_names, "changed": changed}
    package.write(RECORD_PART, json.dumps(record, separators=(",", ":")).encode())


def restored(workbook: Workbook) -> Workbook | None:
    """The workbook as it was before; None where there is no record or anything changed since."""
    workbook.settle()
    package = workbook.package
    part = _record_part(workbook)
    if part is None:
        return None
    try:
        record: Any = json.loads(package.read(part))
        now = {name: list(package.fingerprint(name)) for name in package.part_names if name != part}
        if record["parts"] != now:
            return None
        contents = {name: _content(package, name, record["changed"].get(name)) for name in record["order"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    old = package.rebuilt(contents)
    try:
        return Workbook(old)
    except (XltoolsError, ValueError):
        return None


def forget(workbook: Workbook) -> None:
    """Takes the record out; none is no mistake."""
    package = workbook.package
    for link in list(package.relationships(workbook.part).values()):
        if link.type == RECORD_TYPE:
            package.remove_relationship(workbook.part, link.id)
            if not link.external and package.has(link.target):
                package.remove(link.target)


def _record_part(workbook: Workbook) -> str | None:
    package = workbook.package
    links = package.relationships(workbook.part).values()
    return next(
        (
            package.part(link.target)
            for link in links
            if link.type == RECORD_TYPE and not link.external and package.has(link.target)
        ),
        None,
    )


def _difference(new: bytes, old: bytes) -> _Part:
    """What turns `new` into `old`."""
    limit = min(len(new), len(old))
    start = _common(new, old, limit)
    end = _common(new[::-1], old[::-1], limit - start)
    return start, end, old[start : len(old) - end].decode("utf-8", "surrogateescape")


def _common(one: bytes, other: bytes, limit: int) -> int:
    """How many bytes, at most `limit`, both begin with."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _content(package: Package, name: str, changed: list[Any] | None) -> bytes | None:
    """A part as it was; None where it has not changed."""
    if changed is None:
        if not package.has(name):
            raise KeyError(name)
        return None
    start, end, between = changed
    data = package.read(name) if package.has(name) else b""
    if not (0 <= start <= len(data) and 0 <= end <= len(data) - start and len(between) <= _MAX_SIZE):
        raise ValueError(name)
    middle: bytes = between.encode("utf-8", "surrogateescape")
    return data[:start] + middle + data[len(data) - end :]
