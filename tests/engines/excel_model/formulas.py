"""Every formula of a workbook, wherever it is kept, and the references in it to one sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyopenvba import _a1
from pyopenvba._a1 import quote_sheet
from pyopenvba.apps.excel._engine_book import EngineBook
from pyopenvba.formula._parse import FormulaError, split_sheet, tokenize

from .conditional import rules_of, set_rules
from .patching import replaces, wraps

_LOST = re.compile(r"#REF!(?:\$?[A-Za-z]{1,3})?\$?\d*(?::(?:\$?[A-Za-z]{1,3})?\$?\d*)?")
#: Sheets whose name needs no quotes: words of any script that are not cells. The model quotes all but ASCII words.
_PLAIN_NAME = re.compile(r"(?!(?:[a-z]{1,3}\d+|r\d*|c\d*|r\d*c\d*)$)[^\W\d][\w.]*", re.IGNORECASE)
replaces(_a1, "_PLAIN_NAME", _PLAIN_NAME)

Rewrite = Callable[[str, Any], str]


def each_formula(book: Any, rewrite: Rewrite) -> None:
    """Rewrites the formulas (each with its "=") of cells, names, validations and conditional formats; the second
    argument of `rewrite` is the sheet a formula is on, None for a name of the workbook."""
    for sheet in book.sheets_:
        for cell in sheet.cells_.values():
            text = rewrite(cell.formula, sheet) if cell.formula else ""
            if text != cell.formula:
                cell.formula = text
                sheet.touched()
        _validations(sheet, rewrite)
        _conditional(sheet, rewrite)
    for entry in book.names_.entries:
        scope = split_sheet(entry.name)[0]
        entry.refers_to = rewrite(entry.refers_to, book.sheet_named(scope) if scope else None)
    book.names_.changed = True


def _validations(sheet: Any, rewrite: Rewrite) -> None:
    for place, rule in enumerate(sheet.validations):
        texts = [_rewritten(one, sheet, rewrite) for one in (rule.formula1, rule.formula2)]
        if texts != [rule.formula1, rule.formula2]:
            sheet.validations[place] = replace(rule, formula1=texts[0], formula2=texts[1])
            sheet.validations_changed = True
            sheet.touched()


def _conditional(sheet: Any, rewrite: Rewrite) -> None:
    rules = [
        replace(rule, formulas=[rewrite("=" + one, sheet)[1:] for one in rule.formulas])
        for rule in rules_of(sheet)
    ]
    if rules != rules_of(sheet):
        set_rules(sheet, rules)


def _rewritten(text: str, sheet: Any, rewrite: Rewrite) -> str:
    if not text or text.startswith('"'):
        return text
    try:
        return rewrite("=" + text, sheet)[1:]
    except FormulaError:
        return text


def renamed(text: str, old: str, new: str) -> str:
    """The formula once the sheet `old` is called `new`."""
    return _prefixes(text, old, quote_sheet(new) + "!")


def reference_lost(text: str, sheet: str) -> str:
    """The formula once the sheet is gone, as Excel spells it: #REF!$A$1."""
    return _prefixes(text, sheet, "#REF!")


def _prefixes(text: str, sheet: str, prefix: str) -> str:
    for token in reversed(tokenize(text)):
        if token.kind not in ("ref", "name") or "!" not in token.text:
            continue
        scope, body = split_sheet(token.text)
        if scope.casefold() == sheet.casefold():
            text = text[: token.at] + prefix + body + text[token.at + len(token.text) :]
    return text


def refers_to(text: str, sheet: str) -> bool:
    """Whether a formula names cells of the sheet."""
    return any(
        token.kind == "ref" and split_sheet(token.text)[0].casefold() == sheet.casefold()
        for token in tokenize(text)
    )


@wraps(EngineBook, "read")
def read(original: Any, engine: Any, formula: str) -> Any:
    """The calculator takes no cell after a lost sheet: #REF!A1 is #REF!."""
    return original(engine, _LOST.sub("#REF!", formula) if "#REF!" in formula else formula)
