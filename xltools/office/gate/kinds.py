"""What kind of file it is, told from its bytes, never from its extension."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from enum import Enum, auto

from xltools.office.gate.compound import SIGNATURE as COMPOUND
from xltools.office.gate.compound import has_entry


class Kind(Enum):
    """A kind of file; ZIP is what a workbook may be, and what is in it tells the rest."""

    ZIP = auto()
    CUT_OFF_ZIP = auto()
    XLSX = auto()
    XLSM = auto()
    XLSB = auto()
    DOCX = auto()
    PPTX = auto()
    OPEN_DOCUMENT = auto()
    OTHER_ZIP = auto()
    ENCRYPTED = auto()
    XLS = auto()
    OLD_XLS = auto()
    ET = auto()
    DOC = auto()
    PPT = auto()
    OTHER_COMPOUND = auto()
    EMPTY = auto()
    PDF = auto()
    RTF = auto()
    IMAGE = auto()
    OTHER_ARCHIVE = auto()
    PROGRAM = auto()
    XML_2003 = auto()
    HTML = auto()
    MHTML = auto()
    XML = auto()
    CSV = auto()
    SYLK = auto()
    TEXT = auto()
    UNKNOWN = auto()


_HEAD = 4096
_ZIP_TAIL = 65_600
"""Where the end record of an archive stands: 22 bytes and a remark of 65,535."""
_BEGINNINGS = (
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"Rar!", Kind.OTHER_ARCHIVE),
    (b"7z\xbc\xaf", Kind.OTHER_ARCHIVE),
    (b"\x1f\x8b", Kind.OTHER_ARCHIVE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\x09\x00\x04\x00", Kind.OLD_XLS),
    (b"\x09\x02\x06\x00", Kind.OLD_XLS),
    (b"\x09\x04\x06\x00", Kind.OLD_XLS),
    (b"\x09\x08\x08\x00", Kind.OLD_XLS),
    (b"\x09\x08\x10\x00", Kind.OLD_XLS),
    (b"ID;P", Kind.SYLK),
)
_HTML = re.compile(r"<(!doctype html|html|table|meta|head|body|div|style|script)\b")


def kind_of(data: bytes) -> Kind:
    """The kind of a whole file; a zip archive is ZIP, whatever is in it."""
    if not data:
        return Kind.EMPTY
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP if b"PK\x05\x06" in data[-_ZIP_TAIL:] else Kind.CUT_OFF_ZIP
    if data.startswith(COMPOUND):
        return _compound_kind(data)
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    text = _text(data[:_HEAD])
    return Kind.UNKNOWN if text is None else _text_kind(text.lstrip("\ufeff \t\r\n").lower())


def kind_of_package(names: Collection[str], *, macros: bool = False) -> Kind:
    """The kind of a zip archive with these names; `macros`: its main part is said to hold macros."""
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        return Kind.XLSB
    if any(name.startswith("word/") for name in lower):
        return Kind.DOCX
    if any(name.startswith("ppt/") for name in lower):
        return Kind.PPTX
    if "mimetype" in lower and "content.xml" in lower:
        return Kind.OPEN_DOCUMENT
    if "[content_types].xml" in lower and any(name.startswith("xl/") for name in lower):
        return Kind.XLSM if macros else Kind.XLSX
    return Kind.OTHER_ZIP


def _compound_kind(data: bytes) -> Kind:
    if has_entry(data, "EncryptedPackage"):
        return Kind.ENCRYPTED
    if has_entry(data, "WordDocument"):
        return Kind.DOC
    if has_entry(data, "PowerPoint Document"):
        return Kind.PPT
    if has_entry(data, "Workbook") or has_entry(data, "Book"):
        return Kind.ET if has_entry(data, "ETExtData") else Kind.XLS
    return Kind.OTHER_COMPOUND


def _text_kind(text: str) -> Kind:
    if "schemas-microsoft-com:office:spreadsheet" in text:
        return Kind.XML_2003
    if text.startswith("mime-version:") or "content-type: multipart/related" in text:
        return Kind.MHTML
    if _HTML.match(text) or "<html" in text or "<table" in text:
        return Kind.HTML
    if text.startswith("<"):
        return Kind.XML
    return Kind.CSV if "," in text or "\t" in text else Kind.TEXT


def _text(sample: bytes) -> str | None:
    """The beginning of a text in any encoding of this country; None where it is no text."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return sample.decode("utf-16", "replace")
    if b"\0" in sample:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            # The last character may be cut.
            return codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
    return None
