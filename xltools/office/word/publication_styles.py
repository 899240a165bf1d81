"""The styles that a publication has besides those of a narrative: contents and titles above tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltools.office.word.styles import LATIN

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

CONTENTS_TITLE, TABLE_TITLE = "TOC Heading", "Table Title"
CONTENTS_ENTRY = "toc {}"
LEVELS_IN_CONTENTS = 2
_TEXT_WIDTH_IN_CM = 15.6
_HANGING = 28
"""In points: where the second line of a long entry begins."""


@dataclass(frozen=True, slots=True)
class _Look:
    font: str
    size: float
    line: float
    indent: float = 0
    before: float = 0
    after: float = 0


_ENTRIES = {1: _Look("黑体", 12, 19, before=4), 2: _Look("宋体", 11, 15.5, indent=18)}
_CONTENTS_LOOK = _Look("黑体", 22, 36, after=8)
_TITLE_LOOK = _Look("黑体", 15, 24)


def add_styles(document: Document) -> None:
    """Adds them to a document that has the styles of a narrative."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    normal = document.styles["Normal"]
    contents = document.styles[CONTENTS_TITLE]
    title = document.styles.add_style(TABLE_TITLE, WD_STYLE_TYPE.PARAGRAPH)
    for style, look in ((contents, _CONTENTS_LOOK), (title, _TITLE_LOOK)):
        style.base_style = normal
        _dress(style, look)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.keep_with_next = True
    contents.paragraph_format.page_break_before = True
    for level in range(1, LEVELS_IN_CONTENTS + 1):
        entry = document.styles.add_style(CONTENTS_ENTRY.format(level), WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style = normal
        _dress(entry, _ENTRIES[level])
        _line_up(entry, _ENTRIES[level])


def _dress(style: ParagraphStyle, look: _Look) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = LATIN, Pt(look.size), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), look.font)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)


def _line_up(style: ParagraphStyle, look: _Look) -> None:
    """Page numbers at the right edge, dots before them."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    spacing = style.paragraph_format
    spacing.left_indent = Pt(look.indent + _HANGING)
    spacing.first_line_indent = Pt(-_HANGING)
    spacing.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH_IN_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
