"""A document of many kinds of pages: cover, contents, text, and tables that are wide or long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xltools.office.printed import PrintedGrid
from xltools.office.word.contents import Heading, contents_xml
from xltools.office.word.document import Run, WordDocument
from xltools.office.word.fitting import line_count
from xltools.office.word.grid import table_xml
from xltools.office.word.pages import LINE_TO_SIZE, TABLE_MARGINS_IN_CM, Page, height_of
from xltools.office.word.publication_styles import (
    CONTENTS_ENTRY,
    CONTENTS_TITLE,
    LEVELS_IN_CONTENTS,
    TABLE_TITLE,
    add_styles,
)
from xltools.office.word.styles import BODY, CELL, TABLE, set_page
from xltools.office.word.text import printable

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_FOOTER_IN_CM = 0.9
_TITLE, _SUBTITLE = 36, 26
_COVER_WIDTH, _COVER_LINE = 440, 1.5
"""The room for a line in points; its height as a multiple of the size of its font."""
_LONG_NAME = 16
"""Characters; the name of a department that is longer is set smaller."""
_TITLE_LEVEL = 2
"""The level of a heading that is the title of a table."""
_LONG_TITLE, _SMALLER_TITLE = 28, 13
"""The title of a table with more characters is set smaller, to stay on one line."""
_VERY_LONG_TITLE, _SMALLEST_TITLE = 70, 10.5
_LEAST_SIZE = 8
"""In points: the font of a table that would spill over by a few rows."""
_NOTE_POINTS = 20
"""Kept free below a table."""
_AFTER_UPDATE_FIELDS = (
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr"),
    *("w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats"),
    *("w:doNotAutoCompressPictures", "w:forceUpgrade", "w:captions", "w:readModeInkLockDown"),
    *("w:smartTagType", "sl:schemaLibrary", "w:shapeDefaults", "w:doNotEmbedSmartTags"),
    *("w:decimalSymbol", "w:listSeparator"),
)
"""What follows the setting `updateFields` (ECMA-376 part 1, 17.15.1.78)."""


class Publication(WordDocument):
    """Writes a document from cover to cover; the contents are filled in when it is finished."""

    def __init__(self, title: str, author: str, year: int) -> None:
        super().__init__(title, author, year)
        self.headings: list[Heading] = []
        self._page = Page.TEXT
        self._contents: Any = None
        self._contents_title = ""
        self._fresh_page = True
        self._begins_page = False
        self._on_page: list[Paragraph] = []
        add_styles(self._document)

    # --- pages -----------------------------------------------------------------------------------------------

    def cover(self, above: str, title: str, below: str) -> None:
        """The first page, without a page number."""
        from docx.shared import Pt

        self._document.sections[0].different_first_page_header_footer = True
        size = _SUBTITLE if len(above) <= _LONG_NAME else _SUBTITLE - 4
        more = (line_count(above, _COVER_WIDTH, size) - 1) * size * _COVER_LINE
        for text, points, space in (
            (above, size, 150),
            (title, _TITLE, 30),
            (below, 22, max(30, 300 - more)),
        ):
            paragraph = self._add("Title", [Run(text)])
            paragraph.paragraph_format.space_before = Pt(space)
            paragraph.paragraph_format.line_spacing = Pt(points * _COVER_LINE)
            self._keep_distance(paragraph)
            for run in paragraph.runs:
                run.font.size = Pt(points)
        self._fresh_page = False

    def contents(self, title: str) -> None:
        """A page for the contents."""
        self._contents_title = title
        self._contents = self._contents_element({})
        self._document.element.body._insert_tbl(self._contents)
        self._fresh_page = False

    def fill_contents(self, pages: Mapping[str, int]) -> None:
        """Writes the contents anew; `pages` are those of the headings, by bookmark, none if they are not known.

        Without them Word is told to update the contents when it opens the document.
        """
        filled = self._contents_element(pages)
        self._contents.getparent().replace(self._contents, filled)
        self._contents = filled
        self._update_when_opened(not pages)

    def turn_to(self, page: Page) -> None:
        """What follows stands on pages of this kind, on a new one if the kind changes."""
        if page is self._page:
            return
        from docx.enum.section import WD_SECTION
        from docx.shared import Cm

        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._flatten_last_paragraph()
        section.different_first_page_header_footer = False
        set_page(section, landscape=page is Page.WIDE_TABLE)
        if page is not Page.TEXT:
            for edge, size in TABLE_MARGINS_IN_CM.items():
                setattr(section, f"{edge}_margin", Cm(size))
            section.footer_distance = Cm(_FOOTER_IN_CM)
        self._page = page
        self._fresh_page = True

    def new_page(self) -> None:
        """What is written next begins a page."""
        self._begins_page = not self._fresh_page

    # --- text ------------------------------------------------------------------------------------------------

    def heading(self, text: str, level: int) -> None:
        """A heading that the contents know; of level 1 it begins a page."""
        from docx.shared import Pt

        if level == 1:
            self.new_page()
        heading = Heading(printable(text).replace("\n", ""), level, f"_Toc{len(self.headings) + 1:08d}")
        self.headings.append(heading)
        paragraph = self._add(f"Heading {level}", [Run(heading.text, bookmark=heading.bookmark)])
        if self._page is not Page.TEXT and level > 1:
            self._centre(paragraph)
            if level > _TITLE_LEVEL or (len(text) > _LONG_TITLE and self._page is Page.TABLE):
                size = _SMALLER_TITLE if len(text) <= _VERY_LONG_TITLE else _SMALLEST_TITLE
                paragraph.runs[0].font.size = Pt(size)
                paragraph.paragraph_format.line_spacing = Pt(size * LINE_TO_SIZE)

    def definition(self, term: str, meaning: str) -> None:
        """A term in bold and what it means."""
        self._add(BODY, [Run(f"{term}：", bold=True), Run(meaning)])

    def table_title(self, text: str) -> None:
        """A title above a table that is no heading."""
        self._add(TABLE_TITLE, [Run(text)])

    def small_line(self, left: str, right: str = "") -> None:
        """A line of small print above or below a table."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm, Pt

        paragraph = self._add(CELL, [Run(left + (f"\t{right}" if right else ""))])
        spacing = paragraph.paragraph_format
        spacing.space_before = spacing.space_after = Pt(2)
        if right:
            spacing.tab_stops.add_tab_stop(Cm(self._page.width_in_cm), WD_TAB_ALIGNMENT.RIGHT)
            spacing.keep_with_next = True

    def grid(self, grid: PrintedGrid, heading_rows: int, *, least_size: float = _LEAST_SIZE) -> None:
        """A table as wide as the page; its first rows are repeated on every page.

        Its font is made smaller, down to `least_size` points, where the table then stays on its page.
        """
        styles = self._document.styles
        table = table_xml(
            grid,
            self._page.width_in_cm,
            heading_rows,
            styles[TABLE].style_id,
            styles[CELL].style_id,
            room=self._room(),
            least_size=least_size,
        )
        self._document.element.body._insert_tbl(table)

    # --- inside ----------------------------------------------------------------------------------------------

    def _paragraph(self, style: str, runs: Sequence[Run]) -> None:
        self._add(style, runs)

    def _add(self, style: str, runs: Sequence[Run]) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        for run in runs:
            self._write(paragraph, run)
        if self._begins_page:
            paragraph.paragraph_format.page_break_before = True
        if self._begins_page or self._fresh_page:
            self._on_page = []
        self._on_page.append(paragraph)
        self._begins_page = self._fresh_page = False
        return paragraph

    def _keep_distance(self, paragraph: Paragraph) -> None:
        """The style of titles drops the space between two of them."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        setting = OxmlElement("w:contextualSpacing")
        setting.set(qn("w:val"), "0")
        properties: Any = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(setting, "w:mirrorIndents", "w:jc", "w:outlineLvl", "w:rPr")

    def _flatten_last_paragraph(self) -> None:
        """The paragraph that ends a section takes no room: below a full page it would make an empty one."""
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        spacing = self._document.paragraphs[-1].paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)

    def _room(self) -> float:
        """What is left of the page for a table, in points."""
        taken = sum(height_of(paragraph, self._page) for paragraph in self._on_page)
        return self._page.height_in_points - taken - _NOTE_POINTS

    def _centre(self, paragraph: Paragraph) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Pt

        spacing = paragraph.paragraph_format
        spacing.alignment, spacing.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
        properties: Any = paragraph._p.get_or_add_pPr()
        properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "0")

    def _contents_element(self, pages: Mapping[str, int]) -> Any:
        styles = self._document.styles
        names = {
            level: styles[CONTENTS_ENTRY.format(level)].style_id for level in range(1, LEVELS_IN_CONTENTS + 1)
        }
        return contents_xml(
            self._contents_title,
            self.headings,
            pages,
            LEVELS_IN_CONTENTS,
            names,
            styles[CONTENTS_TITLE].style_id,
        )

    def _update_when_opened(self, wanted: bool) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        settings = self._document.settings.element
        for present in settings.findall(qn("w:updateFields")):
            settings.remove(present)
        if wanted:
            setting = OxmlElement("w:updateFields")
            setting.set(qn("w:val"), "true")
            settings.insert_element_before(setting, *_AFTER_UPDATE_FIELDS)
