"""The second calculation of the tables, before it judges the first: it must give the published budget."""

import pytest

from oracles.expected_tables import SAMPLE, expected_tables, in_ten_thousands, published_tables

SAMPLE_TABLES = expected_tables(SAMPLE)


@pytest.mark.parametrize("number", range(1, 14))
def test_the_sample_gives_the_published_table(number):
    ours, published = SAMPLE_TABLES[number - 1], published_tables()[number - 1]
    assert ours.title == published.title
    assert ours.header == published.header
    assert ours.printed() == published.printed()


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        (0, ""),
        (4_999, ""),
        (5_000, "0.01"),
        (123_455_000, "123.46"),
        (123_454_999, "123.45"),
        (10**14, "100000000.00"),
    ],
)
def test_half_up(fen, printed):
    assert in_ten_thousands(fen) == printed
