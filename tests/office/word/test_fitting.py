"""How small a table is set: no smaller than it must, never smaller than it may."""

import math

from hypothesis import given
from hypothesis import strategies as st

from xltools.office.printed import PrintedCell, PrintedGrid
from xltools.office.word.fitting import USUAL, fitting, height, line_count

PAGE = 700.0
WIDTHS = (2000, 5000, 2600)
LEAST = 6.5
rows = st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=1, max_size=60)


def grid_of(lengths):
    cells = [
        PrintedCell(row, column, "预" * length)
        for row, line in enumerate(lengths)
        for column, length in enumerate(line)
    ]
    return PrintedGrid(tuple(cells), (10, 25, 13))


@given(rows)
def test_it_stays_on_its_page_where_any_setting_lets_it(lengths):
    grid = grid_of(lengths)
    setting = fitting(grid, WIDTHS, PAGE, LEAST)
    assert setting.size >= LEAST
    assert height(grid, WIDTHS, setting) <= PAGE or setting == USUAL


@given(rows, st.sampled_from([6.5, 7.5, 8, 9]))
def test_it_is_set_no_smaller_than_it_may(lengths, least):
    assert fitting(grid_of(lengths), WIDTHS, PAGE, least).size >= least


def test_a_table_that_is_far_too_long_is_set_as_usual():
    assert fitting(grid_of([[10, 10, 10]] * 500), WIDTHS, PAGE, LEAST) == USUAL


def test_a_table_that_spills_over_by_a_row_is_set_closer():
    most = int(PAGE // USUAL.row)
    assert fitting(grid_of([[5, 5, 5]] * most), WIDTHS, PAGE, 8).size == USUAL.size
    assert fitting(grid_of([[5, 5, 5]] * (most + 1)), WIDTHS, PAGE, 8).size < USUAL.size


@given(st.integers(1, 500), st.integers(3, 60))
def test_lines_of_chinese_characters(length, room):
    assert line_count("算" * length, (room + 0.5) * 9, 9) == math.ceil(length / room)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=80), st.floats(20, 400))
def test_a_wider_column_never_takes_more_lines(text, width):
    assert line_count(text, width + 50, 9) <= line_count(text, width, 9)


def test_a_merged_cell_makes_its_last_row_taller():
    cells = (PrintedCell(0, 0, "预" * 200, rows=2), PrintedCell(0, 1, "甲"), PrintedCell(1, 1, "乙"))
    grid = PrintedGrid(cells, (10, 25))
    lines = line_count("预" * 200, (2000 - 136) / 20, 9)
    assert height(grid, (2000, 5000), USUAL) >= lines * USUAL.line
