"""Balanced rounding: exact sums, each figure next to its amount, as few moves as brute force finds."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from model.synthetic import budget
from xltools.model.balance import Balanced, Unbalanceable, balance
from xltools.model.number import round_half_up
from xltools.model.relation import Relation, copy, sum_at_most, total

CENT = Decimal("0.01")


def amounts(**figures: str) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in figures.items()}


def satisfied(relation: Relation, values: Mapping[str, Decimal]) -> bool:
    gap = sum(term.coefficient * values[str(term.key)] for term in relation.terms)
    return gap <= 0 if relation.sense == "at_most" else gap == 0


def test_one_addend_gives_way() -> None:
    """0.041 is printed 0.04, its addends 0.01 each: of the two that are nearest to 0.02 the first goes up."""
    exact = amounts(t="0.041", a="0.014", b="0.013", c="0.014")
    result = balance([total("t", "abc", rule="1")], exact)
    assert isinstance(result, Balanced)
    assert result.moved == {"a": CENT}
    assert result.proved


def test_of_equally_few_moves_the_nearest_amount_gives_way() -> None:
    """Three addends must come to 0.04 though the total, a multiple of 0.01, cannot move: c is nearest to 0.02."""
    exact = amounts(t="0.04", a="0.0132", b="0.0130", c="0.0138")
    result = balance([total("t", "abc", rule="1")], exact)
    assert isinstance(result, Balanced)
    assert result.moved == {"c": CENT}


def test_of_equal_amounts_the_first_gives_way() -> None:
    exact = amounts(t="0.04", x="0.0133", b="0.0134", c="0.0133", a="0.0134") | amounts(t="0.0534")
    relations = [total("t", "xbca", rule="1"), copy("t", "u", rule="2")]
    result = balance(relations, exact | amounts(u="0.0534"))
    assert isinstance(result, Balanced)
    assert result.moved == {"b": CENT}


def test_figures_that_add_up_already_stay() -> None:
    exact = amounts(t="3.0000", a="1.0000", b="2.0000", other="7.005")
    result = balance([total("t", "ab", rule="1")], exact)
    assert isinstance(result, Balanced)
    assert result.moved == {}
    assert result.values == amounts(t="3.00", a="1.00", b="2.00", other="7.01")


def test_amounts_that_do_not_add_up_cannot_be_balanced_and_the_relation_is_named() -> None:
    wrong = total("t", "ab", rule="1-1")
    result = balance([total("s", "cd", rule="2"), wrong], amounts(t="9", a="1", b="2", s="3", c="1", d="2"))
    assert result == Unbalanceable((wrong,), True)


def test_a_contradiction_between_relations_is_reduced_to_those_relations() -> None:
    """a + b is 0.01 (t) and 0.02 (u): both totals are multiples of 0.01, so nothing gives."""
    clash = [total("t", "ab", rule="1"), total("u", "ab", rule="2")]
    exact = amounts(t="0.01", u="0.02", a="0.0075", b="0.0075", s="0.015")
    result = balance([total("s", "ab", rule="0"), *clash], exact)
    assert isinstance(result, Unbalanceable)
    assert set(result.relations) == set(clash)
    assert result.proved


def test_negative_amounts_round_away_from_zero_and_balance_alike() -> None:
    exact = amounts(t="-0.04", a="-0.0132", b="-0.0130", c="-0.0138")
    result = balance([total("t", "abc", rule="1")], exact)
    assert isinstance(result, Balanced)
    assert result.moved == {"c": -CENT}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 1))
def test_a_budget_balances_exactly_and_within_one_unit(seed: int, cents: float) -> None:
    made_up = budget(random.Random(seed), 5, cents)
    exact = {key: amount / 10_000 for key, amount in made_up.exact.items()}
    result = balance(made_up.relations, exact)
    assert isinstance(result, Balanced)
    assert list(result.values) == list(exact)
    for key, amount in exact.items():
        assert abs(result.values[key] - amount) < CENT
        assert result.values[key] % CENT == 0
        assert result.values[key] - result.moved.get(key, Decimal(0)) == round_half_up(amount)
    for relation in made_up.relations:
        assert sum(term.coefficient * result.values[term.key] for term in relation.terms) == 0
    assert balance(made_up.relations, exact) == result


tenths_of_a_cent = st.integers(-25, 60).map(lambda n: Decimal(n).scaleb(-3))


@settings(max_examples=120, deadline=None)
@given(
    st.fixed_dictionaries(dict.fromkeys("abcdef", tenths_of_a_cent)),
    st.lists(
        st.tuples(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=4, unique=True), st.booleans()),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_brute_force_finds_nothing_better(
    exact: dict[str, Decimal], shapes: list[tuple[list[str], bool]], consistent: bool
) -> None:
    """And where it finds nothing, the relations named are impossible and need each other."""
    relations = [
        total(keys[0], keys[1:], rule=str(number))
        if equal
        else sum_at_most(keys[:1], keys[1:], rule=str(number))
        for number, (keys, equal) in enumerate(shapes)
    ]
    if consistent:
        first = relations[0].keys
        exact = exact | {str(first[0]): sum((exact[str(key)] for key in first[1:]), Decimal(0))}
    result = balance(relations, exact)
    best = _brute_force(relations, exact)
    if isinstance(result, Balanced):
        assert best is not None
        assert all(
            satisfied(relation, {str(k): v for k, v in result.values.items()}) for relation in relations
        )
        distance = sum((abs(result.values[key] - exact[key]) for key in exact), Decimal(0))
        assert (len(result.moved), distance) == best
    else:
        assert best is None
        assert _brute_force(result.relations, exact) is None
        for left_out in result.relations:
            assert _brute_force([rel for rel in result.relations if rel != left_out], exact) is not None


def _brute_force(relations: Sequence[Relation], exact: Mapping[str, Decimal]) -> tuple[int, Decimal] | None:
    """The fewest moves, and with them the least distance, over every way of going down or up."""
    choices = []
    for amount in exact.values():
        floor = amount.quantize(CENT, ROUND_FLOOR)
        choices.append([floor] if floor == amount else [floor, floor + CENT])
    found: list[tuple[int, Decimal]] = []
    for values in itertools.product(*choices):
        figures = dict(zip(exact, values, strict=True))
        if all(satisfied(relation, figures) for relation in relations):
            moves = sum(figures[key] != round_half_up(amount) for key, amount in exact.items())
            found.append((moves, sum((abs(figures[key] - exact[key]) for key in exact), Decimal(0))))
    return min(found, default=None)
