"""Conditional formats of ranges; a new rule comes first, formulas are relative to the active cell, as in Excel."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from xlwings import base_classes

from engines.openpyxl_engine.areas import Area, areas_of, cut, sqref
from engines.openpyxl_engine.cell_values import checked_formula
from engines.openpyxl_engine.colors import Rgb, argb, rgb_of
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.protection import permitted
from engines.openpyxl_engine.references import shifted
from engines.openpyxl_engine.stores import Worksheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_TYPES = {
    "cellIs": "cell_value",
    "expression": "custom",
    "colorScale": "color_scale",
    "dataBar": "data_bar",
    "iconSet": "icon_set",
}
_OPERATORS = {
    "between": "between",
    "notBetween": "not_between",
    "equal": "equal_to",
    "notEqual": "not_equal_to",
    "greaterThan": "greater_than",
    "lessThan": "less_than",
    "greaterThanOrEqual": "greater_than_or_equal",
    "lessThanOrEqual": "less_than_or_equal",
}
_STORED_OPERATORS = {shown: stored for stored, shown in _OPERATORS.items()}
Entry = tuple[list[Area], Rule]


def _entries(worksheet: Worksheet) -> list[Entry]:
    """All rules of a sheet with their areas, the first in priority first."""
    found = [
        (areas_of(key.sqref), rule)
        for key, rules in worksheet.conditional_formatting._cf_rules.items()
        for rule in rules
    ]
    return sorted(found, key=lambda entry: entry[1].priority)


def _store(worksheet: Worksheet, entries: list[Entry]) -> None:
    worksheet.conditional_formatting = ConditionalFormattingList()
    for priority, (areas, rule) in enumerate((entry for entry in entries if entry[0]), start=1):
        rule.priority = priority
        worksheet.conditional_formatting.add(sqref(areas), rule)


def clear_conditional_formats(area: "Range") -> None:
    """Rules end where the range begins; elsewhere they stay, relative to the cells they had."""
    kept = []
    for areas, rule in _entries(area.worksheet):
        rest = cut(areas, area.area)
        if rest:
            _reanchor(rule, _anchor(areas), _anchor(rest))
        kept.append((rest, rule))
    _store(area.worksheet, kept)


def _anchor(areas: list[Area]) -> tuple[int, int]:
    """The cell a rule's formulas are written for."""
    return min(area.top for area in areas), min(area.left for area in areas)


def _reanchor(rule: Rule, before: tuple[int, int], after: tuple[int, int]) -> None:
    rows, columns = after[0] - before[0], after[1] - before[1]
    if (rows or columns) and rule.formula:
        rule.formula = [shifted(formula, rows, columns, wrap=True) for formula in rule.formula]


class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that hold in a range, the first in priority first."""

    def __init__(self, area: "Range") -> None:
        self._area = area

    def _rules(self) -> list["ConditionalFormat"]:
        return [
            ConditionalFormat(self._area, rule)
            for areas, rule in _entries(self._area.worksheet)
            if any(area.meet(self._area.area) for area in areas)
        ]

    def __call__(self, index: int) -> "ConditionalFormat":
        rules = self._rules()
        if not 1 <= index <= len(rules):
            raise ExcelError("Invalid index.")
        return rules[index - 1]

    def __len__(self) -> int:
        return len(self._rules())

    def __iter__(self) -> Iterator["ConditionalFormat"]:
        return iter(self._rules())

    def add_custom(self, spec: dict[str, Any]) -> "ConditionalFormat":
        return self._add(_new_rule("expression", [self._written(spec["formula"])], None), spec)

    def add_cell_value(self, spec: dict[str, Any]) -> "ConditionalFormat":
        formulas = [spec["formula1"], spec["formula2"]]
        written = [self._written(text) for text in formulas if text is not None]
        return self._add(_new_rule("cellIs", written, _STORED_OPERATORS[spec["operator"]]), spec)

    def _written(self, text: str) -> str:
        """As stored: without "=", written for the first cell of the range instead of the active cell."""
        formula = checked_formula(self._area.sheet.book, text if text.startswith("=") else f"={text}")
        rows, columns = _from_active_cell(self._area, (self._area.row, self._area.column))
        return shifted(formula, rows, columns, wrap=True)[1:]

    def _add(self, rule: Rule, spec: dict[str, Any]) -> "ConditionalFormat":
        permitted(self._area.sheet, "formatCells")
        self._area.sheet.book.before_change(keeps_results=True)
        rule.stopIfTrue = spec["stop_if_true"] or None
        rule.dxf = _style(spec)
        _store(self._area.worksheet, [([self._area.area], rule), *_entries(self._area.worksheet)])
        return ConditionalFormat(self._area, rule)

    def clear(self) -> None:
        permitted(self._area.sheet, "formatCells")
        self._area.sheet.book.before_change(keeps_results=True)
        clear_conditional_formats(self._area)


def _new_rule(kind: Any, formulas: list[str], operator: Any) -> Rule:
    return Rule(kind, formula=formulas, operator=operator)


def _from_active_cell(area: "Range", anchor: tuple[int, int]) -> tuple[int, int]:
    active = area.sheet.book.application.books.active.sheets.active.active_cell
    return anchor[0] - active.top, anchor[1] - active.left


def _style(spec: dict[str, Any]) -> DifferentialStyle:
    style = DifferentialStyle()
    if "fill_color" in spec:
        style.fill = PatternFill(bgColor=argb(spec["fill_color"]))
    font: dict[str, Any] = {}
    if "font_color" in spec:
        font["color"] = Color(rgb=argb(spec["font_color"]))
    if "font_bold" in spec:
        font["b"] = spec["font_bold"]
    if "font_italic" in spec:
        font["i"] = spec["font_italic"]
    if font:
        style.font = Font(name=None, sz=None, family=None, **font)
    return style


class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule, looked at from one range."""

    def __init__(self, area: "Range", rule: Rule) -> None:
        self._area, self._rule = area, rule

    def _entry(self) -> Entry:
        for entry in _entries(self._area.worksheet):
            if entry[1] is self._rule:
                return entry
        raise ExcelError("Object required: the conditional format has been deleted")

    @property
    def type(self) -> str:
        return _TYPES.get(self._rule.type, "unknown")

    @property
    def stop_if_true(self) -> bool | None:
        return bool(self._rule.stopIfTrue) if self.type in ("cell_value", "custom", "unknown") else None

    @property
    def operator(self) -> str | None:
        return _OPERATORS.get(str(self._rule.operator)) if self.type == "cell_value" else None

    def _formula(self, index: int) -> str | None:
        """As Excel shows it: with "=", written for the active cell."""
        formulas = self._rule.formula or []
        if index >= len(formulas):
            return None
        rows, columns = _from_active_cell(self._area, _anchor(self._entry()[0]))
        return "=" + shifted(formulas[index], -rows, -columns, wrap=True)

    @property
    def formula1(self) -> str | None:
        return self._formula(0) if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        return self._formula(1) if self.type == "cell_value" else None

    @property
    def formula(self) -> str | None:
        return self._formula(0) if self.type == "custom" else None

    @property
    def fill_color(self) -> Rgb | None:
        fill: Any = self._rule.dxf.fill if self._rule.dxf is not None else None
        color = None if fill is None else fill.bgColor if fill.fill_type in (None, "solid") else fill.fgColor
        return rgb_of(color, self._area.sheet.book.workbook)

    @property
    def font_color(self) -> Rgb | None:
        font = self._rule.dxf.font if self._rule.dxf is not None else None
        return None if font is None else rgb_of(font.color, self._area.sheet.book.workbook)

    @property
    def font_bold(self) -> bool | None:
        font = self._rule.dxf.font if self._rule.dxf is not None else None
        return None if font is None or font.b is None else bool(font.b)

    @property
    def font_italic(self) -> bool | None:
        font = self._rule.dxf.font if self._rule.dxf is not None else None
        return None if font is None or font.i is None else bool(font.i)

    def delete(self) -> None:
        """From all ranges it holds in."""
        self._entry()
        permitted(self._area.sheet, "formatCells")
        self._area.sheet.book.before_change(keeps_results=True)
        entries = _entries(self._area.worksheet)
        _store(self._area.worksheet, [entry for entry in entries if entry[1] is not self._rule])
