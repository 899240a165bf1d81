"""Rounding and exact decimals, against the rules of arithmetic rather than against our own code."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from xltools.model.number import Yuan, in_ten_thousands, round_half_up, to_decimal

fen = st.integers(min_value=-(10**14), max_value=10**14).map(lambda n: Decimal(n).scaleb(-2))


@given(fen)
def test_the_printed_figure_is_the_nearest_hundredth_halves_away_from_zero(amount: Decimal) -> None:
    printed = in_ten_thousands(Yuan(amount))
    exact = Fraction(amount) / 10_000
    distance = abs(Fraction(printed) - exact)
    assert printed == printed.quantize(Decimal("0.01"))
    assert distance <= Fraction(1, 200)
    if distance == Fraction(1, 200):
        assert abs(Fraction(printed)) > abs(exact)


@given(fen)
def test_rounding_mirrors_at_zero(amount: Decimal) -> None:
    assert round_half_up(-amount) == -round_half_up(amount)


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1), st.integers(min_value=0, max_value=6))
def test_a_double_becomes_the_decimal_a_person_typed(digits: int, places: int) -> None:
    typed = Decimal(digits).scaleb(-places)
    assert to_decimal(float(typed)) == typed


def test_half_a_hundredth_goes_up_where_pythons_round_goes_down() -> None:
    assert round(0.125, 2) == 0.12
    assert round_half_up(to_decimal(0.125)) == Decimal("0.13")
    assert round_half_up(to_decimal(1.005)) == Decimal("1.01")
