"""How cells look: taken over from cells of the open workbook that look so already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltools.office.cell_styles import CellLook, read_look
from xltools.office.live.differences import SheetChange, StyleRun
from xltools.office.live.replay import Replayed
from xltools.office.ranges import Range, format_range, parse_ranges
from xltools.office.sheet import Sheet as SheetModel
from xltools.office.workbook import Workbook
from xltools.office.xml_text import attribute, start_tag

if TYPE_CHECKING:
    from xlwings import Book, Sheet

_Styles = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Donor:
    """Neighbouring cells of the open workbook whose look can be copied."""

    sheet: str
    row: int
    first_column: int


class Donors:
    """The cells whose look is known: those that a task neither inserted nor restyled."""

    def __init__(self, moved: Replayed, changes: Iterable[SheetChange]) -> None:
        self._moved = moved
        self._restyled = {
            change.name: {
                (run.row, run.first_column + at) for run in change.styles for at in range(len(run.styles))
            }
            for change in changes
        }
        self._cells: dict[str, dict[int | None, tuple[int, int]]] = {}
        self._rows: dict[str, dict[int, dict[int, int | None]]] = {}

    def run(self, sheet: str, run: StyleRun) -> _Donor | None:
        """Cells of the same columns of the sheet with the same looks."""
        for row, styles in self._rows_of(sheet).items():
            wanted = enumerate(run.styles, run.first_column)
            if all(column in styles and styles[column] == style for column, style in wanted):
                return _Donor(sheet, row, run.first_column)
        return None

    def cell(self, sheet: str, style: int | None) -> _Donor | None:
        """A cell of the look, on the same sheet if there is one."""
        names = [sheet, *(name for name in self._moved.workbook.sheet_names if name != sheet)]
        for name in names:
            place = self._cells_of(name).get(style)
            if place is not None:
                return _Donor(name, *place)
        return None

    def _rows_of(self, sheet: str) -> dict[int, dict[int, int | None]]:
        if sheet not in self._rows:
            rows: dict[int, dict[int, int | None]] = {}
            for row, column, style in self._known(sheet):
                rows.setdefault(row, {})[column] = style
            self._rows[sheet] = rows
        return self._rows[sheet]

    def _cells_of(self, sheet: str) -> dict[int | None, tuple[int, int]]:
        if sheet not in self._cells:
            cells: dict[int | None, tuple[int, int]] = {}
            for row, column, style in self._known(sheet):
                cells.setdefault(style, (row, column))
            self._cells[sheet] = cells
        return self._cells[sheet]

    def _known(self, sheet: str) -> Iterator[tuple[int, int, int | None]]:
        """(row, column, style) of single cells without conditional format, which copying would spread."""
        if sheet in self._moved.new_sheets:
            return
        model = self._moved.workbook.sheet(sheet)
        spoiled = [*model.merges, *_conditional_areas(model)]
        restyled = self._restyled.get(sheet, set())
        for row in model.xml.row_numbers():
            if self._moved.is_fresh(sheet, row):
                continue
            across = [area for area in spoiled if area.first_row <= row <= area.last_row]
            for column in model.xml.cells(row):
                if (row, column) not in restyled and not any(area.contains(row, column) for area in across):
                    yield row, column, model.style_for(row, column)


def _conditional_areas(sheet: SheetModel) -> list[Range]:
    found: list[Range] = []
    for xml in sheet.xml.all_elements("conditionalFormatting"):
        try:
            found += parse_ranges(attribute(start_tag(xml), "sqref") or "")
        except ValueError:
            continue
    return found


def write_looks(book: Book, change: SheetChange, donors: Donors, finished: Workbook) -> None:
    """Gives cells their looks; merged ranges must not lie across them."""
    sheet = book.sheets[change.name]
    pending: list[tuple[_Donor, Range]] = []
    for run in change.styles:
        last = run.first_column + len(run.styles) - 1
        whole = donors.run(change.name, run)
        if whole is not None:
            _join(pending, whole, Range(run.row, run.first_column, run.row, last))
            continue
        for column, style in enumerate(run.styles, run.first_column):
            donor = donors.cell(change.name, style)
            if donor is not None:
                _join(pending, donor, Range(run.row, column, run.row, column))
            else:
                _apply(sheet, run.row, column, read_look(finished, style or 0))
    for donor, area in pending:
        width = area.last_column - area.first_column
        source = Range(donor.row, donor.first_column, donor.row, donor.first_column + width)
        book.sheets[donor.sheet].range(format_range(source)).copy()
        sheet.range(format_range(area)).paste(paste="formats")


def _join(pending: list[tuple[_Donor, Range]], donor: _Donor, area: Range) -> None:
    """Adds an area; rows below each other with one donor are pasted at once."""
    if pending:
        before, above = pending[-1]
        same_columns = (above.first_column, above.last_column) == (area.first_column, area.last_column)
        if before == donor and same_columns and above.last_row == area.first_row - 1:
            pending[-1] = (
                donor,
                Range(above.first_row, above.first_column, area.last_row, above.last_column),
            )
            return
    pending.append((donor, area))


def _apply(sheet: Sheet, row: int, column: int, look: CellLook) -> None:
    """A look that no cell of the workbook has yet."""
    cell = sheet.range((row, column))
    cell.font.bold = look.bold
    if look.font_size is not None:
        cell.font.size = look.font_size
    if look.font_colour:
        cell.font.color = f"#{look.font_colour}"
    if look.fill:
        cell.color = f"#{look.fill}"
    if look.border:
        cell.borders.set("outside", line_style="continuous", weight="thin", color=f"#{look.border}")
    if look.horizontal == "center":
        cell.horizontal_alignment = "center"
    elif look.horizontal == "left":
        cell.horizontal_alignment = "left"
    if look.vertical == "center":
        cell.vertical_alignment = "center"
    cell.wrap_text = look.wrap
