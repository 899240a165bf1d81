"""The links of a sheet that lead to places in the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from xltools.office.ranges import parse_range
from xltools.office.sheet import Sheet
from xltools.office.sheet_ranges import children_of
from xltools.office.xml_text import attribute, start_tag


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """Where a cell leads (`'表1 收支总表'!B7`) and what shows when the mouse is over it."""

    location: str
    tooltip: str | None


def hyperlinks(sheet: Sheet) -> dict[tuple[int, int], Hyperlink]:
    """The links by (row, column) of the first cell; links to files and addresses are left out."""
    found: dict[tuple[int, int], Hyperlink] = {}
    for xml in children_of(sheet.xml, "hyperlinks"):
        tag = start_tag(xml)
        location = attribute(tag, "location")
        if location and ":id=" not in tag:
            area = parse_range(attribute(tag, "ref") or "A1")
            found[area.first_row, area.first_column] = Hyperlink(location, attribute(tag, "tooltip"))
    return found
