"""The joint test: no false alarm on rounding, agreement with an exact oracle, a conflict that cannot be shortened."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from model.exact_feasibility import feasible
from model.synthetic import budget
from xltools.model.interval import Reading, judge, judge_all
from xltools.model.joint import conflicts
from xltools.model.relation import Relation, Term, copy, total
from xltools.model.system import Row, combine, eliminate


def printed(**figures: str) -> dict[str, Reading]:
    return {key: Reading(Decimal(value)) for key, value in figures.items()}


TWO_TOTALS = [total("t", ["a", "b"], rule="1-1"), total("s", ["a", "b"], rule="3-1")]


def test_two_totals_of_the_same_addends_rounded_apart_contradict_each_other() -> None:
    """1.00 + 2.00 may be 3.01, or 2.99, each by rounding; it is not both."""
    readings = printed(a="1.00", b="2.00", t="3.01", s="2.99", z="6.00")
    assert [outcome.kind for outcome in judge_all(TWO_TOTALS, readings)] == ["tail", "tail"]
    (conflict,) = conflicts([*TWO_TOTALS, total("z", ["t", "s"], rule="9")], readings)
    assert conflict.relations == tuple(TWO_TOTALS)
    assert abs(conflict.gap) == Decimal("0.02")
    assert conflict.allowance == Decimal("0.01")


def test_tails_on_one_side_are_compatible() -> None:
    assert conflicts(TWO_TOTALS, printed(a="1.00", b="2.00", t="3.01", s="3.01")) == []


def test_the_half_open_end_decides() -> None:
    """t ≥ 2.995 and a + b ≤ 2.995 meet in one point: it belongs to t, and to a + b only if both are exact."""
    exact = {"a": Reading(Decimal("0.995"), exact=True), "b": Reading(Decimal("2"), exact=True)}
    both = [total("t", ["a", "c"], rule="1"), copy("c", "b", rule="2")]
    fine = exact | {"c": Reading(Decimal("2.00")), "t": Reading(Decimal("3.00"))}
    assert conflicts(both, fine) == []
    assert conflicts(both, fine | {"b": Reading(Decimal("1.999999"), exact=True)})
    # With the upper ends 2.995 = 1.005 + 1.99 out of reach, the printed figures of a and b are 1.00 and 1.99.
    open_ends = printed(t="3.00", s="2.98") | {"a": Reading(Decimal("1.00")), "b": Reading(Decimal("1.99"))}
    assert conflicts(TWO_TOTALS, open_ends)


def test_a_relation_broken_by_itself_is_left_to_the_interval_test() -> None:
    assert conflicts(TWO_TOTALS, printed(a="1.00", b="2.00", t="9.00", s="3.00")) == []


def test_groups_that_share_no_rounded_figure_are_told_apart() -> None:
    """The same contradiction twice, linked only by a blank."""
    again = [total("u", ["c", "d", "z"], rule="1-1"), total("v", ["c", "d"], rule="3-1")]
    linked = [total("t", ["a", "b", "z"], rule="1-1"), TWO_TOTALS[1]]
    readings = printed(a="1.00", b="2.00", t="3.01", s="2.99", c="1.00", d="2.00", u="3.01", v="2.99", z="0")
    assert [conflict.relations for conflict in conflicts([*linked, *again], readings)] == [
        tuple(linked),
        tuple(again),
    ]


small = st.integers(-3, 6).map(lambda n: Decimal(n).scaleb(-2))
systems = st.tuples(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abcde"), min_size=2, max_size=4, unique=True),
            st.sampled_from(["equal", "equal", "equal", "at_most"]),
        ),
        min_size=1,
        max_size=4,
    ),
    st.fixed_dictionaries({key: st.builds(Reading, small, exact=st.booleans()) for key in "abcde"}),
)


def relations_of(shapes: list[tuple[list[str], str]]) -> list[Relation]:
    return [
        Relation(
            str(number),
            (Term(1, keys[0]), *(Term(-1, key) for key in keys[1:])),
            "equal" if sense == "equal" else "at_most",
        )
        for number, (keys, sense) in enumerate(shapes)
    ]


@settings(max_examples=150, deadline=None)
@given(systems)
def test_the_joint_test_agrees_with_an_exact_oracle(
    system: tuple[list[tuple[list[str], str]], dict[str, Reading]],
) -> None:
    """And leaving out any one relation of a conflict resolves it."""
    shapes, readings = system
    holding = [rel for rel in relations_of(shapes) if judge(rel, readings).kind != "broken"]
    found = conflicts(relations_of(shapes), readings)
    assert bool(found) is not feasible(holding, readings)
    for conflict in found:
        members = list(conflict.relations)
        assert not feasible(members, readings)
        for index in range(len(members)):
            assert feasible(members[:index] + members[index + 1 :], readings)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 1))
def test_rounding_alone_never_gives_a_conflict(seed: int, cents: float) -> None:
    made_up = budget(random.Random(seed), 4, cents)
    assert conflicts(made_up.relations, made_up.readings()) == []


def test_amounts_known_in_yuan_tighten_what_can_hold() -> None:
    """Half the leaves of a made-up budget as exact amounts: still no conflict."""
    made_up = budget(random.Random(7), 6, 1.0)
    exact = {
        key: Reading(made_up.exact[key] / 10_000, exact=True)
        for number, key in enumerate(made_up.exact)
        if made_up.exact[key] and number % 2
    }
    assert conflicts(made_up.relations, made_up.readings() | exact) == []


def test_elimination_keeps_what_rows_say_about_the_other_columns() -> None:
    """x in three rows: two combinations without it remain, with whole coefficients and exact gaps."""
    rows = [
        Row({0: 2, 1: 1}, Decimal("0.01")),
        Row({0: -3, 2: 1}, Decimal("1e8")),
        Row({1: 1, 2: 1}, Decimal("0.02")),
    ]
    reduced = eliminate(rows, [0])
    assert len(reduced) == 2
    assert all(0 not in row.coefficients for row in reduced)
    assert rows[2] in reduced
    assert combine(rows, {0: 3, 1: 2}) in [row if row.gap > 0 else combine([row], {0: -1}) for row in reduced]


def test_the_solver_says_nothing_on_standard_output() -> None:
    """It would end up in the middle of `check --json`."""
    program = (
        "from decimal import Decimal\n"
        "from xltools.model.interval import Reading\n"
        "from xltools.model.joint import conflicts\n"
        "from xltools.model.relation import total\n"
        "figures = {'a': 1, 'b': 2, 't': '3.01', 's': '2.99'}\n"
        "readings = {key: Reading(Decimal(value)) for key, value in figures.items()}\n"
        "assert conflicts([total(key, 'ab', rule='1') for key in 'ts'], readings)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")
