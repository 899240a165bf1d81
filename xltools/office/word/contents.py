"""A table of contents that Word can update, already filled in: an entry and its page for every heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_END = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
"""It takes no room."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document; `bookmark` names the place where it stands."""

    text: str
    level: int
    bookmark: str


def contents_xml(
    title: str,
    headings: Sequence[Heading],
    pages: Mapping[str, int],
    deepest: int,
    styles: Mapping[int, str],
    title_style: str,
) -> Any:
    """The element of a table of contents.

    Args:
        pages: the page of each bookmark; without it an entry has no number until Word updates the contents.
        deepest: headings down to this level are listed.
        styles: the id of the paragraph style of each level.
    """
    from docx.oxml import parse_xml

    listed = [heading for heading in headings if heading.level <= deepest]
    entries = "".join(
        _entry(
            heading, pages.get(heading.bookmark), styles[heading.level], _start(deepest) if not index else ""
        )
        for index, heading in enumerate(listed)
    )
    return parse_xml(
        f'<w:sdt xmlns:w="{_NAMESPACE}"><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        f'<w:p><w:pPr><w:pStyle w:val="{title_style}"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>'
        f"{entries}{_END}</w:sdtContent></w:sdt>"
    )


def _start(deepest: int) -> str:
    field = f' TOC \\o "1-{deepest}" \\h \\z \\u '
    return _mark("begin") + _instruction(field) + _mark("separate")


def _entry(heading: Heading, page: int | None, style: str, before: str) -> str:
    number = _mark("begin") + _instruction(f" PAGEREF {heading.bookmark} \\h ") + _mark("separate")
    shown = "" if page is None else f"<w:r><w:t>{page}</w:t></w:r>"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{before}'
        f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{escape(heading.text)}</w:t>'
        f"</w:r><w:r><w:tab/></w:r>{number}{shown}{_mark('end')}</w:hyperlink></w:p>"
    )


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(text)}</w:instrText></w:r>'
