"""Zip members kept as they came: compressed bytes, checksum and time stamp are copied, never made anew."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import NamedTuple

COMPRESSION_LEVEL = 6
MAX_PART_SIZE = 512 * 1024 * 1024
"""Uncompressed bytes; a larger part is a zip bomb, not a workbook."""

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_UTF8_NAME = 0x800
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
    if member.method == _STORED:
        data = member.data
    elif member.method == _DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = inflate.decompress(member.data, member.size + 1)
        except zlib.error as error:
            raise ValueError(str(error)) from error
    else:
        raise ValueError(f"compression method {member.method}")
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise ValueError("checksum")
    return data


def read_archive(data: bytes) -> dict[str, Member]:
    """Every file of a zip archive in its order, names with forward slashes.

    Raises:
        zipfile.BadZipFile: no zip archive, or a damaged one.
        ValueError: a member is encrypted.
    """
    members: dict[str, Member] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            # zipfile cuts names at NUL and keeps the backslashes some .NET programs write.
            name = info.filename.replace("\\", "/").lstrip("/")
            if not name or name.endswith("/"):
                continue
            if info.flag_bits & 0x1:
                raise ValueError("encrypted member")
            head = data[info.header_offset : info.header_offset + 30]
            if len(head) < 30 or head[:4] != b"PK\x03\x04":
                raise zipfile.BadZipFile("local header")
            name_length, extra_length = struct.unpack_from("<HH", head, 26)
            start = info.header_offset + 30 + name_length + extra_length
            packed = data[start : start + info.compress_size]
            if len(packed) != info.compress_size:
                raise zipfile.BadZipFile("truncated member")
            year, month, day, hour, minute, second = info.date_time
            stamp = (
                (max(year - 1980, 0) << 9 | month << 5 | day) << 16 | hour << 11 | minute << 5 | second // 2
            )
            members[name] = Member(info.compress_type, stamp, info.CRC, info.file_size, packed)
    return members


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
