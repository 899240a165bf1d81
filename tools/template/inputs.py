"""The input sheets: headings, one styled row, formats and drop-downs for every row a clerk may add."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from template.book import Area, Book, set_page
from template.looks import (
    AMOUNT_FORMAT,
    CENTRE,
    COMPUTED,
    COMPUTED_HEADING,
    COUNT_FORMAT,
    FREE,
    HINT,
    INPUT_TAB,
    LEFT,
    OPTIONAL_HEADING,
    REQUIRED_HEADING,
    RIGHT,
    SHEET_TITLE,
    TEXT_FORMAT,
    TINTED,
    TOP,
    WRAP,
    Look,
)
from template.validations import column_validation
from xltools.budget.inputs import INPUT_SHEETS, InputColumn, InputSheet, Kind

AMOUNT_UNIT_LINE = "单位：元"

_HEADING_ROW = 2
_FIRST_ROW = _HEADING_ROW + 1
_PAGE_WIDTH = 270
"""Characters that are still legible side by side on A4."""
_KIND_LOOKS: dict[Kind, Look] = {
    Kind.TEXT: {"num_format": TEXT_FORMAT, **LEFT},
    # Not as text: older Excel shows #### for a text cell of more than 255 characters.
    Kind.LONG_TEXT: {**LEFT, **WRAP, **TOP},
    Kind.CODE: {"num_format": TEXT_FORMAT, **LEFT},
    Kind.CHOICE: {"num_format": TEXT_FORMAT, **CENTRE},
    Kind.AMOUNT: {"num_format": AMOUNT_FORMAT, **RIGHT},
    Kind.COUNT: {"num_format": COUNT_FORMAT, **CENTRE},
    Kind.DATE: {"num_format": TEXT_FORMAT, **CENTRE},
}


def add_input_sheets(book: Book) -> None:
    """Every input sheet, blank."""
    for declaration in INPUT_SHEETS:
        _add(book, declaration)


def _add(book: Book, declaration: InputSheet) -> None:
    sheet = book.add_sheet(declaration.name, INPUT_TAB)
    columns = declaration.columns
    last_row = declaration.last_row - 1
    _write_head(book, sheet, declaration)
    sheet.set_row(_HEADING_ROW, 33)
    for place, column in enumerate(columns):
        look = (FREE, _KIND_LOOKS[column.kind], COMPUTED if column.computed else {})
        sheet.set_column(place, place, column.width, book.look(*look))
        sheet.write_string(_HEADING_ROW, place, column.heading, book.look(_heading_look(column)))
        sheet.write_blank(_FIRST_ROW, place, None, book.look(TINTED, *look))
        validation = column_validation(declaration, column, _FIRST_ROW, place)
        sheet.data_validation(_FIRST_ROW, place, last_row, place, validation)
        name = declaration.defined_name(column.attribute)
        book.name(name, sheet, Area(_FIRST_ROW, place, last_row, place))
    sheet.autofilter(_HEADING_ROW, 0, last_row, len(columns) - 1)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_HEADING_ROW)
    total_width = sum(column.width for column in columns)
    set_page(sheet, landscape=True, pages_wide=math.ceil(total_width / _PAGE_WIDTH))


def _write_head(book: Book, sheet: Worksheet, declaration: InputSheet) -> None:
    """Title and help; 单位：元 above the last of the amounts that stand together."""
    columns = declaration.columns
    for row, height in ((0, 27), (1, 18)):
        sheet.set_row(row, height)
        for place in range(len(columns)):
            # Else the formats of the columns, grey and all, would reach up here.
            sheet.write_blank(row, place, None, book.look())
    sheet.write_string(0, 0, declaration.title or declaration.name, book.look(SHEET_TITLE))
    sheet.write_string(1, 0, declaration.help, book.look(HINT))
    amounts = [place for place, column in enumerate(columns) if column.kind is Kind.AMOUNT]
    together = [place for index, place in enumerate(amounts) if place == amounts[0] + index]
    if together:
        sheet.write_string(1, together[-1], AMOUNT_UNIT_LINE, book.look(RIGHT))


def _heading_look(column: InputColumn) -> Look:
    if column.computed:
        return COMPUTED_HEADING
    return OPTIONAL_HEADING if column.blank or not column.required else REQUIRED_HEADING
