"""The relations that the rules make of a disclosure, and the readings of their figures."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xltools.budget.crosschecks.ledger import read_figures
from xltools.budget.form import TABLES
from xltools.model.disclosure import TARGETS, Disclosure, FigureKey, ReadFigure
from xltools.model.finding import NotChecked
from xltools.model.interval import Reading
from xltools.model.measure import Measure
from xltools.model.number import round_half_up
from xltools.model.relation import Relation
from xltools.model.resolve import KnownKey, Resolver
from xltools.model.rule import Rule

_TEN_THOUSAND = Decimal(10_000)
_CENT = Decimal("0.01")
_WIDE = Decimal("0.02")
"""Balanced, a figure may be either neighbour of its amount: twice the last unit."""
_BLANK = Reading(Decimal(0))
_ROUNDED_ZERO = Reading(Decimal(0), rounded_zero=True)
BEYOND_DOUBT = float("inf")


@dataclass(slots=True)
class RelationSet:
    """All relations of a disclosure with the readings of their figures (万元), and what could not be checked."""

    figures: dict[FigureKey, ReadFigure] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    readings: dict[Hashable, Reading] = field(default_factory=dict)
    not_checked: list[NotChecked] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    """The ids of the rules that apply."""


def relation_set(disclosure: Disclosure, rules: Iterable[Rule], *, lenient: bool = False) -> RelationSet:
    """Resolves every equation of every rule that applies; plain checks are left to `check`.

    `lenient`: relations may speak of figures that could not be read, as if they were blank.
    """
    found = RelationSet(figures=_figures(disclosure))
    resolver = Resolver(disclosure, TABLES, lenient=lenient)
    for rule in rules:
        if not rule.applies(disclosure):
            continue
        found.required.append(rule.id)
        reasons: dict[str, None] = {}
        for number, equation in enumerate(rule.equations):
            if not equation.when(disclosure):
                continue
            resolved = resolver.resolve(rule.id, equation, str(number))
            found.relations += resolved.relations
            reasons |= dict.fromkeys(resolved.reasons)
        if rule.relations:
            for made in rule.relations(disclosure):
                if isinstance(made, NotChecked):
                    reasons[made.why] = None
                else:
                    found.relations.append(made)
        found.not_checked += [NotChecked(rule.id, why) for why in reasons]
    _read(found, disclosure, resolver.known)
    return found


def _figures(disclosure: Disclosure) -> dict[FigureKey, ReadFigure]:
    figures = {figure.key: figure for figure in read_figures(disclosure)}
    if disclosure.overall:
        figures |= {figure.key: figure for figure in disclosure.overall.figures.values()}
    return figures


def _read(found: RelationSet, disclosure: Disclosure, known: Mapping[KnownKey, Measure]) -> None:
    exact = disclosure.exact
    for relation in found.relations:
        for key in relation.keys:
            if key not in found.readings and isinstance(key, FigureKey):
                found.readings[key] = reading_of(found.figures[key], exact.get(key))
    if disclosure.sums is not None:
        for name, measure in known.items():
            amount = disclosure.sums.sum(measure) / _TEN_THOUSAND
            found.readings[name] = Reading(amount, exact=True, weight=BEYOND_DOUBT)


def reading_of(figure: ReadFigure, exact: Decimal | None) -> Reading:
    """What a figure stands for, in 万元; the exact amount tells a rounded zero from a true one."""
    value = figure.value or Decimal(0)
    if figure.key.table == TARGETS:
        return Reading(value / _TEN_THOUSAND, exact=True)
    if figure.scale != 1:
        return Reading.printed(value, _CENT / figure.scale)
    if value:
        return Reading.printed(value)
    return _ROUNDED_ZERO if exact and not round_half_up(exact) else _BLANK


def widened(readings: Mapping[Hashable, Reading]) -> dict[Hashable, Reading]:
    """The readings of a balanced workbook against amounts in 元: each figure within one last unit."""
    return {
        key: reading if reading.exact else Reading(reading.value, _WIDE, rounded_zero=True)
        for key, reading in readings.items()
    }
