"""Charts pointed at other rows and given the values of their cells, as openpyxl reads them."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, PieChart, Reference
from openpyxl.chart.series import Series
from openpyxl.workbook import Workbook as Book

from xltools.office.charts import point_charts, refresh_charts
from xltools.office.references import Range, RowMap
from xltools.office.workbook import Workbook

SHEET = "图 & '表'"


@pytest.fixture
def source(tmp_path) -> Path:
    """Two columns of figures; a pie of the first, bars of the second, bars of another sheet."""
    book = Book()
    sheet = book.active
    sheet.title = SHEET
    for row in [("项目", "金额", "上年"), ("甲<乙>", 1.5, 2), ("丙", "", "文字"), ("丁", -3, 4)]:
        sheet.append(row)
    other = book.create_sheet("另一张")
    other.append((7,))
    for kind, values in (
        (PieChart, Reference(sheet, min_col=2, min_row=2, max_row=4)),
        (BarChart, Reference(sheet, min_col=3, min_row=2, max_row=4)),
        (BarChart, Reference(other, min_col=1, min_row=1)),
    ):
        chart = kind()
        chart.add_data(values)
        chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=4))
        sheet.add_chart(chart)
    book.save(tmp_path / "图.xlsx")
    return tmp_path / "图.xlsx"


def series(workbook: Workbook, path: Path) -> list[Series]:
    workbook.save(path)
    return [chart.series[0] for chart in openpyxl.load_workbook(path)[SHEET]._charts]


def numbers(one: Series) -> dict[int, float]:
    return {point.idx: float(point.v) for point in one.val.numRef.numCache.pt}


def test_charts_show_what_stands_in_their_cells(source):
    workbook = Workbook.open(source)
    refresh_charts(workbook, SHEET)
    pie, bars, other = series(workbook, source)
    assert numbers(pie) == {0: 1.5, 2: -3}
    assert numbers(bars) == {0: 2, 2: 4}
    assert numbers(other) == {0: 7}
    assert [one.val.numRef.numCache.ptCount for one in (pie, bars, other)] == [3, 3, 1]


def test_only_charts_of_the_columns_are_pointed(source):
    workbook = Workbook.open(source)
    point_charts(workbook, SHEET, Range(3, 1, 4, 1), Range(3, 2, 4, 2))
    refresh_charts(workbook, SHEET)
    pie, bars, other = series(workbook, source)
    assert pie.cat.strRef.f.endswith("!$A$3:$A$4")
    assert [point.v for point in pie.cat.strRef.strCache.pt] == ["丙", "丁"]
    assert pie.val.numRef.f.endswith("!$B$3:$B$4")
    assert numbers(pie) == {1: -3}
    assert bars.val.numRef.f.endswith("!$C$2:$C$4")
    assert other.val.numRef.f.endswith("!$A$1")


def test_a_chart_that_has_lost_its_rows_takes_the_new_ones(source):
    workbook = Workbook.open(source)
    workbook.remap_rows(SHEET, RowMap.from_edits([(2, 4)], [(2, 2)]))
    workbook.sheet(SHEET).set_text(2, 1, "新<行>")
    workbook.sheet(SHEET).set_number(2, 2, 5)
    point_charts(workbook, SHEET, Range(2, 1, 3, 1), Range(2, 2, 3, 2))
    refresh_charts(workbook, SHEET)
    pie, _, other = series(workbook, source)
    assert [point.v for point in pie.cat.strRef.strCache.pt] == ["新<行>"]
    assert numbers(pie) == {0: 5}
    assert numbers(other) == {0: 7}


def test_hidden_rows_are_left_out(source):
    workbook = Workbook.open(source)
    workbook.sheet(SHEET).set_row_hidden(2)
    refresh_charts(workbook, SHEET)
    pie, bars, _ = series(workbook, source)
    assert numbers(pie) == {1: -3}
    assert numbers(bars) == {1: 4}


def test_refreshing_again_changes_nothing(source):
    workbook = Workbook.open(source)
    refresh_charts(workbook, SHEET)
    first = workbook.to_bytes()
    refresh_charts(workbook, SHEET)
    assert workbook.to_bytes() == first
