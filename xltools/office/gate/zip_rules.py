"""What an archive must be like before any of its members is inflated.

Sizes here are those the archive states: `archive.decompress` inflates no byte more than a member states, so an archive
that states too little is found damaged, and one that states too much is refused here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence

from xltools.office.gate.sentences import unsafe

MAX_FILE_SIZE = 256 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_PART_SIZE = 256 * 1024 * 1024
MAX_TOTAL_SIZE = 1024 * 1024 * 1024
MAX_RATIO = 50
"""Inflated to packed bytes, for archives beyond RATIO_FROM; sheets full of figures come to 5 to 20."""
RATIO_FROM = 64 * 1024 * 1024

_DIRECTORY_ENTRY = b"PK\x01\x02"
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\\]|^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|//")
_SHOWN = 40
_LOCAL_HEADER = 30


def require_few_entries(data: bytes, name: str) -> None:
    """Before the directory is read: reading one of a million entries takes a gigabyte by itself."""
    # Archives inside the archive, stored, have entries too.
    count = data.count(_DIRECTORY_ENTRY)
    if count > 5 * MAX_ENTRIES:
        raise unsafe(name, f"里有 {count} 个部件（工作簿不超过 {MAX_ENTRIES} 个）")


def require_honest(entries: Sequence[zipfile.ZipInfo], data: bytes, directory: int, name: str) -> None:
    """Whether an archive is one that an office program could have written.

    Args:
        entries: its directory.
        data: the whole file.
        directory: where the directory begins.
        name: what messages call the file.

    Raises:
        XltoolsError: too many or too large members, names that leave the folder or repeat, members that overlap.
    """
    if len(entries) > MAX_ENTRIES:
        raise unsafe(name, f"里有 {len(entries)} 个部件（工作簿不超过 {MAX_ENTRIES} 个）")
    _require_sizes(entries, len(data), name)
    _require_names(entries, name)
    _require_apart(entries, directory, name)


def _require_sizes(entries: Sequence[zipfile.ZipInfo], packed: int, name: str) -> None:
    largest = max(entries, key=lambda entry: entry.file_size, default=None)
    if largest is not None and largest.file_size > MAX_PART_SIZE:
        part = _shown(largest.orig_filename)
        raise unsafe(name, f"里的“{part}”解压后有 {_megabytes(largest.file_size)} MB")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_SIZE or (total > RATIO_FROM and total > MAX_RATIO * packed):
        raise unsafe(
            name, f"解压后有 {_megabytes(total)} MB，是文件本身的 {total // max(packed, 1)} 倍（压缩炸弹）"
        )


def _require_names(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        given = entry.orig_filename
        if _UNSAFE_NAME.search(given) or not given:
            raise unsafe(name, f"里有名称不合规的部件“{_shown(given)}”")
        folded = given.casefold()
        if folded in seen:
            raise unsafe(name, f"里有重名的部件“{_shown(given)}”")
        seen.add(folded)


def _require_apart(entries: Sequence[zipfile.ZipInfo], directory: int, name: str) -> None:
    """No byte belongs to two members: that is how a small archive says that it is large."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise unsafe(name, f"里的部件互相重叠（“{_shown(entry.orig_filename)}”）")
        end = entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size
    if end > directory:
        raise unsafe(name, "里的部件互相重叠（与目录）")


def _shown(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text[:_SHOWN])


def _megabytes(size: int) -> int:
    return size // (1024 * 1024)
