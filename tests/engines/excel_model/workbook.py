"""What `Workbook` and `Workbooks` lack: copies, formats and read-only files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel import _io
from pyopenvba.apps.excel._model import Workbook, Workbooks
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAInt, error, to_bool, to_integer, to_text

from .patching import does, gives, wraps
from .pdf import convert_to_pdf

#: XlFileFormat by the ending of the file.
FORMATS = {".xlsx": 51, ".xlsm": 52, ".xltx": 54, ".xltm": 53, ".xlam": 55, ".xlsb": 50, ".xls": 56}
_WRITTEN = (".xlsx", ".xlsm")
_PDF = 0


@does(Workbooks, "Open")
def open_workbook(
    books: Any,
    Filename: object,  # noqa: N803
    UpdateLinks: object = MISSING,  # noqa: N803
    ReadOnly: object = MISSING,  # noqa: N803
) -> object:
    path = Path(to_text(Filename))
    if not path.is_file():
        raise error(1004, f"Sorry, we couldn't find {path}. Is it possible it was moved, renamed or deleted?")
    already = len(books.books)
    book = books.Open(str(path))
    if len(books.books) > already:
        asked = ReadOnly is not MISSING and to_bool(ReadOnly)
        book.read_only = asked or not os.access(path, os.W_OK)
    return book


@gives(Workbook, "ReadOnly")
def read_only(book: Any) -> object:
    return getattr(book, "read_only", False)


@gives(Workbook, "FileFormat")
def file_format(book: Any) -> object:
    return VBAInt(FORMATS.get(Path(book.name).suffix.lower(), 51), "Long")


@gives(Workbook, "HasVBProject")
def has_project(book: Any) -> object:
    return book.package is not None and book.package.has("xl/vbaProject.bin")


@gives(Workbook, "Date1904")
def date_1904(book: Any) -> object:
    return False


@gives(Workbook, "AutoSaveOn")
def auto_save(book: Any) -> object:
    return False


@does(Workbook, "Save")
def save(book: Any) -> object:
    if getattr(book, "read_only", False):
        raise error(
            1004, f"'{book.name}' is read-only. To save a copy, click OK, then give the workbook a new name"
        )
    book.Save()
    return EMPTY


@does(Workbook, "SaveAs")
def save_as(
    book: Any,
    Filename: object,  # noqa: N803
    FileFormat: object = MISSING,  # noqa: N803
    Password: object = MISSING,  # noqa: N803
) -> object:
    target = Path(to_text(Filename))
    if Password is not MISSING:
        raise VBAUnsupportedError("Workbook.SaveAs with a password is not implemented")
    ending = target.suffix.lower()
    if ending not in _WRITTEN:
        raise VBAUnsupportedError(f"Workbook.SaveAs to {ending} is not implemented")
    wanted = FORMATS[ending] if FileFormat is MISSING else int(to_integer(FileFormat, "Long"))
    if wanted != FORMATS[ending]:
        raise error(1004, "This extension can not be used with the selected file type.")
    if ending != Path(book.name).suffix.lower() and book.path:
        raise VBAUnsupportedError("Workbook.SaveAs from one file format to another is not implemented")
    book.SaveAs(str(target))
    book.read_only = False
    return EMPTY


@does(Workbook, "SaveCopyAs")
def save_copy_as(book: Any, Filename: object) -> object:  # noqa: N803
    """The workbook as it now stands in a file of its own; the open one is as saved or unsaved as before."""
    target = Path(to_text(Filename)).resolve()
    if any(
        target == Path(one.path, one.name).resolve() for one in book.application.workbooks_.books if one.path
    ):
        raise error(1004, f"Cannot access '{target.name}'.")
    if not target.parent.is_dir():
        raise error(1004, f"Microsoft Excel cannot access the file '{target}'.")
    saved, links_folder = book.saved, book.links_folder
    _io.save_workbook(book, target)
    book.saved, book.links_folder = saved, links_folder
    return EMPTY


@does(Workbook, "ExportAsFixedFormat")
def export(
    book: Any,
    Type: object,  # noqa: N803
    Filename: object,  # noqa: N803
    Quality: object = MISSING,  # noqa: N803
    IncludeDocProperties: object = MISSING,  # noqa: N803
    IgnorePrintAreas: object = MISSING,  # noqa: N803
    OpenAfterPublish: object = MISSING,  # noqa: N803
) -> object:
    """The workbook as PDF, printed by LibreOffice."""
    if int(to_integer(Type, "Long")) != _PDF or to_bool(IgnorePrintAreas):
        raise VBAUnsupportedError(
            "Workbook.ExportAsFixedFormat writes PDF with the print areas, nothing else"
        )
    convert_to_pdf(lambda copy: save_copy_as(book, str(copy)), Path(to_text(Filename)))
    return EMPTY


@wraps(_io, "save_workbook")
def keep_last_values(original: Any, book: Any, target: Path) -> None:
    """Under manual calculation a cell is saved with the value it last had, however old its formula's operands."""
    outdated: list[Any] = []
    if not book.calculator.automatic:
        cells = [cell for sheet in book.sheets_ for cell in sheet.cells_.values()]
        outdated = [cell for cell in cells if cell.formula and cell.stale and cell.value is not EMPTY]
    for cell in outdated:
        cell.stale = False
    try:
        original(book, target)
    finally:
        for cell in outdated:
            cell.stale = True
