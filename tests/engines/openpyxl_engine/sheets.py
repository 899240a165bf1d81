"""The worksheets of a book: found and added."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes

from engines.openpyxl_engine import sheet_changes
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.protection import structure_may_change
from engines.openpyxl_engine.sheet import Sheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book


class Sheets(base_classes.Sheets):
    """The worksheets of a book, in the order of their tabs."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    @property
    def active(self) -> Sheet:
        worksheet = self._book.workbook.active
        if not isinstance(worksheet, Worksheet):
            raise NotImplementedError("a chart sheet is active")
        return Sheet(self._book, worksheet)

    def __call__(self, name_or_index: str | int) -> Sheet:
        worksheets = self._book.workbook.worksheets
        if isinstance(name_or_index, str):
            for worksheet in worksheets:
                if worksheet.title.casefold() == name_or_index.casefold():
                    return Sheet(self._book, worksheet)
        elif 1 <= name_or_index <= len(worksheets):
            return Sheet(self._book, worksheets[name_or_index - 1])
        raise ExcelError("Invalid index.")

    def __len__(self) -> int:
        return len(self._book.workbook.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self._book, worksheet) for worksheet in self._book.workbook.worksheets])

    def __contains__(self, name: str) -> bool:
        return any(sheet.name.casefold() == name.casefold() for sheet in self)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        structure_may_change(self._book)
        self._book.before_change()
        workbook = self._book.workbook
        place = sheet_changes.place_of(workbook, before or (None if after else self.active), after)
        worksheet = workbook.create_sheet(self._new_name(), place)
        sheet = Sheet(self._book, worksheet)
        sheet.activate()
        if name is not None:
            sheet.name = name
        return sheet

    def _new_name(self) -> str:
        number = 1
        while f"Sheet{number}" in self:
            number += 1
        return f"Sheet{number}"
