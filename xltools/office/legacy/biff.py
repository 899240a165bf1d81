"""The records of a BIFF8 workbook stream that say what acts in it: macro sheets, links, hidden sheets, a password."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xltools.model.contents import Active, ActiveContent

_RECORD = struct.Struct("<HH")
_EOF, _FILEPASS, _BOUNDSHEET, _SUPBOOK = 0x000A, 0x002F, 0x0085, 0x01AE
_MACRO_SHEET = 1
_VERY_HIDDEN = 2
_MOST_RECORDS = 200_000
_SHOWN = 80
_DDE_SEPARATOR = "\x03"


def is_encrypted(stream: bytes) -> bool:
    return any(kind == _FILEPASS for kind, _ in _globals(stream))


def stream_contents(stream: bytes) -> Iterator[ActiveContent]:
    """What acts in the workbook, in the order of its records."""
    for kind, body in _globals(stream):
        if kind == _BOUNDSHEET and len(body) >= 8:
            name = _short_text(body[6:])
            if body[5] == _MACRO_SHEET:
                yield ActiveContent(Active.MACRO_SHEET, name)
            elif body[4] & 3 == _VERY_HIDDEN:
                yield ActiveContent(Active.HIDDEN_SHEET, name)
        elif kind == _SUPBOOK and len(body) > 4:
            target = _long_text(body[2:])
            if _DDE_SEPARATOR in target[1:]:
                yield ActiveContent(Active.DDE, _shown(target.replace(_DDE_SEPARATOR, "|")))
            elif len(target) > 1:
                yield ActiveContent(Active.EXTERNAL_LINK, _shown(target))


def _globals(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records before the first sheet."""
    place = 0
    for _ in range(_MOST_RECORDS):
        if place + _RECORD.size > len(stream):
            return
        kind, length = _RECORD.unpack_from(stream, place)
        place += _RECORD.size
        yield kind, stream[place : place + length]
        if kind == _EOF:
            return
        place += length


def _short_text(data: bytes) -> str:
    return _text(data[0], data[1:])


def _long_text(data: bytes) -> str:
    return _text(int.from_bytes(data[:2], "little"), data[2:])


def _text(length: int, data: bytes) -> str:
    if not data:
        return ""
    wide = data[0] & 1
    return data[1 : 1 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


def _shown(target: str) -> str:
    return "".join(each if each.isprintable() else " " for each in target).strip()[:_SHOWN]
