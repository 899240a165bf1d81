"""A document as sections of sentences: what each section is about, what stands outside part three."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xltools.budget.narrative_reading.scopes import (
    GLOSSARY,
    SUB_HEADING,
    Scope,
    ends_glossary,
    is_heading,
    is_numbered,
    scope_of_heading,
)
from xltools.office.documents.paragraphs import TextParagraph

_ENDS = re.compile(r"(?<=[。！？])")
_INLINE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])(?P<heading>[^，。；：]{2,28})[。：]"
)
_NOTE = re.compile("(?:注|备注)[:：]|本表无数据|单位[:：]")
"""Lines around a table."""
_YEAR = re.compile(r"(20[0-9]{2})年(?:度|初)?(?=.{0,12}预算)")
_DIGITS = str.maketrans("０１２３４５６７８９．％，（）", "0123456789.%，()")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the heading it stands under; `paragraph` counts paragraphs."""

    text: str
    section: str
    scope: Scope | None
    paragraph: int

    @property
    def quoted(self) -> str:
        """The sentence to show, shortened where it is long."""
        return self.text if len(self.text) <= _LONGEST else f"{self.text[:_LONGEST]}…"


_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Sections:
    """The headings and the sentences of a document."""

    headings: tuple[tuple[str, Scope | None], ...]
    sentences: tuple[Sentence, ...]


def sections_of(paragraphs: Iterable[TextParagraph]) -> Sections:
    """Sentences in order; the glossary is left out, its numbers are not the department's."""
    headings: list[tuple[str, Scope | None]] = []
    sentences: list[Sentence] = []
    section, scope, top, silent = "", None, None, False
    for number, paragraph in enumerate(paragraphs):
        text = normal(paragraph.text)
        inline = _INLINE.match(text)
        title = text if paragraph.is_heading or is_heading(text) else inline["heading"] if inline else None
        if title and silent and not ends_glossary(title):
            continue
        if title:
            silent = GLOSSARY.search(title) is not None
            announced = scope_of_heading(title)
            if not SUB_HEADING.match(text) and (announced or is_numbered(text) or paragraph.is_heading):
                top = announced
            scope = announced or top
            section = title
            headings.append((title, announced))
            if not inline or paragraph.is_heading:
                continue
            text = text[inline.end() :]
        if not silent and not _NOTE.match(text):
            sentences += (Sentence(each, section, scope, number) for each in _split(text))
    return Sections(tuple(headings), tuple(sentences))


def year_of(sections: Sections) -> int | None:
    """The year that headings and sentences name most, with 预算 behind it."""
    words = [title for title, _ in sections.headings] + [sentence.text for sentence in sections.sentences]
    years = Counter(year for each in words for year in _YEAR.findall(each))
    return int(years.most_common(1)[0][0]) if years else None


def normal(text: str) -> str:
    """Digits, brackets and the per cent sign as half width, without blanks."""
    return re.sub(r"\s+", "", text.translate(_DIGITS))


def _split(text: str) -> Iterator[str]:
    for part in _ENDS.split(text):
        if part.strip("。 "):
            yield part
