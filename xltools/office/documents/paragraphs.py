"""Reads the paragraphs of a document, told by its bytes and not by its extension."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import NamedTuple

from xltools.model.errors import XltoolsError
from xltools.office.archive import read_archive
from xltools.office.documents.content import TextLine
from xltools.office.documents.contents import read_contents, time_for
from xltools.office.documents.flow import is_page_number
from xltools.office.documents.volume import require_modest
from xltools.office.gate.file import read_file
from xltools.office.gate.kinds import Kind, kind_of
from xltools.office.gate.sentences import refused_document
from xltools.office.isolation import isolated
from xltools.office.text_files import TextFileError, read_text

_MOST_PARAGRAPHS, _MOST_CHARACTERS = 4_000, 300_000
"""Twenty times those of a long narrative; so much is audited in a quarter of a minute."""
_MENDING = "请用 Word 或 WPS 打开检查、另存后再试"
_TEXT = frozenset((Kind.TEXT, Kind.CSV, Kind.UNKNOWN))
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*[1-9]", re.IGNORECASE)
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_MARKDOWN_MARKS = re.compile(r"\*\*|__|^\s*(?:[-*+]|>)\s+")


class TextParagraph(NamedTuple):
    """A paragraph of words; `is_heading` where the document itself says so."""

    text: str
    is_heading: bool = False


def read_document(path: Path) -> list[TextParagraph]:
    """The paragraphs of a document in order, without blank ones and without what stands in tables.

    Raises:
        XltoolsError: missing, too large, damaged, or no .docx, .pdf, .txt or .md file.
        LockedError: another program holds it.
    """
    found = _read(path)
    if len(found) > _MOST_PARAGRAPHS or sum(len(each.text) for each in found) > _MOST_CHARACTERS:
        raise XltoolsError(
            f"“{path.name}”里的文字超过 {_MOST_PARAGRAPHS:,} 段或 {_MOST_CHARACTERS // 10_000} 万字，不像情况说明；"
            "请检查是否选错文件，或只保留情况说明后另存再试。"
        )
    return found


def _read(path: Path) -> list[TextParagraph]:
    data = read_file(path)
    kind = kind_of(data)
    if kind is Kind.ZIP:
        return isolated(_read_word, data, path.name, name=path.name, seconds=time_for(data), mending=_MENDING)
    if kind in _TEXT:
        return _read_plain(path)
    if kind is Kind.PDF:
        return _read_pages(path)
    raise refused_document(path.name, kind)


def _read_word(data: bytes, name: str) -> list[TextParagraph]:
    """In a process with limits.

    Raises:
        XltoolsError: no Word document, damaged, or too much in it.
    """
    require_modest(read_archive(data, name), name)
    import docx

    document = docx.Document(io.BytesIO(data))
    # By its id: python-docx looks a style up among all, for each paragraph.
    headings = {style.style_id for style in document.styles if _HEADING_STYLE.match(str(style.name))}
    found = [
        TextParagraph(line.strip(), each._p.style in headings)
        for each in document.paragraphs
        for line in each.text.split("\n")
    ]
    return [each for each in found if each.text]


def _read_pages(path: Path) -> list[TextParagraph]:
    """The words of a PDF but for its tables, running heads and numbers of pages."""
    content = read_contents(path)
    return [
        TextParagraph(item.text.replace("\t", " "))
        for item in content.items
        if isinstance(item, TextLine) and item.text not in content.running and not is_page_number(item.text)
    ]


def _read_plain(path: Path) -> list[TextParagraph]:
    try:
        text = read_text(path)
    except TextFileError as error:
        raise XltoolsError(f"“{path.name}”{error.message}；请另存为 UTF-8 编码的文本文件后再试。") from error
    return [_plain(line) for line in text.splitlines() if line.strip()]


def _plain(line: str) -> TextParagraph:
    heading = _MARKDOWN_HEADING.match(line)
    if heading:
        return TextParagraph(line[heading.end() :].strip(), True)
    return TextParagraph(_MARKDOWN_MARKS.sub("", line).strip())
