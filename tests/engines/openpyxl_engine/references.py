"""References inside formulas: found, changed and written back; all else stays as it was written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from openpyxl.utils import column_index_from_string, get_column_letter

from engines.openpyxl_engine.areas import LAST_COLUMN, LAST_ROW, Area

GONE = "#REF!"

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    rf"""
    (?P<literal> "(?:[^"]|"")*" )
  | (?P<lost> \#REF!{_CELL}(?::{_CELL})? | \#REF!\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}} | \#REF!\$?\d+:\$?\d+ )
  | (?<![\w.$'\]!\#@\[\\?])
    (?P<prefix> (?: '(?P<quoted>(?:[^']|'')+)' | (?P<plain>[^\s'"!:;,()+\-*/^&=<>{{}}\[\]%\#@$]+) ) ! )?
    (?P<area> {_CELL}(?::{_CELL})? | \$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}} | \$?[1-9]\d{{0,6}}:\$?[1-9]\d{{0,6}} )
    (?![\w.(!\[\\?])
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d*)")
_NEEDS_NO_QUOTES = re.compile(r"[^\W\d][\w.]*\Z")
_LOOKS_LIKE_A_CELL = re.compile(r"(?:[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]|[Cc])\Z")


@dataclass(frozen=True)
class Corner:
    """A cell of a reference; without a column in "3:5", without a row in "A:C"."""

    column: int | None
    row: int | None
    column_fixed: bool
    row_fixed: bool

    @classmethod
    def parse(cls, text: str) -> "Corner":
        found = _CORNER.fullmatch(text)
        assert found is not None, text
        mark, letters, second_mark, digits = found.groups()
        column = column_index_from_string(letters.upper()) if letters else None
        row = int(digits) if digits else None
        return cls(column, row, bool(mark) and bool(letters), bool(second_mark if letters else mark))

    @property
    def inside(self) -> bool:
        return (self.column or 1) <= LAST_COLUMN and (self.row or 1) <= LAST_ROW

    def text(self) -> str:
        column = "" if self.column is None else "$" * self.column_fixed + get_column_letter(self.column)
        return column + ("" if self.row is None else "$" * self.row_fixed + str(self.row))


@dataclass(frozen=True)
class Reference:
    """One reference: the sheet as written before it (without quotes), and one corner or two."""

    sheet: str | None
    first: Corner
    last: Corner | None

    def on(self, home: str | None) -> str:
        """The sheet referred to, folded for comparison; home is the formula's own sheet."""
        return (self.sheet if self.sheet is not None else home or "").casefold()

    @property
    def area(self) -> Area:
        corners = [self.first, self.last or self.first]
        rows = [corner.row for corner in corners if corner.row] or [1, LAST_ROW]
        columns = [corner.column for corner in corners if corner.column] or [1, LAST_COLUMN]
        return Area(min(rows), min(columns), max(rows), max(columns))

    @property
    def relative(self) -> bool:
        """Whether any part of it moves with the cell that holds it."""
        corners = [self.first] if self.last is None else [self.first, self.last]
        return any(
            (corner.row is not None and not corner.row_fixed)
            or (corner.column is not None and not corner.column_fixed)
            for corner in corners
        )

    def with_rows(self, top: int, bottom: int) -> "Reference":
        """The same columns from row top to row bottom, each corner staying the corner it was."""
        if self.last is None:
            return replace(self, first=replace(self.first, row=top))
        first_is_top = (self.first.row or 0) <= (self.last.row or 0)
        rows = (top, bottom) if first_is_top else (bottom, top)
        first, last = replace(self.first, row=rows[0]), replace(self.last, row=rows[1])
        return replace(self, first=first, last=last)

    def text(self) -> str:
        cells = self.first.text() + (f":{self.last.text()}" if self.last else "")
        return cells if self.sheet is None else f"{quoted(self.sheet)}!{cells}"

    def lost(self) -> str:
        """What Excel leaves of it when its cells were deleted."""
        return GONE if self.sheet is None else f"{quoted(self.sheet)}!{GONE}"


Change = Callable[[Reference], Reference | str]


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    if _NEEDS_NO_QUOTES.match(sheet) and not _LOOKS_LIKE_A_CELL.match(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def references(text: str) -> list[Reference]:
    """Every reference of a formula, in order; those into other workbooks left out."""
    found: list[Reference] = []

    def note(reference: Reference) -> Reference:
        found.append(reference)
        return reference

    rewrite(text, note)
    return found


def rewrite(text: str, change: Change) -> str:
    """The formula with every reference replaced by what `change` makes of it.

    Raises NotImplementedError for references over several sheets ("Sheet1:Sheet3!A1").
    """

    def replaced(found: re.Match[str]) -> str:
        reference = _reference(found)
        if reference is None:
            return found[0]
        after = change(reference)
        if after == reference:
            return found[0]
        return after if isinstance(after, str) else after.text()

    return _TOKEN.sub(replaced, text)


def _reference(found: re.Match[str]) -> Reference | None:
    if found["area"] is None:
        return None
    corners = [Corner.parse(part) for part in found["area"].split(":")]
    if not all(corner.inside for corner in corners):
        return None
    sheet = found["quoted"].replace("''", "'") if found["quoted"] else found["plain"]
    if sheet is not None and "[" in sheet:
        return None
    before = found.string[: found.start()]
    if sheet is not None and (":" in sheet or before.endswith(":")):
        raise NotImplementedError(f"a reference over several sheets: {found.string}")
    return Reference(sheet, corners[0], corners[1] if len(corners) == 2 else None)


_LOST = re.compile(
    rf"""(?P<literal>"(?:[^"]|"")*")|(?:(?:'(?:[^']|'')+'|[^\s'"!:;,()+\-*/^&=<>{{}}\[\]%#@$]+)!)?\#REF!
    (?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+)?""",
    re.VERBOSE,
)


def plainly_lost(text: str) -> str:
    """The formula with "表1!#REF!" and "#REF!A1" written "#REF!", the only form LibreOffice understands."""
    return _LOST.sub(lambda found: found["literal"] or GONE, text)


def shifted(text: str, rows: int, columns: int, *, wrap: bool = False) -> str:
    """The formula as it reads when moved by copying: relative parts move along.

    A reference that leaves the sheet becomes #REF!, or with `wrap` comes in at the other side, as in the
    formulas of conditional formats and validations.
    """

    def move(reference: Reference) -> Reference | str:
        first = _moved(reference.first, rows, columns, wrap)
        last = reference.last and _moved(reference.last, rows, columns, wrap)
        if first is None or (reference.last is not None and last is None):
            return reference.lost()
        return replace(reference, first=first, last=last)

    return rewrite(text, move)


def _moved(corner: Corner, rows: int, columns: int, wrap: bool) -> Corner | None:
    row, column = corner.row, corner.column
    if row is not None and not corner.row_fixed:
        row = (row + rows - 1) % LAST_ROW + 1 if wrap else row + rows
    if column is not None and not corner.column_fixed:
        column = (column + columns - 1) % LAST_COLUMN + 1 if wrap else column + columns
    outside = (row is not None and not 1 <= row <= LAST_ROW) or (
        column is not None and not 1 <= column <= LAST_COLUMN
    )
    return None if outside else replace(corner, row=row, column=column)
