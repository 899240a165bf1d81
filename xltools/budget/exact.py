"""The exact amounts behind every figure of the form, from the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from xltools.budget.form import TABLES, prepare
from xltools.budget.performance import OVERALL_MEASURES, target_measures
from xltools.budget.vocabulary import BudgetYear
from xltools.model.disclosure import OVERALL, TARGETS, FigureKey
from xltools.model.fold import fold_name
from xltools.model.ledger import Ledger, ProjectLine
from xltools.model.table import Department

_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the form would hold if it were filled from a ledger now.

    `exact` are unrounded amounts in 万元 (元 for target sheets) by figure; `labels` the words of every row by table
    and row key.
    """

    exact: dict[FigureKey, Decimal]
    labels: dict[tuple[int, str], str]


def expected(ledger: Ledger) -> Expected:
    """The amount behind every figure of the 13 tables, the target sheets and the overall sheet."""
    department = prepare(ledger)
    found = Expected({}, {})
    for table in TABLES:
        for panel in table.panels:
            for row in panel.rows(department):
                if not row.key:
                    continue
                found.labels.setdefault((table.number, row.key), " ".join(filter(None, row.labels)))
                for figure in panel.figures:
                    measure = row.measure(figure)
                    amount = department.sums.sum(measure) if measure else Decimal(0)
                    found.exact[FigureKey(table.number, row.key, figure.key)] = amount / _TEN_THOUSAND
    for slot, measure in OVERALL_MEASURES.items():
        found.exact[FigureKey(OVERALL, "", slot)] = department.sums.sum(measure) / _TEN_THOUSAND
    _add_targets(found.exact, department)
    return found


def _add_targets(exact: dict[FigureKey, Decimal], department: Department) -> None:
    """Target sheets in list order; of equal project names the second ends in #2, as when they are read."""
    lines_of: dict[int, list[ProjectLine]] = {}
    for line in department.ledger.projects:
        lines_of.setdefault(line.project_number, []).append(line)
    names: Counter[str] = Counter()
    for number, lines in lines_of.items():
        if not any(line.year == BudgetYear.CURRENT for line in lines):
            continue
        name = fold_name(lines[0].name)
        names[name] += 1
        row = name if names[name] == 1 else f"{name}#{names[name]}"
        states_whole_period = any(line.states_whole_period for line in lines)
        for slot, measure in target_measures(number, states_whole_period=states_whole_period).items():
            exact[FigureKey(TARGETS, row, slot)] = department.sums.sum(measure)
