"""Merged ranges, rows, links, notes and marks of a sheet open in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from xltools.office.hyperlinks import Hyperlink
from xltools.office.live import native
from xltools.office.live.differences import Place, SheetChange
from xltools.office.live.rectangles import rectangles
from xltools.office.marks import MARK_NAME, DifferentialLook
from xltools.office.ranges import Range, column_letter, format_range

if TYPE_CHECKING:
    from xlwings import Sheet


def unmerge(sheet: Sheet, areas: Iterable[Range]) -> None:
    """Takes merged ranges apart."""
    for area in areas:
        sheet.range(format_range(area)).unmerge()


def merge(sheet: Sheet, areas: Iterable[Range]) -> None:
    """Merges ranges."""
    for area in areas:
        sheet.range(format_range(area)).merge()


def write_heights(sheet: Sheet, change: SheetChange) -> None:
    """Sets heights of rows and widths of columns; a height of 0 hides the row."""
    for height, rows in groupby(sorted(change.heights), key=lambda row: change.heights[row]):
        for area in rectangles((row, 1) for row in rows):
            sheet.range(f"{area.first_row}:{area.last_row}").row_height = height
    for column, width in change.widths.items():
        letter = column_letter(column)
        sheet.range(f"{letter}:{letter}").column_width = width


def write_links(sheet: Sheet, links: Mapping[Place, Hyperlink | None], texts: Mapping[Place, str]) -> None:
    """Links cells to places in the workbook, before their looks are set: Excel restyles what it links."""
    for place, link in links.items():
        cell = sheet.range(place)
        if link is None:
            native.remove_links(cell)
        else:
            cell.add_hyperlink(f"#{link.location}", texts.get(place, ""), link.tooltip or "")


def write_notes(sheet: Sheet, notes: Mapping[Place, str | None]) -> None:
    """Takes notes of ours away and puts new ones on cells."""
    for place, text in notes.items():
        cell = sheet.range(place)
        if cell.note is not None:
            cell.note.delete()
        if text is not None:
            cell.add_note(text)


def write_marks(sheet: Sheet, marks: Mapping[DifferentialLook, Sequence[Place]]) -> None:
    """Takes every mark of ours away and lays the new ones on; Excel ranks the newest first."""
    for rule in list(sheet.cells.conditional_formats):
        if rule.type == "custom" and (rule.formula or "").lstrip("=").rpartition("!")[2] == MARK_NAME:
            rule.delete()
    for look, places in reversed(list(marks.items())):
        for area in rectangles(places):
            sheet.range(format_range(area)).conditional_formats.add_custom(
                f"={MARK_NAME}",
                fill_color=f"#{look.fill}" if look.fill else None,
                font_color=f"#{look.font_colour}" if look.font_colour else None,
                font_bold=True if look.bold else None,
            )
