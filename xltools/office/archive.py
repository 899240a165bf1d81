"""Zip members kept as they came: compressed bytes, checksum and time stamp are copied, never made anew."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from xltools.model.errors import XltoolsError
from xltools.office.gate import prolog
from xltools.office.gate.sentences import damaged, unsafe
from xltools.office.gate.zip_rules import MAX_PART_SIZE, require_few_entries, require_honest

COMPRESSION_LEVEL = 6

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_EPOCH = 0x00210000
"""1 January 1980, 00:00 as zip writes date and time.

New members carry no clock, so equal input gives equal bytes.
"""
_LOCAL = struct.Struct("<IHHHIIIIHH")
_CENTRAL = struct.Struct("<IHHHHIIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")


class Member(NamedTuple):
    """One zip member, compressed."""

    method: int
    stamp: int
    crc: int
    size: int
    data: bytes


def compress(data: bytes) -> Member:
    """A new member of the given content."""
    deflate = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(data) + deflate.flush()
    return Member(_DEFLATED, _EPOCH, zlib.crc32(data), len(data), packed)


def decompress(member: Member) -> bytes:
    """The content of a member.

    Raises:
        ValueError: size or checksum do not fit, or the part is beyond MAX_PART_SIZE.
    """
    if member.size > MAX_PART_SIZE:
        raise ValueError("part too large")
    # One byte more than stated is enough to see that the archive lies.
    data = beginning(member, member.size + 1)
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise ValueError("checksum")
    return data


def beginning(member: Member, count: int) -> bytes:
    """So many bytes of a member's content at most.

    Raises:
        ValueError: damaged, or packed in a way that workbooks are not.
    """
    if member.method == _STORED:
        return member.data[:count]
    if member.method != _DEFLATED:
        raise ValueError(f"compression method {member.method}")
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(member.data, count)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def read_archive(data: bytes, name: str) -> dict[str, Member]:
    """Every file of a zip archive in its order.

    Args:
        data: the whole archive.
        name: what messages call it.

    Raises:
        XltoolsError: no zip archive, a damaged one, one with a password, or one that the gate does not let in.
    """
    require_few_entries(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            require_honest(entries, data, archive.start_dir, name)
            members = {
                entry.orig_filename: _member(entry, data)
                for entry in entries
                if not entry.orig_filename.endswith("/")
            }
    except (zipfile.BadZipFile, NotImplementedError, OverflowError, ValueError, struct.error):
        raise damaged(name) from None
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise XltoolsError(f"“{name}”是加密的压缩包，不是 .xlsx 工作簿；请先解压并取消密码。")
    for part, member in members.items():
        trouble = _trouble_before_root(member)
        if trouble:
            raise unsafe(name, f"里的“{part}”{trouble}")
    return members


def _member(entry: zipfile.ZipInfo, data: bytes) -> Member:
    """The member as it is packed.

    Raises:
        zipfile.BadZipFile: it does not stand where the directory says.
    """
    head = data[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("local header")
    name_length, extra_length = struct.unpack_from("<HH", head, 26)
    begin = entry.header_offset + 30
    coded = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8_NAME else "cp437")
    if data[begin : begin + name_length] != coded:
        raise zipfile.BadZipFile("two names")
    start = begin + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise zipfile.BadZipFile("truncated member")
    year, month, day, hour, minute, second = entry.date_time
    stamp = (max(year - 1980, 0) << 9 | month << 5 | day) << 16 | hour << 11 | minute << 5 | second // 2
    return Member(entry.compress_type, stamp, entry.CRC, entry.file_size, packed)


def _trouble_before_root(member: Member) -> str | None:
    """Why a member must not be parsed as XML; a damaged one is told when it is read."""
    trouble = None
    for count in (prolog.PEEK, prolog.FURTHEST):
        try:
            trouble = prolog.trouble_before_root(beginning(member, min(count, member.size + 1)))
        except ValueError:
            return None
        if trouble != prolog.UNDECIDED:
            return trouble
        if member.size <= count:
            return None
    return trouble


def write_archive(members: Iterable[tuple[str, Member]]) -> bytes:
    """A zip archive of the members in the given order, without data descriptors or extra fields."""
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, (method, stamp, crc, size, data) in members:
        coded = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8_NAME
        length = len(data)
        head = _LOCAL.pack(0x04034B50, 20, flags, method, stamp, crc, length, size, len(coded), 0)
        chunks += (head, coded, data)
        directory.append(
            _CENTRAL.pack(
                0x02014B50, 20, 20, flags, method, stamp, crc, length, size, len(coded), 0, 0, 0, 0, 0, offset
            )
            + coded
        )
        offset += len(head) + len(coded) + length
    central = b"".join(directory)
    if offset + len(central) >= 0xFFFFFFFF or len(directory) >= 0xFFFF:
        raise ValueError("archive beyond 4 GB or 65,535 members")
    end = _END.pack(0x06054B50, 0, 0, len(directory), len(directory), len(central), offset, 0)
    return b"".join((*chunks, central, end))
