"""Compound files (CFB, MS-CFB) written by hand: any streams, any lies about the chains of sectors."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes], *, cyclic: bool = False) -> bytes:
    """A file with these streams at the root, each of them in big sectors; `cyclic`: every chain bites its tail."""
    contents = [
        content.ljust(-(-max(len(content), 4096) // SECTOR) * SECTOR, b"\0") for content in streams.values()
    ]
    entries = [_entry("Root Entry", 5, END, 0, child=1 if streams else FREE)]
    chains: list[int] = []
    start = 0
    for number, (name, content) in enumerate(zip(streams, contents, strict=True), 1):
        following = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, start, len(content), right=following))
        count = len(content) // SECTOR
        chains += [*range(start + 1, start + count), start if cyclic else END]
        start += count
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    directory_start, count = start, len(directory) // SECTOR
    chains += [*range(start + 1, start + count), start if cyclic else END]
    fat_start = start + count
    fats = -(-(len(chains) + 2) // (SECTOR // 4 - 1))
    chains += [FAT_SECTOR] * fats
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(fats * SECTOR, b"\xff")
    places = [fat_start + number for number in range(fats)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, directory_start, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *(places + [FREE] * 109)[:109])
    return header + b"".join(contents) + directory + table


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    coded = name.encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded) + 2, kind, 1)
    return head + struct.pack("<III16xI8x8xIQ", FREE, right, child, 0, start, size)
