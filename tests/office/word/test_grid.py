"""Grids as Word tables: widths."""

from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from xltools.office.printed import PrintedCell, PrintedGrid
from xltools.office.word.grid import table_xml

A4_IN_CM = 17.0
TWIPS_PER_CM = 567
TWIPS_PER_POINT = 20


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


def test_numbers_that_leave_no_room_for_words_are_set_smaller_and_never_broken():
    amounts = ["11,427,026.17", "", *["19,510,976.76"] * 5]
    grid = grid_of([11, 22, 11, 11, 11, 11, 11], amounts)
    table = table_xml(grid, A4_IN_CM, 1, "TableGrid", "TableText", room=700)
    (size,) = {int(each.get(qn("w:val"))) / 2 for each in table.iter(qn("w:sz"))}
    widths = [int(column.get(qn("w:w"))) / TWIPS_PER_POINT for column in table.iter(qn("w:gridCol"))]
    assert size < 9
    for amount, width in zip(amounts, widths, strict=True):
        # A digit of a Chinese font takes half of its size and a little more where it is bold.
        assert not amount or len(amount) * 0.56 * size + 2 * 3.4 < width


def test_numbers_are_set_smaller_where_words_beside_them_would_spill_over():
    amounts = ["19,510,976.76"] * 5
    grid = grid_of([22, *[11] * 5], ["", *amounts])
    words = [PrintedCell(row, 0, "二十一、粮油物资储备支出") for row in range(1, 40)]
    grid = PrintedGrid((*grid.cells, *words), grid.widths)

    def size_in(room: float) -> float:
        table = table_xml(grid, A4_IN_CM, 1, "TableGrid", "TableText", room=room)
        return min((int(each.get(qn("w:val"))) / 2 for each in table.iter(qn("w:sz"))), default=9.0)

    assert size_in(650) < size_in(3000)


@given(
    st.lists(st.tuples(st.floats(3, 60), st.integers(0, 16)), min_size=1, max_size=10),
)
def test_the_table_is_always_as_wide_as_the_page(columns):
    grid = grid_of([width for width, _ in columns], ["9" * digits for _, digits in columns])
    assert abs(sum(widths_of(grid)) - A4_IN_CM * TWIPS_PER_CM) <= len(columns)
    assert min(widths_of(grid)) > 0
