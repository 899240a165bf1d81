"""The sample department's inputs give its published budget, cell by cell, every figure a live formula."""

from pathlib import Path

import openpyxl
import pytest

import xltools
from oracles.expected_tables import SAMPLE, expected_tables, published_tables
from oracles.sheet_tables import figure_cells, find_table, not_live, printed, wrong_cells
from oracles.values import Position, Sheets, cached_values, differences, formula_cells

TABLES = expected_tables(SAMPLE)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "部门预算公开.xlsx"
    return xltools.fill(SAMPLE, path).path


@pytest.fixture(scope="module")
def values(workbook) -> Sheets:
    return cached_values(workbook)


@pytest.fixture(scope="module")
def formulas(workbook) -> dict[str, dict[Position, str]]:
    return formula_cells(workbook)


@pytest.mark.parametrize("reader", ["openpyxl", "calamine", "pandas"])
def test_every_published_figure_is_cached(workbook, reader):
    assert [table.printed() for table in TABLES] == [table.printed() for table in published_tables()]
    assert wrong_cells(cached_values(workbook, reader), TABLES) == []


@pytest.mark.slow
def test_every_published_figure_comes_out_of_libreoffice(workbook, values, formulas, libreoffice, tmp_path):
    recalculated = cached_values(libreoffice.recalculate(workbook, tmp_path)[0])
    assert wrong_cells(recalculated, TABLES) == []
    assert differences(values, recalculated, only=formulas) == []


def test_every_figure_is_a_formula_over_the_inputs(values, formulas):
    assert not_live(values, formulas, TABLES) == []
    for table in TABLES:
        found = find_table(values, table)
        for position, figure in figure_cells(found, table).items():
            if figure:
                # Never a figure made of figures: each is rounded once, from exact sums.
                assert formulas[found.sheet][position].startswith("=ROUND(")


def test_above_each_table_stand_title_number_department_and_unit_of_measure(values):
    for table in TABLES:
        found = find_table(values, table)
        above = {value for (row, _), value in values[found.sheet].items() if row < found.heading_row}
        wanted = {
            table.title,
            f"预算公开表{table.number}",
            "部门名称：中国共产党长治市上党区委员会组织部",
            "单位：万元",
        }
        assert wanted <= above, found.sheet


def test_headings_are_merged_over_the_columns_and_rows_they_head(workbook, values):
    book = openpyxl.load_workbook(workbook)
    for table in TABLES:
        found = find_table(values, table)
        merged = {
            (row, column): area
            for area in book[found.sheet].merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        for down, line in enumerate(table.header):
            for right, text in enumerate(line):
                if not text:
                    area = merged.get((found.heading_row + down, found.first_column + right))
                    assert area is not None, f"{found.sheet}: heading {down}, {right} stands alone"
                    assert values[found.sheet].get((area.min_row, area.min_col)), f"{found.sheet}: {area}"


def test_empty_tables_say_so_and_no_others(values):
    empty = {
        name.split()[0]
        for name, cells in values.items()
        if name.startswith("表") and "注：本表无数据" in cells.values()
    }
    assert empty == {"表7", "表8", "表9", "表10"}


def test_figures_gives_the_same_as_a_frame(workbook, values):
    frame = xltools.figures(workbook)
    for table in TABLES:
        found = find_table(values, table)
        rows = frame[frame["表"] == table.number]
        assert set(rows["工作表"]) == {found.sheet}
        amounts = [printed(None if value is None else float(value)) for value in rows["金额(万元)"]]
        expected = [line[column] or "" for line in table.rows for column in table.figure_columns]
        assert amounts == expected
