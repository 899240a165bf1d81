"""A sheet copied within its workbook, with all that is on it. The copy starts as a copy of the sheet's part and of
the drawing and charts behind it; what the model knows is copied in the model and written at the next save."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from pyopenvba._a1 import Area, quote_sheet
from pyopenvba.apps.excel import _hyperlinks, _notes, _sheet_copy, _windows
from pyopenvba.apps.excel._model import NameEntry, Worksheet
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.formula._parse import split_sheet
from pyopenvba.interpreter._values import EMPTY, MISSING, error

from . import sheet_parts
from .conditional import guard_extended, rules_of
from .formulas import refers_to, renamed
from .moved_values import keeping_values
from .patching import wraps

_LONGEST_NAME = 31


@wraps(_sheet_copy, "copy_sheet")
def copy_sheet(original: Any, source: Any, before: object, after: object) -> object:
    anchor = before if before is not MISSING else after
    if not isinstance(anchor, Worksheet) or anchor.book is not source.book:
        return original(source, before, after)
    if before is not MISSING and after is not MISSING:
        raise error(1004, "Copy method of Worksheet class failed")
    _refuse_unknown(source)
    book = source.book
    name = _free_name(source)
    made = book.add_sheet(name, at=book.sheets_.index(anchor) + (before is MISSING))
    _copy_cells(source, made)
    sheet_parts.copy_parts(source, made)
    _copy_rules(source, made)
    _copy_settings(source, made)
    _copy_names(source, made)
    _notes.copied(made, dict(sorted(source.notes.items())), [])
    with keeping_values(book):
        made.shape_changed()
    made.visible = source.visible
    if made.visible == -1:
        made.Activate()
    return EMPTY


def _refuse_unknown(source: Any) -> None:
    guard_extended(source)
    if source.tables:
        raise VBAUnsupportedError("copying a sheet with tables is not implemented")
    if source.drawing_dirty or any(shape.control is not None for shape in source.shapes_):
        raise VBAUnsupportedError(
            "copying form controls and shapes that are not saved yet is not implemented"
        )
    if any(rule.extension for rule in source.validations):
        raise VBAUnsupportedError("copying a validation of the x14 extension is not implemented")


def _free_name(source: Any) -> str:
    """Excel's name for a copy: 表1 (2)."""
    taken = {sheet.name.casefold() for sheet in source.book.sheets_}
    number = 2
    while True:
        ending = f" ({number})"
        name: str = source.name[: _LONGEST_NAME - len(ending)] + ending
        if name.casefold() not in taken:
            return name
        number += 1


def _copy_cells(source: Any, made: Any) -> None:
    made.cells_ = {place: replace(cell) for place, cell in source.cells_.items()}
    for cell in made.cells_.values():
        if cell.formula:
            cell.formula, cell.stale = renamed(cell.formula, source.name, made.name), True
    made.shared_groups = dict(source.shared_groups)
    made.array_formulas = dict(source.array_formulas)
    made.dims = source.dims.copied(made)
    made.merged_areas = [Area(a.top, a.left, a.bottom, a.right, made.name) for a in source.merged_areas]
    made.merges_dirty = True


def _copy_rules(source: Any, made: Any) -> None:
    def follow(text: str) -> str:
        if not text or text.startswith('"'):
            return text
        return renamed("=" + text, source.name, made.name)[1:]

    made.validations = [
        replace(
            rule,
            areas=list(rule.areas),
            formula1=follow(rule.formula1),
            formula2=follow(rule.formula2),
            uid="",
        )
        for rule in source.validations
    ]
    made.validations_changed = True
    made.conditional_rules = [
        replace(rule, areas=list(rule.areas), formulas=[follow(one) for one in rule.formulas])
        for rule in rules_of(source)
    ]
    made.conditional_changed = True


def _copy_settings(source: Any, made: Any) -> None:
    made.auto_filter = copy.copy(source.auto_filter)
    if made.auto_filter is not None:
        made.auto_filter.sheet = made
    made.filter_changed = False
    made.protection = source.protection
    made.protection_allows = source.protection_allows
    made.protection_changed = True
    made.enable_selection = source.enable_selection
    _hyperlinks.sheet_copied(source, made)
    made.links_changed = True
    _windows.copied(source, made)


def _copy_names(source: Any, made: Any) -> None:
    """The sheet's own names, and those of the workbook that refer to the sheet: the copy gets its own of each."""
    entries = source.book.names_.entries
    own = {split_sheet(one.name)[1].casefold() for one in entries if _is_of(one, source)}
    for entry in list(entries):
        scope, bare = split_sheet(entry.name)
        shared = not scope and refers_to(entry.refers_to, source.name) and bare.casefold() not in own
        if shared or _is_of(entry, source):
            text = renamed(entry.refers_to, source.name, made.name)
            wanted = quote_sheet(made.name) + "!" + bare
            entries.append(NameEntry(wanted, text, source.book, visible=entry.visible, comment=entry.comment))
    source.book.names_.changed = True


def _is_of(entry: Any, sheet: Any) -> bool:
    return bool(split_sheet(entry.name)[0].casefold() == sheet.name.casefold())
