"""The pie chart 一般公共预算当年拨款结构 beside the figures it shows."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from template.book import Area, Book, set_page
from template.looks import BODY
from template.tables import Placed, add_table
from xltools.budget.form import STRUCTURE_CHART

_GAP, _CHART_COLUMNS, _CHART_ROWS = 1, 9, 24
_COLUMN_WIDTH = 9
_COLUMN_PIXELS, _ROW_PIXELS = 77, 18
_MOVE_WITHOUT_RESIZING = 2


def add_chart_sheet(book: Book) -> None:
    """The region of figures on the left, the chart on its right, on one page."""
    data_columns = len(STRUCTURE_CHART.columns)
    first_column = data_columns + _GAP
    page_columns = first_column + _CHART_COLUMNS
    sheet, placed = add_table(book, STRUCTURE_CHART, page_columns)
    sheet.set_column(data_columns, data_columns, 2)
    sheet.set_column(first_column, page_columns - 1, _COLUMN_WIDTH)
    top = placed.region.first_row - len(STRUCTURE_CHART.headings)
    sheet.print_area(0, 0, top + _CHART_ROWS + 2, page_columns - 1)
    set_page(sheet, landscape=True, one_page=True)
    _insert_pie(book, sheet, placed, top, first_column)


def _insert_pie(book: Book, sheet: Worksheet, placed: Placed, row: int, column: int) -> None:
    region = placed.region
    font = {"name": BODY["font_name"], "size": 10}
    chart = book.workbook.add_chart({"type": "pie"})
    labels = Area(region.first_row, 0, region.last_row, 0)
    figures = Area(region.first_row, 1, region.last_row, 1)
    chart.add_series(
        {
            "name": STRUCTURE_CHART.headings[-1][1],
            "categories": [sheet.name, *_corners(labels)],
            "values": [sheet.name, *_corners(figures)],
            "data_labels": {
                "category": True,
                "percentage": True,
                "separator": "\n",
                "leader_lines": True,
                "position": "best_fit",
                "num_format": "0.00%",
                "font": font,
            },
        }
    )
    title = STRUCTURE_CHART.title.removeprefix("{year}年")
    chart.set_title({"name": title, "name_font": {"name": "黑体", "size": 14, "bold": False}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": _CHART_COLUMNS * _COLUMN_PIXELS, "height": _CHART_ROWS * _ROW_PIXELS})
    sheet.insert_chart(row, column, chart, {"object_position": _MOVE_WITHOUT_RESIZING})


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.first_row, area.first_column, area.last_row, area.last_column
