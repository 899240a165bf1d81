"""A relation between figures: Σ coefficient · figure is zero, or at most zero.

A figure is named by a key, any hashable value; this floor never looks inside it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Key = Hashable
Sense = Literal["equal", "at_most"]


@dataclass(frozen=True, slots=True)
class Term:
    """A whole number of times one figure."""

    coefficient: int
    key: Key


@dataclass(frozen=True, slots=True)
class Relation:
    """Σ coefficient · figure = 0 (`equal`) or ≤ 0 (`at_most`).

    `rule` is the permanent number of the rule it is an instance of, `instance` which one (a row, a column, a
    code), in words. A figure occurs in at most one term: the amounts it stands for are the same everywhere.
    """

    rule: str
    terms: tuple[Term, ...]
    sense: Sense = "equal"
    instance: str = ""

    def __post_init__(self) -> None:
        if len({term.key for term in self.terms}) < len(self.terms):
            raise ValueError(f"{self.rule} {self.instance}: a figure occurs twice in one relation")
        if any(term.coefficient == 0 for term in self.terms):
            raise ValueError(f"{self.rule} {self.instance}: a term with coefficient 0")

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(term.key for term in self.terms)


def total(whole: Key, addends: Iterable[Key], *, rule: str, instance: str = "") -> Relation:
    """`whole` is the sum of `addends`; without addends it is zero."""
    return Relation(rule, (Term(1, whole), *(Term(-1, key) for key in addends)), "equal", instance)


def copy(printed: Key, source: Key, *, rule: str, instance: str = "") -> Relation:
    """The same amount printed in two places."""
    return Relation(rule, (Term(1, printed), Term(-1, source)), "equal", instance)


def at_most(smaller: Key, larger: Key, *, rule: str, instance: str = "") -> Relation:
    """`smaller` is no more than `larger`."""
    return sum_at_most([smaller], [larger], rule=rule, instance=instance)


def sum_at_most(smaller: Iterable[Key], larger: Iterable[Key], *, rule: str, instance: str = "") -> Relation:
    """The sum of `smaller` is no more than the sum of `larger`; without `larger`, than zero."""
    terms = (*(Term(1, key) for key in smaller), *(Term(-1, key) for key in larger))
    return Relation(rule, terms, "at_most", instance)


def components(groups: Sequence[Iterable[Key]]) -> list[list[int]]:
    """Indexes of `groups` that hang together through shared keys, in order of first appearance."""
    parent = list(range(len(groups)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    owner: dict[Key, int] = {}
    for index, keys in enumerate(groups):
        for key in keys:
            first, second = sorted((root(owner.setdefault(key, index)), root(index)))
            parent[second] = first
    found: dict[int, list[int]] = {}
    for index in range(len(groups)):
        found.setdefault(root(index), []).append(index)
    return list(found.values())


def relations_by_key(relations: Sequence[Relation]) -> Mapping[Key, list[int]]:
    """For each figure the indexes of the relations it occurs in."""
    found: dict[Key, list[int]] = {}
    for index, relation in enumerate(relations):
        for key in relation.keys:
            found.setdefault(key, []).append(index)
    return found
