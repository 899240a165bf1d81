"""One worksheet: its ranges, what is selected, and changes of it as a whole."""

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.openpyxl_engine import notes, sheet_changes
from engines.openpyxl_engine.areas import LAST_COLUMN, LAST_ROW, Area
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.names import SheetNames
from engines.openpyxl_engine.page_setup import PageSetup
from engines.openpyxl_engine.protection import structure_may_change
from engines.openpyxl_engine.ranges import Range
from engines.openpyxl_engine.sheet_api import SheetApi
from engines.openpyxl_engine.sheet_copy import copy_sheet
from engines.openpyxl_engine.stores import Worksheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book

_VISIBLE, _HIDDEN, _VERY_HIDDEN = -1, 0, 2
_STATES = {"visible": _VISIBLE, "hidden": _HIDDEN, "veryHidden": _VERY_HIDDEN}


class Sheet(base_classes.Sheet):
    """One worksheet; any use after its deletion raises ExcelError."""

    def __init__(self, book: "Book", worksheet: Worksheet) -> None:
        self._book = book
        self._worksheet = worksheet

    @property
    def worksheet(self) -> Worksheet:
        if not any(sheet is self._worksheet for sheet in self._book.workbook.worksheets):
            raise ExcelError("The object invoked has disconnected from its clients: the sheet was deleted.")
        return self._worksheet

    @property
    def api(self) -> SheetApi:
        return SheetApi(self)

    @property
    def book(self) -> "Book":
        return self._book

    @property
    def name(self) -> str:
        return str(self.worksheet.title)

    @name.setter
    def name(self, value: str) -> None:
        structure_may_change(self._book)
        sheet_changes.rename(self, value)

    @property
    def index(self) -> int:
        return int(self._book.workbook.worksheets.index(self.worksheet)) + 1

    @property
    def names(self) -> SheetNames:
        return SheetNames(self)

    @property
    def notes(self) -> list[notes.Note]:
        return notes.notes_of(self)

    @property
    def comments(self) -> list[Any]:
        """Threaded comments do not survive openpyxl, so there are none."""
        return []

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    # Ranges

    @property
    def cells(self) -> Range:
        return Range(self, Area(1, 1, LAST_ROW, LAST_COLUMN))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, int) and isinstance(arg2, int):
            return self.range((arg1, arg2))
        first = self._range(arg1)
        if arg2 is None:
            return first
        one, other = first.area, self._range(arg2).area
        top, left = min(one.top, other.top), min(one.left, other.left)
        return Range(self, Area(top, left, max(one.bottom, other.bottom), max(one.right, other.right)))

    def _range(self, described: Any) -> Range:
        if isinstance(described, base_classes.Range):
            assert isinstance(described, Range)
            return Range(self, described.area)
        if hasattr(described, "impl"):
            return self._range(described.impl)
        if isinstance(described, tuple):
            return Range(self, _area_of(described))
        if "," in described or " " in described.strip():
            raise NotImplementedError(f"a range of several areas: {described}")
        try:
            return Range(self, Area.parse(described))
        except (ValueError, TypeError):
            return self.named_range(described)

    def named_range(self, name: str) -> Range:
        found = self.names.find(name) or self._book.names.find(name)
        if found is None:
            raise ExcelError(f"Application-defined or object-defined error: no range {name!r}")
        return found.refers_to_range

    @property
    def stored_area(self) -> Area:
        """From A1 to the last row and column with a stored cell."""
        cells = self.worksheet._cells
        return Area(
            1, 1, max((row for row, _ in cells), default=1), max((column for _, column in cells), default=1)
        )

    @property
    def used_range(self) -> Range:
        """The cells with contents, formats or notes."""
        used = [
            position
            for position, cell in self.worksheet._cells.items()
            if cell._value is not None or cell.has_style or cell.comment is not None
        ] or [(1, 1)]
        rows, columns = [row for row, _ in used], [column for _, column in used]
        return Range(self, Area(min(rows), min(columns), max(rows), max(columns)))

    @property
    def selection(self) -> Range:
        """The selected cells; of several areas the first."""
        selected = self._selected()
        return Range(self, Area.parse(str(selected.sqref or "A1").split()[0]))

    @property
    def active_cell(self) -> Area:
        return Area.parse(self._selected().activeCell or "A1")

    def _selected(self) -> Any:
        view = self.worksheet.sheet_view
        pane = view.pane.activePane if view.pane is not None else "topLeft"
        return next((one for one in view.selection if (one.pane or "topLeft") == pane), view.selection[0])

    def select_range(self, area: Range) -> None:
        if not self.is_active:
            raise ExcelError("Select method of Range class failed")
        selected = self._selected()
        selected.sqref = area.area.text()
        selected.activeCell = area(1, 1).area.text()

    # The sheet as a whole

    @property
    def is_active(self) -> bool:
        """Whether it is the sheet on the screen: of the active book, in the active Excel."""
        return (
            self._book.workbook.active is self.worksheet and self._book.application.books.active is self._book
        )

    def activate(self) -> None:
        if self.worksheet.sheet_state != "visible":
            raise ExcelError("Activate method of Worksheet class failed")
        sheet_changes.make_active(self._book.workbook, self.worksheet)
        self._book.activate()

    def select(self) -> None:
        self.activate()

    @property
    def visible(self) -> int:
        return _STATES[self.worksheet.sheet_state]

    @visible.setter
    def visible(self, value: int | bool) -> None:
        structure_may_change(self._book)
        self._book.before_change(keeps_results=True)
        state = _VERY_HIDDEN if value == _VERY_HIDDEN else _VISIBLE if value else _HIDDEN
        sheet_changes.show(self, next(name for name, number in _STATES.items() if number == state))

    def clear(self) -> None:
        self.cells.clear()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def delete(self) -> None:
        structure_may_change(self._book)
        self._book.before_change()
        sheet_changes.delete(self)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        target = before or after
        if target is None or target.book is not self._book:
            raise NotImplementedError("copying a sheet into another workbook")
        structure_may_change(self._book)
        self._book.before_change()
        place = sheet_changes.place_of(self._book.workbook, before, after)
        copied = copy_sheet(self, place)
        if copied.sheet_state == "visible":
            sheet_changes.make_active(self._book.workbook, copied)
        else:
            copied.sheet_view.tabSelected = False

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        structure_may_change(self._book)
        self._book.before_change()
        sheet_changes.move(self, before, after)


def _area_of(numbers: tuple[int, ...]) -> Area:
    if 0 in numbers[:2]:
        raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
    row, column = numbers[:2]
    height, width = numbers[2:] if len(numbers) == 4 else (1, 1)
    if height < 1 or width < 1:
        raise NotImplementedError("a range without cells")
    if row < 1 or column < 1 or row + height - 1 > LAST_ROW or column + width - 1 > LAST_COLUMN:
        raise ExcelError("Application-defined or object-defined error")
    return Area(row, column, row + height - 1, column + width - 1)
