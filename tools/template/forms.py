"""The performance forms 整体绩效目标 and 项目绩效目标表样, laid out from their grids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from template.book import Area, Book, GridCell, grid_cells, protect, set_columns, set_page
from template.looks import (
    BOX,
    CENTRE,
    FIGURE,
    FORM_TAB,
    FREE,
    GREY_TAB,
    LEFT,
    RIGHT,
    TITLE,
    WRAP,
    Look,
)
from xltools.budget.inputs import LEVEL_COLUMNS
from xltools.budget.performance import (
    OVERALL_GRID,
    OVERALL_MEASURES,
    OVERALL_SHEET,
    OVERALL_WIDTHS,
    TARGET_GRID,
    TARGET_SHEET,
    TARGET_WIDTHS,
    Grid,
    slots,
)

_TITLE_ROW, _MEASURE_ROW = 0, 1
_ROW_HEIGHT = 22.0
_WIDE = 20
"""From this width on text starts at the left; narrower cells are centred."""


@dataclass(frozen=True, slots=True)
class _Form:
    sheet: str
    tab: str
    grid: Grid
    widths: tuple[float, ...]
    is_amount: Callable[[str], bool]
    heights: Mapping[str, float]
    """Heights of the rows of long texts, by slot."""
    texts_free: bool
    """Whether people may type into the cells of text."""


_FUNDING = {
    f"{period}.{level}" for period in ("levels", "whole_period") for level in ("total", *dict(LEVEL_COLUMNS))
}

_TARGET = _Form(
    sheet=TARGET_SHEET,
    tab=GREY_TAB,
    grid=TARGET_GRID,
    widths=TARGET_WIDTHS,
    is_amount=_FUNDING.__contains__,
    heights={
        **dict.fromkeys(("overview", "basis", "necessity", "safeguards", "plan"), 54.0),
        "whole_period_goal": 66.0,
        "indicators": 120.0,
    },
    texts_free=True,
)
_OVERALL = _Form(
    sheet=OVERALL_SHEET,
    tab=FORM_TAB,
    grid=OVERALL_GRID,
    widths=OVERALL_WIDTHS,
    is_amount=OVERALL_MEASURES.__contains__,
    heights={
        "offices": 30.0,
        "institutions": 30.0,
        "duties": 84.0,
        "strategic_goal": 48.0,
        "tasks": 48.0,
        "year_goal": 60.0,
        "indicators": 66.0,
    },
    texts_free=False,
)


def add_overall_form(book: Book) -> None:
    """整体绩效目标: facts of the department are formulas, hence locked."""
    _add(book, _OVERALL)


def add_target_form(book: Book) -> None:
    """The blank form that every target sheet is copied from, on exactly one page."""
    _add(book, _TARGET)


def _add(book: Book, form: _Form) -> None:
    sheet = book.add_sheet(form.sheet, form.tab)
    set_columns(sheet, form.widths)
    for row, height in enumerate(_heights(form)):
        sheet.set_row(row, height)
    for cell in grid_cells(form.grid):
        area = Area(cell.row, cell.column, cell.row + cell.height - 1, cell.column + cell.width - 1)
        text = "" if _is_slot(cell.text) else cell.text
        book.write_merged(sheet, area, text, book.look(*_look(form, cell)))
    sheet.print_area(0, 0, len(form.grid) - 1, len(form.widths) - 1)
    set_page(sheet, one_page=True)
    protect(sheet)


def _heights(form: _Form) -> list[float]:
    heights = [_ROW_HEIGHT] * len(form.grid)
    heights[_TITLE_ROW] = 36.0
    for slot in slots(form.grid):
        heights[slot.row] = max(heights[slot.row], form.heights.get(slot.name, 0.0))
    return heights


def _is_slot(text: str) -> bool:
    return text.startswith("{") and text.endswith("}")


def _look(form: _Form, cell: GridCell) -> tuple[Look, ...]:
    if cell.row == _TITLE_ROW:
        return (TITLE,)
    if cell.row == _MEASURE_ROW:
        return (RIGHT,)
    if cell.text and not _is_slot(cell.text):
        return (BOX, CENTRE, WRAP)
    if form.is_amount(cell.text.strip("{}")):
        return (FIGURE,)
    width = sum(form.widths[cell.column : cell.column + cell.width])
    return (BOX, WRAP, LEFT if width >= _WIDE else CENTRE, FREE if form.texts_free else {})
