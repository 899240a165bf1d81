"""File names made from words that people typed: the name of a department, of a project.

safe_file_name("甲/乙局：2025", ".xlsx")        # "甲／乙局：2025.xlsx"
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_BYTES = 200
"""Of a whole name in UTF-8; systems take 255, and a copy saved beside needs a longer name."""

_LOOK_ALIKE = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
"""What Windows or a path does not take, each as the wide character that reads the same."""
_DROPPED = frozenset(("Cc", "Cf", "Cs"))
"""Unicode categories: control, format (turning of direction, zero width), surrogates."""
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])[ .]*(?:\..*)?", re.IGNORECASE
)
"""Devices of Windows, whatever extension follows."""
_LEADING = re.compile(r"^(?:~\$?|[-. ])+")
"""Hides a file, marks one that is open in Excel, or is taken for an option of a command."""
_HASH_DIGITS = 8


def safe_file_name(name: str, suffix: str = "", *, fallback: str = "未命名") -> str:
    """A name that Windows, macOS and Linux take, that stays in its folder and reads like `name`.

    Two names may become alike: the caller tells them apart. A name that is cut ends with a checksum of the whole.

    Args:
        name: any text; a path is no path any more.
        suffix: what follows, `.xlsx`; kept as it is.
        fallback: for a name of which nothing is left.
    """
    stem = _cleaned(name) or fallback
    if _RESERVED.fullmatch(stem + suffix):
        stem = f"_{stem}"
    room = MAX_BYTES - len(suffix.encode())
    if len(stem.encode()) > room:
        mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
        stem = f"{_cut(stem, room - _HASH_DIGITS - 1)}-{mark}"
    return stem + suffix


def _cleaned(name: str) -> str:
    spaced = re.sub(r"\s+", " ", name)
    kept = "".join(each for each in spaced if unicodedata.category(each) not in _DROPPED)
    text = unicodedata.normalize("NFC", _NONCHARACTER.sub("", kept)).translate(_LOOK_ALIKE)
    return _LEADING.sub("", text).rstrip(" .")


def _cut(text: str, room: int) -> str:
    """The beginning of a text, so many bytes at most, no character torn."""
    return text.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
