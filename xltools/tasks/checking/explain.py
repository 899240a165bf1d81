"""Which cells are probably wrong: by the ledger where there is one, otherwise by the least change that mends all."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltools.budget.crosschecks.ledger import rounded, wrong_figures
from xltools.model.disclosure import TARGETS, Disclosure, FigureKey, ReadFigure
from xltools.model.finding import CellExplanation, SuspectCell
from xltools.model.interval import Reading, judge
from xltools.model.locate import Explanation, Suspect, locate
from xltools.model.reasons import reason
from xltools.model.relation import Relation, components
from xltools.tasks.checking.relations import RelationSet
from xltools.tasks.checking.sentences import Wording, digits

_TYPED_OVER = "公式被录入的数字覆盖"
_MOST_TYPED = 0.5


@dataclass(frozen=True, slots=True)
class Explained:
    """Explanations, and for every suspected figure of the preferred sets what should stand there (万元)."""

    explanations: tuple[CellExplanation, ...] = ()
    suggested: Mapping[Hashable, Decimal | None] = field(default_factory=dict)


def explain(
    disclosure: Disclosure,
    found: RelationSet,
    broken: Sequence[Relation],
    hard: Sequence[Relation],
    readings: Mapping[Hashable, Reading],
    wording: Wording,
    time_limit: float,
) -> Explained:
    """Explains the broken relations among the hard ones.

    With a ledger, a figure that is not what the ledger gives is wrong, and nothing else need be; only what that
    does not explain is located by the relations alone.
    """
    cells = _Cells(found, wording)
    if disclosure.ledger is None:
        return cells.located(locate(hard, readings, time_limit=time_limit))
    wrong = {figure.key: exact for figure, exact in wrong_figures(disclosure)}
    order = {key: place for place, key in enumerate(wrong)}
    groups = components([*(relation.keys for relation in broken), *((key,) for key in order)])
    in_order = list(order)
    known, left = [], []
    for group in groups:
        relations = [broken[index] for index in group if index < len(broken)]
        touched = {key for relation in relations for key in relation.keys if key in order}
        keys = sorted(touched, key=lambda key: order[key])
        keys += [in_order[index - len(broken)] for index in group if index >= len(broken)]
        if keys:
            known.append(cells.by_ledger(dict.fromkeys(keys), wrong))
        else:
            left += relations
    suggested: dict[Hashable, Decimal | None] = {key: rounded(key, exact) for key, exact in wrong.items()}
    if left:
        rest = cells.located(locate(left, readings, time_limit=time_limit))
        return Explained((*known, *rest.explanations), {**suggested, **rest.suggested})
    return Explained(tuple(known), suggested)


class _Cells:
    """Turns suspected figures into suspected cells."""

    def __init__(self, found: RelationSet, wording: Wording) -> None:
        self._found = found
        self._wording = wording
        figures = [figure for figure in found.figures.values() if figure.value]
        formulas = sum(figure.formula is not None for figure in figures)
        self._mostly_formulas = formulas > _MOST_TYPED * len(figures)
        self._at = {(figure.spot.sheet, figure.spot.row, figure.spot.column): figure for figure in figures}

    def by_ledger(
        self, keys: Mapping[FigureKey, None], wrong: Mapping[FigureKey, Decimal]
    ) -> CellExplanation:
        suspects = []
        for key in keys:
            figure = self._found.figures[key]
            expected = rounded(key, wrong[key])
            value = figure.value or Decimal(0)
            suspects.append(self._cell(figure, digits(value), value, expected, digits(expected)))
        return CellExplanation(tuple(suspects))

    def located(self, explanations: Sequence[Explanation]) -> Explained:
        suggested: dict[Hashable, Decimal | None] = {}
        cells = []
        for explanation in sorted(explanations, key=self._greatest_gap, reverse=True):
            if not explanation.suspects:
                continue
            suggested |= {suspect.key: suspect.suggested for suspect in explanation.suspects}
            cells.append(
                CellExplanation(
                    self._suspects(explanation.suspects),
                    tuple(self._suspects(rival) for rival in explanation.alternatives),
                    explanation.proved,
                )
            )
        return Explained(tuple(cells), suggested)

    def _greatest_gap(self, explanation: Explanation) -> Decimal:
        return max(
            (abs(judge(relation, self._found.readings).gap) for relation in explanation.relations),
            default=Decimal(0),
        )

    def _suspects(self, suspects: Sequence[Suspect]) -> tuple[SuspectCell, ...]:
        return tuple(self._suspect(suspect) for suspect in suspects if isinstance(suspect.key, FigureKey))

    def _suspect(self, suspect: Suspect) -> SuspectCell:
        key = suspect.key
        assert isinstance(key, FigureKey)
        figure = self._found.figures[key]
        shown = None
        if suspect.suggested is not None:
            shown = digits(self._wording.own_unit(key, suspect.suggested))
        cell = self._cell(figure, self._wording.shown(key), suspect.value, suspect.suggested, shown)
        return replace(cell, reason=str(suspect.reason)) if suspect.reason and not cell.reason else cell

    def _cell(
        self,
        figure: ReadFigure,
        value: str,
        amount: Decimal,
        expected: Decimal | None,
        shown: str | None,
    ) -> SuspectCell:
        why = self._reason(figure, amount, expected)
        return SuspectCell(figure.spot.sheet, figure.spot.cell, value, shown, why)

    def _reason(self, figure: ReadFigure, amount: Decimal, expected: Decimal | None) -> str | None:
        slip = reason(amount, expected, neighbours=self._neighbours(figure)) if expected is not None else None
        if slip:
            return str(slip)
        typed = figure.formula is None and self._mostly_formulas and figure.key.table != TARGETS
        return _TYPED_OVER if typed else None

    def _neighbours(self, figure: ReadFigure) -> list[Decimal]:
        sheet, row, column = figure.spot.sheet, figure.spot.row, figure.spot.column
        places = ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1))
        beside = [self._at.get((sheet, *place)) for place in places]
        return [other.value for other in beside if other is not None and other.value is not None]
