"""What a figure stands for and the interval test, against half-up rounding and an exact oracle."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.exact_feasibility import feasible
from model.synthetic import budget
from xltools.model.interval import Interval, Reading, judge, judge_all, weighted_sum
from xltools.model.number import round_half_up
from xltools.model.relation import Relation, Term, at_most, copy, total

hundredths = st.integers(-(10**10), 10**10).map(lambda n: Decimal(n).scaleb(-2))
millionths = st.integers(-(10**12), 10**12).map(lambda n: Decimal(n).scaleb(-6))


def printed(**figures: str) -> dict[str, Reading]:
    return {key: Reading(Decimal(value)) for key, value in figures.items()}


SUM = total("t", ["a", "b"], rule="1-1")


@given(millionths)
def test_an_amount_lies_in_the_interval_of_its_figure(amount: Decimal) -> None:
    figure = round_half_up(amount)
    if figure:
        assert amount in Reading(figure).interval


@given(hundredths.filter(bool))
def test_the_ends_of_the_interval_are_where_the_rounding_changes(figure: Decimal) -> None:
    interval = Reading(figure).interval
    for end, closed in ((interval.low, interval.low_closed), (interval.high, interval.high_closed)):
        assert (round_half_up(end) == figure) is closed
        assert (end in interval) is closed


def test_zero_and_amounts_known_in_yuan_stand_for_themselves() -> None:
    assert Reading(Decimal(0)).interval == Interval(Decimal(0), Decimal(0))
    assert Reading(Decimal("1.2345"), exact=True).interval == Interval(Decimal("1.2345"), Decimal("1.2345"))


def test_a_figure_with_more_decimals_than_declared_has_a_unit_of_its_own() -> None:
    assert Reading.printed(Decimal("12.3456")).unit == Decimal("0.0001")
    assert Reading.printed(Decimal("12.3400")).unit == Decimal("0.01")
    assert Reading.printed(Decimal(1200)).unit == Decimal("0.01")


@pytest.mark.parametrize(
    ("t", "a", "b", "kind"),
    [
        ("3.00", "1.00", "2.00", "holds"),
        ("3.01", "1.00", "2.00", "tail"),
        ("2.99", "1.00", "2.00", "tail"),
        ("3.02", "1.00", "2.00", "broken"),
        ("1.01", "1.00", "0", "broken"),
        ("-3.01", "-1.00", "-2.00", "tail"),
        ("-3.02", "-1.00", "-2.00", "broken"),
        ("0", "1.00", "-1.00", "holds"),
        ("0", "1.00", "-1.01", "broken"),
        ("0", "0", "0", "holds"),
        ("0.01", "0", "0", "broken"),
    ],
)
def test_a_total_of_n_addends_may_be_off_by_less_than_n_plus_1_halves(
    t: str, a: str, b: str, kind: str
) -> None:
    """`t = a + b`: 0.01 is a tail with two addends that are not zero, an error with one."""
    assert judge(SUM, printed(t=t, a=a, b=b)).kind == kind


def test_an_outcome_says_the_gap_and_what_rounding_allows() -> None:
    outcome = judge(SUM, printed(t="3.05", a="1.00", b="2.00"))
    assert (outcome.gap, outcome.allowance) == (Decimal("0.05"), Decimal("0.015"))


def test_thirty_rows_of_which_26_are_blank_allow_what_four_rows_allow() -> None:
    rows = [f"r{number}" for number in range(30)]
    readings = {row: Reading(Decimal(0)) for row in rows} | {row: Reading(Decimal(1)) for row in rows[:4]}
    relation = total("t", rows, rule="1-4")
    for figure, kind in (("4.02", "tail"), ("4.03", "broken")):
        assert judge(relation, readings | {"t": Reading(Decimal(figure))}).kind == kind


@pytest.mark.parametrize(("yuan", "kind"), [("49950", "tail"), ("50049.99", "tail"), ("50050", "broken")])
def test_a_total_of_exact_amounts_must_be_their_rounding(yuan: str, kind: str) -> None:
    """5.00 stands for 4.995 up to, not including, 5.005; exact addends add nothing to that."""
    readings = printed(t="5.00") | {
        "a": Reading(Decimal(yuan) / 10_000 - 2, exact=True),
        "b": Reading(Decimal(2), exact=True),
    }
    assert judge(SUM, readings).kind == kind


def test_figures_of_different_units_agree_where_their_intervals_meet() -> None:
    same = copy("a", "b", rule="X-1")
    fine = Reading(Decimal("12.3449"), unit=Decimal("0.0001"))
    assert judge(same, printed(a="12.34") | {"b": fine}).kind == "tail"
    assert judge(same, printed(a="12.35") | {"b": fine}).kind == "broken"


@pytest.mark.parametrize(
    ("a", "b", "kind"), [("1", "2", "holds"), ("2", "2", "holds"), ("2.01", "2", "broken")]
)
def test_at_most_is_broken_only_when_no_amounts_satisfy_it(a: str, b: str, kind: str) -> None:
    assert judge(at_most("a", "b", rule="X-5"), printed(a=a, b=b)).kind == kind


def test_at_most_over_a_sum_has_tails() -> None:
    relation = Relation("X-6", (Term(1, "a"), Term(-1, "b"), Term(-1, "c")), "at_most")
    assert judge(relation, printed(a="3.01", b="1.00", c="2.00")).kind == "tail"
    assert judge(relation, printed(a="3.02", b="1.00", c="2.00")).kind == "broken"


def test_a_figure_that_was_not_read_is_not_taken_for_zero() -> None:
    with pytest.raises(KeyError):
        judge(SUM, printed(t="3.00", a="1.00"))


small = st.integers(-4, 4).map(lambda n: Decimal(n).scaleb(-2))
readings_of_three = st.fixed_dictionaries(
    {
        key: st.builds(Reading, small, st.sampled_from([Decimal("0.01"), Decimal("0.001")]), st.booleans())
        for key in "abc"
    }
)


@given(
    readings_of_three,
    st.tuples(*[st.sampled_from([-2, -1, 1, 2])] * 3),
    st.sampled_from(["equal", "at_most"]),
)
def test_the_interval_test_agrees_with_an_exact_oracle(
    readings: dict[str, Reading], coefficients: tuple[int, ...], sense: str
) -> None:
    terms = tuple(Term(coefficient, key) for coefficient, key in zip(coefficients, "abc", strict=True))
    relation = Relation("r", terms, "equal" if sense == "equal" else "at_most")
    assert (judge(relation, readings).kind != "broken") is feasible([relation], readings)


@given(st.lists(st.tuples(st.sampled_from([-2, -1, 1, 3]), millionths), min_size=1, max_size=5))
def test_a_weighted_sum_contains_the_sums_of_what_its_intervals_contain(
    parts: list[tuple[int, Decimal]],
) -> None:
    intervals = [
        (coefficient, Reading(round_half_up(amount), exact=not round_half_up(amount)).interval)
        for coefficient, amount in parts
        if round_half_up(amount)
    ]
    amounts = [coefficient * amount for coefficient, amount in parts if round_half_up(amount)]
    assert sum(amounts, Decimal(0)) in weighted_sum(intervals)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 1))
def test_rounding_alone_never_breaks_a_relation(seed: int, cents: float) -> None:
    made_up = budget(random.Random(seed), 4, cents)
    assert all(outcome.kind != "broken" for outcome in judge_all(made_up.relations, made_up.readings()))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False), st.sampled_from([-1, 1]))
def test_a_figure_off_by_more_than_rounding_breaks_each_of_its_relations(
    seed: int, rnd: random.Random, sign: int
) -> None:
    """The gap was below the allowance, so a change of twice the allowance and a unit takes it above."""
    made_up = budget(random.Random(seed), 3)
    relation = rnd.choice(made_up.relations)
    key = rnd.choice(relation.keys)
    allowance = judge(relation, made_up.readings()).allowance
    changed = made_up.figures[key] + sign * (2 * allowance + Decimal("0.02"))
    assert judge(relation, made_up.readings({key: changed})).kind == "broken"
