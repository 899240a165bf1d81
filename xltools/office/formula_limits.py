"""Formulas that Excel itself would not take: they are not given to a program to be calculated."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xltools.office.xml_text import unescape

MAX_LENGTH = 8_192
"""Characters of a formula in Excel."""
MAX_DEPTH = 256
"""Excel takes 64 functions in each other; parentheses alone may be more."""
_LONG = re.compile(rb"<f(?:\s[^<>]*)?>([^<]{%d,})" % (MAX_LENGTH + 1))
_DEEP = re.compile(rb"<f(?:\s[^<>]*)?>((?:[^<(]*\(){%d}[^<]*)" % MAX_DEPTH)
_LITERAL = re.compile(r'"[^"]*"')


def excess(parts: Iterable[bytes]) -> str | None:
    """What is beyond measure in the formulas of worksheet parts, a few words; None where nothing is."""
    for data in parts:
        for match in _LONG.finditer(data):
            if len(unescape(match[1].decode("utf-8", "replace"))) > MAX_LENGTH:
                return f"有公式超过 {MAX_LENGTH} 个字符"
        if any(_depth(match[1].decode("utf-8", "replace")) > MAX_DEPTH for match in _DEEP.finditer(data)):
            return f"有公式的括号超过 {MAX_DEPTH} 层"
    return None


def _depth(formula: str) -> int:
    deepest = depth = 0
    for character in _LITERAL.sub("", unescape(formula)):
        if character == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif character == ")":
            depth -= 1
    return deepest
