"""What a protected sheet or workbook refuses, by the permissions its protection leaves open.

Permissions are stored the way the file has them: True means locked, as in openpyxl's SheetProtection.
"""

from typing import TYPE_CHECKING

from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.cells import existing_cells, style_at
from engines.openpyxl_engine.errors import ExcelError

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book
    from engines.openpyxl_engine.sheet import Sheet

_PROTECTED_CELL = (
    "The cell or chart you're trying to change is on a protected sheet. To make a change, "
    "unprotect the sheet. You might be requested to enter a password."
)
_PROTECTED_BOOK = "Workbook is protected and cannot be changed."
_MOST_CELLS = 500_000


def is_guarded(sheet: "Sheet") -> bool:
    """Protected, and not with UserInterfaceOnly, which lets code pass."""
    return bool(sheet.worksheet.protection.sheet) and sheet.worksheet not in sheet.book.unlocked_for_code


def contents_may_change(sheet: "Sheet", area: Area) -> None:
    """Raises ExcelError if the sheet is protected and any cell of the area is locked."""
    if not is_guarded(sheet):
        return
    if area.count > _MOST_CELLS:
        raise ExcelError(_PROTECTED_CELL)
    if any(style_at(sheet.worksheet, row, column).protection.locked for row, column in area.positions()):
        raise ExcelError(_PROTECTED_CELL)


def used_contents_may_change(sheet: "Sheet", area: Area) -> None:
    """The same for clearing, where only cells that exist count."""
    if is_guarded(sheet) and any(cell.protection.locked for cell in existing_cells(sheet.worksheet, area)):
        raise ExcelError(_PROTECTED_CELL)


def permitted(sheet: "Sheet", permission: str) -> None:
    """Raises ExcelError if the sheet is protected and the permission (formatCells, insertRows …) is locked."""
    if is_guarded(sheet) and getattr(sheet.worksheet.protection, permission):
        raise ExcelError(_PROTECTED_CELL)


def unprotected(sheet: "Sheet") -> None:
    """For what a protected sheet never allows: merging, validations, Locked, deleting rows with locked cells."""
    if is_guarded(sheet):
        raise ExcelError(_PROTECTED_CELL)


def structure_may_change(book: "Book") -> None:
    """Raises ExcelError if sheets may not be added, moved, renamed, hidden or deleted."""
    security = book.workbook.security
    if security and security.lockStructure:
        raise ExcelError(_PROTECTED_BOOK)
