"""The wrong figure: hand-made tables, planted errors in made-up budgets, and brute force on small systems."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.exact_feasibility import feasible
from model.synthetic import Budget, budget, mistype
from xltools.model.interval import Reading, judge_all
from xltools.model.locate import Explanation, Suspect, locate
from xltools.model.reasons import Reason
from xltools.model.relation import Key, Relation, Term, at_most, copy, total
from xltools.model.suspicion import weights


def printed(**figures: str) -> dict[str, Reading]:
    return {key: Reading(Decimal(value)) for key, value in figures.items()}


def keys_of(suspects: Sequence[Suspect]) -> set[Key]:
    return {suspect.key for suspect in suspects}


TWO_WAY = [
    total("at", ["ax", "ay"], rule="row", instance="a"),
    total("bt", ["bx", "by"], rule="row", instance="b"),
    total("tt", ["tx", "ty"], rule="row", instance="t"),
    total("tx", ["ax", "bx"], rule="column", instance="x"),
    total("ty", ["ay", "by"], rule="column", instance="y"),
    total("tt", ["at", "bt"], rule="column", instance="t"),
]


def two_way(**changed: str) -> dict[str, Reading]:
    """
    |   | x     | y     | t     |
    |---|-------|-------|-------|
    | a | 812.40| 30.00 | 842.40|
    | b | 7.05  | 20.50 | 27.55 |
    | t | 819.45| 50.50 | 869.95|
    """
    figures = {
        "ax": "812.40",
        "ay": "30.00",
        "at": "842.40",
        "bx": "7.05",
        "by": "20.50",
        "bt": "27.55",
        "tx": "819.45",
        "ty": "50.50",
        "tt": "869.95",
    }
    return printed(**figures | changed)


def test_nothing_is_wrong_with_a_consistent_table() -> None:
    assert locate(TWO_WAY, two_way()) == []


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("821.40", Reason.DIGITS_SWAPPED),
        ("-812.40", Reason.SIGN),
        ("8124", Reason.POINT_LOST),
        ("8124000", Reason.YUAN),
        ("812.90", None),
        ("81.24", Reason.TENTH),
    ],
)
def test_a_wrong_cell_is_where_a_broken_row_and_a_broken_column_cross(value: str, why: Reason | None) -> None:
    (explanation,) = locate(TWO_WAY, two_way(ax=value))
    (suspect,) = explanation.suspects
    assert {relation.instance for relation in explanation.relations} == {"a", "x"}
    assert (suspect.key, suspect.value, suspect.nearest) == ("ax", Decimal(value), Decimal("812.40"))
    assert suspect.reason is why
    assert suspect.suggested == (Decimal("812.40") if why else None)
    assert suspect.low is not None
    assert suspect.high is not None
    assert suspect.low < Decimal("812.40") < suspect.high
    assert (explanation.alternatives, explanation.proved, explanation.complete) == ((), True, True)


def test_a_copy_determines_the_figure_to_the_last_unit() -> None:
    relations = [*TWO_WAY, copy("tt", "elsewhere", rule="X-1")]
    (explanation,) = locate(relations, two_way(tt="896.95") | printed(elsewhere="869.95"))
    (suspect,) = explanation.suspects
    assert (suspect.key, suspect.suggested, suspect.reason) == (
        "tt",
        Decimal("869.95"),
        Reason.DIGITS_SWAPPED,
    )
    assert suspect.low == suspect.high == suspect.nearest == Decimal("869.95")


def test_ties_are_shown_as_ties_and_a_slip_puts_one_first() -> None:
    """t = a + b and nothing else is known: any of the three, but 51.20 for 15.20 is a swap."""
    (explanation,) = locate([total("t", ["a", "b"], rule="1")], printed(t="25.20", a="10.00", b="51.20"))
    assert keys_of(explanation.suspects) == {"b"}
    assert explanation.suspects[0].suggested == Decimal("15.20")
    assert [keys_of(rival) for rival in explanation.alternatives] == [{"t"}, {"a"}]
    assert explanation.complete


def test_a_candidate_decides_what_the_relations_leave_open() -> None:
    relations, readings = [total("t", ["a", "b"], rule="1")], printed(t="25.20", a="10.00", b="33.33")
    meant = {"b": [Decimal("15.21"), Decimal(7)]}
    (explanation,) = locate(relations, readings, meant)
    suspects = {s.key: s for rival in (explanation.suspects, *explanation.alternatives) for s in rival}
    assert keys_of(explanation.suspects) == {"b"}
    assert suspects["b"].suggested == Decimal("15.21")
    assert suspects["a"].suggested is None


def test_errors_in_unrelated_places_are_explained_apart() -> None:
    other = [
        Relation(
            rel.rule, tuple(Term(t.coefficient, f"other {t.key}") for t in rel.terms), rel.sense, rel.instance
        )
        for rel in TWO_WAY
    ]
    readings = two_way(ax="1.00") | {f"other {key}": reading for key, reading in two_way(by="9.99").items()}
    first, second = locate([*TWO_WAY, *other, copy("tt", "other tt", rule="X")], readings)
    assert keys_of(first.suspects) == {"ax"}
    assert keys_of(second.suspects) == {"other by"}
    assert not first.alternatives
    assert not second.alternatives


def test_a_figure_beyond_doubt_is_never_suspected() -> None:
    readings = two_way(ax="821.40")
    readings["ax"] = Reading(Decimal("821.40"), weight=math.inf)
    (explanation,) = locate(TWO_WAY, readings)
    assert all(
        "ax" not in keys_of(suspects) for suspects in (explanation.suspects, *explanation.alternatives)
    )
    assert len(explanation.suspects) == 3


def test_where_nothing_may_change_the_relations_stay_unexplained() -> None:
    sure = {key: Reading(reading.value, weight=math.inf) for key, reading in two_way(ax="1.00").items()}
    (explanation,) = locate(TWO_WAY, sure)
    assert explanation.suspects == ()
    assert {relation.instance for relation in explanation.relations} == {"a", "x"}


def test_a_better_source_is_believed() -> None:
    """Two tables disagree; one figure comes from the ledger."""
    readings = {"ledger": Reading(Decimal("10.00"), weight=2), "table": Reading(Decimal("10.10"))}
    (explanation,) = locate([copy("table", "ledger", rule="X-11")], readings)
    (suspect,) = explanation.suspects
    assert (suspect.key, suspect.suggested) == ("table", Decimal("10.00"))
    assert explanation.alternatives == ()


def test_an_amount_known_in_yuan_is_suggested_to_the_last_fen() -> None:
    """The ledger's 123456.78 元 less 100000.01 元: the second project must be 23456.77 元."""
    yuan = {"ledger": "123456.78", "p1": "100000.01", "p2": "32456.77"}
    readings = {key: Reading(Decimal(amount) / 10_000, exact=True, weight=2) for key, amount in yuan.items()}
    readings["p2"] = Reading(readings["p2"].value, exact=True)
    (explanation,) = locate([total("ledger", ["p1", "p2"], rule="L-1")], readings)
    assert explanation.suspects[0].key == "p2"
    assert explanation.suspects[0].suggested == Decimal("2.345677")
    assert explanation.suspects[0].reason is Reason.DIGITS_SWAPPED


def test_an_inequality_bounds_a_figure_on_one_side() -> None:
    (explanation,) = locate([at_most("part", "whole", rule="X-14")], printed(part="100.00", whole="10.00"))
    assert {explanation.suspects[0].key} | keys_of(explanation.alternatives[0]) == {"part", "whole"}
    by_key = {s.key: s for rival in (explanation.suspects, *explanation.alternatives) for s in rival}
    assert (by_key["part"].low, by_key["part"].high) == (None, Decimal("10.00"))
    assert (by_key["whole"].low, by_key["whole"].high) == (Decimal("100.00"), None)
    assert by_key["part"].suggested is by_key["whole"].suggested is None


def test_a_contradiction_of_tails_is_explained_too() -> None:
    """t = 3.01 and s = 2.99 for the same 1.00 + 2.00: each total alone may stand, or an addend is off."""
    relations = [total("t", ["a", "b"], rule="1"), total("s", ["a", "b"], rule="2")]
    (explanation,) = locate(relations, printed(a="1.00", b="2.00", t="3.01", s="2.99"))
    sets = [keys_of(rival) for rival in (explanation.suspects, *explanation.alternatives)]
    assert sets == [{"t"}, {"s"}]
    assert explanation.relations == tuple(relations)


def test_a_time_limit_that_is_reached_says_so_and_still_names_figures_that_explain_everything() -> None:
    made_up = budget(random.Random(3), 10)
    planted = _plant(made_up, random.Random(3), 8)
    readings = made_up.readings(planted)
    explanations = locate(made_up.relations, readings, time_limit=0.0)
    assert not any(explanation.proved or explanation.complete for explanation in explanations)
    suspects = set().union(*(keys_of(explanation.suspects) for explanation in explanations))
    for relation, outcome in zip(made_up.relations, judge_all(made_up.relations, readings), strict=True):
        assert outcome.kind != "broken" or suspects & set(relation.keys)


def test_the_same_input_gives_the_same_explanations() -> None:
    made_up = budget(random.Random(5), 6)
    readings = made_up.readings(_plant(made_up, random.Random(5), 5))
    assert locate(made_up.relations, readings) == locate(made_up.relations, readings)


def _plant(made_up: Budget, rnd: random.Random, count: int) -> dict[Key, Decimal]:
    keys = list(made_up.figures)
    chosen = rnd.sample([key for key in keys if made_up.figures[key]], count)
    following = dict(zip(keys, [*keys[1:], keys[0]], strict=True))
    return {key: mistype(rnd, made_up.figures[key], made_up.figures[following[key]]) for key in chosen}


def _cases(count: int, errors: int) -> list[tuple[Budget, dict[Key, Decimal], list[Explanation]]]:
    """Made-up budgets with planted errors of which at least one breaks a relation, explained."""
    cases = []
    for seed in range(count):
        rnd = random.Random(seed)
        made_up = budget(rnd, rnd.randint(3, 8), rnd.random())
        planted = _plant(made_up, rnd, errors)
        readings = made_up.readings(planted)
        if any(outcome.kind == "broken" for outcome in judge_all(made_up.relations, readings)):
            cases.append((made_up, planted, locate(made_up.relations, readings, time_limit=60)))
    assert len(cases) > count * 0.9
    return cases


def test_one_wrong_figure_is_the_first_suspect() -> None:
    """At least 95 % of all cases, not only of those that the relations determine; never a false value."""
    cases = _cases(60, 1)
    right = 0
    for made_up, planted, explanations in cases:
        first = explanations[0].suspects[0]
        right += len(explanations) == 1 and first.key in planted
        if first.key in planted and first.low is not None and first.high is not None:
            assert first.low <= made_up.figures[first.key] <= first.high
    assert right >= 0.95 * len(cases)


@pytest.mark.parametrize(("errors", "count"), [(3, 40), (10, 12)])
def test_several_wrong_figures_are_among_the_explanations(errors: int, count: int) -> None:
    cases = _cases(count, errors)
    found = sum(_explained(planted, explanations) for _, planted, explanations in cases)
    assert found >= 0.9 * len(cases)


def _explained(planted: Mapping[Key, Decimal], explanations: Sequence[Explanation]) -> bool:
    """Whether one set of each explanation together make up the planted one."""
    left = set(planted)
    for explanation in explanations:
        for suspects in (explanation.suspects, *explanation.alternatives):
            if keys_of(suspects) <= left:
                left -= keys_of(suspects)
                break
    return not left


small = st.integers(-3, 12).map(lambda n: Decimal(n).scaleb(-2))


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries({key: st.builds(Reading, small, exact=st.booleans()) for key in "abcdef"}),
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abcdef"), min_size=2, max_size=4, unique=True),
            st.sampled_from(["equal", "equal", "equal", "at_most"]),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_brute_force_finds_the_same_lightest_sets(
    readings: dict[str, Reading], shapes: list[tuple[list[str], str]]
) -> None:
    relations = [
        Relation(
            str(number),
            (Term(1, keys[0]), *(Term(-1, key) for key in keys[1:])),
            "equal" if sense == "equal" else "at_most",
        )
        for number, (keys, sense) in enumerate(shapes)
    ]
    assume(not feasible(relations, readings))
    explanations = locate(relations, readings, time_limit=60)
    lightest = _lightest_sets(relations, readings)
    preferred = set().union(*(keys_of(explanation.suspects) for explanation in explanations))
    assert preferred in lightest
    assert all(explanation.proved for explanation in explanations)
    if len(explanations) == 1 and explanations[0].complete:
        (explanation,) = explanations
        sets = [keys_of(suspects) for suspects in (explanation.suspects, *explanation.alternatives)]
        assert sorted(map(sorted, map(_names, sets))) == sorted(map(sorted, map(_names, lightest)))


def _names(keys: set[Key]) -> list[str]:
    return [str(key) for key in keys]


def _lightest_sets(relations: Sequence[Relation], readings: Mapping[str, Reading]) -> list[set[Key]]:
    cost = weights(relations, judge_all(relations, readings), readings)
    restoring = [
        set(chosen)
        for size in range(len(cost) + 1)
        for chosen in itertools.combinations(cost, size)
        if feasible(relations, readings, chosen)
    ]
    least = min(sum(cost[key] for key in chosen) for chosen in restoring)
    return [chosen for chosen in restoring if sum(cost[key] for key in chosen) < least + 1e-4]
