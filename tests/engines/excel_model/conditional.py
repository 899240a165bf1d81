"""The conditional formats of a sheet, which the model does not have: what they are and how they move.

A rule covers areas of cells; its formulas are written for the first cell of its first area. `rules_of` lists a
sheet's rules, the one that counts first in front."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pyopenvba._a1 import Area
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.formula._parse import FormulaError, shift_text, split_sheet, tokenize

from .areas import LineEdit, cut_out, overlap

CELL_VALUE, EXPRESSION = 1, 2
#: FormatCondition.Type by the type a file names.
KINDS = {
    "cellIs": CELL_VALUE,
    "expression": EXPRESSION,
    "colorScale": 3,
    "dataBar": 4,
    "top10": 5,
    "iconSet": 6,
    "uniqueValues": 8,
    "duplicateValues": 8,
    "containsText": 9,
    "notContainsText": 9,
    "beginsWith": 9,
    "endsWith": 9,
    "containsBlanks": 10,
    "timePeriod": 11,
    "aboveAverage": 12,
    "notContainsBlanks": 13,
    "containsErrors": 16,
    "notContainsErrors": 17,
}
Position = tuple[int, int]


@dataclass
class Rule:
    """One rule. `attributes` are those of its element but priority and dxfId, `formulas` as a file keeps them,
    without "=", `rest` its other children, `look` its dxf element, "" for none."""

    areas: list[Any]
    attributes: dict[str, str]
    formulas: list[str] = field(default_factory=list)
    rest: str = ""
    look: str = ""

    @property
    def kind(self) -> int:
        return KINDS[self.attributes["type"]]

    @property
    def anchor(self) -> Position:
        return self.areas[0].top, self.areas[0].left


def rules_of(sheet: Any) -> list[Rule]:
    rules: list[Rule] = getattr(sheet, "conditional_rules", [])
    return rules


def set_rules(sheet: Any, rules: list[Rule]) -> None:
    guard_extended(sheet)
    sheet.conditional_rules = rules
    sheet.conditional_changed = True
    sheet.touched()


def guard_extended(sheet: Any) -> None:
    """Rules in the worksheet's x14 extension are not read, so what would have to move them is not done."""
    if getattr(sheet, "conditional_extended", False):
        raise VBAUnsupportedError("conditional formats in the worksheet's x14 extension are not implemented")


def shifted(formula: str, source: Position, target: Position) -> str:
    """A formula written for the cell `source`, as it reads written for `target`."""
    if source == target:
        return formula
    try:
        moved: str = shift_text("=" + formula, target[0] - source[0], target[1] - source[1])[1:]
    except FormulaError as failure:
        raise VBAUnsupportedError(f"moving the conditional format {formula}: {failure}") from failure
    if moved.count("#REF!") != formula.count("#REF!"):
        raise VBAUnsupportedError(f"the conditional format {formula} would reach past the edge of the sheet")
    return moved


def names_another_sheet(formula: str, sheet: Any) -> bool:
    """Whether a formula names cells of another sheet: such a rule is kept in another place of the file."""
    scopes = [split_sheet(token.text)[0] for token in tokenize("=" + formula) if token.kind == "ref"]
    return any(scope and scope.casefold() != sheet.name.casefold() for scope in scopes)


def rebased(rule: Rule, areas: list[Any]) -> Rule:
    """The rule over other areas, its formulas meaning the same for each cell."""
    target = (areas[0].top, areas[0].left)
    return replace(rule, areas=areas, formulas=[shifted(one, rule.anchor, target) for one in rule.formulas])


def without(rules: list[Rule], areas: list[Any]) -> list[Rule]:
    """The rules without these cells, one that covers more than them split round them."""
    kept: list[Rule] = []
    for rule in rules:
        left = [piece for area in rule.areas for piece in cut_out(area, areas)]
        if left:
            kept.append(rule if left == rule.areas else rebased(rule, left))
    return kept


def pasted(source: Any, area: Any, target: Any, landing: Any) -> None:
    """Formats of `area` pasted over `landing` of the same size: its cells lose their rules and take those copied."""
    down, across = landing.top - area.top, landing.left - area.left
    placed = [
        (rule, Area(one.top + down, one.left + across, one.bottom + down, one.right + across))
        for rule in rules_of(source)
        for one in (overlap(area, piece) for piece in rule.areas)
        if one is not None
    ]
    if not placed and not any(overlap(one, landing) for rule in rules_of(target) for one in rule.areas):
        return
    if source is not target and any(
        names_another_sheet(one, target) for rule, _ in placed for one in rule.formulas
    ):
        raise VBAUnsupportedError("pasting a conditional format that names a sheet is not implemented")
    copies = [rebased(rule, [place]) for rule, place in placed]
    set_rules(target, joined(without(rules_of(target), [landing]), copies))


def joined(rules: list[Rule], more: list[Rule]) -> list[Rule]:
    """More rules after the others, each in one that says the same for its cells where there is one."""
    result = list(rules)
    for rule in more:
        for place, known in enumerate(result):
            if rebased(rule, known.areas[:1]) == replace(known, areas=known.areas[:1]):
                result[place] = replace(known, areas=[*known.areas, *rule.areas])
                break
        else:
            result.append(rule)
    return result


def follow(owner: Any, edit: LineEdit) -> None:
    """Lines inserted or deleted: the rules of the sheet `owner` follow with their cells and their references."""
    rules = rules_of(owner)
    edited = owner.name.casefold() == edit.sheet.casefold()
    if not edited and not any(names_another_sheet(one, owner) for rule in rules for one in rule.formulas):
        return
    result: list[Rule] = []
    for rule in rules:
        if edited:
            left = [area for area in rule.areas if edit.area(area) is not None]
            if not left:
                continue
            rule = rebased(rule, left)
            rule = replace(rule, areas=[edit.area(area) for area in left])
        moved = replace(rule, formulas=[edit.formula("=" + one, owner.name)[1:] for one in rule.formulas])
        result.append(moved if moved != rule else rule)
    if result != rules:
        set_rules(owner, result)
