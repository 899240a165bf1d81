"""A measure says which input lines a figure sums; the value and the Excel formula both come from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from xltools.model.number import NO_YUAN, Yuan


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


_Group = dict[tuple[object, ...], Decimal]


class Sums:
    """Evaluates measures over the lines of a ledger.

    Figures of one column differ only in the values of their conditions, so the lines are grouped once per
    combination of fields and each figure is one look-up: time grows with lines × combinations, not × figures.
    """

    def __init__(self, books: Mapping[str, Sequence[Any]]) -> None:
        self._books = books
        self._groups: dict[tuple[object, ...], _Group] = {}

    def sum(self, measure: Measure) -> Yuan:
        """The measure's value in 元, exact."""
        total = Decimal(0)
        for term in measure.terms:
            shape: list[tuple[object, ...]] = []
            wanted: list[object] = []
            for condition in term.conditions:
                if isinstance(condition, Equals):
                    shape.append((condition.field,))
                    wanted.append(condition.value)
                elif isinstance(condition, StartsWith):
                    shape.append((condition.field, len(condition.prefix)))
                    wanted.append(condition.prefix)
                else:
                    shape.append((condition.field, None, condition.value))
                    wanted.append(True)
            group_key = (term.book, term.amount, *shape)
            group = self._groups.get(group_key)
            if group is None:
                group = self._groups[group_key] = _grouped(self._books[term.book], term.amount, shape)
            total += group.get(tuple(wanted), 0)
        return Yuan(total)

    def lines(self, measure: Measure) -> list[Any]:
        """The lines that the measure sums, those with a zero amount left out, in book order."""
        found = []
        for term in measure.terms:
            amount = attrgetter(term.amount)
            found += [
                line
                for line in self._books[term.book]
                if amount(line) != NO_YUAN and all(_meets(line, condition) for condition in term.conditions)
            ]
        return found


def _grouped(lines: Iterable[Any], amount: str, shape: Sequence[tuple[object, ...]]) -> _Group:
    parts = [_part(*entry) for entry in shape]
    get_amount = attrgetter(amount)
    group: _Group = defaultdict(Decimal)
    for line in lines:
        group[tuple([part(line) for part in parts])] += get_amount(line)
    return dict(group)


def _part(field: object, *how: object) -> Callable[[Any], object]:
    get = attrgetter(str(field))
    if not how:
        return get
    length = how[0]
    if isinstance(length, int):
        return lambda line: get(line)[:length]
    different_from = how[1]
    return lambda line: get(line) != different_from


def _meets(line: Any, condition: Condition) -> bool:
    value = getattr(line, condition.field)
    if isinstance(condition, StartsWith):
        return bool(value.startswith(condition.prefix))
    if isinstance(condition, Differs):
        return bool(value != condition.value)
    return bool(value == condition.value)
