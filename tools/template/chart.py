"""The sheets of charts, each chart beside the figures it shows: the pie of 表5, and the bars of `budget.charts`."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from template.book import Area, Book, protect, set_columns, set_page
from template.looks import BODY, BOLD, BOX, FIGURE, HEADING, LEFT, NOTE, RIGHT, TABLE_TAB, TITLE
from template.tables import Placed, add_table
from xltools.budget import charts
from xltools.budget.charts import BAR_CHARTS, NOTE_NAME, BarChart
from xltools.budget.form import STRUCTURE_CHART
from xltools.budget.live_text import DEPARTMENT_LINE, UNIT_OF_MEASURE_LINE

_GAP, _CHART_COLUMNS, _CHART_ROWS = 1, 9, 24
_COLUMN_WIDTH = 9
_COLUMN_PIXELS, _ROW_PIXELS = 77, 18
_CHART_WIDTH = _CHART_COLUMNS * _COLUMN_PIXELS
_MOVE_WITHOUT_RESIZING = 2
_FONT = {"name": BODY["font_name"], "size": 10}
_SLICES = ("#5B9BD5", "#ED7D31", "#70AD47", "#FFC000", "#A5A5A5", "#7FC6C1", "#B38BC5")
"""Light enough for a share printed on them."""
_LAST_YEAR, _THIS_YEAR = "#9DB7D1", "#1F4E79"
"""Bars; they differ in lightness, so that a grey print still tells them apart."""
_SHARES = '[<0.01]"";0.00%'
"""A slice thinner than that has no room for its share; the legend names it."""
_AMOUNTS = "#,##0.00;-#,##0.00;"
"""A bar of nothing has no label."""
_TOP, _BLOCK_ROW_HEIGHT, _BLOCK_ROW_PIXELS = 3, 19.5, 26
_BLOCK_WIDTHS = (26, 15, 15)
_BAR_ROWS, _BARS_BESIDE = 7, 3
"""Of a chart: the rows for its title and margins, and how many bars (of a series) take two rows."""


def add_chart_sheets(book: Book) -> None:
    """The pie with its growing region, the bar charts with their blocks; a page each."""
    _add_pie_sheet(book)
    _add_bar_sheet(book)


def _add_pie_sheet(book: Book) -> None:
    data_columns = len(STRUCTURE_CHART.columns)
    first_column = data_columns + _GAP
    page_columns = first_column + _CHART_COLUMNS
    sheet, placed = add_table(book, STRUCTURE_CHART, page_columns, spare_row=True)
    sheet.set_column(data_columns, data_columns, 2)
    sheet.set_column(first_column, page_columns - 1, _COLUMN_WIDTH)
    top = placed.region.first_row - 1 - len(STRUCTURE_CHART.headings)
    sheet.print_area(0, 0, top + _CHART_ROWS + 2, page_columns - 1)
    set_page(sheet, landscape=True, one_page=True)
    _insert_pie(book, sheet, placed, top, first_column)


def _insert_pie(book: Book, sheet: Worksheet, placed: Placed, row: int, column: int) -> None:
    """From the hidden row above the region to the one below: so rows that come between are taken in."""
    chart = book.workbook.add_chart({"type": "pie"})
    first, last = placed.region.first_row - 1, placed.region.last_row + 1
    chart.add_series(
        {
            "name": STRUCTURE_CHART.headings[-1][1],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "points": [{"fill": {"color": colour}, "border": {"color": "white"}} for colour in _SLICES],
            "data_labels": {
                "percentage": True,
                "leader_lines": True,
                "position": "best_fit",
                "num_format": _SHARES,
                "font": _FONT,
            },
        }
    )
    _set_title(chart, STRUCTURE_CHART.title.removeprefix("{year}年"))
    chart.set_legend({"position": "right", "font": _FONT})
    _insert(sheet, chart, row, column, _CHART_ROWS * _ROW_PIXELS)


def _add_bar_sheet(book: Book) -> None:
    sheet = book.add_sheet(charts.SHEET, TABLE_TAB)
    data_columns = len(_BLOCK_WIDTHS)
    first_column = data_columns + _GAP
    last_column = first_column + _CHART_COLUMNS - 1
    set_columns(sheet, (*_BLOCK_WIDTHS, 2, *[_COLUMN_WIDTH] * _CHART_COLUMNS))
    sheet.set_row(1, 33)
    book.write_merged(sheet, Area(1, 0, 1, last_column), charts.TITLE, book.look(TITLE))
    sheet.set_row(2, 18)
    book.write_text(sheet, 2, 0, DEPARTMENT_LINE, book.look(LEFT))
    sheet.write_string(2, last_column, UNIT_OF_MEASURE_LINE, book.look(RIGHT))
    block_row = chart_row = _TOP
    for chart in BAR_CHARTS:
        next_row = _add_block(book, sheet, chart, block_row)
        rows = _BAR_ROWS + 2 * len(chart.bars) // _BARS_BESIDE * (2 if chart.compares else 1)
        _insert_bars(book, sheet, chart, block_row, (chart_row, first_column, rows))
        block_row, chart_row = next_row + 1, chart_row + rows
    book.write_text(sheet, block_row - 1, 0, "", book.look(NOTE))
    book.name(NOTE_NAME, sheet, Area(block_row - 1, 0, block_row - 1, 0), hidden=True)
    for row in range(_TOP, chart_row):
        sheet.set_row(row, _BLOCK_ROW_HEIGHT)
    sheet.print_area(0, 0, max(block_row, chart_row) - 1, last_column)
    set_page(sheet, landscape=True, one_page=True)
    protect(sheet)


def _add_block(book: Book, sheet: Worksheet, chart: BarChart, row: int) -> int:
    """The cells that a chart is drawn from; `fill` writes the formulas. Gives the next free row."""
    last_column = len(chart.headings) - 1
    book.write_text(sheet, row, 0, "", book.look(BOLD, LEFT))
    for column, heading in enumerate(chart.headings):
        sheet.write_string(row + 1, column, heading, book.look(HEADING))
    first = row + 2
    for place, bar in enumerate(chart.bars, first):
        sheet.write_string(place, 0, bar.label, book.look(BOX, LEFT))
        for column in range(1, last_column + 1):
            sheet.write_blank(place, column, None, book.look(FIGURE))
    last = first + len(chart.bars) - 1
    book.name(chart.anchor, sheet, Area(row, 0, last, last_column), hidden=True)
    return last + 1


def _insert_bars(
    book: Book, sheet: Worksheet, declared: BarChart, block_row: int, place: tuple[int, int, int]
) -> None:
    """`place`: the row, the column and how many rows the chart takes."""
    row, column, rows = place
    first, last = block_row + 2, block_row + 1 + len(declared.bars)
    chart = book.workbook.add_chart({"type": "bar"})
    colours = (_LAST_YEAR, _THIS_YEAR) if declared.compares else (_THIS_YEAR,)
    for series, colour in enumerate(colours, 1):
        chart.add_series(
            {
                "name": [sheet.name, block_row + 1, series],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, series, last, series],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {
                    "value": True,
                    "position": "outside_end",
                    "num_format": _AMOUNTS,
                    "font": _FONT,
                },
            }
        )
    _set_title(chart, f"={_quoted(sheet)}!$A${block_row + 1}")
    # From top to bottom as in the block; the figures stand at the bars, an axis would say nothing more.
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    # Room for the longest name on the left, for the largest figure on the right.
    chart.set_plotarea({"layout": {"x": 0.24, "y": 0.2, "width": 0.58, "height": 0.74}})
    chart.set_legend({"position": "top", "font": _FONT} if declared.compares else {"none": True})
    _insert(sheet, chart, row, column, rows * _BLOCK_ROW_PIXELS - 8)


def _set_title(chart: Chart, title: str) -> None:
    font: Mapping[str, object] = {"name": "黑体", "size": 14, "bold": False}
    chart.set_title({"name": title, "name_font": font})


def _insert(sheet: Worksheet, chart: Chart, row: int, column: int, height: int) -> None:
    chart.set_size({"width": _CHART_WIDTH, "height": height})
    sheet.insert_chart(row, column, chart, {"object_position": _MOVE_WITHOUT_RESIZING})


def _quoted(sheet: Worksheet) -> str:
    return "'" + sheet.name + "'"
