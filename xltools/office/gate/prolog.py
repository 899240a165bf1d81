"""What stands before the root element of an XML part: a DOCTYPE never does in a workbook.

Entities can be declared nowhere else, so without one there are no entity bombs and no outside entities.
"""

from __future__ import annotations

import codecs
import re

PEEK = 1024
FURTHEST = 64 * 1024
"""A prolog longer than this is none."""
UNDECIDED = "的开头过长"
"""What is said where the root element does not begin in what was given."""
_ENCODINGS = frozenset(
    ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "gbk", "gb2312", "gb18030", "utf-16")
)
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def trouble_before_root(beginning: bytes) -> str | None:
    """What is wrong with the beginning of an XML part, half a sentence.

    None where nothing is, or where it is no XML; UNDECIDED where more of it has to be seen.
    """
    text = _decoded(beginning).lstrip("\ufeff")
    if text.strip() and not text.lstrip().startswith("<"):
        return None
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _ENCODINGS:
        return f"用了不常见的编码 {declared[1][:20]}"
    match = _BEFORE_ROOT.match(text)
    rest = text[match.end() if match else 0 :]
    if rest[:2] in ("<!", "<?", "<", ""):
        return "带有 DOCTYPE 声明" if rest[:9].upper() == "<!DOCTYPE" else UNDECIDED
    return None


def _decoded(data: bytes) -> str:
    for beginning, encoding in _WIDE:
        if data.startswith(beginning):
            return data.decode(encoding, "replace")
    return data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
