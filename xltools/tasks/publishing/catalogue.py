"""政府购买服务指导性目录 in a disclosure document."""

from __future__ import annotations

from xltools.budget.console import PURCHASE_SHEET
from xltools.office.printed import print_area, read_printed
from xltools.office.ranges import Range
from xltools.office.word.pages import Page
from xltools.office.word.publication import Publication
from xltools.office.workbook import Workbook

_TITLE = "附件3　政府购买服务指导性目录"
_COLUMNS = 4
_LEAST_SIZE = 7.5
"""In points: so the list stays on one page."""


def write_catalogue(document: Publication, workbook: Workbook) -> None:
    """The list as it stands on its sheet, its headings repeated on every page."""
    document.turn_to(Page.TABLE)
    document.new_page()
    document.heading(_TITLE, 2)
    if not workbook.has_sheet(PURCHASE_SHEET):
        document.small_line("注：本表无数据")
        return
    sheet = workbook.sheet(PURCHASE_SHEET)
    printed = print_area(workbook, PURCHASE_SHEET) or Range(1, 1, sheet.max_row, _COLUMNS)
    # Its title is the heading above.
    area = Range(printed.first_row + 1, printed.first_column, printed.last_row, printed.last_column)
    document.grid(read_printed(workbook, PURCHASE_SHEET, area), 1, least_size=_LEAST_SIZE)
