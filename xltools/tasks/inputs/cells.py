"""The cells of an input table as its nouns give them: the way back from the ledger to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from xltools.budget.inputs import (
    BASIC,
    FUNCTION_NAMES,
    INDICATORS,
    PROJECTS,
    REVENUE,
    THREE_PUBLIC,
    UNITS,
    InputSheet,
)
from xltools.model.ledger import Ledger
from xltools.tasks.inputs.projects import PROJECT_TEXTS

Getter = Callable[[Any], object]


def lines_of(ledger: Ledger, declaration: InputSheet) -> Sequence[Any]:
    """The nouns of one input table."""
    return {
        BASIC.key: ledger.basic,
        PROJECTS.key: ledger.projects,
        INDICATORS.key: ledger.indicators,
        REVENUE.key: ledger.revenue,
        THREE_PUBLIC.key: ledger.three_public,
        UNITS.key: ledger.units,
        FUNCTION_NAMES.key: tuple(ledger.function_names.items()),
    }[declaration.key]


def cell_rows(ledger: Ledger, declaration: InputSheet) -> Iterable[list[object]]:
    """The rows of one input table in the columns of its file; blank is "" for text and None for numbers."""
    getters = [getter(ledger, declaration, column.attribute) for column in declaration.file_columns]
    for line in lines_of(ledger, declaration):
        yield [get(line) for get in getters]


def getter(ledger: Ledger, declaration: InputSheet, attribute: str) -> Getter:
    """How the value of one column is taken from a noun of the table."""
    if declaration is FUNCTION_NAMES:
        index = 0 if attribute == "code" else 1
        return lambda pair: pair[index]
    if declaration is PROJECTS and attribute in PROJECT_TEXTS:
        return lambda line: line.texts.get(attribute, "")
    get = attrgetter({"project": "name"}.get(attribute, attribute))
    if declaration is PROJECTS and attribute.startswith("whole_period."):
        return lambda line: get(line) if line.states_whole_period else None
    if declaration is INDICATORS and attribute in ("unit", "project"):
        owners = {line.project_number: line for line in ledger.projects}
        return lambda indicator: get(owners[indicator.project_number])
    return get
