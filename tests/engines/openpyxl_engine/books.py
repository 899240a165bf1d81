"""Workbooks: opened, saved, printed, and what each of them keeps."""

import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException
from xlwings import base_classes

from engines.openpyxl_engine.book_api import BookApi
from engines.openpyxl_engine.calculation import Calculation
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.names import BookNames
from engines.openpyxl_engine.packages import keep_pictures, saved_bytes
from engines.openpyxl_engine.sheets import Sheets
from engines.openpyxl_engine.stores import Workbook
from oracles import libreoffice

if TYPE_CHECKING:
    from engines.openpyxl_engine.application import App

_WITH_MACROS = (".xlsm", ".xltm")
_OPENED = (".xlsx", ".xlsm", ".xltx", ".xltm")


class Books(base_classes.Books):
    """The open workbooks of one Excel."""

    def __init__(self, app: "App") -> None:
        self.app = app
        self._open: list[Book] = []
        self._active: Book | None = None
        self._unsaved = 0

    @property
    def opened_active(self) -> "Book | None":
        if self._active not in self._open:
            self._active = self._open[-1] if self._open else None
        return self._active

    @property
    def active(self) -> "Book":
        book = self.opened_active
        if book is None:
            raise ExcelError("There is no active workbook.")
        return book

    def __call__(self, name_or_index: str | int) -> "Book":
        if isinstance(name_or_index, int):
            if 1 <= name_or_index <= len(self._open):
                return self._open[name_or_index - 1]
            raise KeyError(name_or_index)
        for book in self._open:
            if name_or_index.casefold() in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator["Book"]:
        return iter(list(self._open))

    def add(self) -> "Book":
        self._unsaved += 1
        workbook = openpyxl.Workbook()
        workbook.worksheets[0].title = "Sheet1"
        return self._opened(Book(self, workbook, None, f"Book{self._unsaved}"))

    def open(
        self,
        fullname: str,
        update_links: object = None,
        read_only: bool | None = None,
        format: object = None,
        password: object = None,
        *others: object,
    ) -> "Book":
        path = Path(fullname).resolve()
        if password is not None or any(other is not None for other in (format, *others)):
            raise NotImplementedError("opening with options other than read_only")
        if path.suffix.lower() not in _OPENED:
            raise NotImplementedError(f"opening {path.suffix}")
        data = path.read_bytes()
        try:
            workbook = openpyxl.load_workbook(
                io.BytesIO(data), keep_vba=path.suffix.lower() in _WITH_MACROS, rich_text=True
            )
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as fault:
            raise ExcelError(f"Excel cannot open the file '{path.name}'.") from fault
        keep_pictures(workbook)
        if workbook.epoch != WINDOWS_EPOCH:
            raise NotImplementedError("a workbook that counts days from 1904")
        locked = bool(read_only) or not path.stat().st_mode & stat.S_IWUSR or self._open_elsewhere(path)
        return self._opened(Book(self, workbook, path, path.name, data, read_only=locked))

    def make_active(self, book: "Book") -> None:
        self._active = book

    def remove(self, book: "Book") -> None:
        self._open.remove(book)

    def _opened(self, book: "Book") -> "Book":
        self._open.append(book)
        self._active = book
        return book

    def _open_elsewhere(self, path: Path) -> bool:
        return any(book.path == path for app in self.app.siblings for book in app.books)


class Book(base_classes.Book):
    """One open workbook; edits stay in memory until it is saved."""

    def __init__(
        self,
        books: Books,
        workbook: Workbook,
        path: Path | None,
        name: str,
        stored: bytes | None = None,
        *,
        read_only: bool = False,
    ) -> None:
        self._books = books
        self.workbook = workbook
        self.path = path
        self._name = name
        self.read_only = read_only
        self.saved = True
        self.results = Calculation(self, stored)
        self.unlocked_for_code: set[Any] = set()
        # The engine makes none, so a book without array formulas stays without.
        self.has_arrays = any(sheet.array_formulae for sheet in workbook.worksheets)

    @property
    def api(self) -> BookApi:
        return BookApi(self)

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        return str(self.path) if self.path else self._name

    @property
    def application(self) -> "App":
        return self._books.app

    @property
    def app(self) -> "App":
        return self._books.app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> BookNames:
        return BookNames(self)

    def activate(self) -> None:
        self._books.make_active(self)

    def close(self) -> None:
        self._books.remove(self)

    def before_change(self, *, keeps_results: bool = False, keeps_clipboard: bool = False) -> None:
        """Call before every change of the workbook. Editing cells ends Excel's copy mode; formats do not."""
        if not keeps_results:
            self.results.before_change()
            if not keeps_clipboard:
                self.application.clipboard = None
        self.saved = False

    def save(self, path: str | None = None, password: object = None) -> None:
        if password is not None:
            raise NotImplementedError("saving with a password")
        target = self._target(path)
        if target == self.path and self.read_only:
            raise ExcelError(f"Cannot save as that name. Document '{self.name}' was opened as read-only.")
        if target != self.path and any(book.path == target for book in self._books):
            raise ExcelError(
                f"You cannot save this workbook with the name of another open one: {target.name}"
            )
        # Excel calculates before it saves, in manual mode too (CalculateBeforeSave).
        self.results.request()
        self.write_copy(target)
        self.path, self._name, self.saved = target, target.name, True
        self.read_only = False

    def _target(self, path: str | None) -> Path:
        target = Path(path).resolve() if path else self.path or Path.cwd() / f"{self.name}.xlsx"
        macros = self.workbook.vba_archive is not None
        if target.suffix.lower() != (".xlsm" if macros else ".xlsx"):
            raise NotImplementedError(f"saving {self.name} as {target.suffix}")
        return target

    def write_copy(self, path: Path) -> None:
        """The present state as a file, results cached; the book itself stays as it is."""
        if path.is_dir() or not path.parent.is_dir() or (path.exists() and not os.access(path, os.W_OK)):
            raise ExcelError(f"Microsoft Excel cannot access the file '{path}'.")
        path.write_bytes(saved_bytes(self.workbook, self.results.by_address()))

    def to_pdf(self, path: str, quality: str) -> None:
        """The visible sheets, as LibreOffice prints them."""
        if quality not in ("standard", "minimum"):
            raise KeyError(quality)
        with tempfile.TemporaryDirectory(prefix="xltools-engine-") as folder:
            copy = Path(folder, "book.xlsx")
            copy.write_bytes(saved_bytes(self.workbook, self.results.by_address()))
            Path(path).write_bytes(libreoffice.to_pdf(copy).read_bytes())
