"""The charts: the cells they are drawn from, and the values they show before Excel calculates."""

from __future__ import annotations

from decimal import Decimal

from xltools.budget.charts import (
    BAR_CHARTS,
    NO_DATA,
    NO_LAST_YEAR,
    NOTE_NAME,
    STRUCTURE_COLUMN,
    STRUCTURE_OF,
    Bar,
    BarChart,
    slice_formula,
)
from xltools.budget.exact import Expected
from xltools.budget.form import STRUCTURE_CHART
from xltools.budget.live_text import live_formula, live_value
from xltools.model.disclosure import FigureKey
from xltools.model.ledger import DepartmentFacts
from xltools.model.measure import StartsWith
from xltools.model.number import Yuan, in_ten_thousands
from xltools.office.charts import point_charts, refresh_charts
from xltools.office.ranges import Range
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import is_place, place_of, write_text

_ZERO = Decimal(0)
_HEAD = 2
"""The rows of a block above its bars: title and headings."""


def chart_sheets(workbook: Workbook) -> list[str]:
    """The sheet of the bar charts; none in a workbook made from a template that had no such sheet."""
    named = [chart.anchor for chart in BAR_CHARTS if is_place(workbook, chart.anchor)]
    return list(dict.fromkeys(place_of(workbook, name).sheet for name in named))


def write_charts(workbook: Workbook, found: Expected, facts: DepartmentFacts) -> None:
    """Brings all charts to the figures just written.

    Raises:
        XltoolsError: what one of them shows was deleted.
    """
    pie = _point_pie(workbook, found)
    for chart in BAR_CHARTS:
        if is_place(workbook, chart.anchor):
            _write_block(workbook, chart, found, facts)
    for sheet in dict.fromkeys((pie, *chart_sheets(workbook))):
        refresh_charts(workbook, sheet)


def _point_pie(workbook: Workbook, found: Expected) -> str:
    """The pie chart shows the rows that were just written for it, with the figures that 表5 prints.

    Hidden rows next to them, which show nothing, belong to it: rows that Excel inserts between are then taken in.
    """
    place = place_of(workbook, f"{STRUCTURE_CHART.anchor}_数据")
    sheet, area = workbook.sheet(place.sheet), place.area
    first = area.first_row - sheet.row_hidden(area.first_row - 1)
    last = area.last_row + sheet.row_hidden(area.last_row + 1)
    labels = Range(first, area.first_column, last, area.first_column)
    values = Range(first, area.last_column, last, area.last_column)
    for row, declared in enumerate(found.rows[STRUCTURE_CHART.number, 0], area.first_row):
        for condition in declared.conditions:
            if isinstance(condition, StartsWith):
                key = FigureKey(STRUCTURE_OF, condition.prefix, STRUCTURE_COLUMN)
                formula = slice_formula(condition.prefix)
                sheet.set_formula(row, area.last_column, formula, found.printed(key))
    point_charts(workbook, place.sheet, labels, values)
    return place.sheet


def _write_block(workbook: Workbook, chart: BarChart, found: Expected, facts: DepartmentFacts) -> None:
    place = place_of(workbook, chart.anchor)
    sheet, area = workbook.sheet(place.sheet), place.area
    first_row, column = area.first_row + _HEAD, area.first_column
    numbers = [
        _figures(bar, found, facts) if chart.compares else _figures(bar, found, facts)[1:]
        for bar in chart.bars
    ]
    for row, (bar, figures) in enumerate(zip(chart.bars, numbers, strict=True), first_row):
        write_text(sheet, row, column, bar.label)
        for at, (formula, value) in enumerate(figures, column + 1):
            sheet.set_formula(row, at, formula, value)
    figures_area = Range(first_row, column + 1, first_row + len(chart.bars) - 1, area.last_column)
    empty = not any(value for figures in numbers for _, value in figures)
    _write_title(
        sheet, chart, area, figures_area, live_value(chart.title, facts) + (NO_DATA if empty else "")
    )
    if chart.compares and is_place(workbook, NOTE_NAME):
        complete = all(value != "" for figures in numbers for _, value in figures)
        _write_note(workbook, figures_area, "" if complete else NO_LAST_YEAR)


def _figures(bar: Bar, found: Expected, facts: DepartmentFacts) -> list[tuple[str, Decimal | str]]:
    """Last year's figure, if it is compared with one, and this year's: formula and value in 万元."""
    this = found.printed(bar.figure) if bar.figure in found.exact else _ZERO
    if not bar.last_year:
        return [("", ""), (bar.formula, this)]
    given = facts.values.get(bar.last_year)
    last = in_ten_thousands(Yuan(Decimal(given))) if isinstance(given, Decimal | int) else ""
    return [(bar.last_year_formula, last), (bar.formula, this)]


def _write_title(sheet: Sheet, chart: BarChart, area: Range, figures: Range, value: str) -> None:
    """A title that a person replaced by words of her own is no formula any more and stays."""
    present = sheet.cell(area.first_row, area.first_column)
    if present.formula or not present.value:
        formula = f'{live_formula(chart.title)}&IF(SUM({figures})=0,"{NO_DATA}","")'
        sheet.set_formula(area.first_row, area.first_column, formula, value)


def _write_note(workbook: Workbook, figures: Range, value: str) -> None:
    note = place_of(workbook, NOTE_NAME)
    count = (figures.last_row - figures.first_row + 1) * (figures.last_column - figures.first_column + 1)
    formula = f'IF(COUNT({figures})<{count},"{NO_LAST_YEAR}","")'
    workbook.sheet(note.sheet).set_formula(note.area.first_row, note.area.first_column, formula, value)
