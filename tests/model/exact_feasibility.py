"""An oracle for small systems: is there a solution, decided by Fourier and Motzkin's elimination in fractions.

Shares nothing with the package: intervals are written out again here from the definition of half-up rounding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xltools.model.interval import Reading
from xltools.model.relation import Key, Relation


@dataclass(frozen=True)
class _Bound:
    """Σ coefficient · amount + constant ≤ 0, or < 0 where strict."""

    coefficients: dict[Key, Fraction]
    constant: Fraction
    strict: bool = False


def feasible(
    relations: Sequence[Relation], readings: Mapping[Any, Reading], free: Collection[Key] = ()
) -> bool:
    """Whether amounts that round to their figures satisfy all relations; those in `free` may be anything."""
    keys = list(dict.fromkeys(key for relation in relations for key in relation.keys))
    equations = [_line(relation) for relation in relations if relation.sense == "equal"]
    bounds = [_Bound(_line(relation), Fraction(0)) for relation in relations if relation.sense == "at_most"]
    for key in keys:
        if key in free:
            continue
        reading = readings[key]
        value = Fraction(reading.value)
        half = Fraction(0) if reading.exact or not value else Fraction(reading.unit) / 2
        away, towards = (1, -1) if value >= 0 else (-1, 1)
        # Away from zero the next figure begins; towards zero half a unit still rounds up to this one.
        bounds.append(_Bound({key: Fraction(away)}, -away * (value + away * half), strict=bool(half)))
        bounds.append(_Bound({key: Fraction(towards)}, -towards * (value + towards * half)))
    while equations:
        equation = equations.pop()
        key = next(iter(equation), None)
        if key is None:
            continue
        equations = [{k: v for k, v in _without(other, equation, key).items() if v} for other in equations]
        bounds = [
            _Bound(_without(bound.coefficients, equation, key), bound.constant, bound.strict)
            for bound in bounds
        ]
    for key in keys:
        upper = [bound for bound in bounds if bound.coefficients.get(key, 0) > 0]
        lower = [bound for bound in bounds if bound.coefficients.get(key, 0) < 0]
        bounds = [bound for bound in bounds if not bound.coefficients.get(key, 0)]
        for first in upper:
            for second in lower:
                bounds.append(_added(first, -second.coefficients[key], second, first.coefficients[key]))
        bounds = _distinct(bounds)
    return all(bound.constant < 0 or (bound.constant == 0 and not bound.strict) for bound in bounds)


def _line(relation: Relation) -> dict[Key, Fraction]:
    return {term.key: Fraction(term.coefficient) for term in relation.terms}


def _without(line: dict[Key, Fraction], equation: dict[Key, Fraction], key: Key) -> dict[Key, Fraction]:
    factor = line.get(key, Fraction(0)) / equation[key]
    keys = dict.fromkeys([*line, *equation])
    return {k: line.get(k, Fraction(0)) - factor * equation.get(k, Fraction(0)) for k in keys if k != key} | (
        {} if factor else {key: line[key]} if key in line else {}
    )


def _added(first: _Bound, by: Fraction, second: _Bound, and_by: Fraction) -> _Bound:
    keys = dict.fromkeys([*first.coefficients, *second.coefficients])
    return _Bound(
        {
            k: by * first.coefficients.get(k, Fraction(0)) + and_by * second.coefficients.get(k, Fraction(0))
            for k in keys
        },
        by * first.constant + and_by * second.constant,
        first.strict or second.strict,
    )


def _distinct(bounds: Sequence[_Bound]) -> list[_Bound]:
    """Equal bounds once: scaled so that the first coefficient is 1 or −1."""
    found: dict[tuple[object, ...], _Bound] = {}
    for bound in bounds:
        line = sorted(((str(k), v) for k, v in bound.coefficients.items() if v), key=lambda item: item[0])
        scale = abs(line[0][1]) if line else Fraction(1)
        shape = (tuple((k, v / scale) for k, v in line), bound.constant / scale, bound.strict)
        found.setdefault(shape, bound)
    return list(found.values())
