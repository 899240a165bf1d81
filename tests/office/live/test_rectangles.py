"""Rectangles hold exactly the cells given, each once, in few pieces where the cells lie together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xltools.office.live.rectangles import rectangles
from xltools.office.ranges import Range

PLACES = st.sets(st.tuples(st.integers(1, 12), st.integers(1, 8)))


def _cells(area: Range) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]


@given(PLACES)
def test_hold_exactly_the_places(places: set[tuple[int, int]]) -> None:
    found = [cell for area in rectangles(places) for cell in _cells(area)]
    assert sorted(found) == sorted(places)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_a_block_is_one_rectangle(top: int, left: int, height: int, width: int) -> None:
    area = Range(top, left, top + height - 1, left + width - 1)
    assert rectangles(_cells(area)) == [area]


def test_runs_of_different_width_stay_apart() -> None:
    assert rectangles([(1, 1), (1, 2), (2, 1), (4, 1)]) == [
        Range(1, 1, 1, 2),
        Range(2, 1, 2, 1),
        Range(4, 1, 4, 1),
    ]
