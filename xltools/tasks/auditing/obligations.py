"""Which of the rules a narrative was checked by, and why not by the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltools.budget.narrative_reading.rules import LEFT, NARRATIVE_RULES, OWED
from xltools.model.finding import NotChecked, Obligations
from xltools.tasks.auditing.findings import Collected

_NO_YEAR = "工作簿和文中都没有认出年度，不知道哪一年是上年"
_OF_TWO_YEARS = ("N-3", "N-4")


def obligations_of(collected: Collected, year: int | None) -> Obligations:
    """A rule counts as checked where something was compared by it and nothing that it is about was left.

    A rule of whose kind the text states nothing (no rate, no share) is not required of it, but for those that
    every narrative owes (`OWED`).
    """
    required = [
        rule.id
        for rule in NARRATIVE_RULES
        if rule.id in OWED or collected.judged[rule.id] or collected.left[rule.id]
    ]
    unmet = tuple(_unmet(collected, required, year))
    return Obligations(len(required), len(required) - len(unmet), unmet)


def _unmet(collected: Collected, required: Sequence[str], year: int | None) -> Iterator[NotChecked]:
    for rule in required:
        if year is None and rule in _OF_TWO_YEARS:
            yield NotChecked(rule, _NO_YEAR)
        elif left := collected.left[rule]:
            yield NotChecked(rule, LEFT[rule].format(left))
        elif not collected.judged[rule]:
            yield NotChecked(rule, OWED[rule])
