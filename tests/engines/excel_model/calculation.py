"""The model's calculator made quick enough for a real workbook, its answers unchanged.

While one calculation runs nothing else changes, so what it looks up again and again — sheets by name, parsed names,
the used part of a sheet — is looked up once. Under manual calculation an edit is only noted; what depends on it is
marked when calculation comes back, as Excel does. Moving lines or sheets leaves values as they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pyopenvba._a1 import split_sheet
from pyopenvba.apps.excel import _io
from pyopenvba.apps.excel._calc import Calculator
from pyopenvba.apps.excel._engine_book import EngineBook
from pyopenvba.formula._parse import split_sheet as split_reference
from pyopenvba.formula._parse import tokenize

from .patching import wraps

Key = tuple[str, int, int]


class Lookups:
    """What is looked up while a calculation runs."""

    def __init__(self, book: Any) -> None:
        self.sheets = {sheet.name.lower(): sheet for sheet in book.sheets_}
        self.entries: dict[tuple[str, str], Any] = {}
        for entry in reversed(book.names_.entries):
            scope, bare = split_sheet(entry.name)
            self.entries[scope.casefold(), bare.casefold()] = entry
        self.names: dict[tuple[str, str], Any] = {}
        self.used: dict[str, tuple[int, int]] = {}
        self.held: dict[Any, list[Any]] = {}


@contextmanager
def looking_up(calculator: Any) -> Iterator[Lookups]:
    known = getattr(calculator, "lookups", None)
    if known is not None:
        yield known
        return
    calculator.lookups = Lookups(calculator.book)
    try:
        yield calculator.lookups
    finally:
        calculator.lookups = None


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


@wraps(_io, "_calculated")
def calculated(original: Any, book: Any) -> None:
    calculator = book.calculator
    if calculator.automatic:
        settle(calculator)
        with looking_up(calculator):
            original(book)


@wraps(Calculator, "_sheet_named")
def sheet_named(original: Any, calculator: Any, name: str) -> Any:
    lookups = getattr(calculator, "lookups", None)
    return original(calculator, name) if lookups is None else lookups.sheets.get(name.lower())


@wraps(Calculator, "_cell")
def cell(original: Any, calculator: Any, key: Key) -> Any:
    lookups = getattr(calculator, "lookups", None)
    if lookups is None:
        return original(calculator, key)
    sheet = lookups.sheets.get(key[0])
    return None if sheet is None else sheet.cells_.get((key[1], key[2]))


@wraps(EngineBook, "defined_name")
def defined_name(original: Any, engine: Any, name: str, sheet: str | None) -> Any:
    lookups = getattr(engine.calculator, "lookups", None)
    if lookups is None:
        return original(engine, name, sheet)
    key = (sheet or "").casefold(), name.casefold()
    if key not in lookups.names:
        lookups.names[key] = original(engine, name, sheet) if key in lookups.entries else None
    return lookups.names[key]


@wraps(EngineBook, "used")
def used(original: Any, engine: Any, sheet: str) -> Any:
    lookups = getattr(engine.calculator, "lookups", None)
    if lookups is None:
        return original(engine, sheet)
    if sheet not in lookups.used:
        lookups.used[sheet] = original(engine, sheet)
    return lookups.used[sheet]


@wraps(EngineBook, "cells")
def cells(original: Any, engine: Any, area: Any) -> Any:
    lookups = getattr(engine.calculator, "lookups", None)
    if lookups is None:
        return original(engine, area)
    if area not in lookups.held:
        lookups.held[area] = list(original(engine, area))
    return iter(lookups.held[area])


# --- which formulas an edit leaves outdated -------------------------------------------------------------------------


def _noted(calculator: Any) -> tuple[set[Key], set[Key]]:
    """Cells that changed, and cells whose formula is not read yet, since calculation was last automatic."""
    if not hasattr(calculator, "changed_cells"):
        calculator.changed_cells, calculator.unread_cells = set(), set()
    return calculator.changed_cells, calculator.unread_cells


def settle(calculator: Any) -> None:
    """Marks what depends on the cells that changed."""
    changed, unread = _noted(calculator)
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


@wraps(Calculator, "remember")
def remember(original: Any, calculator: Any, sheet: str, row: int, column: int, cell: Any) -> None:
    if calculator.automatic or cell.dynamic or getattr(calculator, "lookups", None) is not None:
        original(calculator, sheet, row, column, cell)
        return
    key = (sheet.lower(), row, column)
    calculator._keep(key, None)
    if cell.formula:
        _noted(calculator)[1].add(key)


@wraps(Calculator, "wrote")
def wrote(original: Any, calculator: Any, sheet: str, row: int, column: int) -> None:
    if calculator.automatic:
        settle(calculator)
        original(calculator, sheet, row, column)
    else:
        _noted(calculator)[0].add((sheet.lower(), row, column))


@wraps(Calculator, "wrote_area")
def wrote_area(original: Any, calculator: Any, sheet: str, area: Any) -> None:
    if calculator.automatic:
        settle(calculator)
        original(calculator, sheet, area)
        return
    changed, unread = _noted(calculator)
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


# --- moves that change no value -------------------------------------------------------------------------------------


@wraps(Calculator, "rebuild")
def rebuild(original: Any, calculator: Any) -> None:
    """Every formula is read again; values stay while `keeping_values` says so."""
    calculator.changed_cells, calculator.unread_cells = set(), set()
    if not getattr(calculator, "keeps_values", False):
        original(calculator)
        return
    calculator.compiled.clear()
    calculator._readers.clear()
    calculator._blocks.clear()
    calculator.circular.clear()
    calculator._built = False


@contextmanager
def keeping_values(
    book: Any, sheet: str = "", move: Callable[[Key], Key | None] = lambda key: key
) -> Iterator[None]:
    """Lines or whole sheets move, the cells to where `move` says. Outdated are only the formulas that change with
    it, and those that read the sheet `sheet` by a reference or a name."""
    calculator = book.calculator
    noted = set(_noted(calculator)[0])
    before, names = _formulas(book), {id(entry): entry.refers_to for entry in book.names_.entries}
    calculator.keeps_values = True
    try:
        yield
    finally:
        calculator.keeps_values = False
        calculator.changed_cells |= {key for key in map(move, noted) if key is not None}
    if sheet:
        moved = {_bare_name(one) for one in book.names_.entries if names.get(id(one)) != one.refers_to}
        _outdate(book, sheet, before, _names_through(book, moved))


def _outdate(book: Any, sheet: str, before: dict[int, str], names: set[str]) -> None:
    changed, _ = _noted(book.calculator)
    for owner in book.sheets_:
        for (row, column), found in owner.cells_.items():
            if found.formula and (
                before.get(id(found)) != found.formula or _reads(found.formula, owner.name, sheet, names)
            ):
                found.stale = True
                changed.add((owner.name.lower(), row, column))


def _bare_name(entry: Any) -> str:
    bare: str = split_sheet(entry.name)[1].casefold()
    return bare


def _formulas(book: Any) -> dict[int, str]:
    return {id(one): one.formula for sheet in book.sheets_ for one in sheet.cells_.values() if one.formula}


def _names_through(book: Any, moved: set[str]) -> set[str]:
    """The names that mean something else because the moved ones do."""
    while True:
        more = {
            _bare_name(entry)
            for entry in book.names_.entries
            if any(_bare(token) in moved for token in tokenize(entry.refers_to) if token.kind == "name")
        } - moved
        if not more:
            return moved
        moved = moved | more


def _bare(token: Any) -> str:
    bare: str = split_reference(token.text)[1].casefold()
    return bare


def _reads(formula: str, owner: str, sheet: str, names: set[str]) -> bool:
    for token in tokenize(formula):
        if token.kind == "ref" and (split_reference(token.text)[0] or owner).casefold() == sheet.casefold():
            return True
        if token.kind == "name" and _bare(token) in names:
            return True
    return False
