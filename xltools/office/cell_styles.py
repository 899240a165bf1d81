"""Styles for the cells of a sheet of ours, added to the workbook's and taken out again.

A hidden name records how many were added and a checksum of them; they are taken out only while they still
stand at the end of their lists, unchanged, and no cell uses them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from xltools.office.styles_xml import items, read_styles, with_items, without_last, write_styles
from xltools.office.workbook import Workbook
from xltools.office.xml_text import attribute, inner, local_name, split_children, start_tag

STYLES_NAME = "_xltools_styles"
"""A hidden name of the workbook: `"cellXfs,fonts,fills,borders,checksum"`, the first four being counts."""
_LISTS = ("cellXfs", "fonts", "fills", "borders")
_REFERENCES = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}
_RECORD = re.compile(r'"(\d+),(\d+),(\d+),(\d+),(\d+)"')
_STYLED = re.compile(r'<(?:c|row|col)\s(?:[^<>]*?\s)?(?:s|style)="(\d+)"')
_SIZE = re.compile(r'<sz val="([\d.]+)"')
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
               "name", "family", "charset", "scheme")  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell looks; what is not given is as in the workbook's standard font. Colours as `RRGGBB`.

    `font_size` in points; `border` is the colour of a thin line on all four sides; `number_format` is the
    number of a built-in format (0 general, 4 `#,##0.00`, 49 text).
    """

    bold: bool = False
    underline: bool = False
    font_size: float | None = None
    font_colour: str | None = None
    fill: str | None = None
    border: str | None = None
    horizontal: str | None = None
    vertical: str | None = "center"
    wrap: bool = False
    number_format: int = 0


def add_cell_styles(workbook: Workbook, looks: Sequence[CellLook]) -> list[int]:
    """Adds a style for each look and gives their numbers, for `style=` of a sheet's cells."""
    if not looks:
        return []
    counts = _recorded(workbook) or (0, 0, 0, 0)
    text = read_styles(workbook)
    if not (items(text, "fonts") and items(text, "fills") and items(text, "borders")):
        text = _with_defaults(text)
    standard = items(text, "fonts")[0]
    wanted = {
        "fonts": list(dict.fromkeys(_font(standard, look) for look in looks)),
        "fills": list(dict.fromkeys(_fill(look.fill) for look in looks if look.fill)),
        "borders": list(dict.fromkeys(_border(look.border) for look in looks if look.border)),
    }
    places: dict[tuple[str, str], int] = {}
    for name, new in wanted.items():
        if new:
            text, first = with_items(text, name, new)
            places |= {(name, xml): first + index for index, xml in enumerate(new)}
    xfs = [
        _xf(
            look,
            places["fonts", _font(standard, look)],
            places["fills", _fill(look.fill)] if look.fill else 0,
            places["borders", _border(look.border)] if look.border else 0,
        )
        for look in looks
    ]
    text, first = with_items(text, "cellXfs", xfs)
    added = (len(xfs), *(len(new) for new in wanted.values()))
    counts = tuple(old + new for old, new in zip(counts, added, strict=True))
    write_styles(workbook, text)
    record = ",".join(map(str, (*counts, _checksum(text, counts))))
    workbook.set_defined_name(STYLES_NAME, f'"{record}"', hidden=True)
    return list(range(first, first + len(xfs)))


def read_look(workbook: Workbook, style: int) -> CellLook:
    """What a style looks like, as far as a CellLook can say it; colours of a theme are left out."""
    text = read_styles(workbook)
    xfs = items(text, "cellXfs")
    if style >= len(xfs):
        return CellLook()
    xf = xfs[style]
    tag = start_tag(xf)
    font, fill, border = (
        known[number] if (number := int(attribute(tag, reference) or 0)) < len(known) else ""
        for name, reference in _REFERENCES.items()
        for known in (items(text, name),)
    )
    alignment = next(
        (child for name, child in split_children(inner(xf)) if local_name(name) == "alignment"), ""
    )
    size = _SIZE.search(font)
    return CellLook(
        bold="<b/>" in font,
        underline="<u/>" in font,
        font_size=float(size[1]) if size else None,
        font_colour=_colour(font, "color"),
        fill=_colour(fill, "fgColor"),
        border=_colour(border, "color"),
        horizontal=attribute(alignment, "horizontal"),
        vertical=attribute(alignment, "vertical"),
        wrap=attribute(alignment, "wrapText") in ("1", "true"),
        number_format=int(attribute(tag, "numFmtId") or 0),
    )


def _colour(xml: str, element: str) -> str | None:
    match = re.search(rf'<{element}\s[^>]*?rgb="[0-9A-Fa-f]{{2}}([0-9A-Fa-f]{{6}})"', xml)
    return match[1] if match else None


def remove_cell_styles(workbook: Workbook) -> bool:
    """Takes the styles of add_cell_styles out. Whether they are gone, or there were none.

    Left in place where a cell uses one of them, or where another program has rearranged the styles.
    """
    if workbook.defined_name(STYLES_NAME) is None:
        return True
    counts = _recorded(workbook)
    text = read_styles(workbook)
    if counts is None:
        # Rearranged by another program: they are no longer ours to tell apart.
        workbook.delete_defined_name(STYLES_NAME)
        return False
    first = len(items(text, "cellXfs")) - counts[0]
    if any(style >= first for style in _used_styles(workbook)):
        return False
    text = without_last(text, "cellXfs", counts[0])
    for name, count in zip(_LISTS[1:], counts[1:], strict=True):
        used = _used_items(text, _REFERENCES[name])
        if max(used, default=-1) < len(items(text, name)) - count:
            text = without_last(text, name, count)
    write_styles(workbook, text)
    workbook.delete_defined_name(STYLES_NAME)
    return True


def _recorded(workbook: Workbook) -> tuple[int, ...] | None:
    """How many of each list are ours; None where they are not what was recorded."""
    match = _RECORD.fullmatch((workbook.defined_name(STYLES_NAME) or "").strip())
    if match is None:
        return None
    *counts, checksum = map(int, match.groups())
    return tuple(counts) if _checksum(read_styles(workbook), counts) == checksum else None


def _checksum(text: str, counts: Sequence[int]) -> int:
    """Over the last so many of each list."""
    ours = [
        xml for name, count in zip(_LISTS, counts, strict=True) if count for xml in items(text, name)[-count:]
    ]
    return zlib.crc32("".join(ours).encode())


def _used_styles(workbook: Workbook) -> set[int]:
    workbook.settle()
    used: set[int] = set()
    for name in workbook.sheet_names:
        text = workbook.package.read_text(workbook.sheet(name).part)
        used |= {int(number) for number in set(_STYLED.findall(text))}
    return used


def _used_items(text: str, reference: str) -> set[int]:
    styles = (*items(text, "cellXfs"), *items(text, "cellStyleXfs"))
    return {int(attribute(start_tag(xf), reference) or 0) for xf in styles}


def _with_defaults(text: str) -> str:
    """The part with the least every workbook needs, where some program left it out."""
    for name, xml in (
        ("fonts", ('<font><sz val="11"/><name val="宋体"/></font>',)),
        (
            "fills",
            (
                '<fill><patternFill patternType="none"/></fill>',
                '<fill><patternFill patternType="gray125"/></fill>',
            ),
        ),
        ("borders", ("<border><left/><right/><top/><bottom/><diagonal/></border>",)),
    ):
        if not items(text, name):
            text, _ = with_items(text, name, xml)
    return text


def _font(standard: str, look: CellLook) -> str:
    parts = {local_name(name): xml for name, xml in split_children(inner(standard))}
    if look.bold:
        parts["b"] = "<b/>"
    if look.underline:
        parts["u"] = "<u/>"
    if look.font_size is not None:
        parts["sz"] = f'<sz val="{look.font_size:g}"/>'
    if look.font_colour:
        parts["color"] = f'<color rgb="FF{look.font_colour}"/>'
    known = [parts[name] for name in _FONT_ORDER if name in parts]
    return f"<font>{''.join(known)}</font>"


def _fill(colour: str | None) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/><bgColor indexed="64"/>'
        "</patternFill></fill>"
    )


def _border(colour: str | None) -> str:
    sides = "".join(
        f'<{side} style="thin"><color rgb="FF{colour}"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return f"<border>{sides}<diagonal/></border>"


def _xf(look: CellLook, font: int, fill: int, border: int) -> str:
    alignment = "".join(
        f' {name}="{value}"'
        for name, value in (("horizontal", look.horizontal), ("vertical", look.vertical))
        if value
    ) + (' wrapText="1"' if look.wrap else "")
    applied = "".join(
        f' {name}="1"'
        for name, given in (
            ("applyNumberFormat", look.number_format),
            ("applyFont", True),
            ("applyFill", look.fill),
            ("applyBorder", look.border),
            ("applyAlignment", alignment),
        )
        if given
    )
    tag = (
        f'<xf numFmtId="{look.number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        f"{applied}"
    )
    return f"{tag}><alignment{alignment}/></xf>" if alignment else f"{tag}/>"
