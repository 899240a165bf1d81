"""Worksheets when rows move: cells, formulas, and every range the sheet's other elements name.

One function per family of elements; each leaves the text alone where nothing it names moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from xltools.office.references import (
    Range,
    RowMap,
    format_range,
    format_ranges,
    parse_range,
    parse_ranges,
    translate_formula,
)
from xltools.office.sheet_ranges import children_of, set_children, with_children
from xltools.office.sheet_xml import Row, SheetXml
from xltools.office.xml_text import (
    attribute,
    escape_attribute,
    escape_text,
    inner,
    local_name,
    split_children,
    start_tag,
    unescape,
    with_attribute,
    with_start_attribute,
)

Change = Callable[[str], str]
"""A formula as it reads after the edit."""

_FORMULA_TEXT = re.compile(
    r"(<(?:[\w.-]+:)?(?:formula|formula1|formula2|oldFormula|f)(?:\s[^<>]*)?>)([^<]+)(</)"
)
_FORMULA_VALUE = re.compile(r'<cfvo\s[^<>]*type="formula"[^<>]*>')
_LINKED = re.compile(r'(\s(?:linkedCell|listFillRange)=")([^"]*)(")')
_VIEW_TAG = re.compile(r"<(?:sheetView|customSheetView|pane|selection)\s[^<>]*>")
_FILTER_TAG = re.compile(r'<(autoFilter|sortState|sortCondition)\s(?:[^<>"]|"[^"]*")*>')
_OWN_BREAKS = re.compile(r"<rowBreaks[\s>].*?</rowBreaks>", re.DOTALL)
_ANCHOR_ROW = re.compile(r"(<(?:[\w.-]+:)?row>)(\d+)(</)")
_SQREF = re.compile(r"<((?:[\w.-]+:)?sqref)>([^<]*)</")


class Mention:
    """A quick look whether XML can name one of some sheets (or tables) at all.

    `mark` is what every formula, validation and link writes after such a name; most of a workbook holds none.
    """

    def __init__(self, names: Iterable[str], mark: str = "!") -> None:
        self.mark = mark
        # Formulas double a quote in a name, pivot sources and links to a sheet do not.
        self._texts = sorted({text for name in names for text in (name, name.replace("'", "''"))})
        self._cased = any(text.lower() != text.upper() for text in self._texts)
        self._lower = [text.lower() for text in self._texts]

    def in_text(self, xml: str) -> bool:
        if any(text in xml for text in self._texts):
            return True
        if "&" in xml:
            xml = unescape(xml)
            if any(text in xml for text in self._texts):
                return True
        if not self._cased:
            return False
        xml = xml.lower()
        return any(text in xml for text in self._lower)

    def in_bytes(self, data: bytes) -> bool:
        """The same for a part not read yet; a part in another coding counts as naming them."""
        if self.coded(data):
            return True
        return self.in_text(data.decode("utf-8", "replace"))

    @staticmethod
    def coded(data: bytes) -> bool:
        """Whether names may be hidden from a plain look: another coding, or CDATA."""
        return b"\0" in data[:64] or b"<![CDATA[" in data

    def in_sheet(self, sheet: SheetXml) -> bool:
        mark = self.mark
        if any(mark in xml and self.in_text(xml) for _, xml in sheet.elements):
            return True
        return any(
            mark in row.text and self.in_text(row.text)
            if row.text is not None
            else any(
                mark in rest and "<f" in rest and self.in_text(rest) for rest in (row.cells or {}).values()
            )
            for row in sheet.rows.values()
        )


def rewrite_sheet_formulas(sheet: SheetXml, change: Change) -> None:
    """Passes every formula of a sheet whose own rows stay through `change`.

    Cells, formats, validations, links.
    """
    sheet.rewrite_formulas(change)
    for index, (name, xml) in enumerate(list(sheet.elements)):
        if name == "sheetData":
            continue
        new = _rewrite_links(xml, change) if name == "hyperlinks" else rewrite_element_formulas(xml, change)
        if new != xml:
            sheet.elements[index] = (name, new)
            sheet.changed = True


def rewrite_element_formulas(xml: str, change: Change) -> str:
    """Every formula an element other than the cells holds, passed through `change`."""
    if "ormula" in xml or "f>" in xml:
        xml = _FORMULA_TEXT.sub(lambda match: match[1] + _changed_text(match[2], change) + match[3], xml)
        xml = _FORMULA_VALUE.sub(lambda match: _changed_attribute(match[0], "val", change), xml)
    if "linkedCell" in xml or "listFillRange" in xml:
        xml = _LINKED.sub(
            lambda match: match[1] + escape_attribute(change(unescape(match[2]))) + match[3], xml
        )
    return xml


def _changed_text(text: str, change: Change) -> str:
    formula = unescape(text)
    new = change(formula)
    return text if new == formula else escape_text(new)


def _changed_attribute(tag: str, name: str, change: Change) -> str:
    value = attribute(tag, name)
    if not value:
        return tag
    new = change(value)
    return tag if new == value else with_attribute(tag, name, new)


def _rewrite_links(xml: str, change: Change) -> str:
    return re.sub(
        r"<hyperlink\s(?:[^<>\"]|\"[^\"]*\")*>",
        lambda match: _changed_attribute(match[0], "location", change),
        xml,
    )


# --- a sheet whose rows move ---


def remap_sheet(sheet: SheetXml, row_map: RowMap, change: Change) -> None:
    """Moves the rows of a sheet; `change` rewrites a formula standing on it."""
    sheet.rewrite_formulas(change, row_map.area)
    _move_rows(sheet, row_map)
    _move_lists(sheet, row_map, change)
    _move_formats(sheet, row_map, change)
    for name, move in (
        ("dimension", _moved_dimension),
        ("sheetViews", _moved_views),
        ("customSheetViews", _moved_custom_views),
        ("autoFilter", _moved_filter),
        ("sortState", _moved_filter),
        ("rowBreaks", _moved_breaks),
    ):
        xml = sheet.element(name)
        if xml is not None:
            new = move(xml, row_map)
            if new != xml:
                sheet.set_element(name, new)
    for index, (name, xml) in enumerate(list(sheet.elements)):
        if name in ("controls", "oleObjects"):
            moved = rewrite_element_formulas(
                _ANCHOR_ROW.sub(lambda match: _moved_anchor(match, row_map), xml), change
            )
            sheet.elements[index] = (name, moved)
    extension = sheet.element("extLst")
    if extension is not None:
        sheet.set_element("extLst", _moved_extensions(extension, row_map, change))
    sheet.changed = True


def _move_rows(sheet: SheetXml, row_map: RowMap) -> None:
    rows: dict[int, Row] = {}
    for number in sheet.row_numbers():
        new = row_map.row(number)
        if new is None:
            continue
        row = sheet.rows[number]
        if new == number and row.text is not None:
            rows[new] = row
        else:
            cells = sheet.cells_of(number, row)
            rows[new] = Row(row.attributes, dict(sorted(cells.items())), None)
    sheet.replace_rows(rows)


def _areas(sqref: str) -> list[Range]:
    """The ranges of an `sqref`; none where some program wrote what is no range (`#REF!`), which then stays."""
    try:
        return parse_ranges(sqref)
    except ValueError:
        return []


def _moved_sqref(sqref: str, row_map: RowMap) -> tuple[str | None, int]:
    """(the new sqref or None, how many rows further down a formula relative to it has to read first)."""
    areas = _areas(sqref)
    if not areas:
        return sqref, 0
    moved = [area for area in map(row_map.area, areas) if area is not None]
    if not moved:
        return None, 0
    # Such formulas read from the first row of all ranges together. If that row goes, they read from the
    # next kept one.
    first = min(area.first_row for area in areas)
    kept = [start for start in (_first_kept(area, row_map) for area in areas) if start is not None]
    return format_ranges(moved) if moved != areas else sqref, (min(kept) - first if kept else 0)


def _first_kept(area: Range, row_map: RowMap) -> int | None:
    row = row_map.next_kept(area.first_row)
    return row if row is not None and row <= area.last_row else None


def _moved_block(xml: str, row_map: RowMap, change: Change) -> str | None:
    """An element with an `sqref` attribute and formulas relative to it; None where its cells are gone."""
    sqref = attribute(start_tag(xml), "sqref") or ""
    new, down = _moved_sqref(sqref, row_map)
    if new is None:
        return None
    if new != sqref:
        xml = with_start_attribute(xml, "sqref", new)
    return rewrite_element_formulas(xml, _reading_from(change, down))


def _reading_from(change: Change, rows_down: int) -> Change:
    if rows_down == 0:
        return change
    return lambda formula: change(translate_formula(formula, rows_down, 0))


def _moved_reference(xml: str, name: str, row_map: RowMap, *, alone: bool = True) -> str | None:
    """An element naming cells in one attribute.

    None where they are gone, or left `alone=False` as a single cell.
    """
    value = attribute(start_tag(xml), name)
    if not value:
        return xml
    areas = _areas(value)
    if not areas:
        return xml
    moved = [area for area in map(row_map.area, areas) if area is not None]
    if not alone:
        moved = [
            area for area in moved if (area.first_row, area.first_column) != (area.last_row, area.last_column)
        ]
    if not moved:
        return None
    return xml if moved == areas else with_start_attribute(xml, name, format_ranges(moved))


def _move_lists(sheet: SheetXml, row_map: RowMap, change: Change) -> None:
    def scenario(xml: str) -> str | None:
        cells = [_moved_reference(child, "r", row_map) for _, child in split_children(inner(xml))]
        return with_children(xml, [cell for cell in cells if cell is not None])

    moves: dict[str, Callable[[str], str | None]] = {
        "mergeCells": lambda xml: _moved_reference(xml, "ref", row_map, alone=False),
        "hyperlinks": lambda xml: _moved_link(xml, row_map, change),
        "dataValidations": lambda xml: _moved_block(xml, row_map, change),
        "protectedRanges": lambda xml: _moved_reference(xml, "sqref", row_map),
        "ignoredErrors": lambda xml: _moved_reference(xml, "sqref", row_map),
        "cellWatches": lambda xml: _moved_reference(xml, "r", row_map),
        "smartTags": lambda xml: _moved_reference(xml, "r", row_map),
        "scenarios": scenario,
    }
    for name, move in moves.items():
        children = children_of(sheet, name)
        if not children:
            continue
        moved = [move(child) for child in children]
        if moved != children:
            set_children(sheet, name, [child for child in moved if child is not None])


def _moved_link(xml: str, row_map: RowMap, change: Change) -> str | None:
    moved = _moved_reference(xml, "ref", row_map)
    return None if moved is None else _rewrite_links(moved, change)


def _move_formats(sheet: SheetXml, row_map: RowMap, change: Change) -> None:
    formats = list(sheet.all_elements("conditionalFormatting"))
    moved = [_moved_block(xml, row_map, change) for xml in formats]
    if moved != formats:
        sheet.set_elements("conditionalFormatting", [xml for xml in moved if xml is not None])


def _moved_dimension(xml: str, row_map: RowMap) -> str:
    return _moved_reference(xml, "ref", row_map) or with_start_attribute(xml, "ref", "A1")


def _moved_views(xml: str, row_map: RowMap) -> str:
    """Scroll position, frozen rows and selection."""

    def moved_cell(reference: str) -> str:
        cell = parse_range(reference)
        row = row_map.position(cell.first_row)
        return format_range(replace(cell, first_row=row, last_row=row))

    top_row = 1

    def moved(match: re.Match[str]) -> str:
        nonlocal top_row
        tag = match[0]
        corner = attribute(tag, "topLeftCell")
        split = attribute(tag, "ySplit")
        if local_name(tag[1:].split(None, 1)[0]) in ("sheetView", "customSheetView"):
            top_row = parse_range(corner).first_row if corner else 1
        if split and (attribute(tag, "state") or "").startswith("frozen"):
            # Rows inserted right below the frozen ones do not join them.
            last = top_row + int(float(split)) - 1
            span = row_map.span(top_row, last)
            frozen = span[1] - span[0] + 1 if span else 1
            tag = with_attribute(tag, "ySplit", str(frozen))
            if corner and parse_range(corner).first_row == last + 1:
                cell = parse_range(corner)
                row = row_map.position(top_row) + frozen
                tag = with_attribute(
                    tag, "topLeftCell", format_range(replace(cell, first_row=row, last_row=row))
                )
                corner = None
        if corner:
            tag = with_attribute(tag, "topLeftCell", moved_cell(corner))
        active = attribute(tag, "activeCell")
        selected = attribute(tag, "sqref")
        if active:
            tag = with_attribute(tag, "activeCell", moved_cell(active))
        if selected:
            new, _ = _moved_sqref(selected, row_map)
            tag = with_attribute(tag, "sqref", new or moved_cell(active or "A1"))
            tag = with_attribute(tag, "activeCellId", None) if new is None else tag
        return tag

    return _VIEW_TAG.sub(moved, xml)


def _moved_filter(xml: str, row_map: RowMap) -> str | None:
    """A filter or sort order; it goes where its range does."""
    if _moved_reference(xml, "ref", row_map) is None:
        return None
    return _FILTER_TAG.sub(lambda match: _moved_reference(match[0], "ref", row_map) or match[0], xml)


def _moved_breaks(xml: str, row_map: RowMap) -> str | None:
    """Page breaks name the row they stand below, and go with the row that begins the page."""
    kept: dict[int, str] = {}
    for _, child in split_children(inner(xml)):
        row = int(attribute(child, "id") or 0)
        new = row_map.row(row + 1)
        if new is not None and new > 1:
            kept[new - 1] = child if new == row + 1 else with_attribute(child, "id", str(new - 1))
    manual = sum(attribute(child, "man") in ("1", "true") for child in kept.values())
    if attribute(start_tag(xml), "manualBreakCount") is not None:
        xml = with_start_attribute(xml, "manualBreakCount", str(manual))
    return with_children(xml, list(kept.values()))


def _moved_custom_views(xml: str, row_map: RowMap) -> str:
    """Saved views hold a filter and page breaks of their own."""
    xml = _FILTER_TAG.sub(
        lambda match: _moved_reference(match[0], "ref", row_map) or match[0], _moved_views(xml, row_map)
    )
    return _OWN_BREAKS.sub(lambda match: _moved_breaks(match[0], row_map) or "", xml)


def _moved_anchor(match: re.Match[str], row_map: RowMap) -> str:
    return f"{match[1]}{row_map.position(int(match[2]) + 1) - 1}{match[3]}"


# --- extensions of later Excel versions ---


def _moved_extensions(xml: str, row_map: RowMap, change: Change) -> str | None:
    """`<extLst>`: formats, validations, sparklines and others that name their cells in `<xm:sqref>`."""
    extensions: list[str] = []
    for _, extension in split_children(inner(xml)):
        moved = _moved_tree(extension, row_map, change)
        if moved is not None:
            extensions.append(moved)
    return with_children(xml, extensions)


def _moved_tree(xml: str, row_map: RowMap, change: Change) -> str | None:
    """One element of an extension; None where every cell it names is gone."""
    if "sqref>" not in xml:
        return rewrite_element_formulas(xml, change)
    children = split_children(inner(xml))
    own = next((text for name, text in children if local_name(name) == "sqref"), None)
    if own is not None:
        new, down = _moved_sqref(unescape(inner(own)), row_map)
        if new is None:
            return None
        xml = _SQREF.sub(lambda match: f"<{match[1]}>{new}</", xml)
        return rewrite_element_formulas(xml, _reading_from(change, down))
    moved = [(_moved_tree(child, row_map, change), child) for _, child in children]
    # A group's own parts (colours, axes) name no cells; without one that does, the group is empty.
    if not any(new is not None and "sqref>" in child for new, child in moved):
        return None
    return with_children(xml, [new for new, _ in moved if new is not None])
