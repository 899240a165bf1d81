"""Form buttons on a sheet, each covering a cell and running a macro: shapes in the sheet's VML drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from xltools.office.package import Package
from xltools.office.sheet import Sheet
from xltools.office.vml import (
    BLOCK,
    drawing_part,
    new_drawing,
    place_drawing,
    read_vml,
    with_shapes,
    write_vml,
)
from xltools.office.xml_text import escape_attribute, escape_text, unescape

_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" '
    'o:connecttype="rect"/><o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
)
_BUTTON = re.compile(
    r'<v:shape\s(?:(?!</v:shape>).)*?ObjectType="Button"(?:(?!</v:shape>).)*?</v:shape>', re.DOTALL
)
_MACRO = re.compile(r"<x:FmlaMacro>(?:\[0\]!)?([^<\[]*)</x:FmlaMacro>")
"""[0] is the workbook itself; LibreOffice leaves it out."""
_INSET_PIXELS = 2


@dataclass(frozen=True, slots=True)
class FormButton:
    """A button over the cell (row, column), counted from 1; `name` is what the office program lists it by."""

    name: str
    caption: str
    macro: str
    row: int
    column: int


def add_form_buttons(package: Package, sheet: Sheet, buttons: Sequence[FormButton]) -> None:
    """Puts buttons on a sheet, beside the notes and buttons it has."""
    part = drawing_part(package, sheet)
    text = new_drawing(package) if part is None else read_vml(package, part)
    drawn = with_shapes(text, _SHAPE_TYPE, [partial(_shape, button) for button in buttons])
    if drawn is not None:
        place_drawing(package, sheet, drawn)


def macros_of_buttons(package: Package, sheet: Sheet) -> list[str]:
    """The macros of the workbook itself that buttons on a sheet run, in the order of the buttons."""
    part = drawing_part(package, sheet)
    shapes = [] if part is None else _BUTTON.findall(read_vml(package, part))
    return [unescape(macro) for shape in shapes for macro in _MACRO.findall(shape)]


def remove_dead_buttons(package: Package) -> None:
    """Takes away the buttons that run a macro of the workbook itself, whose macros are being taken out.

    Those that Excel has saved as controls stay, as they do in Excel: they are declared in several parts.
    """
    if any(name.startswith("xl/ctrlProps/") for name in package.part_names):
        return
    for part in package.part_names:
        if part.lower().endswith(".vml"):
            text = read_vml(package, part)
            left = _BUTTON.sub(lambda match: "" if _MACRO.search(match[0]) else match[0], text)
            if left != text:
                write_vml(package, part, left)


def _shape(button: FormButton, number: int) -> str:
    row, column = button.row - 1, button.column - 1
    anchor = (column, _INSET_PIXELS, row, _INSET_PIXELS, column + 1, 0, row + 1, 0)
    return (
        f'<v:shape id="{escape_attribute(button.name)}" o:spid="_x0000_s{number}" type="#_x0000_t201" '
        f'style="position:absolute;z-index:{number % BLOCK};mso-wrap-style:tight" o:button="t" '
        'fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
        '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
        '<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">'
        f'<font face="宋体" size="180" color="#000000">{escape_text(button.caption)}</font></div></v:textbox>'
        f'<x:ClientData ObjectType="Button"><x:Anchor>{", ".join(map(str, anchor))}</x:Anchor>'
        "<x:AutoFill>False</x:AutoFill>"
        f"<x:FmlaMacro>[0]!{escape_text(button.macro)}</x:FmlaMacro><x:TextHAlign>Center</x:TextHAlign>"
        "<x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
    )
