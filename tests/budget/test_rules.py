"""The catalogue of rules, and every rule against figures that just keep it and just break it."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from xltools.budget.crosschecks.catalogue import RULES, RULES_BY_ID
from xltools.budget.exact import expected, filled
from xltools.budget.form import prepare
from xltools.budget.names import equation_sentence
from xltools.model.disclosure import TARGETS, FigureKey
from xltools.model.interval import judge
from xltools.tasks.checking.relations import relation_set
from xltools.tasks.read_input import read_input

FROM_THE_RULES = [
    *("1-1", "1-2", "1-3", "1-4", "1-5", "1-6", "2-1", "2-2", "3-1", "3-2", "4-1", "4-2", "4-3", "4-4"),
    *("5-1", "5-2", "6-1", "6-2", "8-1", "8-2", "9-1", "9-2", "10-1", "10-2", "11-1", "12-1", "13-1", "E-1"),
    *(f"X-{number}" for number in range(1, 23)),
    *("L-1", "L-2"),
]
"""Every number of the published rules but the narrative's."""
SHAPE = Shape(units=3, lines=120, projects=14, three_public=True, revenue=True)
HALF_CENT = Decimal("0.005")


@cache
def relations():
    """The relations of a made-up department with every source, both years and several units, and their readings."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        department = prepare(read_input(make_department(Path(folder, "虚构"), 77, SHAPE)).ledger)
    disclosure = filled(department, expected(department))
    with_ledger = relation_set(disclosure, RULES)
    without = relation_set(replace(disclosure, ledger=None, exact={}), RULES)
    return [(with_ledger, relation) for relation in with_ledger.relations] + [
        (without, relation) for relation in without.relations
    ]


def test_every_rule_of_the_regulation_is_there_once():
    assert len(RULES) == len(RULES_BY_ID)
    assert set(FROM_THE_RULES) <= set(RULES_BY_ID)
    for rule in RULES:
        assert re.fullmatch(r"(\d{1,2}|[A-Z])-\d{1,2}", rule.id)
        assert re.search(r"[一-鿿]", rule.statement)
        assert rule.equations or rule.relations or rule.plain or rule.id in ("J-1", "J-2", "F-0")


def test_every_equation_reads_as_a_sentence():
    """With a sign, and without a key that only the program knows."""
    for rule in RULES:
        for equation in rule.equations:
            sentence = equation_sentence(equation)
            assert "=" in sentence or "≤" in sentence
            assert not re.search(r"[a-z_]{3,}", sentence), sentence


def with_equations():
    return [rule.id for rule in RULES if rule.equations]


@pytest.mark.parametrize("rule", with_equations())
def test_a_rule_is_silent_inside_its_allowance_and_speaks_beyond(rule):
    """The first figure of each relation is moved in steps of 0.01 around what the others add up to.

    The allowance is worked out here by counting: half of 0.01 for each figure that is not zero, none for amounts
    known in 元. Just below it nothing is broken, from it on the rule is.
    """
    tried = 0
    for found, relation in relations():
        first = relation.terms[0]
        others = relation.terms[1:]
        if relation.rule != rule or not isinstance(first.key, FigureKey) or not others:
            continue
        if any(isinstance(term.key, FigureKey) and term.key.table == TARGETS for term in relation.terms):
            continue
        if any(found.readings[term.key].rounded_zero for term in relation.terms):
            continue
        rest = -sum(term.coefficient * found.readings[term.key].value for term in others)
        printed = [term for term in others if isinstance(term.key, FigureKey)]
        positive = [found.readings[term.key].value >= 0 for term in others]
        if first.coefficient != 1 or rest <= 1 or not all(positive):
            continue
        tried += 1
        count = 1 + sum(abs(term.coefficient) * (found.readings[term.key].value != 0) for term in printed)
        allowance = HALF_CENT * count
        base = rest.quantize(Decimal("0.01"))
        for step in range(-count - 2, count + 3):
            value = base + step * Decimal("0.01")
            readings = {**found.readings, first.key: replace(found.readings[first.key], value=value)}
            gap = value - rest
            broken = abs(gap) >= allowance if relation.sense == "equal" else gap >= allowance
            outcome = judge(relation, readings)
            # At the very edge a mixture of signs decides which interval is closed.
            if abs(gap) == allowance and any(term.coefficient > 0 for term in others):
                continue
            assert (outcome.kind == "broken") is broken, (relation, value, outcome)
    assert tried, f"no relation of rule {rule} was tried"


def test_the_sample_meets_every_obligation():
    department = prepare(read_input(SAMPLE).ledger)
    found = relation_set(filled(department, expected(department)), RULES)
    assert found.not_checked == []
    assert {"X-6", "X-13", "X-16", "X-17", "X-20"} <= {relation.rule for relation in found.relations}
