"""Values stay when lines, sheets or names move: outdated are the formulas that come to say something else, those that
read what moved, and those that use a name that means something else now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pyopenvba._a1 import split_sheet
from pyopenvba.apps.excel import _io, _names
from pyopenvba.apps.excel._calc import Calculator
from pyopenvba.formula._parse import split_sheet as split_reference
from pyopenvba.formula._parse import tokenize

from .lookups import Key
from .patching import wraps


def noted(calculator: Any) -> tuple[set[Key], set[Key]]:
    """Cells that changed, and cells whose formula is not read yet, since calculation was last automatic."""
    if not hasattr(calculator, "changed_cells"):
        calculator.changed_cells, calculator.unread_cells = set(), set()
    return calculator.changed_cells, calculator.unread_cells


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
    changed_before = set(noted(calculator)[0])
    before = _formulas(book)
    calculator.keeps_values = calculator.names_moved = True
    try:
        yield
    finally:
        calculator.keeps_values = False
        calculator.changed_cells |= {key for key in map(move, changed_before) if key is not None}
    if sheet:
        _outdate(
            book,
            lambda cell, owner: (
                before.get(id(cell)) != cell.formula or _reads(cell.formula, owner.name, sheet)
            ),
        )


def _outdate(book: Any, is_outdated: Callable[[Any, Any], bool]) -> None:
    changed, _ = noted(book.calculator)
    for owner in book.sheets_:
        for (row, column), cell in owner.cells_.items():
            if cell.formula and is_outdated(cell, owner):
                cell.stale = True
                changed.add((owner.name.lower(), row, column))


def _formulas(book: Any) -> dict[int, str]:
    return {id(one): one.formula for sheet in book.sheets_ for one in sheet.cells_.values() if one.formula}


def _reads(formula: str, owner: str, sheet: str) -> bool:
    scopes = [split_reference(token.text)[0] for token in tokenize(formula) if token.kind == "ref"]
    return any((scope or owner).casefold() == sheet.casefold() for scope in scopes)


@wraps(_io, "load_workbook")
def load(original: Any, application: Any, path: Any) -> Any:
    book = original(application, path)
    book.calculator.names_seen = _meanings(book)
    return book


@wraps(_names, "changed")
def name_changed(original: Any, book: Any) -> None:
    with keeping_values(book):
        original(book)


def _meanings(book: Any) -> dict[str, str]:
    return {entry.name.casefold(): entry.refers_to for entry in book.names_.entries}


def outdate_names(calculator: Any) -> None:
    """Marks the formulas that use a name whose meaning is another than when this was last asked."""
    if not getattr(calculator, "names_moved", False):
        return
    book = calculator.book
    seen, now = getattr(calculator, "names_seen", {}), _meanings(book)
    calculator.names_moved, calculator.names_seen = False, now
    moved = {name for name in seen.keys() | now.keys() if seen.get(name) != now.get(name)}
    names = _names_through(book, {split_sheet(name)[1] for name in moved})
    if names:
        _outdate(book, lambda cell, owner: not names.isdisjoint(_names_in(cell.formula)))


def _names_through(book: Any, moved: set[str]) -> set[str]:
    """The names that mean something else because the moved ones do."""
    while True:
        more = {
            split_sheet(entry.name)[1].casefold()
            for entry in book.names_.entries
            if not moved.isdisjoint(_names_in(entry.refers_to))
        } - moved
        if not more:
            return moved
        moved = moved | more


def _names_in(formula: str) -> set[str]:
    return {split_reference(token.text)[1].casefold() for token in tokenize(formula) if token.kind == "name"}
