"""The workbook under construction: sheets, formats made once, defined names, merged grids, page set-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from template.looks import BODY, DEFAULT, Look
from xltools.budget.live_text import is_live, live_formula, live_value
from xltools.model.ledger import DepartmentFacts
from xltools.model.table import ABOVE, LEFT

BLANK_FACTS = DepartmentFacts(year=2025, name="", code="")
"""What 单位信息 says before anybody has filled it in."""

_CREATED = datetime(2025, 1, 1)
_CM = 1 / 2.54
_A4 = 9


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, zero-based, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def absolute(self) -> str:
        return str(xl_range_abs(self.first_row, self.first_column, self.last_row, self.last_column))


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a printed grid with the neighbours merged into it."""

    row: int
    column: int
    height: int
    width: int
    text: str


def grid_cells(grid: tuple[tuple[str, ...], ...]) -> Iterator[GridCell]:
    """The cells of a grid declared with LEFT and ABOVE, in reading order."""
    for row, line in enumerate(grid):
        for column, text in enumerate(line):
            if text not in (LEFT, ABOVE):
                height = 1 + _run((below[column] for below in grid[row + 1 :]), ABOVE)
                yield GridCell(row, column, height, 1 + _run(line[column + 1 :], LEFT), text)


def _run(texts: Iterable[str], mark: str) -> int:
    length = 0
    for text in texts:
        if text != mark:
            break
        length += 1
    return length


class Book:
    """A workbook whose bytes depend on what is written into it, on nothing else."""

    def __init__(self, path: Path) -> None:
        # 72 pixels is the width of Excel's default column in 宋体 11, the font that widths are measured in.
        options = {
            "default_format_properties": dict(DEFAULT),
            "default_column_width": 72,
            "default_row_height": 18,
        }
        self.workbook = Workbook(str(path), options)
        self.workbook.set_properties({"created": _CREATED, "title": "部门预算公开"})
        self.workbook.set_size(1600, 960)
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def look(self, *looks: Look) -> Format:
        """The format that adds the looks up, later ones first; locked unless one of them is FREE."""
        properties: dict[str, object] = dict(BODY)
        for look in looks:
            properties.update(look)
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def add_sheet(self, name: str, tab: str | None = None) -> Worksheet:
        sheet: Worksheet = self.workbook.add_worksheet(name)
        if tab:
            sheet.set_tab_color(tab)
        return sheet

    def name(self, name: str, sheet: Worksheet, area: Area, *, hidden: bool = False) -> None:
        """Gives an area a workbook-level name.

        Raises:
            ValueError: Excel does not accept the name.
        """
        if self.workbook.define_name(name, f"={quote_sheetname(sheet.name)}!{area.absolute()}") != 0:
            raise ValueError(f"Excel refuses the name {name!r}")
        if hidden:
            # XlsxWriter has no public way; the last field of its entry is the `hidden` attribute.
            self.workbook.defined_names[-1][3] = True

    def write_text(self, sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
        """Words as they are, or a formula where `{year}` or `{department}` follows 单位信息."""
        if not text:
            sheet.write_blank(row, column, None, look)
        elif is_live(text):
            sheet.write_formula(row, column, live_formula(text), look, live_value(text, BLANK_FACTS))
        else:
            sheet.write_string(row, column, text, look)

    def write_merged(self, sheet: Worksheet, area: Area, text: str, look: Format) -> None:
        """Words in an area, merged if it is more than one cell."""
        if (area.first_row, area.first_column) != (area.last_row, area.last_column):
            sheet.merge_range(area.first_row, area.first_column, area.last_row, area.last_column, "", look)
        self.write_text(sheet, area.first_row, area.first_column, text, look)


def set_columns(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Column widths from the first column on, in characters."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def set_page(
    sheet: Worksheet, *, landscape: bool = False, one_page: bool = False, pages_wide: int = 1
) -> None:
    """A4, as many pages long as it takes unless `one_page`; page numbers below."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(pages_wide, 1 if one_page else 0)
    sheet.center_horizontally()
    sheet.set_margins(left=1.6 * _CM, right=1.6 * _CM, top=1.5 * _CM, bottom=1.5 * _CM)
    sheet.set_footer("&C&9第 &P 页 共 &N 页", {"margin": 0.7 * _CM})


def protect(sheet: Worksheet) -> None:
    """Locks formulas and headings without a password; restyling, notes and pictures stay possible."""
    sheet.protect(
        "",
        {
            "objects": True,
            "scenarios": True,
            "format_cells": True,
            "format_columns": True,
            "format_rows": True,
        },
    )
