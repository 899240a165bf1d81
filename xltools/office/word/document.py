"""A Word document, written from top to bottom; the same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xltools.office.word.package import settled
from xltools.office.word.styles import BODY, CAPTION, CELL, PICTURE, TABLE, set_page, set_up
from xltools.office.word.text import printable

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_FOOTER_POINTS = 14
_LONGEST_PROPERTY = 255
"""Characters that a property of a file takes."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: `bookmark` names it, `link` leads to a bookmark, `highlighted` stands out in yellow."""

    text: str
    bookmark: str = ""
    link: str = ""
    highlighted: bool = False
    bold: bool = False


class WordDocument:
    """Writes headings, paragraphs, pictures and tables in the styles of an official document."""

    def __init__(self, title: str, author: str, year: int) -> None:
        """`title` and `author` are told in the file's properties; its date is the first day of `year`."""
        import docx

        self._document = docx.Document()
        set_up(self._document)
        self._tidy()
        self._bookmarks = 0
        self._pictures = 0
        self._describe(title, author, year)
        self._page_number(self._document.sections[0])

    def title(self, text: str) -> None:
        self._paragraph("Title", [Run(text)])

    def heading(self, text: str, level: int) -> None:
        """A heading of level 1, 2 or 3, as Word's navigation and its contents know them."""
        self._paragraph(f"Heading {level}", [Run(text)])

    def paragraph(self, runs: Sequence[Run]) -> None:
        """A paragraph of body text."""
        self._paragraph(BODY, runs)

    def picture(self, png: bytes, width_in_cm: float, caption: str, description: str) -> None:
        """A picture with its caption below, and in words for people who do not see it."""
        from docx.shared import Cm

        paragraph = self._document.add_paragraph(style=PICTURE)
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(width_in_cm))
        self._pictures += 1
        properties = shape._inline.docPr
        properties.set("name", f"图{self._pictures}")
        properties.set("descr", printable(description))
        self._paragraph(CAPTION, [Run(caption)])

    def landscape(self) -> None:
        """A new page, across, and all that follow."""
        from docx.enum.section import WD_SECTION

        set_page(self._document.add_section(WD_SECTION.NEW_PAGE), landscape=True)

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[Run]], widths_in_cm: Sequence[float]
    ) -> None:
        """A ruled table whose headings are repeated on every page."""
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        table = self._document.add_table(rows=0, cols=len(headings))
        style = self._document.styles[CELL].style_id
        table.style, table.autofit = TABLE, False
        for column, width in zip(table.columns, widths_in_cm, strict=True):
            column.width = Cm(width)
        for line in ([Run(heading, bold=True) for heading in headings], *rows):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, run, width in zip(row.cells, line, widths_in_cm, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                paragraph._p.style = (
                    style  # by its id: python-docx looks a name up among all styles, each time
                )
                self._write(paragraph, run)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def to_bytes(self) -> bytes:
        file = io.BytesIO()
        self._document.save(file)
        return settled(file.getvalue())

    def _paragraph(self, style: str, runs: Sequence[Run]) -> None:
        paragraph = self._document.add_paragraph(style=style)
        for run in runs:
            self._write(paragraph, run)

    def _write(self, paragraph: Paragraph, run: Run) -> None:
        from docx.enum.text import WD_COLOR_INDEX
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if run.bookmark:
            start = self._mark("w:bookmarkStart")
            start.set(qn("w:name"), run.bookmark)
            paragraph._p.append(start)
        written = paragraph.add_run(printable(run.text))
        # Quotation marks are drawn in the Chinese font, as wide as a character.
        written._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        if run.bold:
            written.font.bold = True
        if run.highlighted:
            written.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if run.link:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), run.link)
            paragraph._p.replace(written._r, link)
            link.append(written._r)
        if run.bookmark:
            paragraph._p.append(self._mark("w:bookmarkEnd"))
            self._bookmarks += 1

    def _mark(self, tag: str) -> Any:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(self._bookmarks))
        return mark

    def _describe(self, title: str, author: str, year: int) -> None:
        properties = self._document.core_properties
        title, author = (printable(text)[:_LONGEST_PROPERTY] for text in (title, author))
        properties.title, properties.author, properties.last_modified_by = title, author, author
        properties.comments, properties.language, properties.revision = "", "zh-CN", 1
        properties.created = properties.modified = datetime(year, 1, 1)

    def _tidy(self) -> None:
        """Word shows the document as it is today, not as of 2007; no picture of python-docx's own first page."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        links = self._document.part.package.rels
        for name in [name for name, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            links.pop(name)
        settings = self._document.settings.element
        compatibility = settings.find(qn("w:compat"))
        if compatibility is not None:
            for present in compatibility.findall(qn("w:compatSetting")):
                compatibility.remove(present)
            setting = OxmlElement("w:compatSetting")
            setting.set(qn("w:name"), "compatibilityMode")
            setting.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
            setting.set(qn("w:val"), "15")
            compatibility.append(setting)

    def _page_number(self, section: Any) -> None:
        """`— 1 —` in the middle of the foot."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text in ("— ", "", " —"):
            run = paragraph.add_run(text)
            run.font.size = Pt(_FOOTER_POINTS)
            if text:
                continue
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            paragraph._p.replace(run._r, field)
            field.append(run._r)
            run.text = "1"
