"""Which of the rules a narrative was checked by, and why not by the others."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.budget.narrative_reading.rules import LEFT, NARRATIVE_RULES, NOTHING_TO_JUDGE
from xltools.model.finding import NotChecked, Obligations
from xltools.tasks.auditing.findings import Collected

_NO_YEAR = "工作簿和文中都没有认出年度，不知道哪一年是上年"
_OF_TWO_YEARS = ("N-3", "N-4")


def obligations_of(collected: Collected, year: int | None) -> Obligations:
    """A rule counts as checked where something was compared by it and nothing that it is about was left."""
    unmet = tuple(_unmet(collected, year))
    rules = {entry.rule for entry in unmet}
    return Obligations(len(NARRATIVE_RULES), len(NARRATIVE_RULES) - len(rules), unmet)


def _unmet(collected: Collected, year: int | None) -> Iterator[NotChecked]:
    for rule in NARRATIVE_RULES:
        if year is None and rule.id in _OF_TWO_YEARS:
            yield NotChecked(rule.id, _NO_YEAR)
        elif left := collected.left[rule.id]:
            yield NotChecked(rule.id, LEFT[rule.id].format(left))
        elif not collected.judged[rule.id]:
            yield NotChecked(rule.id, NOTHING_TO_JUDGE[rule.id])
