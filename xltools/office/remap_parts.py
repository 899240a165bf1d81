"""Parts beside the sheets when rows move: tables, notes, drawings, charts, form controls, pivot tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from xltools.office.package import Package
from xltools.office.references import (
    REFERENCE_LOST,
    FormulaShift,
    RowMap,
    format_range,
    parse_range,
    quote_sheet,
)
from xltools.office.remap import Mention
from xltools.office.sheet import Sheet
from xltools.office.sheet_ranges import children_of, set_children
from xltools.office.xml_text import attribute, escape_attribute, escape_text, unescape, with_attribute

SheetChange = Callable[[str, str], str]
"""A formula as it reads after the edit, given the sheet it stands on."""

_CHART_FORMULA = re.compile(r"(<(?:[\w.-]+:)?f(?:\s[^<>]*)?>)([^<]+)(</)")
_TABLE_FORMULA = re.compile(r"(<(?:calculatedColumnFormula|totalsRowFormula)(?:\s[^<>]*)?>)([^<]+)(</)")
_TEXT_LINK = re.compile(r'(\stextlink=")([^"]+)(")')
_CONTROL_FORMULA = re.compile(r'(\s(?:fmlaLink|fmlaRange|fmlaGroup|fmlaTxbx)=")([^"]+)(")')
_VML_FORMULA = re.compile(r"(<x:Fmla(?:Link|Range|Group|Txbx|Pict)>)([^<]+)(</)")
_RANGED_TAG = re.compile(r'<(?:table|autoFilter|sortState|sortCondition)\s(?:[^<>"]|"[^"]*")*>')
_TABLE_TAG = re.compile(r'<table\s(?:[^<>"]|"[^"]*")*>')
_LOCATION_TAG = re.compile(r"<location\s[^<>]*>")
_SOURCE_TAG = re.compile(r'<worksheetSource\s(?:[^<>"]|"[^"]*")*>')
_COMMENT = re.compile(r'<(comment|threadedComment)\s(?:[^<>"]|"[^"]*")*?(?:/>|>.*?</\1>)', re.DOTALL)
_ANCHOR = re.compile(
    r"<((?:[\w.-]+:)?(?:twoCellAnchor|oneCellAnchor))((?:\s[^<>]*)?)>.*?</\1>",
    re.DOTALL,
)
_MARKER = re.compile(
    r"(<((?:[\w.-]+:)?)(from|to)>.*?<\2row>)(\d+)(</\2row>\s*<\2rowOff>)(-?\d+)(?=<)", re.DOTALL
)
_VML_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
_VML_ROW = re.compile(r"(<x:Row>\s*)(\d+)(\s*</)")
_VML_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</)")
_FORMULA_KINDS = (
    ("drawingml.chart+xml", _CHART_FORMULA),
    ("ms-office.chartex+xml", _CHART_FORMULA),
    ("officedocument.drawing+xml", _TEXT_LINK),
    ("spreadsheetml.table+xml", _TABLE_FORMULA),
    ("excel.controlproperties+xml", _CONTROL_FORMULA),
    ("vmldrawing", _VML_FORMULA),
)


def rewrite_part_formulas(package: Package, change: SheetChange, mention: Mention) -> None:
    """Passes the formulas of charts, shapes, tables, controls and pivot sources through `change`.

    They name their sheet themselves, so it does not matter where the part hangs.
    """
    for name in package.part_names:
        kind = (package.content_type(name) or "").lower()
        if "pivotcachedefinition" in kind:
            _rewrite(
                package,
                name,
                mention,
                lambda xml: _SOURCE_TAG.sub(lambda match: _moved_source(match[0], change), xml),
            )
            continue
        pattern = next((pattern for ending, pattern in _FORMULA_KINDS if ending in kind), None)
        if pattern is None and name.lower().endswith(".vml"):
            pattern = _VML_FORMULA
        if pattern is not None:
            _rewrite(package, name, mention, lambda xml, pattern=pattern: _changed(xml, pattern, change))  # type: ignore[misc]


def _rewrite(package: Package, name: str, mention: Mention | None, change: Callable[[str], str]) -> None:
    data = package.read(name)
    if mention is not None and not mention.in_bytes(data):
        return
    xml = (
        package.read_text(name)
        if not name.lower().endswith(".vml")
        else data.decode("utf-8", "surrogateescape")
    )
    new = change(xml)
    if new != xml:
        package.write(name, new.encode("utf-8", "surrogateescape"))


def _changed(xml: str, pattern: re.Pattern[str], change: SheetChange, sheet: str = "") -> str:
    def replaced(match: re.Match[str]) -> str:
        formula = unescape(match[2])
        new = change(formula, sheet)
        if new == formula:
            return match[0]
        return match[1] + (escape_attribute(new) if match[3] == '"' else escape_text(new)) + match[3]

    return pattern.sub(replaced, xml)


def _moved_source(tag: str, change: SheetChange) -> str:
    """Where a pivot table takes its figures from: a sheet and a range, apart."""
    sheet, reference = attribute(tag, "sheet"), attribute(tag, "ref")
    if not sheet or not reference:
        return tag
    formula = f"{quote_sheet(sheet)}!{reference}"
    new = change(formula, "")
    if new == formula or REFERENCE_LOST in new:
        return tag
    prefix, _, new_reference = new.rpartition("!")
    new_sheet = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    return with_attribute(with_attribute(tag, "sheet", new_sheet), "ref", new_reference)


# --- parts of the sheet whose rows move ---


def remap_owned_parts(package: Package, sheet: Sheet, row_map: RowMap) -> list[str]:
    """Everything that hangs on a sheet and names its rows without naming the sheet.

    Formulas that do name their sheet are left to `rewrite_part_formulas`. Gives the names of lost tables.
    """
    shift = FormulaShift({"": row_map})
    lost_tables: list[str] = []
    for link in list(package.relationships(sheet.part).values()):
        if link.external or not package.has(link.target):
            continue
        target = link.target
        if link.kind == "table":
            lost = _move_table(package, target, row_map, shift)
            if lost is not None:
                package.remove_relationship(sheet.part, link.id)
                package.remove(target)
                parts = [
                    child for child in children_of(sheet.xml, "tableParts") if f'"{link.id}"' not in child
                ]
                set_children(sheet.xml, "tableParts", parts)
                lost_tables.append(lost)
        elif link.kind in ("comments", "threadedComment"):
            _rewrite(package, target, None, lambda xml: _moved_comments(xml, row_map))
        elif link.kind == "vmlDrawing":
            _rewrite(package, target, None, lambda xml: _moved_vml(xml, row_map, shift))
        elif link.kind == "drawing":
            _rewrite(package, target, None, lambda xml: _moved_drawing(xml, row_map, shift))
        elif link.kind == "ctrlProp":
            _rewrite(package, target, None, lambda xml: _changed(xml, _CONTROL_FORMULA, shift))
        elif link.kind == "pivotTable":
            _rewrite(package, target, None, lambda xml: _moved_tags(xml, _LOCATION_TAG, row_map))
    return lost_tables


def _moved_tags(xml: str, pattern: re.Pattern[str], row_map: RowMap) -> str:
    def replaced(match: re.Match[str]) -> str:
        reference = attribute(match[0], "ref")
        area = row_map.area(parse_range(reference)) if reference else None
        return match[0] if area is None else with_attribute(match[0], "ref", format_range(area))

    return pattern.sub(replaced, xml)


def _move_table(package: Package, part: str, row_map: RowMap, change: SheetChange) -> str | None:
    """Moves a table. Its name where it is lost: its headings are deleted, and a table cannot be without."""
    xml = package.read_text(part)
    match = _TABLE_TAG.search(xml)
    reference = attribute(match[0], "ref") if match else None
    if match is None or reference is None:
        return None
    old = parse_range(reference)
    area = row_map.area(old)
    headings = int(attribute(match[0], "headerRowCount") or 1)
    if area is None or (headings and row_map.row(old.first_row) is None):
        return attribute(match[0], "displayName") or ""
    # Like Excel, leave at least one row of data.
    least = replace(area, last_row=max(area.last_row, area.first_row + headings))

    def moved(text: str) -> str:
        text = _changed(_moved_tags(text, _RANGED_TAG, row_map), _TABLE_FORMULA, change)
        return text if least == area else text.replace(f'ref="{area}"', f'ref="{least}"')

    _rewrite(package, part, None, moved)
    return None


def _moved_comments(xml: str, row_map: RowMap) -> str:
    def replaced(match: re.Match[str]) -> str:
        tag = match[0][: match[0].index(">") + 1]
        reference = attribute(tag, "ref")
        area = row_map.area(parse_range(reference)) if reference else None
        if area is None:
            return ""
        return with_attribute(tag, "ref", format_range(area)) + match[0][len(tag) :]

    return _COMMENT.sub(replaced, xml)


def _moved_vml(xml: str, row_map: RowMap, change: SheetChange) -> str:
    """Shapes of notes and form buttons: they move and keep their height.

    A note's shape goes with its cell.
    """

    def shape(match: re.Match[str]) -> str:
        text = match[0]
        row = _VML_ROW.search(text)
        down = None
        if row is not None and 'ObjectType="Note"' in text:
            moved = row_map.row(int(row[2]) + 1)
            if moved is None:
                return ""
            down = moved - 1 - int(row[2])
            text = _VML_ROW.sub(rf"\g<1>{moved - 1}\g<3>", text)
        text = _VML_ANCHOR.sub(
            lambda anchor: anchor[1] + _moved_vml_anchor(anchor[2], row_map, down) + anchor[3], text
        )
        return _changed(text, _VML_FORMULA, change)

    return _VML_SHAPE.sub(shape, xml)


def _moved_vml_anchor(anchor: str, row_map: RowMap, rows_down: int | None) -> str:
    """`left column, offset, top row, offset, right column, offset, bottom row, offset`; rows from 0."""
    values = [value.strip() for value in anchor.split(",")]
    if len(values) != 8 or not all(value.lstrip("-").isdigit() for value in values):
        return anchor
    top, bottom = int(values[2]), int(values[6])
    down = row_map.position(top + 1) - 1 - top if rows_down is None else rows_down
    if down == 0:
        return anchor
    values[2], values[6] = str(max(top + down, 0)), str(max(bottom + down, bottom - top))
    return ", ".join(values)


def _moved_drawing(xml: str, row_map: RowMap, change: SheetChange) -> str:
    """Pictures, shapes and charts; one told not to move with cells stays."""

    def anchor(match: re.Match[str]) -> str:
        if 'editAs="absolute"' in match[2]:
            return match[0]
        keeps_size = 'editAs="oneCell"' in match[2]
        down = 0

        def marker(edge: re.Match[str]) -> str:
            nonlocal down
            row, offset = int(edge[4]), edge[6]
            if keeps_size and edge[3] == "to":
                row += down
            elif (moved := row_map.row(row + 1)) is not None:
                down, row = moved - 1 - row, moved - 1
            else:
                # An edge in a deleted row comes to the top of the next one.
                moved = row_map.position(row + 1)
                down, row, offset = moved - 1 - row, moved - 1, "0"
            return f"{edge[1]}{row}{edge[5]}{offset}"

        return _MARKER.sub(marker, match[0])

    return _changed(_ANCHOR.sub(anchor, xml), _TEXT_LINK, change)
