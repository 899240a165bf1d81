"""Lines and tables of a document, told by its bytes: .docx, .pdf, text. Read in a process with limits."""

from __future__ import annotations

from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.documents.content import Content
from xltools.office.documents.tables_docx import read_docx
from xltools.office.documents.tables_pdf import read_pdf
from xltools.office.documents.tables_text import read_lines
from xltools.office.gate.file import read_file
from xltools.office.gate.kinds import Kind, kind_of
from xltools.office.gate.sentences import refused_document
from xltools.office.isolation import isolated
from xltools.office.text_files import TextFileError, read_text

_LEAST_SECONDS, _BYTES_A_SECOND, _MOST_SECONDS = 18.0, 4_000, 240.0
"""A PDF of 200 pages with tables takes a minute on a slow computer; a small file that takes long is up to no good."""
_MENDING = "请用能打开它的程序检查、另存后再试"
_TEXT = frozenset((Kind.TEXT, Kind.CSV, Kind.UNKNOWN))
_READERS = {Kind.ZIP: read_docx, Kind.PDF: read_pdf}


def read_contents(path: Path) -> Content:
    """The lines and tables of a document in order.

    Raises:
        XltoolsError: missing, too large, damaged, encrypted, a scan, or no .docx, .pdf or text; with a sentence.
        LockedError: another program holds it.
    """
    data, name = read_file(path), path.name
    kind = kind_of(data)
    if kind in _READERS:
        return isolated(_READERS[kind], data, name, name=name, seconds=time_for(data), mending=_MENDING)
    if kind in _TEXT:
        return _read_text(path)
    raise refused_document(name, kind)


def time_for(data: bytes) -> float:
    """The seconds that reading a document may take."""
    return min(_LEAST_SECONDS + len(data) // _BYTES_A_SECOND, _MOST_SECONDS)


def _read_text(path: Path) -> Content:
    try:
        text = read_text(path)
    except TextFileError as error:
        raise XltoolsError(
            f"“{path.name}”{error.message}，读不出文字；请另存为 UTF-8 编码的文本文件后再试。"
        ) from error
    return read_lines(text)
