"""Text as a Word document takes it."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Without the characters that XML forbids or advises against; every end of a line is `\\n`."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
