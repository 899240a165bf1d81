"""What a calculation looks up again and again, looked up once. While one calculation runs nothing else changes:
sheets by name, parsed names and the cells of an area stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyopenvba._a1 import split_sheet
from pyopenvba.apps.excel._calc import Calculator
from pyopenvba.apps.excel._engine_book import EngineBook

from .patching import wraps

#: A cell: the name of its sheet in lower case, row and column.
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
