"""Text as a Word document takes it."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Without characters that XML forbids or advises against or that turn a line round; ends of lines are `\\n`."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
