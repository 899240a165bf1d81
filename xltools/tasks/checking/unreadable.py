"""Cells with words where a figure belongs: what should stand there, by the ledger or by the relations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from xltools.budget.crosschecks.catalogue import RULES
from xltools.budget.crosschecks.ledger import rounded
from xltools.model.disclosure import TARGETS, Disclosure, FigureKey, Flaw, ReadFigure
from xltools.model.finding import CellExplanation, Finding, SuspectCell
from xltools.model.number import round_half_up
from xltools.tasks.checking.relations import RelationSet, relation_set
from xltools.tasks.checking.sentences import digits, solved_for

_REASONS = {Flaw.NOT_A_NUMBER: "应填金额处是文字", Flaw.ERROR_VALUE: "公式出错"}
_ALIKE = Decimal("0.02")


def explain_unreadable(disclosure: Disclosure, found: RelationSet) -> tuple[CellExplanation, ...]:
    """One explanation for each such cell, with the amount that the ledger or the other figures ask for."""
    figures = [
        figure for figure in found.figures.values() if figure.value is None and figure.flaw in _REASONS
    ]
    if not figures:
        return ()
    if disclosure.exact:
        amounts = {
            figure.key: rounded(figure.key, disclosure.exact.get(figure.key, Decimal(0)))
            for figure in figures
        }
    else:
        amounts = _solved(disclosure, [figure.key for figure in figures])
    return tuple(CellExplanation((_suspect(figure, amounts.get(figure.key)),)) for figure in figures)


def _suspect(figure: ReadFigure, amount: Decimal | None) -> SuspectCell:
    suggested = None if amount is None else digits(amount * figure.scale)
    reason = _REASONS[figure.flaw] if figure.flaw else None
    return SuspectCell(figure.spot.sheet, figure.spot.cell, figure.shown, suggested, reason)


def _solved(disclosure: Disclosure, keys: Sequence[FigureKey]) -> dict[FigureKey, Decimal]:
    """The amounts that relations with no other unreadable figure leave: the shortest relation tells it best."""
    wanted = set(keys)
    found = relation_set(disclosure, RULES, lenient=True)
    told: dict[FigureKey, list[tuple[int, Decimal]]] = {}
    for relation in found.relations:
        unknown = wanted.intersection(key for key in relation.keys if isinstance(key, FigureKey))
        if relation.sense != "equal" or len(unknown) != 1:
            continue
        (key,) = unknown
        if key.table == TARGETS:
            continue
        _, others = solved_for(relation, key)
        rest = sum((term.coefficient * found.readings[term.key].value for term in others), Decimal(0))
        present = sum(found.readings[term.key].value != 0 for term in others)
        told.setdefault(key, []).append((present, round_half_up(rest)))
    amounts = {}
    for key, answers in told.items():
        _, best = min(answers)
        if all(abs(best - other) <= _ALIKE for _, other in answers):
            amounts[key] = best
    return amounts


def with_expected(findings: Iterable[Finding], explanations: Sequence[CellExplanation]) -> list[Finding]:
    """Findings about unreadable cells, with what should stand there."""
    suggested = {
        (suspect.sheet, suspect.cell): suspect.suggested
        for explanation in explanations
        for suspect in explanation.suspects
        if suspect.suggested is not None
    }
    return [
        replace(finding, expected=amount, fix=f"改为 {amount}；没有金额的留空")
        if finding.rule == "F-4" and (amount := suggested.get((finding.sheet or "", finding.cell or "")))
        else finding
        for finding in findings
    ]
