"""Archives: bombs, lies, names, overlaps, cuts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import partial

from hostile.cases import Case, Cases, Parts
from office.gate.archives import with_stated_place, with_stated_size, zipped

MEGABYTE = 1024 * 1024
EXTRA = "xl/media/extra.bin"


def _with(parts: Parts, **more: bytes) -> bytes:
    return zipped({**parts, **{EXTRA.replace("extra", name): data for name, data in more.items()}})


def _bomb(parts: Parts) -> bytes:
    return zipped({**parts, "xl/worksheets/sheet1.xml": b"<worksheet>" + bytes(200 * MEGABYTE)})


def _many_bombs(parts: Parts) -> bytes:
    """One packed member of 16 MB, listed a hundred times with bytes of its own."""
    member = bytes(16 * MEGABYTE)
    file = io.BytesIO()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(member) + packer.flush()
    crc, directory, end = zlib.crc32(member), b"", 0
    sound = zipped(parts)
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        end = archive.start_dir
        directory = sound[end : sound.rindex(b"PK\x05\x06")]
    file.write(sound[:end])
    for number in range(100):
        name = f"xl/media/{number:03}.bin".encode()
        fixed = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, crc, len(packed), len(member))
        directory += (
            b"PK\x01\x02\x14\0"
            + fixed
            + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, file.tell())
            + name
        )
        file.write(b"PK\x03\x04" + fixed + struct.pack("<HH", len(name), 0) + name + packed)
    place = file.tell()
    count = len(parts) + 100
    file.write(directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), place, 0))
    return file.getvalue()


def _says_little(parts: Parts) -> bytes:
    data = zipped({**parts, "xl/worksheets/sheet1.xml": b"<worksheet>" + bytes(50 * MEGABYTE)})
    return with_stated_size(data, "xl/worksheets/sheet1.xml", 100)


def _says_much(parts: Parts) -> bytes:
    return with_stated_size(zipped(parts), "xl/worksheets/sheet1.xml", 0xFFFFFFF0)


def _nested(parts: Parts) -> bytes:
    data = bytes(MEGABYTE)
    for depth in range(8):
        data = zipped({f"{depth}/{number}.zip": data for number in range(4)})
    return _with(parts, nested=data)


def _quoted_overlap(parts: Parts) -> bytes:
    """After Fifield's bomb: the header of each member is content of the one before."""
    kernel = bytes(MEGABYTE)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(kernel) + packer.flush()
    tail, directory = packed, []
    size, crc, length = len(kernel), zlib.crc32(kernel), len(packed)
    content = kernel
    for number in range(60):
        name = f"xl/q{number:02}.bin".encode()
        header = (
            b"PK\x03\x04"
            + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, length, size, len(name), 0)
            + name
        )
        directory.append((name, crc, length, size, len(tail) + len(header)))
        quote = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + header
        tail = quote + tail if number < 59 else header + tail
        content = header + content
        size, crc, length = len(content), zlib.crc32(content), len(tail)
    listed = b"".join(
        b"PK\x01\x02\x14\0"
        + struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, crc, length, size)
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, len(tail) - place)
        + name
        for name, crc, length, size, place in directory
    )
    return tail + listed + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 60, 60, len(listed), len(tail), 0)


def _overlap(parts: Parts) -> bytes:
    data = _with(parts, a=b"0" * 5000, b=b"0" * 5000)
    place = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/media/a.bin").header_offset
    return with_stated_place(data, "xl/media/b.bin", place)


def _many_members(parts: Parts) -> bytes:
    return zipped({**parts, **{f"xl/media/{number}": b"" for number in range(20_000)}})


def _huge_directory(_: Parts) -> bytes:
    entry = struct.pack("<IHHHHIIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    listed = entry * 400_000
    return b"PK\x03\x04" + listed + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(listed), 4, 0)


def _appended(name: str, parts: Parts) -> bytes:
    file = io.BytesIO(zipped(parts))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"<a/>")
    return file.getvalue()


def _early_end(parts: Parts) -> bytes:
    return _appended("xl/evilX.xml", parts).replace(b"evilX", b"evil\0")


def _with_password(parts: Parts) -> bytes:
    data = bytearray(zipped(parts))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _method(method: int, parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _wrong_checksum(parts: Parts) -> bytes:
    data = bytearray(zipped(parts))
    at = data.index(b"PK\x01\x02")
    for _ in range(12):
        data[at + 16] ^= 0xFF
        at = data.index(b"PK\x01\x02", at + 1)
    return bytes(data)


def _directory_elsewhere(place: int, parts: Parts) -> bytes:
    data = bytearray(zipped(parts))
    struct.pack_into("<I", data, data.rindex(b"PK\x05\x06") + 16, place)
    return bytes(data)


def _remark(parts: Parts) -> bytes:
    data = bytearray(zipped(parts))
    struct.pack_into("<H", data, data.rindex(b"PK\x05\x06") + 20, 65_535)
    return bytes(data) + b"x" * 65_535


def _cut(share: float, parts: Parts) -> bytes:
    data = zipped(parts)
    return data[: int(len(data) * share)]


def _swapped(parts: Parts) -> bytes:
    """Every byte of the middle turned round."""
    data = zipped(parts)
    third = len(data) // 3
    return data[:third] + bytes(byte ^ 0xFF for byte in data[third : 2 * third]) + data[2 * third :]


CASES: Cases = {
    "bomb": Case(_bomb, "压缩炸弹"),
    "many bombs": Case(_many_bombs, "压缩炸弹"),
    "says it is small": Case(_says_little, "已损坏"),
    "says it is large": Case(_says_much, "解压后有 4095 MB"),
    "archives in archives": Case(_nested, None),
    "quoted overlap": Case(_quoted_overlap, "重叠"),
    "overlap": Case(_overlap, "重叠"),
    "20,000 members": Case(_many_members, "个部件"),
    "400,000 directory entries": Case(_huge_directory, "个部件"),
    "repeated name": Case(partial(_appended, "xl/workbook.xml"), "重名"),
    "repeated name in capitals": Case(partial(_appended, "XL/WORKBOOK.XML"), "重名"),
    "name that leaves": Case(partial(_appended, "../../etc/cron.d/evil"), "名称不合规"),
    "absolute name": Case(partial(_appended, "/etc/passwd"), "名称不合规"),
    "name with a backslash": Case(partial(_appended, "..\\evil.dll"), "名称不合规"),
    "name with a drive": Case(partial(_appended, "C:/evil.dll"), "名称不合规"),
    "name that ends early": Case(_early_end, "名称不合规"),
    "archive with a password": Case(_with_password, "加密的压缩包"),
    "bzip2": Case(partial(_method, zipfile.ZIP_BZIP2), "已损坏"),
    "lzma": Case(partial(_method, zipfile.ZIP_LZMA), "已损坏"),
    "wrong checksum": Case(_wrong_checksum, "已损坏"),
    "directory beyond the end": Case(partial(_directory_elsewhere, 0x7FFFFFF0), "重叠"),
    "directory at the beginning": Case(partial(_directory_elsewhere, 0), "重叠"),
    "long remark": Case(_remark, None),
    "PDF before the archive": Case(lambda parts: b"%PDF-1.7\n" + zipped(parts), "PDF"),
    "program before the archive": Case(lambda parts: b"MZ\x90\0" + zipped(parts), "程序"),
    **{
        f"cut at {share:.1%}": Case(partial(_cut, share), "已损坏")
        for share in (0.0002, 0.01, 0.3, 0.6, 0.9, 0.9999)
    },
    "middle turned round": Case(_swapped, "已损坏"),
}
