"""Copying: straight to a destination, or to the clipboard and pasted from there."""

from copy import copy as shallow_copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from engines.openpyxl_engine import columns
from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.cell_values import value_of
from engines.openpyxl_engine.cells import cell_at, is_covered, look, style_at
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.merging import merge, merged_areas, unmerge
from engines.openpyxl_engine.packages import ErrorValue
from engines.openpyxl_engine.protection import contents_may_change, is_guarded
from engines.openpyxl_engine.references import shifted
from engines.openpyxl_engine.rule_copies import copy_conditional_formats, copy_validations
from engines.openpyxl_engine.stores import Worksheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_KINDS = {
    "all": frozenset({"contents", "formats", "notes", "validation"}),
    "formats": frozenset({"formats"}),
    "formulas": frozenset({"contents"}),
    "formulas_and_number_formats": frozenset({"contents", "number formats"}),
    "values": frozenset({"values"}),
    "values_and_number_formats": frozenset({"values", "number formats"}),
    "comments": frozenset({"notes"}),
    "validation": frozenset({"validation"}),
    "column_widths": frozenset({"column widths"}),
}


@dataclass(frozen=True)
class Clipboard:
    """What was copied: a range, whose cells are read when they are pasted, as in Excel."""

    source: "Range"


def copy(source: "Range", destination: "Range | None") -> None:
    if destination is None:
        source.sheet.book.application.clipboard = Clipboard(source)
        return
    _paste(source, destination, "all")


def paste(destination: "Range", kind: str) -> None:
    """Raises ExcelError where nothing is copied, or an edit has ended the copy mode."""
    clipboard = destination.sheet.book.application.clipboard
    if clipboard is None:
        raise ExcelError("PasteSpecial method of Range class failed")
    _paste(clipboard.source, destination, kind)


def _paste(source: "Range", destination: "Range", kind: str) -> None:
    if kind not in _KINDS:
        raise NotImplementedError(f"pasting {kind}")
    parts = _KINDS[kind]
    targets = _targets(source.area, destination.area)
    for target in targets:
        _check(destination, target, parts)
    destination.sheet.book.before_change(
        keeps_results=not parts & {"contents", "values"}, keeps_clipboard=True
    )
    for target in targets:
        _paste_once(source, destination.on(target), parts)


def _targets(source: Area, destination: Area) -> list[Area]:
    """One copy from the first cell on, or as many as fill the destination exactly."""
    height, width = source.height, source.width
    down, across = divmod(destination.height, height), divmod(destination.width, width)
    if down[1] or across[1]:
        down, across = (1, 0), (1, 0)
    return [
        Area(row, column, row + height - 1, column + width - 1)
        for row in range(destination.top, destination.top + down[0] * height, height)
        for column in range(destination.left, destination.left + across[0] * width, width)
    ]


def _check(destination: "Range", target: Area, parts: frozenset[str]) -> None:
    if parts == {"notes"} or not is_guarded(destination.sheet):
        return
    contents_may_change(destination.sheet, target)


def _paste_once(source: "Range", target: "Range", parts: frozenset[str]) -> None:
    rows, shift = target.row - source.row, target.column - source.column
    bounds = source.sheet.stored_area.meet(source.area)
    new_cells = _contents_by_position(source, bounds, parts, rows, shift)
    if "formats" in parts:
        _paste_formats(source, target, rows, shift)
    for (row, column), (value, kind, origin) in new_cells.items():
        cell = cell_at(target.worksheet, row, column)
        if is_covered(cell):
            continue
        target.sheet.book.results.forget(cell)
        cell._value, cell.data_type = value, kind
        if kind == "f":
            target.sheet.book.results.inherit(cell, origin)
    if "number formats" in parts and bounds:
        for row, column in bounds.positions():
            cell = cell_at(target.worksheet, row + rows, column + shift)
            cell.number_format = style_at(source.worksheet, row, column).number_format
    if "notes" in parts:
        _paste_notes(source, target, rows, shift)
    if "validation" in parts:
        copy_validations(source, target, rows, shift)
    if "column widths" in parts:
        for column in source.area.columns:
            width = columns.column_width(source.worksheet, column)
            columns.set_column_width(target.worksheet, column + shift, width)


def _contents_by_position(
    source: "Range", bounds: Area | None, parts: frozenset[str], rows: int, shift: int
) -> dict[tuple[int, int], tuple[Any, str, Any]]:
    """Read before anything is written, for source and target may overlap."""
    if not parts & {"contents", "values"}:
        return {}
    found: dict[tuple[int, int], tuple[Any, str, Any]] = {}
    for row, column in (bounds or source(1, 1).area).positions():
        cell = look(source.worksheet, row, column)
        read = _value if "values" in parts else _formula
        found[row + rows, column + shift] = (*read(source, cell, rows, shift), cell)
    return found


def _value(source: "Range", cell: Any, rows: int, shift: int) -> tuple[Any, str]:
    if cell is None or is_covered(cell) or cell._value is None:
        return None, "n"
    if cell.data_type != "f":
        return cell._value, cell.data_type
    result = source.sheet.book.results.result(cell)
    if isinstance(result, ErrorValue):
        return str(result), "e"
    value = value_of(source.sheet.book, cell)
    kinds = ((bool, "b"), (float, "n"), (str, "s"))
    return value, next((kind for python, kind in kinds if isinstance(value, python)), "d")


def _formula(source: "Range", cell: Any, rows: int, shift: int) -> tuple[Any, str]:
    if cell is None or is_covered(cell):
        return None, "n"
    if isinstance(cell._value, ArrayFormula):
        raise NotImplementedError("copying an array formula")
    if cell.data_type == "f":
        return shifted(cell._value, rows, shift), "f"
    return cell._value, cell.data_type


def _paste_formats(source: "Range", target: "Range", rows: int, shift: int) -> None:
    bounds = source.sheet.stored_area.meet(source.area)
    styles = {
        (row + rows, column + shift): shallow_copy(cell._style)
        for row, column in (bounds.positions() if bounds else ())
        if (cell := look(source.worksheet, row, column)) is not None
    }
    merges = [area.moved(rows, shift) for area in merged_areas(source.worksheet) if source.area.covers(area)]
    unmerge(target.worksheet, target.area)
    for cell in target.existing():
        cell.style = "Normal"
    for position, style in styles.items():
        cell_at(target.worksheet, *position)._style = style
    merge(target.worksheet, merges)
    copy_conditional_formats(source, target, rows, shift)
    if source.area.whole_rows:
        _copy_heights(source.worksheet, target.worksheet, source.area, rows)


def _copy_heights(source: Worksheet, target: Worksheet, area: Area, rows: int) -> None:
    for row in area.rows:
        if row in source.row_dimensions:
            target.row_dimensions[row + rows].height = source.row_dimensions[row].height


def _paste_notes(source: "Range", target: "Range", rows: int, shift: int) -> None:
    noted = [
        (cell.row + rows, cell.column + shift, cell.comment) for cell in source.existing() if cell.comment
    ]
    for cell in target.existing():
        if not is_covered(cell):
            cell.comment = None
    for row, column, note in noted:
        copied = Comment(note.text, note.author, height=note.height, width=note.width)
        cell_at(target.worksheet, row, column).comment = copied
