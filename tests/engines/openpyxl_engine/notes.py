"""Notes of cells."""

from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from xlwings import base_classes

from engines.openpyxl_engine.cells import cell_at, is_covered, look
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.native import Native
from engines.openpyxl_engine.protection import permitted

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range
    from engines.openpyxl_engine.sheet import Sheet

AUTHOR = "Excel 用户"


class Note(base_classes.Note):
    """The note of one cell, found through the cell each time."""

    def __init__(self, location: "Range") -> None:
        self._location = location

    @property
    def _cell(self) -> Any:
        cell = look(self._location.worksheet, self._location.row, self._location.column)
        if cell is None or cell.comment is None:
            raise ExcelError("Object required: the note has been deleted")
        return cell

    @property
    def api(self) -> "NoteApi":
        return NoteApi(self)

    @property
    def location(self) -> "Range":
        return self._location

    @property
    def author(self) -> str:
        return str(self._cell.comment.author)

    @property
    def text(self) -> str:
        return str(self._cell.comment.text)

    @text.setter
    def text(self, value: str) -> None:
        cell = self._cell
        _may_change(self._location.sheet)
        former = cell.comment
        cell.comment = Comment(value, former.author, height=former.height, width=former.width)

    def delete(self) -> None:
        cell = self._cell
        _may_change(self._location.sheet)
        cell.comment = None


class NoteApi(Native):
    """Excel's Comment."""

    def __init__(self, note: Note) -> None:
        self._note = note

    @property
    def Author(self) -> str:  # noqa: N802
        return self._note.author

    def Delete(self) -> None:  # noqa: N802
        self._note.delete()


def _may_change(sheet: "Sheet") -> None:
    permitted(sheet, "objects")
    sheet.book.before_change(keeps_results=True)


def note_of(location: "Range") -> Note | None:
    """The note of the first cell of a range."""
    cell = look(location.worksheet, location.row, location.column)
    return None if cell is None or cell.comment is None else Note(location(1, 1))


def notes_of(sheet: "Sheet") -> list[Note]:
    """The notes of a sheet, row by row."""
    marked = sorted(position for position, cell in sheet.worksheet._cells.items() if cell.comment is not None)
    return [Note(sheet.range(position)) for position in marked]


def add_note(location: "Range", text: str) -> Note:
    _may_change(location.sheet)
    cell = cell_at(location.worksheet, location.row, location.column)
    if is_covered(cell):
        raise ExcelError("Application-defined or object-defined error: the cell is covered by a merged one")
    cell.comment = Comment(text, AUTHOR)
    return Note(location(1, 1))


def clear_notes(location: "Range") -> None:
    """Delete every note in a range."""
    _may_change(location.sheet)
    for cell in location.existing():
        if cell.comment is not None:
            cell.comment = None
