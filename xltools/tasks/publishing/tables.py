"""第二部分 of a disclosure document: the 13 tables as they are printed."""

from __future__ import annotations

from xltools.budget.form import TABLES
from xltools.model.table import Figure, Table
from xltools.office.printed import read_printed
from xltools.office.ranges import Range
from xltools.office.sheet import Sheet
from xltools.office.word.pages import Page
from xltools.office.word.publication import Publication
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import is_place, place_of, text_of

_TITLE = "第二部分　{year}年部门预算公开表"
_LABEL, _UNIT_OF_MEASURE = "预算公开表", "单位："


def write_tables(document: Publication, workbook: Workbook, year: int) -> None:
    """Each on a page of its own, wide ones across.

    Raises:
        XltoolsError: a table is not where its name says.
    """
    document.turn_to(_page(TABLES[0]))
    document.heading(_TITLE.format(year=year), 1)
    for table in TABLES:
        document.turn_to(_page(table))
        if table is not TABLES[0]:
            document.new_page()
        _write(document, workbook, table, year)


def _page(table: Table) -> Page:
    return Page.WIDE_TABLE if table.landscape else Page.TABLE


def _write(document: Publication, workbook: Workbook, table: Table, year: int) -> None:
    place = place_of(workbook, f"{table.anchor}_数据")
    sheet, area = workbook.sheet(place.sheet), place.area
    headings = len(table.headings)
    first = area.first_row - headings
    document.small_line(f"{_LABEL}{table.number}")
    document.heading(f"{table.anchor}　{table.title.format(year=year)}", 2)
    document.small_line(*_line_above(sheet, first, area))
    amounts = {
        area.first_column + index for index, column in enumerate(table.columns) if isinstance(column, Figure)
    }
    printed = Range(first, area.first_column, area.last_row, area.first_column + len(table.columns) - 1)
    document.grid(read_printed(workbook, place.sheet, printed, amounts=amounts), headings)
    note = _note(workbook, table)
    if note:
        document.small_line(note)


def _line_above(sheet: Sheet, first: int, area: Range) -> tuple[str, str]:
    """部门名称：… on the left, 单位：万元 on the right, as the row above the headings says."""
    texts = [text_of(sheet, first - 1, column) for column in range(area.first_column, area.last_column + 1)]
    left = [text for text in texts if text and not text.startswith(_UNIT_OF_MEASURE)]
    right = [text for text in texts if text.startswith(_UNIT_OF_MEASURE)]
    return "　".join(left), "　".join(right)


def _note(workbook: Workbook, table: Table) -> str:
    name = f"{table.anchor}_注"
    if not is_place(workbook, name):
        return ""
    place = place_of(workbook, name)
    return text_of(workbook.sheet(place.sheet), place.area.first_row, place.area.first_column)
