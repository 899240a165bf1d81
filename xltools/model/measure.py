"""A measure says which input lines a figure sums; the value and the Excel formula both come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from operator import attrgetter
from typing import Any

from xltools.model.number import Yuan


@dataclass(frozen=True, slots=True)
class Equals:
    """The line's `field` is `value`. `label` names the label column of the same row that holds the value."""

    field: str
    value: str | int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class StartsWith:
    """The line's code `field` begins with `prefix`: class 201 takes in 20132 and 2013201."""

    field: str
    prefix: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Differs:
    """The line's `field` is not `value`."""

    field: str
    value: str


Condition = Equals | StartsWith | Differs


@dataclass(frozen=True, slots=True)
class Term:
    """The sum of `amount` over the lines of one `book` (an input sheet by key) that meet every condition."""

    book: str
    conditions: tuple[Condition, ...] = ()
    amount: str = "amount"


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum of terms, in 元."""

    terms: tuple[Term, ...]

    def where(self, *conditions: Condition) -> Measure:
        """The same measure over fewer lines."""
        return Measure(tuple(replace(term, conditions=term.conditions + conditions) for term in self.terms))

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.terms + other.terms)


Shape = tuple[tuple[object, ...], ...]
"""What conditions look at, without the values they look for."""
Key = tuple[object, ...]
"""The values that conditions look for, one a condition."""
_Group = dict[Key, Decimal]
_ZERO = Decimal(0)


@lru_cache(maxsize=4096)
def _shape(conditions: Sequence[Condition]) -> tuple[Shape, Key]:
    return split(conditions)


def split(conditions: Iterable[Condition]) -> tuple[Shape, Key]:
    """Conditions as (what they look at, what they look for)."""
    shape: list[tuple[object, ...]] = []
    key: list[object] = []
    for condition in conditions:
        if isinstance(condition, Equals):
            shape.append((condition.field,))
            key.append(condition.value)
        elif isinstance(condition, StartsWith):
            shape.append((condition.field, len(condition.prefix)))
            key.append(condition.prefix)
        else:
            shape.append((condition.field, None, condition.value))
            key.append(True)
    return tuple(shape), tuple(key)


class Sums:
    """Evaluates measures over the lines of a ledger.

    Figures of one column differ only in the values of their conditions, so the lines are grouped once per
    combination of fields and each figure is one look-up: time grows with lines × combinations, not × figures.
    """

    def __init__(self, books: Mapping[str, Sequence[Any]]) -> None:
        self._books = books
        self._groups: dict[tuple[str, str, Shape], _Group] = {}

    def sum(self, measure: Measure, also: Sequence[Condition] = ()) -> Yuan:
        """The measure's value in 元, exact; `also` narrows it, like `measure.where(*also)`."""
        total = _ZERO
        shape, key = _shape(also)
        for term in measure.terms:
            own_shape, own_key = _shape(term.conditions)
            total += self._group(term, own_shape + shape).get(own_key + key, _ZERO)
        return Yuan(total)

    def column(self, measure: Measure, shape: Shape) -> Callable[[Key], Yuan]:
        """Looks up the measure narrowed by conditions of one shape, for many keys (see `split`)."""
        found = [
            (self._group(term, own_shape + shape), own_key)
            for term in measure.terms
            for own_shape, own_key in (_shape(term.conditions),)
        ]
        if len(found) == 1:
            ((group, own),) = found
            return lambda key: Yuan(group.get(own + key, _ZERO))
        return lambda key: Yuan(sum((group.get(own + key, _ZERO) for group, own in found), _ZERO))

    def _group(self, term: Term, shape: Shape) -> _Group:
        group_key = (term.book, term.amount, shape)
        group = self._groups.get(group_key)
        if group is None:
            group = self._groups[group_key] = _grouped(self._books[term.book], term.amount, shape)
        return group

    def lines(self, measure: Measure) -> list[Any]:
        """The lines that the measure sums, those with a zero amount left out, in book order."""
        found: list[Any] = []
        for term in measure.terms:
            lines: Iterable[Any] = self._books[term.book]
            for condition in term.conditions:
                lines = _meeting(lines, condition)
            amount = attrgetter(term.amount)
            found += [line for line in lines if amount(line)]
        return found


def _grouped(lines: Sequence[Any], amount: str, shape: Shape) -> _Group:
    group: _Group = {}
    amounts = map(attrgetter(amount), lines)
    keys: Iterable[Key] = (
        zip(*(_part(lines, *entry) for entry in shape), strict=True) if shape else repeat(())
    )
    for key, value in zip(keys, amounts, strict=False):
        group[key] = group[key] + value if key in group else value
    return group


def _part(lines: Sequence[Any], field: object, *how: object) -> list[object]:
    """What one condition looks at, line by line."""
    values = map(attrgetter(str(field)), lines)
    if not how:
        return list(values)
    length = how[0]
    if isinstance(length, int):
        return [value[:length] for value in values]
    different_from = how[1]
    return [value != different_from for value in values]


def _meeting(lines: Iterable[Any], condition: Condition) -> list[Any]:
    get = attrgetter(condition.field)
    if isinstance(condition, StartsWith):
        prefix = condition.prefix
        return [line for line in lines if get(line).startswith(prefix)]
    value = condition.value
    if isinstance(condition, Differs):
        return [line for line in lines if get(line) != value]
    return [line for line in lines if get(line) == value]
