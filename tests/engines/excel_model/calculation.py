"""When the model calculates. Under manual calculation an edit is only noted; what depends on it is marked when
calculation comes back, as Excel does, and nothing is calculated before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pyopenvba.apps.excel import _io
from pyopenvba.apps.excel._calc import Calculator

from .lookups import Key, looking_up
from .moved_values import noted, outdate_names
from .patching import wraps

_CALCULATE_ON_LOAD = re.compile(r'<calcPr\b[^>]*\bfullCalcOnLoad="(?:1|true)"')


def settle(calculator: Any) -> None:
    """Marks what depends on the cells that changed."""
    changed, unread = noted(calculator)
    outdate_names(calculator)
    if not changed and not unread:
        return
    calculator.changed_cells, calculator.unread_cells = set(), set()
    with looking_up(calculator) as lookups:
        calculator.build()
        for name, row, column in unread:
            sheet = lookups.sheets.get(name)
            found = None if sheet is None else sheet.cells_.get((row, column))
            if sheet is not None and found is not None:
                calculator.remember(sheet.name, row, column, found)
        calculator._spoil(changed, set())


@wraps(Calculator, "_computed")
def computed(original: Any, calculator: Any, compiled: Any, sheet: str, row: int, column: int) -> object:
    """A sheet on which a formula comes to something else is written again by the next save."""
    value: object = original(calculator, compiled, sheet, row, column)
    owner = calculator._sheet_named(sheet)
    if owner.array_formulas or owner.cells_[row, column].value != value:
        owner.dirty = True
    return value


@contextmanager
def calculating(calculator: Any) -> Iterator[None]:
    """Several cells are read one after the other."""
    if calculator.automatic:
        settle(calculator)
    with looking_up(calculator):
        yield


@wraps(Calculator, "value_of")
def value_of(
    original: Any, calculator: Any, sheet: str, row: int, column: int, *, force: bool = False
) -> object:
    if getattr(calculator, "lookups", None) is not None:
        return original(calculator, sheet, row, column, force=force)
    if not calculator.automatic and not force:
        cell = calculator.book.sheet_named(sheet).cells_.get((row, column))
        if cell is not None and not calculator.book.sheet_named(sheet).array_formulas:
            return cell.value
    settle(calculator)
    with looking_up(calculator):
        return original(calculator, sheet, row, column, force=force)


@wraps(Calculator, "build")
def build(original: Any, calculator: Any) -> None:
    if not calculator._built:
        with looking_up(calculator):
            original(calculator)


@wraps(Calculator, "calculate_all")
def calculate_all(original: Any, calculator: Any) -> None:
    settle(calculator)
    with looking_up(calculator):
        original(calculator)


@wraps(_io, "load_workbook")
def load(original: Any, application: Any, path: Any) -> Any:
    """A file that asks to be calculated when it is opened: formulas without a value are; the values it has are
    taken for what they would come to."""
    book = original(application, path)
    if _CALCULATE_ON_LOAD.search(book.package.read("xl/workbook.xml").decode("utf-8")):
        for cell in (cell for sheet in book.sheets_ for cell in sheet.cells_.values()):
            cell.stale = cell.stale or (bool(cell.formula) and cell.value == "")
    return book


@wraps(_io, "_calculated")
def calculated(original: Any, book: Any) -> None:
    calculator = book.calculator
    if calculator.automatic:
        settle(calculator)
        with looking_up(calculator):
            original(book)


@wraps(Calculator, "remember")
def remember(original: Any, calculator: Any, sheet: str, row: int, column: int, cell: Any) -> None:
    if calculator.automatic or cell.dynamic or getattr(calculator, "lookups", None) is not None:
        original(calculator, sheet, row, column, cell)
        return
    key = (sheet.lower(), row, column)
    calculator._keep(key, None)
    if cell.formula:
        noted(calculator)[1].add(key)


@wraps(Calculator, "wrote")
def wrote(original: Any, calculator: Any, sheet: str, row: int, column: int) -> None:
    if calculator.automatic:
        settle(calculator)
        original(calculator, sheet, row, column)
    else:
        noted(calculator)[0].add((sheet.lower(), row, column))


@wraps(Calculator, "wrote_area")
def wrote_area(original: Any, calculator: Any, sheet: str, area: Any) -> None:
    if calculator.automatic:
        settle(calculator)
        original(calculator, sheet, area)
        return
    changed, unread = noted(calculator)
    held = calculator.book.sheet_named(sheet).cells_
    places = {(sheet.lower(), *place) for place in held if area.contains(*place)}
    gone = {key for key in calculator.compiled if key[0] == sheet.lower() and area.contains(key[1], key[2])}
    for key in gone:
        calculator._keep(key, None)
    corner = (sheet.lower(), area.top, area.left)
    changed |= places | gone | {corner, (sheet.lower(), area.bottom, area.right)}
    unread |= places


@wraps(Calculator, "_spoil")
def spoil(original: Any, calculator: Any, changed: set[Key], seen: set[Key]) -> None:
    """Wave by wave, every formula looked at once a wave instead of once for each changed cell."""
    while changed:
        reached = _readers(calculator, changed) - seen
        seen |= reached
        changed = set()
        for key in reached:
            found = calculator._cell(key)
            if found is not None and not found.stale:
                found.stale = True
                changed.add(key)
                changed |= calculator._members(key)


def _readers(calculator: Any, changed: Iterable[Key]) -> set[Key]:
    columns: dict[str, dict[int, list[int]]] = {}
    found: set[Key] = set()
    for key in changed:
        columns.setdefault(key[0], {}).setdefault(key[2], []).append(key[1])
        found |= calculator._readers.get(key, set())
    for rows in (rows for sheet in columns.values() for rows in sheet.values()):
        rows.sort()
    for key, blocks in calculator._blocks.items():
        if any(_meets(columns.get(area.sheet.lower(), {}), area) for area in blocks):
            found.add(key)
    return found


def _meets(columns: dict[int, list[int]], area: Any) -> bool:
    for column, rows in columns.items():
        if area.left <= column <= area.right:
            place = bisect_left(rows, area.top)
            if place < len(rows) and rows[place] <= area.bottom:
                return True
    return False
