"""`Range.FormatConditions` and the objects behind it. As in Excel, a relative reference in a formula given or read
stands for the active cell, and `FormatConditions(1)` is the rule that counts first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyopenvba.apps.excel import _protection
from pyopenvba.apps.excel._model import ExcelObject, Range
from pyopenvba.apps.excel._validation import OPERATORS
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.formula._parse import FormulaError, tokenize
from pyopenvba.interpreter._objects import VBACollection
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAInt, error, to_bool, to_integer, to_text

from .areas import contains, on_sheet, overlap
from .conditional import (
    CELL_VALUE,
    EXPRESSION,
    Position,
    Rule,
    guard_extended,
    names_another_sheet,
    rules_of,
    set_rules,
    shifted,
    without,
)
from .patching import does, gives, sets

_REFUSED = "Application-defined or object-defined error"
_TYPES = {CELL_VALUE: "cellIs", EXPRESSION: "expression"}


class FormatConditions(VBACollection, ExcelObject):  # type: ignore[misc]
    """The rules that cover cells of a range."""

    vba_type_name = "FormatConditions"

    def __init__(self, target: Any) -> None:
        self.target = target
        self.sheet = target.sheet

    def vba_items(self) -> list[object]:
        rules = rules_of(self.sheet)
        met = [one for one in rules if any(overlap(a, b) for a in one.areas for b in self.target.areas)]
        return [FormatCondition(self.target, one) for one in met]


class FormatCondition(ExcelObject):  # type: ignore[misc]
    """One rule, seen through the range it was asked for."""

    vba_type_name = "FormatCondition"

    def __init__(self, target: Any, rule: Rule) -> None:
        self.target = target
        self.sheet = target.sheet
        self.rule = rule

    def change(self, **changes: Any) -> None:
        """The rule with other settings, in the place it has."""
        _admitted(self.sheet)
        place = self.place()
        self.rule = replace(self.rule, **changes)
        set_rules(self.sheet, [*rules_of(self.sheet)[:place], self.rule, *rules_of(self.sheet)[place + 1 :]])

    def place(self) -> int:
        for place, one in enumerate(rules_of(self.sheet)):
            if one is self.rule:
                return place
        raise error(424, "Object required")  # it is deleted, or others took its place


def _admitted(sheet: Any) -> None:
    guard_extended(sheet)
    _protection.refuse(sheet, _REFUSED, "AllowFormattingCells")


def _active(sheet: Any) -> Position:
    """The active cell, for which a formula given to Excel is written."""
    active = sheet.book.active_sheet.active_cell.first
    return active.top, active.left


@gives(Range, "FormatConditions")
def format_conditions(target: Any) -> object:
    return FormatConditions(target)


@does(FormatConditions, "Add")
def add(
    conditions: Any,
    Type: object,  # noqa: N803
    Operator: object = MISSING,  # noqa: N803
    Formula1: object = MISSING,  # noqa: N803
    Formula2: object = MISSING,  # noqa: N803
) -> object:
    """A new rule over the range, which counts last."""
    sheet, target = conditions.sheet, conditions.target
    _admitted(sheet)
    areas = [on_sheet(area, "") for area in target.areas]
    rule = _configured(sheet, Rule(areas, {"type": ""}), Type, Operator, (Formula1, Formula2))
    set_rules(sheet, [*rules_of(sheet), rule])
    return FormatCondition(target, rule)


def _configured(
    sheet: Any, rule: Rule, kind: object, operator: object, formulas: tuple[object, object]
) -> Rule:
    wanted = int(to_integer(kind, "Long"))
    if wanted not in _TYPES:
        raise VBAUnsupportedError(f"conditional formats of type {wanted} are not implemented")
    given = {name: value for name, value in rule.attributes.items() if name not in ("type", "operator")}
    attributes = {"type": _TYPES[wanted]} | given
    if wanted == CELL_VALUE:
        attributes["operator"] = OPERATORS[int(to_integer(operator, "Long")) - 1]
    texts = [_formula(sheet, one, wanted, rule.anchor) for one in formulas if one is not MISSING]
    if len(texts) != (2 if attributes.get("operator") in ("between", "notBetween") else 1):
        raise error(5, "Invalid procedure call or argument")
    return replace(rule, attributes=attributes, formulas=texts)


def _formula(sheet: Any, value: object, kind: int, anchor: Position) -> str:
    """A formula as given, for the rule's first cell and without "="."""
    text: str = to_text(value)
    if not text.startswith("="):
        if kind == EXPRESSION:
            raise VBAUnsupportedError(f"a conditional format of the constant {text!r} is not implemented")
        return text if _is_number(text) else '"' + text.replace('"', '""') + '"'
    try:
        tokenize(text)
        if names_another_sheet(text[1:], sheet):
            raise VBAUnsupportedError(
                f"a conditional format that names another sheet is not implemented: {text}"
            )
    except FormulaError:
        raise error(5, "Invalid procedure call or argument") from None
    return shifted(text[1:], _active(sheet), anchor)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@does(FormatConditions, "Delete")
def delete_all(conditions: Any) -> object:
    """The cells of the range lose their rules."""
    sheet = conditions.sheet
    _admitted(sheet)
    if conditions.vba_items():
        set_rules(sheet, without(rules_of(sheet), list(conditions.target.areas)))
    return EMPTY


@gives(FormatConditions, "Parent")
def conditions_parent(conditions: Any) -> object:
    return conditions.target


@gives(FormatCondition, "Type")
def kind(condition: Any) -> object:
    return VBAInt(condition.rule.kind, "Long")


@gives(FormatCondition, "Operator")
def operator(condition: Any) -> object:
    name = condition.rule.attributes.get("operator")
    if name not in OPERATORS:
        raise error(1004, _REFUSED)
    return VBAInt(OPERATORS.index(name) + 1, "Long")


@gives(FormatCondition, "Formula1")
def formula1(condition: Any) -> object:
    return _formula_read(condition, 0)


@gives(FormatCondition, "Formula2")
def formula2(condition: Any) -> object:
    return _formula_read(condition, 1)


def _formula_read(condition: Any, number: int) -> str:
    rule = condition.rule
    if number >= len(rule.formulas):
        raise error(1004, _REFUSED)
    return "=" + shifted(rule.formulas[number], rule.anchor, _active(condition.sheet))


@gives(FormatCondition, "AppliesTo")
def applies_to(condition: Any) -> object:
    sheet = condition.sheet
    return Range(sheet, [on_sheet(area, sheet.name) for area in condition.rule.areas])


@gives(FormatCondition, "Priority")
def priority(condition: Any) -> object:
    return VBAInt(condition.place() + 1, "Long")


@gives(FormatCondition, "StopIfTrue")
def stop_if_true(condition: Any) -> object:
    return condition.rule.attributes.get("stopIfTrue") in ("1", "true")


@sets(FormatCondition, "StopIfTrue")
def set_stop_if_true(condition: Any, value: object) -> None:
    given = {name: one for name, one in condition.rule.attributes.items() if name != "stopIfTrue"}
    condition.change(attributes=given | ({"stopIfTrue": "1"} if to_bool(value) else {}))


@does(FormatCondition, "SetFirstPriority")
def set_first(condition: Any) -> object:
    return _placed(condition, 0)


@does(FormatCondition, "SetLastPriority")
def set_last(condition: Any) -> object:
    return _placed(condition, len(rules_of(condition.sheet)) - 1)


def _placed(condition: Any, place: int) -> object:
    sheet = condition.sheet
    _admitted(sheet)
    condition.place()
    rest = [one for one in rules_of(sheet) if one is not condition.rule]
    set_rules(sheet, [*rest[:place], condition.rule, *rest[place:]])
    return EMPTY


@does(FormatCondition, "Modify")
def modify(
    condition: Any,
    Type: object,  # noqa: N803
    Operator: object = MISSING,  # noqa: N803
    Formula1: object = MISSING,  # noqa: N803
    Formula2: object = MISSING,  # noqa: N803
) -> object:
    changed = _configured(condition.sheet, condition.rule, Type, Operator, (Formula1, Formula2))
    condition.change(attributes=changed.attributes, formulas=changed.formulas)
    return EMPTY


@does(FormatCondition, "ModifyAppliesToRange")
def modify_range(condition: Any, Range: object) -> object:  # noqa: N803
    condition.change(areas=[on_sheet(area, "") for area in Range.areas])  # type: ignore[attr-defined]
    return EMPTY


@does(FormatCondition, "Delete")
def delete(condition: Any) -> object:
    sheet = condition.sheet
    _admitted(sheet)
    condition.place()
    if not all(any(contains(b, a) for b in condition.target.areas) for a in condition.rule.areas):
        raise VBAUnsupportedError("deleting a rule from cells it covers outside the range is not implemented")
    set_rules(sheet, [one for one in rules_of(sheet) if one is not condition.rule])
    return EMPTY
