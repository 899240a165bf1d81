"""Relations as values, and what hangs together through shared figures."""

from __future__ import annotations

import pytest

from xltools.model.relation import (
    Relation,
    Term,
    at_most,
    components,
    copy,
    relations_by_key,
    sum_at_most,
    total,
)


def test_the_builders_write_terms_whose_sum_is_zero_or_less() -> None:
    assert total("t", ["a", "b"], rule="1-1", instance="行 3") == Relation(
        "1-1", (Term(1, "t"), Term(-1, "a"), Term(-1, "b")), "equal", "行 3"
    )
    assert total("t", [], rule="1-5").terms == (Term(1, "t"),)
    assert copy("a", "b", rule="X-1").terms == (Term(1, "a"), Term(-1, "b"))
    assert at_most("a", "b", rule="X-5") == Relation("X-5", (Term(1, "a"), Term(-1, "b")), "at_most")
    assert sum_at_most(["a"], ["b", "c"], rule="X-6").terms == (Term(1, "a"), Term(-1, "b"), Term(-1, "c"))


@pytest.mark.parametrize("terms", [(Term(1, "a"), Term(-1, "a")), (Term(1, "a"), Term(0, "b"))])
def test_a_relation_names_each_figure_once_and_uses_it(terms: tuple[Term, ...]) -> None:
    with pytest.raises(ValueError, match="1-1 行 3"):
        Relation("1-1", terms, "equal", "行 3")


def test_components_are_groups_linked_by_a_chain_of_shared_keys() -> None:
    """a–b, c–d, b–e, and one without keys: the first and third belong together."""
    assert components([["a", "b"], ["c", "d"], ["e", "b"], []]) == [[0, 2], [1], [3]]


def test_a_late_group_can_join_two_early_ones() -> None:
    assert components([["a"], ["b"], ["a", "b"]]) == [[0, 1, 2]]


def test_relations_are_found_by_figure() -> None:
    relations = [total("t", ["a"], rule="1"), copy("t", "u", rule="2")]
    assert relations_by_key(relations) == {"t": [0, 1], "a": [0], "u": [1]}
