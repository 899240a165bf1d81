"""Data validations of ranges: read, set and deleted."""

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet import datavalidation
from openpyxl.worksheet.cell_range import MultiCellRange
from xlwings import XlwingsError, base_classes

from engines.openpyxl_engine.areas import Area, areas_of, cut, sqref
from engines.openpyxl_engine.conditional_formats import (
    _OPERATORS,
    _STORED_OPERATORS,
    _anchor,
    _from_active_cell,
)
from engines.openpyxl_engine.protection import unprotected
from engines.openpyxl_engine.references import quoted, references, shifted
from engines.openpyxl_engine.stores import Rule, Worksheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_TYPES = {
    "whole": "whole_number",
    "decimal": "decimal",
    "list": "list",
    "date": "date",
    "time": "time",
    "textLength": "text_length",
    "custom": "custom",
}
_STORED_TYPES = {shown: stored for stored, shown in _TYPES.items()}
_WITH_OPERATOR = ("whole_number", "decimal", "date", "time", "text_length")


class DataValidation(base_classes.DataValidation):
    """The validation of a range."""

    def __init__(self, area: "Range") -> None:
        self._area = area

    def _stored(self) -> Rule | None:
        """The rule that all cells share."""
        for rule in self._area.worksheet.data_validations.dataValidation:
            if not _uncovered(self._area.area, [rule]):
                return rule
        return None

    @property
    def type(self) -> str:
        rules = self._area.worksheet.data_validations.dataValidation
        met = [rule for rule in rules if any(area.meet(self._area.area) for area in areas_of(rule.sqref))]
        if not met:
            return "none"
        shared = self._stored()
        if shared is not None:
            return _TYPES.get(shared.type or "", "unknown")
        return "mixed_criteria" if _uncovered(self._area.area, met) else "inconsistent"

    def _attribute(self, name: str) -> Any:
        rule = self._stored()
        return None if rule is None else getattr(rule, name)

    def _formula(self, name: str) -> str | None:
        """As Excel shows it, written for the active cell."""
        rule, text = self._stored(), self._attribute(name)
        if rule is None or text is None:
            return None
        if text.startswith('"') and self.type == "list":
            return str(text[1:-1])
        rows, columns = _from_active_cell(self._area, _anchor(areas_of(rule.sqref)))
        written = shifted(text, -rows, -columns, wrap=True)
        return written if _is_number(written) else f"={written}"

    @property
    def operator(self) -> str | None:
        if self.type not in _WITH_OPERATOR:
            return None
        return _OPERATORS[self._attribute("operator") or "between"]

    @property
    def formula1(self) -> str | None:
        return self._formula("formula1") if self.type in _WITH_OPERATOR else None

    @property
    def formula2(self) -> str | None:
        return self._formula("formula2") if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        return self._formula("formula1") if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        return self._formula("formula1") if self.type == "list" else None

    @property
    def in_cell_dropdown(self) -> bool | None:
        # The file says when to hide the arrow.
        return None if self.type != "list" else not self._attribute("showDropDown")

    @property
    def ignore_blank(self) -> bool | None:
        return self._flag("allowBlank")

    @property
    def show_input(self) -> bool | None:
        return self._flag("showInputMessage")

    @property
    def show_error(self) -> bool | None:
        return self._flag("showErrorMessage")

    def _flag(self, name: str) -> bool | None:
        return None if self._stored() is None else bool(self._attribute(name))

    @property
    def input_title(self) -> str | None:
        return self._text("promptTitle")

    @property
    def input_message(self) -> str | None:
        return self._text("prompt")

    @property
    def error_title(self) -> str | None:
        return self._text("errorTitle")

    @property
    def error_message(self) -> str | None:
        return self._text("error")

    def _text(self, name: str) -> str | None:
        return None if self._stored() is None else self._attribute(name) or ""

    @property
    def alert_style(self) -> str | None:
        return None if self._stored() is None else self._attribute("errorStyle") or "stop"

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        if isinstance(source, base_classes.Range):
            formula = _address(source)
        elif isinstance(source, base_classes.Name):
            formula = source.name
        else:
            formula = '"' + ",".join(source).replace('"', '""') + '"'
        rule = self._renewed("list", None, formula, None)
        rule.showDropDown = not in_cell_dropdown

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        self._renewed(
            rule_type, operator, formula1.removeprefix("="), formula2 and formula2.removeprefix("=")
        )

    def _renewed(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> Rule:
        former = self._stored()
        if former is None and self.type != "none":
            raise XlwingsError("Cannot update data validation because the target cells have different rules.")
        for text in (formula1, formula2):
            if any(reference.relative for reference in references(text or "")):
                raise NotImplementedError(f"a validation relative to the active cell: {text}")
        kept: dict[str, Any] = {name: getattr(former, name) for name in _KEPT} if former else dict(_NEW)
        self.delete()
        kept["type"], kept["operator"] = _STORED_TYPES[rule_type], operator and _STORED_OPERATORS[operator]
        rule = datavalidation.DataValidation(
            formula1=formula1, formula2=formula2, sqref=sqref([self._area.area]), **kept
        )
        self._area.worksheet.data_validations.append(rule)
        return rule

    def delete(self) -> None:
        unprotected(self._area.sheet)
        self._area.sheet.book.before_change(keeps_results=True)
        cut_validations(self._area.worksheet, self._area.area)


_KEPT = (
    "allowBlank",
    "showInputMessage",
    "showErrorMessage",
    "promptTitle",
    "prompt",
    "errorTitle",
    "error",
    "errorStyle",
)
_NEW = {"allowBlank": True, "showInputMessage": True, "showErrorMessage": True}


def cut_validations(worksheet: Worksheet, hole: Area) -> None:
    """Take the validations away from an area; elsewhere they stay."""
    kept = []
    for rule in worksheet.data_validations.dataValidation:
        areas = areas_of(rule.sqref)
        rest = cut(areas, hole)
        if not rest:
            continue
        before, after = _anchor(areas), _anchor(rest)
        for name in ("formula1", "formula2"):
            text = getattr(rule, name)
            if text:
                setattr(rule, name, shifted(text, after[0] - before[0], after[1] - before[1], wrap=True))
        rule.sqref = MultiCellRange(sqref(rest))
        kept.append(rule)
    worksheet.data_validations.dataValidation = kept


def _uncovered(area: Area, rules: list[Rule]) -> list[Area]:
    rest = [area]
    for rule in rules:
        for covered in areas_of(rule.sqref):
            rest = cut(rest, covered)
    return rest


def _address(source: Any) -> str:
    return f"{quoted(source.sheet.name)}!{source.address}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
