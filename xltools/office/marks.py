"""Cells marked by colour, and the colours taken away again.

A look lies on its cells as one conditional format whose condition is the name `_xltools_mark`: it moves with
inserted rows, leaves the cells' own styles alone, and is known for ours by its condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xltools.office import restore
from xltools.office.package import Package
from xltools.office.references import format_cell, parse_ranges
from xltools.office.sheet import Sheet
from xltools.office.styles_xml import items, read_styles, with_items, without_last, write_styles
from xltools.office.workbook import Workbook
from xltools.office.xml_text import attribute, inner, local_name, split_children, start_tag, unescape

MARK_NAME = "_xltools_mark"
"""A hidden name of the workbook that is always true."""
_MAX_AREAS = 1000
"""Cells listed in one conditional format; Excel's older file format took 1,026."""
_RULE_TAG = re.compile(r"<(?:[\w.-]+:)?cfRule\s[^>]*>")
_USED_FORMAT = re.compile(rb"""[dD]xfId\s*=\s*["'](\d+)["']""")
Cell = tuple[int, int]
"""(row, column), from 1."""


@dataclass(frozen=True, slots=True)
class DifferentialLook:
    """How marked cells look; colours as `RRGGBB`, None leaves what the cell has."""

    fill: str | None = None
    font_colour: str | None = None
    bold: bool = False
    border: str | None = None


def mark_cells(
    workbook: Workbook,
    cells: Mapping[str, Mapping[str, Iterable[Cell]]],
    looks: Mapping[str, DifferentialLook],
) -> int:
    """Lays looks on cells, given by sheet and by the key of the look. Gives how many cells were marked.

    A cell named under several looks of a sheet gets the first of them in the order of `looks`.

    Raises:
        XltoolsError: no such sheet.
        KeyError: a look that `looks` does not hold.
    """
    wanted = {workbook.sheet(name): _apart(by_look, list(looks)) for name, by_look in cells.items()}
    used = [look for look in looks if any(look in by_look for by_look in wanted.values())]
    if not used:
        return 0
    formats = _formats(workbook, {look: _dxf(looks[look]) for look in used})
    for sheet, by_look in wanted.items():
        _mark_sheet(sheet, [(formats[look], marked) for look, marked in by_look.items()])
    if workbook.defined_name(MARK_NAME) is None:
        workbook.set_defined_name(MARK_NAME, "TRUE", hidden=True)
    return sum(len(marked) for by_look in wanted.values() for marked in by_look.values())


def clear_marks(workbook: Workbook) -> int:
    """Takes every mark of ours away, and what only they needed. Gives how many cells were marked."""
    restore.forget(workbook)
    count = 0
    formats: set[int] = set()
    for sheet in map(workbook.sheet, workbook.sheet_names):
        count += _clear_sheet(sheet, formats)
    workbook.delete_defined_name(MARK_NAME)
    if formats:
        _remove_formats(workbook, formats)
    return count


def marked_cells(workbook: Workbook, sheet_name: str) -> dict[DifferentialLook, list[Cell]]:
    """The marked cells of a sheet by look, the look that Excel applies first coming first.

    Raises:
        XltoolsError: no such sheet.
    """
    sheet = workbook.sheet(sheet_name)
    found: dict[DifferentialLook, list[Cell]] = {}
    known = items(read_styles(workbook), "dxfs") if _marks_of(sheet) else []
    for xml in sheet.xml.all_elements("conditionalFormatting"):
        for rule in filter(_is_mark, _rules(xml)):
            number = attribute(start_tag(rule), "dxfId") or ""
            look = _look(known[int(number)]) if number.isdigit() and int(number) < len(known) else None
            areas = parse_ranges(attribute(start_tag(xml), "sqref") or "")
            if look:
                found.setdefault(look, []).extend((area.first_row, area.first_column) for area in areas)
    return found


def _apart(by_look: Mapping[str, Iterable[Cell]], order: Sequence[str]) -> dict[str, list[Cell]]:
    """The cells of each look, sorted, none of them under two."""
    unknown = set(by_look) - set(order)
    if unknown:
        raise KeyError(*unknown)
    seen: set[Cell] = set()
    apart: dict[str, list[Cell]] = {}
    for look in order:
        marked = sorted(set(by_look.get(look, ())) - seen)
        seen.update(marked)
        if marked:
            apart[look] = marked
    return apart


def _mark_sheet(sheet: Sheet, marks: Sequence[tuple[int, Sequence[Cell]]]) -> None:
    """Adds the formats of one sheet before those it has.

    Excel applies the lowest priority first. Ours stand below the person's where numbers are free. Where a
    rule of theirs is 1 already, ours are 1 too and come first in the file: no number of theirs changes.
    """
    formats = list(sheet.xml.all_elements("conditionalFormatting"))
    highest = _highest_priority(sheet)
    added: list[str] = []
    for priority, (number, cells) in enumerate(marks, start=1):
        rank = priority if highest is None else max(1, min(priority, highest - 1))
        for first in range(0, len(cells), _MAX_AREAS):
            areas = " ".join(format_cell(row, column) for row, column in cells[first : first + _MAX_AREAS])
            added.append(
                f'<conditionalFormatting sqref="{areas}"><cfRule type="expression" dxfId="{number}" '
                f'priority="{rank}"><formula>{MARK_NAME}</formula></cfRule></conditionalFormatting>'
            )
    if added:
        sheet.xml.set_elements("conditionalFormatting", added + formats)


def _highest_priority(sheet: Sheet) -> int | None:
    """The smallest number among the rules of a sheet that are not ours."""
    numbers = [
        int(priority)
        for name, xml in sheet.xml.elements
        if name in ("conditionalFormatting", "extLst")
        for rule in _rules(xml)
        if not _is_mark(rule)
        and re.fullmatch(r"-?\d+", priority := attribute(start_tag(rule), "priority") or "")
    ]
    return min(numbers, default=None)


def _rules(xml: str) -> list[str]:
    """Every rule inside an element, those of later Excel versions too."""
    marks = list(_RULE_TAG.finditer(xml))
    return [split_children(xml, mark.start())[0][1] for mark in marks]


def _is_mark(rule: str) -> bool:
    return any(
        local_name(name) == "formula" and unescape(inner(child)).strip().rpartition("!")[2] == MARK_NAME
        for name, child in split_children(inner(rule))
    )


def _clear_sheet(sheet: Sheet, formats: set[int]) -> int:
    """Takes our rules out of one sheet, notes their formats, and gives how many cells they lay on."""
    before = list(sheet.xml.all_elements("conditionalFormatting"))
    kept: list[str] = []
    count = 0
    for xml in before:
        children = [child for _, child in split_children(inner(xml))]
        ours = [child for child in children if _is_mark(child)]
        for rule in ours:
            number = attribute(start_tag(rule), "dxfId") or ""
            formats |= {int(number)} if number.isdigit() else set()
        if ours:
            count += _cell_count(attribute(start_tag(xml), "sqref") or "")
            for rule in ours:
                xml = xml.replace(rule, "", 1)
            if len(ours) == len(children):
                continue
        kept.append(xml)
    if kept != before:
        sheet.xml.set_elements("conditionalFormatting", kept)
    return count


def _cell_count(sqref: str) -> int:
    try:
        areas = parse_ranges(sqref)
    except ValueError:
        return 0
    return sum(
        (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) for area in areas
    )


# --- differential formats ---


def _dxf(look: DifferentialLook) -> str:
    font = ("<b/>" if look.bold else "") + (
        f'<color rgb="FF{look.font_colour}"/>' if look.font_colour else ""
    )
    fill = f'<fill><patternFill><bgColor rgb="FF{look.fill}"/></patternFill></fill>' if look.fill else ""
    border = ""
    if look.border:
        colour = f'<color rgb="FF{look.border}"/>'
        sides = "".join(
            f'<{side} style="thin">{colour}</{side}>' for side in ("left", "right", "top", "bottom")
        )
        border = f"<border>{sides}</border>"
    return f"<dxf>{f'<font>{font}</font>' if font else ''}{fill}{border}</dxf>"


def _look(dxf: str) -> DifferentialLook:
    """What `_dxf` made, read back."""

    def colour(element: str, child: str) -> str | None:
        part = re.search(rf"<{element}>.*?</{element}>", dxf)
        match = (
            re.search(rf'<{child}\s[^>]*rgb="[0-9A-Fa-f]{{2}}([0-9A-Fa-f]{{6}})"', part[0]) if part else None
        )
        return match[1] if match else None

    return DifferentialLook(
        colour("fill", "bgColor"), colour("font", "color"), "<b/>" in dxf, colour("border", "color")
    )


def _formats(workbook: Workbook, wanted: Mapping[str, str]) -> dict[str, int]:
    """The place of each look's format; one added for an earlier mark serves again."""
    text = read_styles(workbook)
    known = items(text, "dxfs")
    ours: set[int] = set()
    if workbook.defined_name(MARK_NAME) is not None:
        for sheet in map(workbook.sheet, workbook.sheet_names):
            ours |= _marks_of(sheet)
    places = {known[number]: number for number in sorted(ours) if number < len(known)}
    new = [xml for xml in dict.fromkeys(wanted.values()) if xml not in places]
    if new:
        text, first = with_items(text, "dxfs", new)
        places |= {xml: first + index for index, xml in enumerate(new)}
        write_styles(workbook, text)
    return {look: places[xml] for look, xml in wanted.items()}


def _marks_of(sheet: Sheet) -> set[int]:
    numbers = (
        attribute(start_tag(rule), "dxfId") or ""
        for xml in sheet.xml.all_elements("conditionalFormatting")
        for rule in _rules(xml)
        if _is_mark(rule)
    )
    return {int(number) for number in numbers if number.isdigit()}


def _remove_formats(workbook: Workbook, formats: set[int]) -> None:
    """Cuts the formats off the end of their list, as far as nothing else uses them."""
    workbook.settle()
    package = workbook.package
    used = {
        int(number)
        for part in package.part_names
        if part.lower().endswith(".xml")
        for number in _USED_FORMAT.findall(_plain(package, part))
    }
    text = read_styles(workbook)
    last = len(items(text, "dxfs"))
    number = 0
    while last - number - 1 in formats and last - number - 1 not in used:
        number += 1
    write_styles(workbook, without_last(text, "dxfs", number))


def _plain(package: Package, part: str) -> bytes:
    data = package.read(part)
    return package.read_text(part).encode() if b"\0" in data[:64] else data
