"""Numbers of a text: unit, precision, and whether they agree with a figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.budget.narrative_reading.quantities import agrees, is_ratio, quantities


def only(text):
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("收入981.20万元", "981.20", "万元"),
        ("收入0.098亿元", "980", "万元"),
        ("收入9,812,000元", "981.2", "万元"),
        ("占33.66%", "33.66", "%"),
        ("项目17个", "17", "个"),
        ("设备3台(套)", "3", "台套"),
    ],
)
def test_units(text, value, measure):
    found = only(text)
    assert (found.value, found.measure) == (Decimal(value), measure)


@pytest.mark.parametrize(
    "text", ["单价50万元以上的通用设备", "2025年", "表5", "第3个项目", "2013201行政运行"]
)
def test_what_is_no_statement(text):
    assert list(quantities(text)) == []


@given(st.integers(0, 10**9))
def test_an_amount_agrees_with_itself_however_it_is_written(fen):
    yuan = Decimal(fen) / 100
    printed = (yuan / 10_000).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert agrees(only(f"收入{printed}万元"), printed, yuan / 10_000)
    assert agrees(only(f"收入{yuan:.2f}元"), printed, yuan / 10_000)
    assert agrees(only(f"收入{printed:,.2f}万元"), printed, None)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_another_amount_does_not(cents, others):
    printed, other = Decimal(cents) / 100, Decimal(others) / 100
    assert agrees(only(f"收入{other:.2f}万元"), printed, None) == (cents == others)


@pytest.mark.parametrize(
    ("text", "printed", "right"),
    [("981.2万元", "981.20", True), ("981万元", "981.20", True), ("981.3万元", "981.20", False)],
)
def test_fewer_decimals_are_a_rounding(text, printed, right):
    assert agrees(only(text), Decimal(printed), None) is right


def test_a_ratio_is_rounded_as_it_is_written():
    part, whole = Decimal("330.29"), Decimal("981.20")
    assert is_ratio(only("占33.66%"), part, whole)
    assert is_ratio(only("占33.7%"), part, whole)
    assert not is_ratio(only("占33.67%"), part, whole)
    assert not is_ratio(only("占33.66%"), part, Decimal(0))
