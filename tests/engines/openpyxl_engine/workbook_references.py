"""Every place of a workbook that holds references: rewritten all at once."""

from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from engines.openpyxl_engine.references import Reference, rewrite
from engines.openpyxl_engine.stores import Workbook, Worksheet

Changed = Callable[[Reference, str | None], Reference | str]


def rewrite_workbook(workbook: Workbook, change: Changed, *, rules_except: Worksheet | None = None) -> None:
    """Pass every reference of formulas, names, rules and charts through `change(reference, home sheet)`.

    The rules (conditional formats, validations) of `rules_except` are left to the caller, and formulas of
    other sheets that do not mention that sheet are not looked at.
    """
    for sheet in workbook.worksheets:
        mention = None if rules_except in (None, sheet) else rules_except.title
        rewrite_sheet(sheet, change, rules=sheet is not rules_except, mention=mention)
    for name in workbook.defined_names.values():
        name.attr_text = rewrite(name.attr_text or "", lambda reference: change(reference, None))


def rewrite_sheet(
    sheet: Worksheet, change: Changed, *, rules: bool = True, mention: str | None = None
) -> None:
    """The same for what belongs to one sheet: its cells, rules, charts and own names."""
    sought = "" if mention is None else mention.replace("'", "''").casefold()

    def rewritten(text: str) -> str:
        if sought not in text.casefold():
            return text
        return rewrite(text, lambda reference: change(reference, sheet.title))

    for cell in sheet._cells.values():
        if cell.data_type == "f":
            _rewrite_cell(cell, rewritten)
    if rules:
        for rule in rules_of(sheet):
            rewrite_rule(rule, rewritten)
    for name in sheet.defined_names.values():
        name.attr_text = rewritten(name.attr_text or "")
    for source in chart_sources(sheet):
        source.f = rewritten(source.f)
        _forget_cached_points(source)


def formula_text(value: object) -> str:
    """The formula of a cell value, with its "="."""
    if isinstance(value, ArrayFormula):
        return value.text or ""
    if isinstance(value, DataTableFormula):
        raise NotImplementedError("data tables")
    return str(value)


def _rewrite_cell(cell: Any, rewritten: Callable[[str], str]) -> None:
    value = cell._value
    if isinstance(value, ArrayFormula):
        value.text = rewritten(value.text or "")
    else:
        cell._value = rewritten(formula_text(value))


def rules_of(sheet: Worksheet) -> Iterator[Any]:
    """The conditional formats and validations of a sheet."""
    for rules in sheet.conditional_formatting._cf_rules.values():
        yield from rules
    yield from sheet.data_validations.dataValidation


def rewrite_rule(rule: Any, rewritten: Callable[[str], str]) -> None:
    """Pass every formula of a conditional format or a validation through `rewritten`."""
    for name in ("formula1", "formula2"):
        if isinstance(getattr(rule, name, None), str):
            setattr(rule, name, rewritten(getattr(rule, name)))
    if getattr(rule, "formula", None):
        rule.formula = [rewritten(formula) for formula in rule.formula]
    for scale in ("colorScale", "dataBar", "iconSet"):
        for point in getattr(getattr(rule, scale, None), "cfvo", None) or ():
            if point.type == "formula":
                point.val = rewritten(point.val)


def chart_sources(sheet: Worksheet) -> Iterator[Any]:
    """The objects of a sheet's charts that hold a reference in their attribute `f`."""
    for chart in sheet._charts:
        for part in getattr(chart, "_charts", None) or [chart]:
            for series in part.ser:
                for name in ("val", "cat", "xVal", "yVal", "bubbleSize", "tx"):
                    yield from _sources(getattr(series, name, None))
        yield from _sources(getattr(getattr(chart, "title", None), "tx", None))


def _sources(holder: Any) -> Iterator[Any]:
    for name in ("numRef", "strRef", "multiLvlStrRef"):
        source = getattr(holder, name, None)
        if source is not None and source.f:
            yield source


def _forget_cached_points(source: Any) -> None:
    for name in ("numCache", "strCache", "multiLvlStrCache"):
        if hasattr(source, name):
            setattr(source, name, None)
