"""The performance forms of a disclosure document: the department's overall one and one per project."""

from __future__ import annotations

from xltools.budget.performance import (
    OVERALL_GRID,
    OVERALL_SHEET,
    OVERALL_TITLE,
    TARGET_GRID,
    TARGET_PREFIX,
    TARGET_TITLE,
    Grid,
)
from xltools.office.printed import print_area, read_printed
from xltools.office.ranges import Range
from xltools.office.sheet import Sheet
from xltools.office.word.pages import Page
from xltools.office.word.publication import Publication
from xltools.office.workbook import Workbook
from xltools.tasks.export_pdf import printed_sheets
from xltools.tasks.filling.regions import text_of

_TITLE_ROWS = 2
"""Of a form: its title, and the line with the unit of measure."""
_LAST_TITLE_ROW = 20
_LEAST_SIZE = 6.5
"""In points: the font of a form with much text, to stay on one page."""


def write_forms(document: Publication, workbook: Workbook, year: int) -> None:
    """Each form on pages of its own."""
    document.turn_to(Page.TABLE)
    _write_overall(document, workbook, year)
    targets = [name for name in printed_sheets(workbook) if name.startswith(TARGET_PREFIX)]
    document.new_page()
    document.heading("附件2　项目支出绩效目标表", 2)
    if not targets:
        document.small_line(f"注：本部门{year}年没有项目支出，本表无数据。")
    for index, name in enumerate(targets):
        if index:
            document.new_page()
        _write_target(document, workbook, name, index + 1, year)


def _write_overall(document: Publication, workbook: Workbook, year: int) -> None:
    document.heading(f"附件1　{OVERALL_TITLE.format(year=year)}", 2)
    if workbook.has_sheet(OVERALL_SHEET):
        _write_grid(document, workbook, OVERALL_SHEET, OVERALL_GRID)
    else:
        document.small_line("注：本表无数据")


def _write_target(document: Publication, workbook: Workbook, name: str, number: int, year: int) -> None:
    sheet = workbook.sheet(name)
    row, column = _first_label(sheet, TARGET_GRID)
    project = text_of(sheet, row, column + 1) or name
    document.heading(f"{number}．{project}", 3)
    document.table_title(TARGET_TITLE.format(year=year))
    _write_grid(document, workbook, name, TARGET_GRID)


def _write_grid(document: Publication, workbook: Workbook, name: str, grid: Grid) -> None:
    sheet = workbook.sheet(name)
    row, column = _first_label(sheet, grid)
    printed = print_area(workbook, name)
    last = printed.last_row if printed else sheet.max_row
    columns = len(grid[0])
    unit_of_measure = next(text for text in grid[1] if text)
    document.small_line("", unit_of_measure)
    area = Range(row, column, last, column + columns - 1)
    document.grid(read_printed(workbook, name, area), 0, least_size=_LEAST_SIZE)


def _first_label(sheet: Sheet, grid: Grid) -> tuple[int, int]:
    """Where the grid begins below its title: at the label of its first row, or where the form has it."""
    label = grid[_TITLE_ROWS][0]
    for row in range(1, _LAST_TITLE_ROW + 1):
        if text_of(sheet, row, 1) == label:
            return row, 1
    return _TITLE_ROWS + 1, 1
