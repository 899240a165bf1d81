"""A narrative as a Word document: text with a bookmark a number, charts as pictures, the list of sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltools.model.narrative import Chart, Gap, Narrative, Number, OwnWords, Paragraph, Piece
from xltools.office.pictures.canvas import WIDTH_IN_CM
from xltools.office.pictures.drawing import draw
from xltools.office.pictures.fonts import ChineseFont
from xltools.office.word.document import Run, WordDocument
from xltools.tasks.narrating.places import Places, how

_HEADINGS = ("序号", "数字", "所在语句", "来源", "计算")
_WIDTHS = (1.3, 2.7, 8.6, 7.4, 4.3)
_ENDS = "。；"


class NarrativeWriter:
    """Writes one narrative into a document; bookmarks are numbered in the order of the text."""

    def __init__(self, document: WordDocument, narrative: Narrative, font: ChineseFont | None) -> None:
        """`font` draws the charts; without one they are left out."""
        self._document = document
        self._narrative = narrative
        self._font = font
        self._numbers = 0
        self.charts = 0
        """Called for so far, of which `pictures` are drawn."""
        self.pictures = 0

    def write(self) -> None:
        """The sections, under headings of levels 1 to 3."""
        self._document.heading(self._narrative.title, 1)
        for top in self._narrative.sections:
            for section in top.walk():
                self._document.heading(section.heading, 2 if section is top else 3)
                for block in section.blocks:
                    if isinstance(block, Paragraph):
                        self._document.paragraph([self._run(piece) for piece in block.pieces])
                    else:
                        self.charts += 1
                        if self._font is not None:
                            self._picture(block, self._font)

    def write_sources(self, places: Places) -> None:
        """An appendix on pages of its own: every number, where it stands in the text and where it comes from."""
        self._document.landscape()
        self._document.heading("附表　数字来源", 1)
        rows = []
        offsets = _offsets(self._narrative)
        for index, (paragraph, number) in enumerate(self._narrative.numbers(), 1):
            rows.append(
                [
                    Run(str(index)),
                    Run(number.text, link=bookmark(index)),
                    Run(_sentence(paragraph.text, offsets[index])),
                    Run("；".join(places.of(number))),
                    Run(how(number)),
                ]
            )
        self._document.table(_HEADINGS, rows, _WIDTHS)

    def _run(self, piece: Piece) -> Run:
        match piece:
            case Number():
                self._numbers += 1
                return Run(piece.text, bookmark=bookmark(self._numbers))
            case Gap():
                return Run(piece.text, highlighted=True)
            case OwnWords():
                return Run(piece.text)
        return Run(piece)

    def _picture(self, chart: Chart, font: ChineseFont) -> None:
        self.pictures += 1
        caption = f"图{self.pictures}　{chart.title}"
        self._document.picture(draw(chart, font), WIDTH_IN_CM, caption, chart.description)


def bookmark(index: int) -> str:
    """The bookmark of the n-th number; Word hides names that begin with a line."""
    return f"_n{index:03d}"


def _offsets(narrative: Narrative) -> Mapping[int, int]:
    """Where in its paragraph the n-th number begins."""
    return dict(enumerate(_starts(narrative), 1))


def _starts(narrative: Narrative) -> Iterator[int]:
    for _, paragraph in narrative.paragraphs():
        place = 0
        for piece in paragraph.pieces:
            if isinstance(piece, Number):
                yield place
            place += len(piece if isinstance(piece, str) else piece.text)


def _sentence(text: str, place: int) -> str:
    """The words around a place, from one stop to the next."""
    start = max(text.rfind(end, 0, place) for end in _ENDS) + 1
    ends = [found for end in _ENDS if (found := text.find(end, place)) >= 0]
    return text[start : min(ends, default=len(text))]
