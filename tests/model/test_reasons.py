"""Slips of the hand, one by one, and only where they fit exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.model.reasons import Reason, originals, reason

hundredths = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2))


@pytest.mark.parametrize(
    ("value", "suggested", "expected"),
    [
        ("-812.40", "812.40", Reason.SIGN),
        ("821.40", "812.40", Reason.DIGITS_SWAPPED),
        ("12.30", "12.03", Reason.DIGITS_SWAPPED),
        ("13.24", "12.34", Reason.DIGITS_SWAPPED),
        ("8124000", "812.40", Reason.YUAN),
        ("8124567", "812.4567", Reason.YUAN),
        ("8124567", "812.46", Reason.YUAN),
        ("12.3", "12.03", Reason.DIGITS_SWAPPED),
        ("81245", "812.45", Reason.POINT_LOST),
        ("8124", "812.40", Reason.POINT_LOST),
        ("45.2", "0.452", Reason.HUNDREDFOLD),
        ("81200", "812", Reason.HUNDREDFOLD),
        ("8.124", "812.40", Reason.HUNDREDTH),
        ("8120", "812", Reason.TENFOLD),
        ("81.24", "812.40", Reason.TENTH),
        ("8812.40", "812.40", Reason.DIGIT_DOUBLED),
        ("812.40", "8127.40", Reason.DIGIT_DROPPED),
        ("812.40", "1812.40", Reason.DIGIT_DROPPED),
        ("812", "812.40", Reason.DIGIT_DROPPED),
        ("812.40", "812.39", None),
        ("812.40", "377.15", None),
        ("0", "812.40", None),
        ("812.40", "0", None),
        ("812.40", "812.40", None),
    ],
)
def test_a_slip_has_its_name(value: str, suggested: str, expected: Reason | None) -> None:
    assert reason(Decimal(value), Decimal(suggested)) is expected


def test_a_figure_may_come_from_next_door_or_from_last_year() -> None:
    wrong, right = Decimal("377.15"), Decimal("812.40")
    assert reason(wrong, right, neighbours=[Decimal(1), wrong]) is Reason.NEIGHBOUR
    assert reason(wrong, right, last_year=wrong) is Reason.LAST_YEAR
    assert reason(wrong, right, neighbours=[right], last_year=right) is None


def test_a_blank_next_to_a_blank_was_not_copied() -> None:
    assert reason(Decimal(0), Decimal("812.40"), neighbours=[Decimal(0)]) is None


def test_each_reason_is_a_phrase_a_clerk_reads() -> None:
    assert str(Reason.DIGITS_SWAPPED) == "相邻两位数字颠倒"
    assert len({str(slip) for slip in Reason}) == len(Reason)
    for slip in Reason:
        str(slip).encode("cp936")


@given(hundredths)
def test_every_original_is_another_figure_and_explained(value: Decimal) -> None:
    for slip, original in originals(value):
        assert original != value
        assert reason(value, original) is not None
        assert isinstance(slip, Reason)


@given(hundredths.filter(lambda value: abs(value) >= 10), st.data())
def test_a_swap_is_undone_by_the_same_swap(value: Decimal, data: st.DataObject) -> None:
    digits = f"{value:.2f}".replace(".", "").lstrip("-")
    at = data.draw(st.integers(0, len(digits) - 2))
    swapped = Decimal(int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])).scaleb(-2)
    if value < 0:
        swapped = -swapped
    if swapped != value:
        assert (Reason.DIGITS_SWAPPED, swapped) in list(originals(value))
