"""What xlwings' own interface lacks, asked of Excel itself: the only place that uses `.api`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xltools.office.xml_text import attribute

if TYPE_CHECKING:
    from xlwings import Book, Name, Range, Sheet

_ALLOWED = {
    "formatCells": "AllowFormattingCells",
    "formatColumns": "AllowFormattingColumns",
    "formatRows": "AllowFormattingRows",
    "insertColumns": "AllowInsertingColumns",
    "insertRows": "AllowInsertingRows",
    "insertHyperlinks": "AllowInsertingHyperlinks",
    "deleteColumns": "AllowDeletingColumns",
    "deleteRows": "AllowDeletingRows",
    "sort": "AllowSorting",
    "autoFilter": "AllowFiltering",
    "pivotTables": "AllowUsingPivotTables",
}
"""Attributes of `sheetProtection` ("0" allows) and what Worksheet.Protect calls them."""


def save_copy(book: Book, path: Path) -> None:
    """Writes the workbook as it stands, unsaved edits included, to another file."""
    book.api.SaveCopyAs(str(path))


def is_read_only(book: Book) -> bool:
    """Whether Excel opened the file for reading only."""
    return bool(book.api.ReadOnly)


def has_fixed_sheets(book: Book) -> bool:
    """Whether the structure of the workbook is protected."""
    return bool(book.api.ProtectStructure)


def unprotect(sheet: Sheet) -> bool:
    """Takes the protection of a sheet away; whether there was any. With a password Excel refuses."""
    if not sheet.api.ProtectContents:
        return False
    sheet.api.Unprotect()
    return True


def protect(sheet: Sheet, protection: str) -> None:
    """Protects a sheet, without a password, as a `<sheetProtection …/>` element says."""
    if sheet.api.ProtectContents:
        return
    given = {
        "DrawingObjects": attribute(protection, "objects") in ("1", "true"),
        "Scenarios": attribute(protection, "scenarios") in ("1", "true"),
    }
    allowed = {word: attribute(protection, name) in ("0", "false") for name, word in _ALLOWED.items()}
    sheet.api.Protect(Contents=True, **given, **allowed)


def hide_name(name: Name) -> None:
    """Leaves a name out of Excel's list of names."""
    name.api.Visible = False


def remove_links(cells: Range) -> None:
    """Takes the links of cells away."""
    cells.api.Hyperlinks.Delete()
