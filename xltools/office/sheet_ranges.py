"""What a worksheet says about ranges beside its cells: merged ranges, validations, formats, filter, links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xltools.model.errors import XltoolsError
from xltools.office.references import (
    Range,
    format_cell,
    format_range,
    format_ranges,
    parse_range,
    parse_ranges,
)
from xltools.office.sheet_xml import SheetXml
from xltools.office.xml_text import (
    attribute,
    escape_attribute,
    inner,
    split_children,
    start_tag,
    with_attribute,
    with_start_attribute,
)

_MERGE = re.compile(r'<mergeCell\s[^>]*?ref="([^"]+)"')
_X14_SQREF = re.compile(r"(<(?:[\w.-]+:)?sqref>)([^<]*)(</)")


def read_merges(sheet: SheetXml) -> list[Range]:
    """Every merged range."""
    try:
        return [parse_range(reference) for reference in _MERGE.findall(sheet.element("mergeCells") or "")]
    except ValueError:
        raise XltoolsError(
            f"工作簿内的 {sheet.part} 有无法识别的合并单元格，已损坏；请在 Excel 中“打开并修复”后另存，再试一次。"
        ) from None


def write_merges(sheet: SheetXml, merges: list[Range]) -> None:
    """Replaces the merged ranges."""
    cells = "".join(f'<mergeCell ref="{format_range(area)}"/>' for area in merges)
    sheet.set_element(
        "mergeCells", f'<mergeCells count="{len(merges)}">{cells}</mergeCells>' if merges else None
    )


def set_children(sheet: SheetXml, name: str, children: list[str]) -> None:
    """Replaces what a counted list element (`dataValidations`, `hyperlinks`, …) holds.

    Without children it goes.
    """
    current = sheet.element(name)
    sheet.set_element(name, with_children(current or f"<{name}>", children))


def with_children(xml: str, children: list[str]) -> str | None:
    """A list element holding other children, its count corrected; None without any."""
    if not children:
        return None
    tag = start_tag(xml)
    if attribute(tag, "count") is not None:
        tag = with_attribute(tag, "count", str(len(children)))
    if tag.endswith("/>"):
        tag = tag[:-2].rstrip() + ">"
    name = re.match(r"<([\w:.-]+)", tag)
    assert name is not None
    return f"{tag}{''.join(children)}</{name[1]}>"


def children_of(sheet: SheetXml, name: str) -> list[str]:
    """What a list element holds."""
    xml = sheet.element(name)
    return [] if xml is None else [child for _, child in split_children(inner(xml))]


def _extended(sqref: str, first_row: int, last_row: int, new_last_row: int) -> str:
    areas = parse_ranges(sqref)
    wide = [
        Range(area.first_row, area.first_column, new_last_row, area.last_column)
        if area.first_row <= first_row and last_row <= area.last_row < new_last_row
        else area
        for area in areas
    ]
    return sqref if wide == areas else format_ranges(wide)


def extend_ranges(sheet: SheetXml, first_row: int, last_row: int, new_last_row: int) -> bool:
    """See Sheet.extend_ranges. Gives whether the filter's range grew."""

    def extended(xml: str, name: str) -> str:
        reference = attribute(start_tag(xml), name) or ""
        wide = _extended(reference, first_row, last_row, new_last_row)
        return xml if wide == reference else with_start_attribute(xml, name, wide)

    formats = list(sheet.all_elements("conditionalFormatting"))
    wide_formats = [extended(xml, "sqref") for xml in formats]
    if wide_formats != formats:
        sheet.set_elements("conditionalFormatting", wide_formats)
    validations = children_of(sheet, "dataValidations")
    wide_validations = [extended(xml, "sqref") for xml in validations]
    if wide_validations != validations:
        set_children(sheet, "dataValidations", wide_validations)
    extension = sheet.element("extLst")
    if extension is not None and "sqref>" in extension:
        wide_extension = _X14_SQREF.sub(
            lambda match: match[1] + _extended(match[2], first_row, last_row, new_last_row) + match[3],
            extension,
        )
        if wide_extension != extension:
            sheet.set_element("extLst", wide_extension)
    autofilter = sheet.element("autoFilter")
    if autofilter is None:
        return False
    wide_filter = extended(autofilter, "ref")
    if wide_filter == autofilter:
        return False
    sheet.set_element("autoFilter", wide_filter)
    return True


def set_validation_range(sheet: SheetXml, old_sqref: str, new_sqref: str) -> None:
    """See Sheet.set_validation_range."""
    wanted = parse_ranges(old_sqref)
    children = children_of(sheet, "dataValidations")
    hit = [parse_ranges(attribute(start_tag(child), "sqref") or "") == wanted for child in children]
    if not any(hit):
        raise KeyError(old_sqref)
    new = format_ranges(parse_ranges(new_sqref))
    set_children(
        sheet,
        "dataValidations",
        [
            with_start_attribute(child, "sqref", new) if found else child
            for child, found in zip(children, hit, strict=True)
        ],
    )


def set_autofilter(sheet: SheetXml, reference: str | None) -> None:
    """See Sheet.set_autofilter. Conditions of an earlier filter go with it."""
    xml = None if reference is None else f'<autoFilter ref="{format_range(parse_range(reference))}"/>'
    sheet.set_element("autoFilter", xml)


def add_hyperlinks(sheet: SheetXml, links: Iterable[tuple[int, int, str, str | None]]) -> None:
    """See Sheet.add_hyperlinks."""
    cells: set[tuple[int, int]] = set()
    added: list[str] = []
    for row, column, location, tooltip in links:
        cells.add((row, column))
        tip = f' tooltip="{escape_attribute(tooltip)}"' if tooltip else ""
        added.append(
            f'<hyperlink ref="{format_cell(row, column)}" location="{escape_attribute(location)}"{tip}/>'
        )
    if added:
        kept = [child for child in children_of(sheet, "hyperlinks") if not _covers_any(_linked(child), cells)]
        set_children(sheet, "hyperlinks", kept + added)


def _covers_any(area: Range, cells: set[tuple[int, int]]) -> bool:
    if (area.first_row, area.first_column) == (area.last_row, area.last_column):
        return (area.first_row, area.first_column) in cells
    return any(area.contains(row, column) for row, column in cells)


def _linked(hyperlink: str) -> Range:
    return parse_range(attribute(start_tag(hyperlink), "ref") or "A1")


def remove_hyperlinks_in(sheet: SheetXml, area: Range) -> None:
    """See Sheet.remove_hyperlinks_in."""
    children = children_of(sheet, "hyperlinks")
    kept = [child for child in children if not _linked(child).overlaps(area)]
    if len(kept) != len(children):
        set_children(sheet, "hyperlinks", kept)
