"""The look of an official document: page, fonts and the built-in styles of Word, set as such documents are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

BODY, PICTURE, CAPTION, CELL, TABLE = "Body Text", "Picture", "Caption", "Table Text", "Table Grid"
LATIN = "Times New Roman"
_MARGINS_IN_CM = {"top": 3.7, "bottom": 3.5, "left": 2.8, "right": 2.6}
_LANDSCAPE_MARGINS_IN_CM = {"top": 2.8, "bottom": 2.6, "left": 2.7, "right": 2.7}


@dataclass(frozen=True, slots=True)
class Look:
    """How a style is set; sizes in points. `line` None: single spacing, whatever the height of what it holds."""

    font: str
    size: float
    bold: bool = False
    line: float | None = 28
    centred: bool = False
    indent: bool = False
    """The first line begins two characters in."""
    before: float = 0
    after: float = 0


_LOOKS = {
    "Title": Look("宋体", 22, bold=True, line=36, centred=True, after=6),
    "Heading 1": Look("黑体", 18, line=32, centred=True, before=6, after=12),
    "Heading 2": Look("黑体", 16, indent=True),
    "Heading 3": Look("楷体", 16, indent=True),
    BODY: Look("仿宋", 16, indent=True),
    PICTURE: Look("仿宋", 12, line=None, centred=True, before=6),
    CAPTION: Look("黑体", 12, line=20, centred=True, after=12),
    CELL: Look("宋体", 9, line=12),
}


def set_up(document: Document) -> None:
    """Page and styles of a new document."""
    from docx.enum.style import WD_STYLE_TYPE

    for name in (PICTURE, CELL):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, look in _LOOKS.items():
        _dress(document.styles[name], look)
    _language(document)
    set_page(document.sections[0])


def set_page(section: Section, *, landscape: bool = False) -> None:
    """A4 with the margins of official documents and the page number below."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    long, short = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    for edge, size in (_LANDSCAPE_MARGINS_IN_CM if landscape else _MARGINS_IN_CM).items():
        setattr(section, f"{edge}_margin", Cm(size))
    section.footer_distance = Cm(1.5 if landscape else 2.5)


def _dress(style: ParagraphStyle, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _fonts(style, look.font)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    if look.line is None:
        spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    alignment = WD_ALIGN_PARAGRAPH.CENTER if look.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    spacing.alignment = alignment if look is not _LOOKS[CELL] else WD_ALIGN_PARAGRAPH.LEFT
    spacing.widow_control = True
    _paragraph_details(style, look)


def _paragraph_details(style: ParagraphStyle, look: Look) -> None:
    """What python-docx has no words for: no rule below a title, the indent in characters."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    properties = style.element.get_or_add_pPr()
    border = properties.find(qn("w:pBdr"))
    if border is not None:
        properties.remove(border)
    if look.indent:
        style.paragraph_format.first_line_indent = Pt(2 * look.size)
        properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _fonts(style: ParagraphStyle, font: str) -> None:
    from docx.oxml.ns import qn

    style.font.name = LATIN
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN)
    fonts.set(qn("w:eastAsia"), font)


def _language(document: Document) -> None:
    """The document is in Chinese: line breaks and quotation marks follow from it."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
