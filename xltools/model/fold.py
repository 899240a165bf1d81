"""Full width and half width, spaces: what people type differently and mean alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0xFFE5: 0xA5,
}
_UNIT_OF_MEASURE = re.compile(r"\((?:单位[:：])?元\)$")


def half_width(text: str) -> str:
    """Full-width letters, digits, signs, spaces and ￥ as half-width; nothing else changes (`²` stays)."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


@lru_cache(maxsize=4096)
def fold_word(text: str) -> str:
    """A word of a list to compare: half width, without any space."""
    return "".join(half_width(text).split())


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """A heading to compare: as fold_word, without its `(元)` and the `*` of a required column."""
    return _UNIT_OF_MEASURE.sub("", fold_word(text).strip("*:"))


@lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """A name to find another spelling of it: compatibility forms made alike, without any space."""
    return "".join(unicodedata.normalize("NFKC", text).split())
