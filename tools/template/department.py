"""单位信息: three blocks side by side, each below its own headings."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from template.book import BLANK_FACTS, Area, Book, set_columns, set_page
from template.looks import (
    AMOUNT_FORMAT,
    CENTRE,
    COUNT_FORMAT,
    FREE,
    HINT,
    INPUT_TAB,
    LEFT,
    OPTIONAL_HEADING,
    REQUIRED_HEADING,
    SHEET_TITLE,
    TEXT_FORMAT,
    TINTED,
    WRAP,
    Look,
)
from template.validations import LEVEL2_INDICATORS, fact_validation, suggestion
from xltools.budget.department import (
    FACT_HEADINGS,
    FACTS,
    OVERALL_INDICATOR_HEADINGS,
    OVERALL_INDICATORS_NAME,
    SHEET,
    TASK_HEADINGS,
    TASKS_NAME,
    YEAR,
    FactKind,
)
from xltools.budget.vocabulary import LEVEL1_INDICATORS

_WIDTHS = (14, 30, 64, 3, 20, 50, 3, 13, 17, 34, 22)
_HEADING_ROW = 2
_FIRST_ROW = _HEADING_ROW + 1
_FACTS_AT, _TASKS_AT, _INDICATORS_AT = 0, 4, 7
_TASK_ROWS, _INDICATOR_ROWS = 30, 80
_HELP = "表格、绩效目标和情况说明中的部门情况取自这里。金额以元为单位；清单每行一项，换行用 Alt+Enter。"
_KIND_LOOKS: dict[FactKind, Look] = {
    FactKind.TEXT: WRAP,
    FactKind.LIST: WRAP,
    FactKind.YEAR: {"num_format": "0"},
    FactKind.CODE: {"num_format": TEXT_FORMAT},
    FactKind.COUNT: {"num_format": COUNT_FORMAT},
    FactKind.AMOUNT: {"num_format": AMOUNT_FORMAT},
    FactKind.NUMBER: {"num_format": AMOUNT_FORMAT},
    FactKind.DATE: {"num_format": TEXT_FORMAT},
}


def add_department_sheet(book: Book) -> None:
    """Blank but for the year of the form."""
    sheet = book.add_sheet(SHEET, INPUT_TAB)
    set_columns(sheet, _WIDTHS)
    sheet.set_row(0, 27)
    sheet.write_string(0, 0, SHEET, book.look(SHEET_TITLE))
    sheet.set_row(1, 18)
    sheet.write_string(1, 0, _HELP, book.look(HINT))
    sheet.set_row(_HEADING_ROW, 24)
    _add_facts(book, sheet)
    _add_block(book, sheet, TASKS_NAME, TASK_HEADINGS, _TASKS_AT, _TASK_ROWS)
    _add_block(
        book, sheet, OVERALL_INDICATORS_NAME, OVERALL_INDICATOR_HEADINGS, _INDICATORS_AT, _INDICATOR_ROWS
    )
    last_row = _FIRST_ROW + _INDICATOR_ROWS - 1
    for offset, words in enumerate((LEVEL1_INDICATORS, LEVEL2_INDICATORS)):
        place = _INDICATORS_AT + offset
        sheet.data_validation(_FIRST_ROW, place, last_row, place, suggestion(words))
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_HEADING_ROW)
    set_page(sheet, landscape=True)


def _add_facts(book: Book, sheet: Worksheet) -> None:
    for column, heading in enumerate(FACT_HEADINGS, _FACTS_AT):
        sheet.write_string(_HEADING_ROW, column, heading, book.look(OPTIONAL_HEADING))
    section_at, item_at, content_at = range(_FACTS_AT, _FACTS_AT + len(FACT_HEADINGS))
    for row, fact in enumerate(FACTS, _FIRST_ROW):
        item_look = REQUIRED_HEADING if fact.required else OPTIONAL_HEADING
        sheet.write_string(row, section_at, fact.section, book.look(OPTIONAL_HEADING))
        sheet.write_string(row, item_at, fact.item, book.look(item_look, LEFT))
        content_look = book.look(TINTED, FREE, LEFT, _KIND_LOOKS[fact.kind])
        if fact is YEAR:
            sheet.write_number(row, content_at, BLANK_FACTS.year, content_look)
        else:
            sheet.write_blank(row, content_at, None, content_look)
        sheet.data_validation(row, content_at, row, content_at, fact_validation(fact))
        book.name(fact.defined_name, sheet, Area(row, content_at, row, content_at))


def _add_block(
    book: Book, sheet: Worksheet, name: str, headings: Sequence[str], first_column: int, rows: int
) -> None:
    last_column = first_column + len(headings) - 1
    look = book.look(TINTED, FREE, WRAP, LEFT)
    narrow_look = book.look(TINTED, FREE, WRAP, CENTRE)
    for column, heading in enumerate(headings, first_column):
        sheet.write_string(_HEADING_ROW, column, heading, book.look(OPTIONAL_HEADING))
        for row in range(_FIRST_ROW, _FIRST_ROW + rows):
            sheet.write_blank(row, column, None, narrow_look if _WIDTHS[column] <= 20 else look)
    area = Area(_FIRST_ROW, first_column, _FIRST_ROW + rows - 1, last_column)
    book.name(name, sheet, area)
