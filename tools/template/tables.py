"""The statutory tables: headings, the region of figures, a hidden model of each kind of row, the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from template.book import BLANK_FACTS, Area, Book, grid_cells, protect, set_columns, set_page
from template.looks import (
    BOLD,
    BOX,
    CENTRE,
    FIGURE,
    HEADING,
    LEFT,
    NOTE,
    RIGHT,
    TABLE_TAB,
    TITLE,
    WRAP,
    Look,
    indented,
)
from xltools.budget.console import CODES_NAME
from xltools.budget.form import prepare
from xltools.budget.live_text import DEPARTMENT_LINE, NUMBER_LINE, UNIT_OF_MEASURE_LINE
from xltools.budget.rows import CATEGORY, ITEM, PROJECT_STYLES, SECTION, TOTAL
from xltools.budget.tables import table03, table06, table11
from xltools.model.ledger import Ledger
from xltools.model.table import Column, Figure, Label, Row, Table
from xltools.office.text_height import height_for
from xltools.tasks.filling.tables import EMPTY_NOTE

_HEADING_ROW = 3
_ROW_HEIGHT, _FIXED_ROW_HEIGHT = 19.5, 24.0
"""In points: of rows that follow the data, of rows of a table on one page."""
_DEPARTMENT, _UNIT, _PROJECT = PROJECT_STYLES

_TOTAL_LOOK: Look = {**BOLD, **CENTRE}
_NAME_LOOKS: dict[str, Look] = {
    TOTAL: _TOTAL_LOOK,
    CATEGORY: BOLD,
    SECTION: indented(1),
    ITEM: indented(2),
    table06.CLASS: BOLD,
    table11.TABLE.styles[0]: _TOTAL_LOOK,
    _DEPARTMENT: BOLD,
    _UNIT: indented(1),
    _PROJECT: indented(2),
}
"""How the names in a row of each style look; a style not listed has plain ones."""

Line = tuple[Row | None, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table was put."""

    region: Area
    note_row: int


def add_table(
    book: Book, table: Table, page_columns: int | None = None, *, spare_row: bool = False
) -> tuple[Worksheet, Placed]:
    """Lays a table out; title and print area take `page_columns` where that is more than the table's own.

    A `spare_row` is hidden between the headings and the region: a range from it to the hidden rows below the region
    grows with every row that comes between.
    """
    sheet = book.add_sheet(table.sheet, TABLE_TAB)
    set_columns(sheet, [column.width for column in table.columns])
    width = max(page_columns or 0, len(table.columns))
    _write_head(book, sheet, table, width)
    placed = _write_region(book, sheet, table, int(spare_row))
    sheet.repeat_rows(_HEADING_ROW, placed.region.first_row - 1)
    sheet.print_area(0, 0, placed.note_row, width - 1)
    sheet.freeze_panes(placed.region.first_row, 0)
    set_page(sheet, landscape=table.landscape, one_page=not table.grows)
    protect(sheet)
    return sheet, placed


def _write_head(book: Book, sheet: Worksheet, table: Table, width: int) -> None:
    if table.number:
        sheet.write_string(0, 0, NUMBER_LINE.format(number=table.number), book.look(LEFT))
    sheet.set_row(1, 33)
    book.write_merged(sheet, Area(1, 0, 1, width - 1), table.title, book.look(TITLE))
    sheet.set_row(2, 18)
    book.write_text(sheet, 2, 0, DEPARTMENT_LINE, book.look(LEFT))
    sheet.write_string(2, width - 1, UNIT_OF_MEASURE_LINE, book.look(RIGHT))
    for row, height in enumerate(_heading_heights(table), _HEADING_ROW):
        sheet.set_row(row, height)
    for cell in grid_cells(table.headings):
        row = _HEADING_ROW + cell.row
        area = Area(row, cell.column, row + cell.height - 1, cell.column + cell.width - 1)
        # The numbers of the columns are no headings.
        weight = {"bold": not cell.text.isdigit()}
        book.write_merged(sheet, area, cell.text, book.look(HEADING, weight))


def _heading_heights(table: Table) -> list[float]:
    heights = [_ROW_HEIGHT] * len(table.headings)
    for cell in grid_cells(table.headings):
        columns = table.columns[cell.column : cell.column + cell.width]
        text = cell.text.format(year=BLANK_FACTS.year)
        needed = height_for(text, sum(column.width for column in columns), 10) / cell.height
        for row in range(cell.row, cell.row + cell.height):
            heights[row] = max(heights[row], needed)
    return heights


def _write_region(book: Book, sheet: Worksheet, table: Table, spare_rows: int) -> Placed:
    department = prepare(Ledger(BLANK_FACTS))
    lines: list[Line] = list(zip_longest(*(panel.rows(department) for panel in table.panels)))
    if table.grows:
        lines = lines[:1]
    spare = _HEADING_ROW + len(table.headings)
    first, last_column = spare + spare_rows, len(table.columns) - 1
    for row in range(spare, first):
        sheet.set_row(row, _ROW_HEIGHT, None, {"hidden": True})
    for row, line in enumerate(lines, first):
        style = next(part.style for part in line if part)
        _write_row(book, sheet, row, table, style, _label_texts(table, line))
    region = Area(first, 0, first + len(lines) - 1, last_column)
    book.name(f"{table.anchor}_数据", sheet, region, hidden=True)
    models = region.last_row + 1
    for row, style in enumerate(table.styles, models):
        _write_row(book, sheet, row, table, style, [""] * len(table.columns), hidden=True)
    note_row = models + len(table.styles)
    if table.grows:
        styles = Area(models, 0, note_row - 1, last_column)
        book.name(f"{table.anchor}_行样", sheet, styles, hidden=True)
    if table is table03.TABLE:
        book.name(CODES_NAME, sheet, Area(first, 0, region.last_row, 0))
    _write_note(book, sheet, table, region, note_row)
    return Placed(region, note_row)


def _label_texts(table: Table, line: Line) -> list[str]:
    """The words of a row, column by column; figures and columns of a panel that has run out are blank."""
    texts: list[str] = []
    for panel, row in zip(table.panels, line, strict=True):
        labels = iter(row.labels if row else ())
        texts += [next(labels, "") if isinstance(column, Label) else "" for column in panel.columns]
    return texts


def _write_row(
    book: Book,
    sheet: Worksheet,
    row: int,
    table: Table,
    style: str,
    texts: Sequence[str],
    *,
    hidden: bool = False,
) -> None:
    sheet.set_row(row, _ROW_HEIGHT if table.grows else _FIXED_ROW_HEIGHT, None, {"hidden": hidden})
    label = ""
    for column, (declared, text) in enumerate(zip(table.columns, texts, strict=True)):
        label = text if isinstance(declared, Label) else label
        look = _cell_look(declared, style, label)
        book.write_text(sheet, row, column, text, book.look(*look))


def _cell_look(column: Column, style: str, label: str) -> tuple[Look, ...]:
    """The look of a cell by the style of its row or, where rows are fixed, by the words of its panel's label."""
    if style:
        look = _NAME_LOOKS.get(style, LEFT)
    elif label.endswith(("合计", "总计")):
        look = _TOTAL_LOOK
    else:
        look = indented(2) if label.startswith(("①", "②")) else LEFT
    weight = {"bold": look.get("bold", False)}
    if isinstance(column, Figure):
        return (FIGURE, weight)
    if column.code and look is not _TOTAL_LOOK:
        look = LEFT
    return (BOX, WRAP, look, weight)


def _write_note(book: Book, sheet: Worksheet, table: Table, region: Area, row: int) -> None:
    first_figure = next(index for index, column in enumerate(table.columns) if isinstance(column, Figure))
    figures = xl_range(region.first_row, first_figure, region.last_row, region.last_column)
    area = Area(row, 0, row, region.last_column)
    look = book.look(NOTE)
    book.write_merged(sheet, area, "", look)
    sheet.write_formula(row, 0, f'IF(SUM({figures})=0,"{EMPTY_NOTE}","")', look, EMPTY_NOTE)
    sheet.set_row(row, _ROW_HEIGHT)
    book.name(f"{table.anchor}_注", sheet, Area(row, 0, row, 0), hidden=True)
