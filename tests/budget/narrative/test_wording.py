"""Wording follows the sign; rates are of last year, shares of the whole, both of the numbers as printed."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from xltools.budget.narrative.wording import (
    adds_up,
    change,
    composed,
    direction,
    enumerated,
    listed,
    moved_by,
    paragraph,
    split,
    total,
)
from xltools.model.narrative import Given, Number, Operation, Worked

CENTS = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)
POSITIVE = CENTS.filter(bool)


def money(value) -> Number:
    return Number(Decimal(value), "万元", 2, Given("上年数(元)/基本支出"))


def said(text) -> str:
    return paragraph(text).text


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(CENTS, CENTS)
def test_change_follows_the_sign(this, last):
    text = said(change(money(this), money(last)))
    if this == last:
        assert text == "与上年持平"
    elif not last:
        assert text == f"上年没有安排，比上年增加{this:.2f}万元"
    else:
        way, rise, hardly = ("增加", "增长", "增幅") if this > last else ("减少", "下降", "降幅")
        rate = rounded(abs(this - last) / last * 100)
        ending = f"{rise}{rate}%" if rate else f"{hardly}不到万分之一"
        assert text == f"比上年{last:.2f}万元{way}{abs(this - last):.2f}万元，{ending}"


@given(CENTS, CENTS)
def test_no_rate_is_of_nothing_and_none_prints_as_nothing(this, last):
    pieces = [*change(money(this), money(last)), *moved_by(money(this), money(last))]
    rates = [piece for piece in pieces if isinstance(piece, Number) and piece.measured_in == "%"]
    assert not rates or last
    assert all(rate.value for rate in rates)


@given(CENTS, CENTS)
def test_a_number_worked_out_says_from_what(this, last):
    for piece in change(money(this), money(last)):
        if isinstance(piece, Number) and isinstance(piece.origin, Worked):
            assert piece.origin.operation in (Operation.DIFFERENCE, Operation.GROWTH)
            assert [operand.value for operand in piece.origin.operands] == [this, last]


def test_the_numbers_as_printed_are_compared():
    """0.004 and 0.006 print as 0.00 and 0.01: a reader sees a change of 0.01."""
    assert direction(money("0.006"), money("0.004")) == "增加"
    assert direction(money("1.001"), money("1.004")) == "持平"


def test_rates_that_are_known():
    assert said(change(money("34.37"), money("30.54"))) == "比上年30.54万元增加3.83万元，增长12.54%"
    assert said(moved_by(money("981.20"), money("1085.10"))) == "减少103.90万元，下降9.58%"
    assert said(change(money("948.41"), money("1037.49"))) == "比上年1037.49万元减少89.08万元，下降8.59%"


@given(st.lists(POSITIVE, min_size=2, max_size=9))
def test_shares_are_of_the_whole_and_sum_to_100(parts):
    named = [(f"第{index}项", money(part)) for index, part in enumerate(parts)]
    whole = total([amount for _, amount in named])
    assert whole.value == sum(parts)
    text = said(listed(whole, named))
    shares = [rounded(part / sum(parts) * 100) for part in parts]
    assert text == "；".join(
        f"第{index}项{part:.2f}万元，" + (f"占{share}%" if share else "占比不到万分之一")
        for index, (part, share) in enumerate(zip(parts, shares, strict=True))
    )
    assert abs(sum(shares) - 100) <= Decimal("0.005") * len(parts)


@given(POSITIVE, st.integers(0, 4))
def test_one_thing_is_no_list(amount, place):
    parts = [(f"第{index}项", money(amount if index == place else 0)) for index in range(5)]
    assert said(composed("总计", money(amount), parts)) == f"总计{amount:.2f}万元，全部为第{place}项"
    assert (
        said(split("支出", money(amount), parts, "按功能分", alone="全部由{}安排"))
        == f"支出全部由第{place}项安排"
    )


def test_parts_of_nothing_are_left_out():
    parts = [("甲", money(0)), ("乙", money(1)), ("丙", money(3))]
    assert (
        said(composed("总计", money(4), parts))
        == "总计4.00万元，其中：乙1.00万元，占25.00%；丙3.00万元，占75.00%"
    )
    assert said(composed("总计", money(0), [("甲", money(0))])) == "总计0.00万元"


def test_parts_may_miss_the_whole_by_their_rounding():
    assert adds_up(money("3.01"), [money("1.00"), money("2.00")])
    assert not adds_up(money("3.02"), [money("1.00"), money("2.00")])


def test_names_in_a_row():
    assert enumerated(["甲"]) == "甲"
    assert enumerated(["甲", "乙"]) == "甲和乙"
    assert enumerated(["甲", "乙", "丙"]) == "甲、乙和丙"
