"""Names in a compound file (.xls, .doc, encrypted workbooks), found without following its chains.

A hostile file can make chains of sectors endless; its directory entries still stand at multiples of 128 bytes.
"""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY_SIZE = 128
_LENGTH_AND_TYPE = struct.Struct("<HB")
_NAME_SIZE = 64
_STORAGE, _STREAM = 1, 2


def has_entry(data: bytes, name: str) -> bool:
    """Whether a compound file holds a stream or storage of that name, at any level."""
    coded = name.encode("utf-16-le") + b"\0\0"
    found = data.find(coded)
    while found >= 0:
        if found % _ENTRY_SIZE == 0 and len(data) >= found + _ENTRY_SIZE:
            length, kind = _LENGTH_AND_TYPE.unpack_from(data, found + _NAME_SIZE)
            if length == len(coded) and kind in (_STORAGE, _STREAM):
                return True
        found = data.find(coded, found + 1)
    return False
