"""Grids as Word tables: widths."""

from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from xltools.office.printed import PrintedCell, PrintedGrid
from xltools.office.word.grid import table_xml

A4_IN_CM = 17.0
TWIPS_PER_CM = 567


def widths_of(grid):
    table = table_xml(grid, A4_IN_CM, 1, "TableGrid", "TableText", room=700)
    return [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]


def grid_of(widths, numbers):
    cells = [
        PrintedCell(0, column, number, horizontal="right" if number else "left")
        for column, number in enumerate(numbers)
    ]
    return PrintedGrid(tuple(cells), tuple(widths))


def test_columns_keep_the_proportions_of_the_sheet():
    assert widths_of(grid_of([10, 30, 10], ["", "1.00", ""])) == [1928, 5783, 1928]


def test_a_long_number_takes_room_from_words():
    words, number = widths_of(grid_of([40, 5], ["", "25,334,475.76"]))
    assert number > 2.5 * TWIPS_PER_CM
    assert words > number


@given(
    st.lists(st.tuples(st.floats(3, 60), st.integers(0, 16)), min_size=1, max_size=10),
)
def test_the_table_is_always_as_wide_as_the_page(columns):
    grid = grid_of([width for width, _ in columns], ["9" * digits for _, digits in columns])
    assert abs(sum(widths_of(grid)) - A4_IN_CM * TWIPS_PER_CM) <= len(columns)
    assert min(widths_of(grid)) > 0
