"""The sheets that a document becomes: a table each, the narrative, and what was read and what was not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from xltools.budget.form import TABLES
from xltools.budget.performance import OVERALL_SHEET, TARGET_PREFIX
from xltools.office.documents.content import Grid, GridCell, TextLine, covered
from xltools.office.documents.sheets import NewCell, NewSheet, sheet_name
from xltools.office.ranges import Range
from xltools.tasks.reading_document.captions import OVERALL, TARGET, kind_of_title
from xltools.tasks.reading_document.parts import Parts, Table
from xltools.tasks.reading_document.values import Number, numbers_of

NARRATIVE_SHEET, STATE_SHEET = "情况说明", "读取情况"
_APART = re.compile(r"\t+|[ \u3000]{2,}")
_WIDEST, _NARROWEST = 44, 9


def sheets_of(parts: Parts) -> list[NewSheet]:
    """The tables in the order of the document, then the narrative."""
    sheets: list[NewSheet] = []
    counts = {TARGET: 0, 0: 0}
    for table in parts.tables:
        name = _name(table.kind, counts, [sheet.name for sheet in sheets])
        sheets.append(_sheet_of(table, name))
    if parts.narrative:
        lines = [NewCell(row, 1, text, "line") for row, text in enumerate(parts.narrative, 1)]
        sheets.append(NewSheet(NARRATIVE_SHEET, lines, widths={1: 100}))
    return sheets


def state_sheet(lines: Sequence[tuple[str, str, str]]) -> NewSheet:
    """读取情况: what became of each table, a line each of sheet, place in the document, and words."""
    cells = [NewCell(1, 1, STATE_SHEET, "title")]
    cells += [NewCell(2, column, text, "heading") for column, text in enumerate(_STATE_HEADINGS, 1)]
    for row, line in enumerate(lines, 3):
        cells += [NewCell(row, column, text, "label") for column, text in enumerate(line, 1)]
    framed = Range(2, 1, len(lines) + 2, len(_STATE_HEADINGS))
    return NewSheet(STATE_SHEET, cells, [Range(1, 1, 1, 3)], framed, {1: 30, 2: 18, 3: 70})


_STATE_HEADINGS = ("工作表", "在文档中的位置", "情况")


def _name(kind: int, counts: dict[int, int], taken: Sequence[str]) -> str:
    if 1 <= kind <= len(TABLES) and TABLES[kind - 1].sheet not in taken:
        return TABLES[kind - 1].sheet
    if kind == OVERALL and OVERALL_SHEET not in taken:
        return OVERALL_SHEET
    counted = TARGET if kind == TARGET else 0
    counts[counted] += 1
    return sheet_name(f"{TARGET_PREFIX if counted else '表格'}{counts[counted]}", taken)


def _sheet_of(table: Table, name: str) -> NewSheet:
    sheet = NewSheet(name)
    grid = table.grid
    row = 1
    for line in table.above:
        row = _put_above(sheet, row, line, grid.columns)
    first = row
    is_form = table.kind in (TARGET, OVERALL)
    numbers = numbers_of(grid, is_form=is_form)
    heading_rows = 0 if is_form else min((place[0] for place in numbers), default=0)
    taken = covered(grid)
    for cell in grid.cells:
        _put(sheet, first, cell, numbers.get((cell.row, cell.column)), cell.row < heading_rows)
        if _is_merged(cell) and all(taken[place] is cell for place in _places(cell)):
            sheet.merges.append(
                Range(
                    first + cell.row,
                    1 + cell.column,
                    first + cell.row + cell.rows - 1,
                    cell.column + cell.columns,
                )
            )
    row = first + grid.rows
    sheet.framed = Range(first, 1, row - 1, grid.columns)
    for line in table.below:
        sheet.cells.append(NewCell(row, 1, line.text, "line"))
        row += 1
    sheet.widths = _widths(grid)
    return sheet


def _put_above(sheet: NewSheet, row: int, line: TextLine, columns: int) -> int:
    if kind_of_title(line.text) is not None:
        sheet.cells.append(NewCell(row, 1, line.text, "title"))
        if columns > 1:
            sheet.merges.append(Range(row, 1, row, columns))
        return row + 1
    words = _APART.split(line.text)
    sheet.cells.append(NewCell(row, 1, words[0], "line"))
    for place, text in enumerate(reversed(words[1:])):
        column = max(columns - place, 2)
        sheet.cells.append(NewCell(row, column, text, "line"))
    return row + 1


def _put(sheet: NewSheet, first: int, cell: GridCell, number: Number | None, heading: bool) -> None:
    value: str | Decimal
    if number is not None:
        value, look, shown = number.value, "label", _format(number)
    else:
        value, look, shown = cell.text, "heading" if heading else "label", "General"
    if value != "":
        sheet.cells.append(NewCell(first + cell.row, 1 + cell.column, value, look, shown))


def _format(number: Number) -> str:
    whole = "#,##0" if number.grouped else "0"
    return f"{whole}.{'0' * number.decimals}" if number.decimals else whole


def _is_merged(cell: GridCell) -> bool:
    return cell.rows > 1 or cell.columns > 1


def _places(cell: GridCell) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]


def _widths(grid: Grid) -> dict[int, float]:
    found = {column: float(_NARROWEST) for column in range(1, grid.columns + 1)}
    for cell in grid.cells:
        if cell.columns == 1:
            longest = max(map(_width, cell.text.split("\n")), default=0) + 2
            found[cell.column + 1] = min(max(found[cell.column + 1], longest), _WIDEST)
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
