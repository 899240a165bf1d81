"""Everything a person can see of a workbook, cell by cell, as openpyxl reads it: to compare two files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MARK = "_xltools_mark"
PIXEL = 0.75
"""Points; Excel rounds the height of a row to whole pixels."""


@dataclass(slots=True)
class SheetState:
    """One sheet; cells by address."""

    contents: dict[str, object] = field(default_factory=dict)
    looks: dict[str, tuple[object, ...]] = field(default_factory=dict)
    merges: set[str] = field(default_factory=set)
    heights: dict[int, float] = field(default_factory=dict)
    """Points, of rows that have a height of their own other than the sheet's."""
    hidden_rows: set[int] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    """The fill of each marked cell."""
    validations: set[tuple[str, str]] = field(default_factory=set)
    is_protected: bool = False


@dataclass(slots=True)
class WorkbookState:
    """A workbook: its sheets in order, its names."""

    sheets: dict[str, SheetState]
    names: dict[str, str]

    def differences(self, other: WorkbookState) -> list[str]:
        """Every difference in words, the other's value second."""
        found = []
        if list(self.sheets) != list(other.sheets):
            found.append(f"sheets: {list(self.sheets)} / {list(other.sheets)}")
        for name in self.sheets.keys() & other.sheets.keys():
            found += _compared(name, self.sheets[name], other.sheets[name])
        found += _mapping("names", self.names, other.names)
        return sorted(found)


def workbook_state(path: Path) -> WorkbookState:
    """Reads a file."""
    workbook = load_workbook(path)
    return WorkbookState(
        {sheet.title: _sheet_state(sheet) for sheet in workbook.worksheets}, _names(workbook)
    )


def _names(workbook: Workbook) -> dict[str, str]:
    return {
        name: definition.attr_text.replace("'", "")
        for name, definition in workbook.defined_names.items()
        if not name.startswith(("_xlnm.", "_xltools_styles"))
    }


def _sheet_state(sheet: Worksheet) -> SheetState:
    state = SheetState(is_protected=bool(sheet.protection.sheet))
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            _add_cell(state, cell)
    state.merges = {str(area) for area in sheet.merged_cells.ranges}
    for number, dimension in sheet.row_dimensions.items():
        if dimension.hidden:
            state.hidden_rows.add(number)
        elif dimension.height not in (None, sheet.sheet_format.defaultRowHeight):
            state.heights[number] = round(dimension.height, 2)
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if MARK in "".join(rule.formula):
                for cells in area.sqref.ranges:
                    for coordinates in cells.cells:
                        address = sheet.cell(*coordinates).coordinate
                        state.marks.setdefault(address, rule.dxf.fill.bgColor.rgb[-6:])
    state.validations = {
        (str(cells), validation.formula1 or "")
        for validation in sheet.data_validations.dataValidation
        for cells in validation.sqref.ranges
    }
    return state


def _add_cell(state: SheetState, cell: Cell) -> None:
    if cell.value is not None and cell.value != "":
        state.contents[cell.coordinate] = _content(cell.value)
    state.looks[cell.coordinate] = _look(cell)
    if cell.comment is not None:
        state.notes[cell.coordinate] = cell.comment.text
    link = cell.hyperlink
    if link is not None:
        target = link.location or (link.target or "").removeprefix("#")
        state.links[cell.coordinate] = target.replace("'", "")


def _content(value: Any) -> object:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(format(value, ".15g"))
    return value


def _look(cell: Cell) -> tuple[object, ...]:
    font, fill, alignment = cell.font, cell.fill, cell.alignment
    sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
    return (
        cell.number_format,
        (bool(font.b), bool(font.i), font.sz, font.name, _colour(font.color)),
        (fill.fill_type, _colour(fill.fgColor) if fill.fill_type else None),
        tuple((side.style, _colour(side.color) if side.style else None) if side else None for side in sides),
        (alignment.horizontal, alignment.vertical, bool(alignment.wrap_text), int(alignment.indent or 0)),
        cell.protection.locked,
    )


def _colour(colour: Any) -> object:
    if colour is None:
        return None
    return (colour.type, colour.value if colour.type != "rgb" else colour.rgb[-6:])


def _compared(name: str, one: SheetState, other: SheetState) -> list[str]:
    found = []
    for row in one.heights.keys() | other.heights.keys():
        mine, theirs = one.heights.get(row), other.heights.get(row)
        if mine is None or theirs is None or abs(mine - theirs) > PIXEL:
            found.append(f"{name} height of row {row}: {mine} / {theirs}")
    for part in ("contents", "notes", "links", "marks"):
        found += _mapping(f"{name} {part}", getattr(one, part), getattr(other, part))
    shared = one.looks.keys() & other.looks.keys()
    for address in sorted(shared | one.contents.keys() | other.contents.keys()):
        if one.looks.get(address) != other.looks.get(address):
            found.append(f"{name} look {address}: {one.looks.get(address)} / {other.looks.get(address)}")
    for part in ("merges", "hidden_rows", "validations"):
        mine, theirs = getattr(one, part), getattr(other, part)
        if mine != theirs:
            found.append(f"{name} {part}: {sorted(mine - theirs)} / {sorted(theirs - mine)}")
    if one.is_protected != other.is_protected:
        found.append(f"{name} protection: {one.is_protected} / {other.is_protected}")
    return found


def _mapping(where: str, one: dict[Any, Any], other: dict[Any, Any]) -> list[str]:
    return [
        f"{where} {key}: {one.get(key)!r} / {other.get(key)!r}"
        for key in one.keys() | other.keys()
        if one.get(key) != other.get(key)
    ]
