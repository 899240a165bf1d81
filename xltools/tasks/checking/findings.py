"""Findings about relations: broken ones, tail differences, and those that hold one by one but not together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal

from xltools.model.disclosure import FigureKey
from xltools.model.finding import CellRef, Finding
from xltools.model.interval import Outcome, Reading, judge
from xltools.model.joint import Conflict
from xltools.model.number import round_half_up
from xltools.model.relation import Relation
from xltools.model.rule import Rule
from xltools.tasks.checking.relations import RelationSet
from xltools.tasks.checking.sentences import Wording, digits, solved_for

JOINT = "J-1"


def outcome_of(relation: Relation, readings: Mapping[Hashable, Reading]) -> Outcome:
    """The interval test; figures that add up once exact amounts are printed hold and are no tail."""
    outcome = judge(relation, readings)
    if outcome.kind == "tail":
        printed = sum(term.coefficient * round_half_up(readings[term.key].value) for term in relation.terms)
        if printed == 0 or (relation.sense == "at_most" and printed < 0):
            return Outcome("holds", outcome.gap, outcome.allowance)
    return outcome


def _in_words(addends: str, total: str) -> str:
    """The addends and what they come to, unless there is but one."""
    return addends if addends.endswith(f" {total}") and " + " not in addends else f"{addends}，即 {total}"


class RelationFindings:
    """Makes the findings of one disclosure.

    `suggested` has, for every suspected figure, what should stand there (None where that is open).
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        found: RelationSet,
        wording: Wording,
        suggested: Mapping[Hashable, Decimal | None],
    ) -> None:
        self._rules = rules
        self._found = found
        self._wording = wording
        self._suggested = suggested
        self._order = {key: place for place, key in enumerate(suggested)}

    def broken(self, relation: Relation, outcome: Outcome) -> Finding:
        """A contradiction, told of the suspected cell if there is one, else of the total."""
        rule = self._rules[relation.rule]
        home = self._home(relation)
        where, stands, expected, gap = self._sides(relation, home)
        words = self._wording
        at_most = relation.sense == "at_most"
        sign, others = solved_for(relation, home)
        bound = ("不大于" if sign > 0 else "不小于") if at_most else "等于"
        own = digits(words.own_unit(home, outcome.allowance))
        suspected = home in self._suggested
        advice = self._advice(home, expected) if suspected else "核对上列各格，改正有误的一格"
        return Finding(
            relation.rule,
            rule.kind,
            "error" if rule.kind == "hard" else "warning",
            f"{where}是 {stands}，应{bound} {_in_words(words.sum_of(others, home), expected)}；"
            f"相差 {gap}，四舍五入最多允许 {own}",
            rule.remedy or advice,
            *self._spot(home),
            stands,
            expected,
            gap,
            own,
            self._cells(relation, home),
        )

    def tail(self, relation: Relation, outcome: Outcome) -> Finding:
        """A difference that rounding explains."""
        home = self._home(relation, suspected=False)
        where, stands, expected, gap = self._sides(relation, home)
        own = digits(self._wording.own_unit(home, outcome.allowance))
        _, others = solved_for(relation, home)
        return Finding(
            relation.rule,
            self._rules[relation.rule].kind,
            "info",
            f"{where}是 {stands}，{self._wording.sum_of(others, home)} = {expected}，"
            f"尾差 {gap}，在四舍五入允许的 {own} 以内",
            "不必修改",
            *self._spot(home),
            stands,
            expected,
            gap,
            own,
            self._cells(relation, home),
        )

    def joint(self, conflict: Conflict) -> Finding:
        """Relations each within its rounding that ask different amounts of the same figure."""
        keys: dict[Hashable, None] = {}
        for relation in conflict.relations:
            keys |= dict.fromkeys(key for key in relation.keys if isinstance(key, FigureKey))
        home = next(iter(keys))
        assert isinstance(home, FigureKey)
        rules = "、".join(dict.fromkeys(relation.rule for relation in conflict.relations))
        places = "、".join(self._wording.place(key) for key in list(keys)[:4] if isinstance(key, FigureKey))
        gap, allowance = digits(abs(conflict.gap)), digits(conflict.allowance)
        return Finding(
            JOINT,
            "soft",
            "warning",
            f"{places} 等 {len(keys)} 格：规则 {rules} 逐条都在尾差以内，但不可能同时成立；"
            f"合起来相差 {gap}，四舍五入最多允许不到 {allowance}",
            "按元核对这几格的金额，找出录入有误的一格；确认无误的，请在“审核说明”中写明",
            *self._spot(home),
            self._wording.shown(home),
            None,
            gap,
            allowance,
            tuple(self._refs(keys)),
        )

    def _home(self, relation: Relation, *, suspected: bool = True) -> FigureKey:
        keys = [key for key in relation.keys if isinstance(key, FigureKey)]
        known = [key for key in keys if key in self._order] if suspected else []
        return min(known, key=lambda key: self._order[key], default=keys[0])

    def _sides(self, relation: Relation, home: FigureKey) -> tuple[str, str, str, str]:
        _, others = solved_for(relation, home)
        readings = self._found.readings
        coefficient = abs(next(term.coefficient for term in relation.terms if term.key == home))
        rest = sum((term.coefficient * readings[term.key].value for term in others), Decimal(0)) / coefficient
        expected = self._wording.own_unit(home, rest)
        if not readings[home].exact:
            expected = round_half_up(expected)
        shown = self._wording.own_unit(home, readings[home].value)
        return self._wording.place(home), digits(shown), digits(expected), digits(shown - expected)

    def _advice(self, home: FigureKey, expected: str) -> str:
        amount = self._suggested.get(home)
        cell = self._found.figures[home].spot.cell
        if amount is None:
            return f"先核对 {cell}（最可能有误），改正后再校验"
        return f"核对 {cell}（最可能有误），应为 {digits(self._wording.own_unit(home, amount))}"

    def _spot(self, key: FigureKey) -> tuple[str, str]:
        spot = self._found.figures[key].spot
        return spot.sheet, spot.cell

    def _cells(self, relation: Relation, home: FigureKey) -> tuple[CellRef, ...]:
        return tuple(self._refs(dict.fromkeys((home, *relation.keys))))

    def _refs(self, keys: Iterable[Hashable]) -> Iterator[CellRef]:
        for key in keys:
            if isinstance(key, FigureKey):
                yield CellRef(*self._spot(key))
