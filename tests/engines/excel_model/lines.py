"""Whole rows and columns inserted and deleted where the model refuses: on sheets with merged cells and drawings, and
with everything on other sheets that refers to them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pyopenvba.apps.excel import _editing
from pyopenvba.apps.excel._model import Cell, Range
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.formula._parse import FormulaError
from pyopenvba.interpreter._values import EMPTY, MISSING, to_integer

from . import conditional
from .areas import LineEdit
from .drawings import move_anchors, move_charts
from .moved_values import keeping_values
from .patching import does, wraps

#: Parts of a worksheet that name cells and that nothing here moves.
_UNKNOWN = re.compile(
    r"<(protectedRanges|scenarios|sortState|customSheetViews|rowBreaks|colBreaks|cellWatches|ignoredErrors|xm:sqref)\b"
)
_FROM_BELOW = 1


@wraps(_editing, "edit")
def edit(original: Any, target: Any, *, delete: bool) -> None:
    sheet, area = target.sheet, target.first
    if area.whole_rows:
        change = LineEdit(sheet.name, True, area.top, area.rows, delete)
    else:
        change = LineEdit(sheet.name, False, area.left, area.columns, delete)
    _refuse_unknown(sheet)
    merges = _moved_merges(sheet, change)
    anchors = move_anchors(sheet, change)
    known = sheet.merged_areas, sheet.shapes_
    sheet.merged_areas, sheet.shapes_ = [], []
    try:
        with keeping_values(sheet.book, sheet.name, change.key):
            original(target, delete=delete)
    finally:
        sheet.merged_areas, sheet.shapes_ = known
    if merges != sheet.merged_areas:
        sheet.merged_areas, sheet.merges_dirty = merges, True
        sheet.dims.invalidate_growth()
    anchors()
    for owner in sheet.book.sheets_:
        conditional.follow(owner, change)
        if owner is not sheet:
            _follow_validations(owner, change)
    move_charts(sheet.book, change)


def _refuse_unknown(sheet: Any) -> None:
    conditional.guard_extended(sheet)
    package = sheet.book.package
    if package is None or not sheet.part_name or not package.has(sheet.part_name):
        return
    found = _UNKNOWN.search(package.read(sheet.part_name).decode("utf-8"))
    if found is not None:
        raise VBAUnsupportedError(
            f"inserting or deleting lines on a sheet with {found.group(1)} is not implemented"
        )


def _moved_merges(sheet: Any, change: LineEdit) -> list[Any]:
    """The merged areas after the edit: one that lines go into grows, one that loses lines shrinks."""
    moved: list[Any] = []
    for area in sheet.merged_areas:
        first = change.lines(area.top, area.top) if change.rows else change.lines(area.left, area.left)
        kept = change.area(area)
        if kept is None:
            continue
        if first is None and _says_something(sheet, area):
            raise VBAUnsupportedError(
                "deleting the first line of a merged area with a value is not implemented"
            )
        if kept.rows * kept.columns > 1:
            moved.append(kept)
    return moved


def _says_something(sheet: Any, area: Any) -> bool:
    cell = sheet.cells_.get((area.top, area.left))
    return cell is not None and bool(cell.formula or cell.value is not EMPTY)


def _follow_validations(owner: Any, change: LineEdit) -> None:
    """The lists and limits that another sheet's validations take from the edited one."""
    for place, rule in enumerate(owner.validations):
        texts = [_moved_formula(one, owner, change) for one in (rule.formula1, rule.formula2)]
        if texts != [rule.formula1, rule.formula2]:
            if rule.extension:
                raise VBAUnsupportedError("moving a validation of the x14 extension is not implemented")
            owner.validations[place] = replace(rule, formula1=texts[0], formula2=texts[1])
            owner.validations_changed = True
            owner.touched()


def _moved_formula(text: str, owner: Any, change: LineEdit) -> str:
    if not text or text.startswith('"'):
        return text
    try:
        return change.formula("=" + text, owner.name)[1:]
    except FormulaError:
        return text


@does(Range, "Insert")
def insert(target: Any, Shift: object = MISSING, CopyOrigin: object = MISSING) -> object:  # noqa: N803
    """Also whole rows that take their formats from the row below."""
    origin = 0 if CopyOrigin is MISSING else int(to_integer(CopyOrigin, "Long"))
    if target.sheet.book.application.clipboard is not None:
        raise VBAUnsupportedError("inserting while cells are copied, which inserts those, is not implemented")
    area = target.first
    if origin != _FROM_BELOW or not area.whole_rows or area.whole_columns or len(target.areas) != 1:
        return target.Insert(Shift, CopyOrigin)
    target.Insert(Shift)
    _format_as_below(target.sheet, area)
    return EMPTY


def _format_as_below(sheet: Any, area: Any) -> None:
    below = area.bottom + 1
    for position in [position for position in sheet.cells_ if area.top <= position[0] <= area.bottom]:
        del sheet.cells_[position]
    record = sheet.dims.rows.get(below)
    styled = {column: cell.style for (row, column), cell in sheet.cells_.items() if row == below}
    for row in range(area.top, area.bottom + 1):
        sheet.dims.rows.pop(row, None)
        if record is not None and (record.height is not None or record.style is not None):
            sheet.dims.rows[row] = replace(
                record, hidden=False, grown=None, extra={}, height_as_read="", descent=""
            )
        for column, style in styled.items():
            sheet.cells_[(row, column)] = Cell(style=style)
            sheet.settle(row, column)
    sheet.touched()
