"""The PDF of a publication, and its contents filled in with the pages that the PDF shows."""

from __future__ import annotations

from dataclasses import dataclass

from xltools.office.libreoffice import converted
from xltools.office.pdf_outline import headings_of
from xltools.office.word.contents import Heading
from xltools.office.word.program import exported_by_word
from xltools.office.word.publication import Publication

TIME_LIMIT = 180.0
"""Seconds for one conversion."""
_ROUNDS = 3
"""Filling in the contents does not move a page, but for contents that grow to another page."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The document and its PDF, None where no program could make one; `pages` by bookmark, none if unknown."""

    docx: bytes
    pdf: bytes | None
    pages: dict[str, int]


def finished(document: Publication) -> Finished:
    """A publication with its contents filled in."""
    pages = {heading.bookmark: 0 for heading in document.headings}
    pdf = None
    for _ in range(_ROUNDS):
        document.fill_contents(pages)
        docx = document.to_bytes()
        pdf = _pdf(docx)
        found = _pages(pdf, document.headings) if pdf else {}
        if found == pages:
            return Finished(docx, pdf, pages)
        if not found:
            break
        pages = found
    document.fill_contents({})
    docx = document.to_bytes()
    return Finished(docx, _pdf(docx) if pdf else None, {})


def _pdf(docx: bytes) -> bytes | None:
    return converted(docx, "docx", "pdf:writer_pdf_Export", TIME_LIMIT) or exported_by_word(docx)


def _pages(pdf: bytes, headings: list[Heading]) -> dict[str, int]:
    """The page of each heading; none if the PDF has not the very same headings."""
    outline = headings_of(pdf)
    if [_bare(text) for text, _ in outline] != [_bare(heading.text) for heading in headings]:
        return {}
    return {heading.bookmark: page for heading, (_, page) in zip(headings, outline, strict=True)}


def _bare(text: str) -> str:
    """Without what an outline may lose: spaces, and signs such as a backslash."""
    return "".join(character for character in text if character.isalnum())
