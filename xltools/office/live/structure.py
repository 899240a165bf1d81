"""The steps of a task done in Excel: sheets copied, added, removed, renamed and put in order, rows moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from xltools.office.live import native
from xltools.office.steps import RowsMoved, SheetAdded, SheetCopied, SheetRemoved, SheetRenamed, Step

if TYPE_CHECKING:
    from xlwings import Book, Sheet


def do_steps(book: Book, steps: Iterable[Step]) -> None:
    """Does the steps one after another; sheets concerned lose their protection, which must have no password."""
    for step in steps:
        match step:
            case SheetCopied(source, name):
                native.unprotect(book.sheets[source])
                book.sheets[source].copy(after=book.sheets[-1], name=name)
                _drop_own_names(book.sheets[name])
            case SheetAdded(name):
                book.sheets.add(name, after=book.sheets[-1])
            case SheetRemoved(name):
                book.sheets[name].delete()
            case SheetRenamed(name, new_name):
                book.sheets[name].name = new_name
            case RowsMoved(sheet, row_map):
                native.unprotect(book.sheets[sheet])
                _move_rows(book.sheets[sheet], row_map.gaps())


def origin(name: str, steps: Sequence[Step]) -> str | None:
    """Which sheet of the workbook became this one, or was copied for it; None for one that was added blank."""
    for step in reversed(steps):
        match step:
            case SheetRenamed(old_name, new_name) if new_name == name:
                name = old_name
            case SheetCopied(source, copy) if copy == name:
                name = source
            case SheetAdded(added) if added == name:
                return None
    return name


def _drop_own_names(copy: Sheet) -> None:
    """Excel gives a copied sheet a name of its own for every name of the workbook that pointed to its source."""
    for name in list(copy.names):
        if "!_xlnm." not in name.name and "!Print_" not in name.name:
            name.delete()


def _move_rows(sheet: Sheet, gaps: Sequence[tuple[int, int, int]]) -> None:
    """From below upwards, so that the rows above keep their numbers."""
    for row, deleted, inserted in reversed(gaps):
        if deleted:
            sheet.range(f"{row}:{row + deleted - 1}").delete("up")
        if inserted:
            sheet.range(f"{row}:{row + inserted - 1}").insert("down")


def order_sheets(book: Book, names: Sequence[str]) -> None:
    """Puts the worksheets in this order; chart sheets stay where they are between them."""
    present = [name for name in book.sheet_names if name in set(names)]
    for index, name in enumerate(names):
        if present[index] == name:
            continue
        book.sheets[name].move(before=book.sheets[present[index]])
        present.remove(name)
        present.insert(index, name)
