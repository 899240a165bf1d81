"""Defined names, of the workbook and of single sheets, with the ones Excel makes itself (Print_Area …)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl.workbook.defined_name import DefinedName
from xlwings import base_classes

from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.native import Native
from engines.openpyxl_engine.references import Reference, quoted, references
from engines.openpyxl_engine.stores import Worksheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book
    from engines.openpyxl_engine.ranges import Range
    from engines.openpyxl_engine.sheet import Sheet

_VALID = re.compile(r"[^\W\d]\w*(?:[.?\\]\w*)*\Z|_\w*\Z|\\\w*\Z")
_LIKE_A_CELL = re.compile(r"(?:[A-Za-z]{1,3}\$?\d+|[RrCc]|[Rr]\d*[Cc]\d*)\Z")
_NO_NAME = "Application-defined or object-defined error: there is no name {}"


class Name(base_classes.Name):
    """One defined name, of a sheet where it has one."""

    def __init__(self, book: "Book", stored: DefinedName, worksheet: Worksheet | None) -> None:
        self._book, self._worksheet = book, worksheet
        self.stored = stored

    @property
    def api(self) -> "NameApi":
        return NameApi(self)

    @property
    def local_name(self) -> str:
        return str(self.stored.name)

    @property
    def name(self) -> str:
        """Sheet-level names carry the sheet: "'表1 收支总表'!注"."""
        prefix = "" if self._worksheet is None else f"{quoted(self._worksheet.title)}!"
        return prefix + self.local_name

    @name.setter
    def name(self, value: str) -> None:
        text = self.stored.attr_text
        self.delete()
        add_name(self._book, value, f"={text}", self._worksheet)

    @property
    def refers_to(self) -> str:
        return f"={self.stored.attr_text}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._book.before_change()
        self.stored.attr_text = _stored_text(value)

    @property
    def refers_to_range(self) -> "Range":
        found = references(self.refers_to)
        if len(found) != 1 or found[0].text() != str(self.stored.attr_text) or found[0].sheet is None:
            raise ExcelError(f"{self.name} does not refer to a range: {self.refers_to}")
        sheet = self._book.sheets(found[0].sheet)
        return sheet.cells.on(found[0].area)

    @property
    def visible(self) -> bool:
        return not self.stored.hidden

    @visible.setter
    def visible(self, value: bool) -> None:
        self._book.before_change(keeps_results=True)
        self.stored.hidden = None if value else True

    def delete(self) -> None:
        self._book.before_change()
        store = self._book.workbook if self._worksheet is None else self._worksheet
        if store.defined_names.get(self.local_name) is not self.stored:
            raise ExcelError(_NO_NAME.format(self.name))
        del store.defined_names[self.local_name]


class PrintName(Name):
    """Print_Area or Print_Titles of a sheet: openpyxl keeps them as print settings, not as names."""

    @property
    def refers_to_range(self) -> "Range":
        raise NotImplementedError(f"the range of {self.name}")

    def delete(self) -> None:
        raise NotImplementedError(f"deleting {self.name}: use the page setup")


class NameApi(Native):
    """Excel's Name."""

    def __init__(self, name: Name) -> None:
        self._name = name

    @property
    def Name(self) -> str:  # noqa: N802
        return self._name.name

    @property
    def RefersTo(self) -> str:  # noqa: N802
        return self._name.refers_to

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:  # noqa: N802
        self._name.refers_to = value

    @property
    def Visible(self) -> bool:  # noqa: N802
        return self._name.visible

    @Visible.setter
    def Visible(self, value: bool) -> None:  # noqa: N802
        self._name.visible = value

    def Delete(self) -> None:  # noqa: N802
        self._name.delete()


class BookNames(base_classes.Names):
    """All names of a book, those of its sheets included, in alphabetical order."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    def _all(self) -> list[Name]:
        found = [Name(self._book, stored, None) for stored in self._book.workbook.defined_names.values()]
        for worksheet in self._book.workbook.worksheets:
            found += _names_of_sheet(self._book, worksheet)
        return sorted(found, key=lambda name: (name.local_name.casefold(), name.name))

    def find(self, name: str) -> Name | None:
        """By "name" among the names of the book, by "sheet!name" among those of a sheet."""
        wanted = _folded(name)
        return next((one for one in self._all() if _folded(one.name) == wanted), None)

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        found = self.find(name_or_index)
        if found is None:
            raise ExcelError(_NO_NAME.format(name_or_index))
        return found

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self._all()]

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self.find(name_or_index) is not None

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        sheet, _, local = name.rpartition("!")
        worksheet = self._book.sheets(_unquoted(sheet)).worksheet if sheet else None
        return add_name(self._book, local, refers_to, worksheet)


class SheetNames(BookNames):
    """The names of one sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        super().__init__(sheet.book)
        self._worksheet = sheet.worksheet

    def _all(self) -> list[Name]:
        return _names_of_sheet(self._book, self._worksheet)

    def find(self, name: str) -> Name | None:
        wanted = _folded(name if "!" in name else f"{quoted(self._worksheet.title)}!{name}")
        return next((one for one in self._all() if _folded(one.name) == wanted), None)

    def add(self, name: str, refers_to: str) -> Name:
        return add_name(self._book, name.rpartition("!")[2], refers_to, self._worksheet)


def _names_of_sheet(book: "Book", worksheet: Worksheet) -> list[Name]:
    found = [Name(book, stored, worksheet) for stored in worksheet.defined_names.values()]
    for name, text in (("Print_Area", worksheet.print_area), ("Print_Titles", worksheet.print_titles)):
        if text:
            found.append(PrintName(book, DefinedName(name, attr_text=str(text)), worksheet))
    return found


def add_name(book: "Book", name: str, refers_to: str, worksheet: Worksheet | None) -> Name:
    """Define a name, or define it anew. Raises ExcelError for a text that cannot be a name."""
    if not _VALID.match(name) or _LIKE_A_CELL.match(name) or len(name) > 255:
        raise ExcelError(f"The syntax of this name isn't correct: {name}")
    book.before_change()
    store = (book.workbook if worksheet is None else worksheet).defined_names
    for former in [key for key in store if key.casefold() == name.casefold()]:
        del store[former]
    store[name] = DefinedName(name, attr_text=_stored_text(refers_to))
    return Name(book, store[name], worksheet)


def _stored_text(refers_to: str) -> str:
    """Without the "="; a text without one is a constant in Excel."""
    if not refers_to.startswith("="):
        return '"' + refers_to.replace('"', '""') + '"'
    for reference in references(refers_to):
        if reference.relative or reference.sheet is None:
            raise NotImplementedError(f"a name relative to the active cell or sheet: {refers_to}")
    return refers_to[1:]


def name_of_range(area: "Range") -> Name | None:
    """The first name that refers to exactly this range."""
    for name in area.sheet.book.names:
        found = references(name.refers_to)
        if len(found) == 1 and _is_range(found[0], area) and found[0].text() == name.stored.attr_text:
            return name
    return None


def _is_range(reference: Reference, area: "Range") -> bool:
    return reference.on(None) == area.sheet.name.casefold() and reference.area == area.area


def name_range(area: "Range", name: str) -> None:
    text = Area.text(area.area, row_fixed=True, column_fixed=True)
    area.sheet.book.names.add(name, f"={quoted(area.sheet.name)}!{text}")


def _folded(name: str) -> str:
    sheet, mark, local = name.rpartition("!")
    return _unquoted(sheet).casefold() + mark + local.casefold()


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") and sheet.endswith("'") else sheet
