"""A1 references: ranges, and formulas that follow when rows move."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
REFERENCE_LOST = "#REF!"


@lru_cache(maxsize=MAX_COLUMN)
def column_letter(number: int) -> str:
    """`28` → `AB`."""
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"no such column: {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """`AB` → `28`."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"no such column: {letters!r}")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"no such column: {letters!r}")
    return number


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A rectangle of cells; rows and columns count from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        return format_range(self)

    def contains(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def covers(self, other: Range) -> bool:
        return self.contains(other.first_row, other.first_column) and self.contains(
            other.last_row, other.last_column
        )

    def overlaps(self, other: Range) -> bool:
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def union(self, other: Range) -> Range:
        """The smallest range over both."""
        return Range(
            min(self.first_row, other.first_row),
            min(self.first_column, other.first_column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )


_RANGE = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?")


def parse_range(text: str) -> Range:
    """`A1`, `$A$1:C7`, `A:C` (all rows) or `3:7` (all columns) as a Range.

    Raises:
        ValueError: the text is no such reference.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a range: {text!r}")
    first_letters, first_digits, last_letters, last_digits = match.groups()
    if ":" not in text:
        last_letters, last_digits = first_letters, first_digits
        if first_letters is None or first_digits is None:
            raise ValueError(f"not a range: {text!r}")
    if (first_letters is None) != (last_letters is None) or (first_digits is None) != (last_digits is None):
        raise ValueError(f"not a range: {text!r}")
    if first_letters is None and first_digits is None:
        raise ValueError(f"not a range: {text!r}")
    columns = (
        sorted((column_number(first_letters), column_number(last_letters)))
        if first_letters
        else [1, MAX_COLUMN]
    )
    rows = sorted((int(first_digits), int(last_digits))) if first_digits else [1, MAX_ROW]
    if rows[0] < 1 or rows[1] > MAX_ROW:
        raise ValueError(f"no such row: {text!r}")
    return Range(rows[0], columns[0], rows[1], columns[1])


def format_cell(row: int, column: int) -> str:
    """`(7, 2)` → `B7`."""
    return f"{column_letter(column)}{row}"


def format_range(area: Range) -> str:
    """`B2:C7`, or `B2` for a single cell."""
    first = format_cell(area.first_row, area.first_column)
    last = format_cell(area.last_row, area.last_column)
    return first if first == last else f"{first}:{last}"


def format_absolute(area: Range) -> str:
    """`$B$2:$C$7`, as defined names write it."""
    first = f"${column_letter(area.first_column)}${area.first_row}"
    last = f"${column_letter(area.last_column)}${area.last_row}"
    return first if first == last else f"{first}:{last}"


def parse_ranges(sqref: str) -> list[Range]:
    """The ranges of an `sqref` attribute, in its order."""
    return [parse_range(part) for part in sqref.split()]


def format_ranges(areas: Iterable[Range]) -> str:
    """Ranges as an `sqref` attribute."""
    return " ".join(format_range(area) for area in areas)


class RowMap:
    """Where each row of a sheet goes when rows are deleted and inserted; what stays keeps its order."""

    __slots__ = ("_segments", "_starts")

    def __init__(self, segments: Iterable[tuple[int, int, int]]) -> None:
        """`segments`: runs of kept rows as (first old row, last old row, first new row), ascending."""
        self._segments = tuple(segments)
        self._starts = [segment[0] for segment in self._segments]

    @classmethod
    def from_edits(
        cls, deletes: Iterable[tuple[int, int]] = (), inserts: Iterable[tuple[int, int]] = ()
    ) -> RowMap:
        """Rows counted as they stand before any edit.

        Args:
            deletes: (first row, last row) of each deleted run; runs may overlap.
            inserts: (row, count): `count` empty rows before `row`, also where that row is itself deleted.
        """
        steps: dict[int, int] = {}
        for row, count in inserts:
            if row < 1 or count < 0:
                raise ValueError(f"cannot insert {count} rows before row {row}")
            steps[row] = steps.get(row, 0) + count
        gone: list[tuple[int, int]] = []
        for first, last in sorted(deletes):
            if not 1 <= first <= last:
                raise ValueError(f"cannot delete rows {first} to {last}")
            if gone and first <= gone[-1][1] + 1:
                gone[-1] = (gone[-1][0], max(last, gone[-1][1]))
            else:
                gone.append((first, last))
        edges = sorted({1, MAX_ROW + 1, *steps, *(row for first, last in gone for row in (first, last + 1))})
        segments: list[tuple[int, int, int]] = []
        new_row = 1
        hole = 0
        for start, after in pairwise(edges):
            new_row += steps.get(start, 0)
            while hole < len(gone) and gone[hole][1] < start:
                hole += 1
            if hole < len(gone) and gone[hole][0] <= start:
                continue
            segments.append((start, after - 1, new_row))
            new_row += after - start
        return cls(segments)

    @classmethod
    def inserting(cls, before_row: int, count: int) -> RowMap:
        """`count` empty rows before one row."""
        return cls.from_edits(inserts=[(before_row, count)])

    @classmethod
    def deleting(cls, first_row: int, last_row: int) -> RowMap:
        """One run of rows taken out."""
        return cls.from_edits(deletes=[(first_row, last_row)])

    @property
    def is_identity(self) -> bool:
        kept = 0
        for first, last, new in self._segments:
            if first != kept + 1 or new != first:
                return False
            kept = last
        return kept >= MAX_ROW

    def row(self, row: int) -> int | None:
        """The new number of an old row; None where it is deleted or pushed off the sheet."""
        index = bisect_right(self._starts, row) - 1
        if index < 0:
            return None
        first, last, new = self._segments[index]
        if row > last:
            return None
        moved = row - first + new
        return moved if moved <= MAX_ROW else None

    def next_kept(self, row: int) -> int | None:
        """The first old row from `row` on that stays; None where none does."""
        index = bisect_right(self._starts, row) - 1
        if index >= 0 and row <= self._segments[index][1]:
            return row
        return self._segments[index + 1][0] if index + 1 < len(self._segments) else None

    def previous_kept(self, row: int) -> int | None:
        """The last old row up to `row` that stays; None where none does."""
        index = bisect_right(self._starts, row) - 1
        return None if index < 0 else min(row, self._segments[index][1])

    def position(self, row: int) -> int:
        """Where something anchored to a row comes to stand.

        At its row or, where that is gone, at the next one.
        """
        kept = self.next_kept(row)
        return (self.row(kept) if kept is not None else None) or MAX_ROW

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """A range of rows after the edit, as in Excel: rows inserted inside widen it, deleted ones shrink it.

        None where every row of it is deleted. A range over all rows stays one.
        """
        if first == 1 and last == MAX_ROW:
            return first, last
        first_kept, last_kept = self.next_kept(first), self.previous_kept(last)
        if first_kept is None or last_kept is None or first_kept > last_kept:
            return None
        new_first = self.row(first_kept)
        if new_first is None:
            return None
        return new_first, self.row(last_kept) or MAX_ROW

    def area(self, area: Range) -> Range | None:
        """A range of cells after the edit; None where it is deleted."""
        span = self.span(area.first_row, area.last_row)
        return None if span is None else Range(span[0], area.first_column, span[1], area.last_column)


# --- formulas ---

_NAME = r"""[^\s'"!:,;(){}\[\]+\-*/^&=<>%@\#$|~`]"""
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_AREA = rf"(?:{_CELL}(?::{_CELL})?|\$?[0-9]+:\$?[0-9]+|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w.(!])"
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                                      # a text
    | \#REF!(?:{_AREA})? | \#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!)      # an error
    | \[[^\[\]]*\]{_NAME}*(?::{_NAME}+)?!(?:{_AREA}|{_NAME}*)             # another workbook
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]                           # a table's columns
    | (?P<prefix>(?P<sheet>'(?:[^']|'')+'|{_NAME}+(?::{_NAME}+)?)!)(?P<sheet_area>{_AREA})?
    | (?<![!\w])(?P<area>{_AREA})
    | {_NAME}+                                                            # a name, function or number
    """,
    re.VERBOSE,
)
_COLUMNS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_TABLE_COLUMNS = re.compile(rf"""\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|({_NAME}+)({_COLUMNS})""")
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def quote_sheet(name: str) -> str:
    """A sheet name as formulas write it, quoted where they must."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", name) and not re.fullmatch(
        r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*", name
    )
    return name if plain else "'" + name.replace("'", "''") + "'"


def quoted_range(sheet: str, area: Range) -> str:
    """`'表1 收支总表'!$B$2:$C$7`, as names, charts and links write it."""
    return f"{quote_sheet(sheet)}!{format_absolute(area)}"


def sheet_key(name: str) -> str:
    """What two spellings of one sheet name share: Excel does not tell cases apart."""
    return name.casefold()


def _unquoted(sheet: str) -> str | None:
    """The name behind a formula's sheet prefix; None for another workbook's sheet or a run of sheets."""
    if sheet[0] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    return None if ":" in sheet or "[" in sheet else sheet


def rewrite_areas(formula: str, formula_sheet: str, change: Callable[[str, str], str | None]) -> str:
    """The formula with each reference passed through `change(sheet name, A1 text)`; None there means #REF!.

    Texts, names, functions, tables' columns, references to other workbooks or several sheets stay.
    """

    def replaced(match: re.Match[str]) -> str:
        area = match["area"]
        if area is not None:
            new = change(formula_sheet, area)
            return REFERENCE_LOST if new is None else new
        area = match["sheet_area"]
        if area is None:
            return match[0]
        sheet = _unquoted(match["sheet"])
        if sheet is None:
            return match[0]
        new = change(sheet, area)
        return match["prefix"] + (REFERENCE_LOST if new is None else new)

    return _TOKEN.sub(replaced, formula)


def _column_or_zero(letters: str) -> int:
    """The column's number, or 0 where the letters lie beyond the last column (then they are a name)."""
    try:
        return column_number(letters)
    except ValueError:
        return 0


def _moved_area(area: str, row_map: RowMap) -> str | None:
    first, colon, last = area.partition(":")
    start = _CORNER.fullmatch(first)
    if start is None or not start[4]:
        # Whole columns hold no row.
        return area
    row = int(start[4])
    if row > MAX_ROW or (start[2] and _column_or_zero(start[2]) == 0):
        return area
    if not colon:
        moved = row_map.row(row)
        return None if moved is None else f"{start[1]}{start[2]}{start[3]}{moved}"
    end = _CORNER.fullmatch(last)
    if end is None or not end[4]:
        return area
    other = int(end[4])
    span = row_map.span(min(row, other), max(row, other))
    if span is None:
        return None
    low, high = span if row <= other else (span[1], span[0])
    return f"{start[1]}{start[2]}{start[3]}{low}:{end[1]}{end[2]}{end[3]}{high}"


def shift_formula(formula: str, row_map: RowMap, *, formula_sheet: str, edited_sheet: str) -> str:
    """The formula after rows of `edited_sheet` moved, as Excel would rewrite it."""
    return FormulaShift({edited_sheet: row_map})(formula, formula_sheet)


class FormulaShift:
    """Formulas after rows of one or several sheets moved; equal formulas are worked out once."""

    def __init__(self, row_maps: Mapping[str, RowMap]) -> None:
        self._maps = {sheet_key(name): row_map for name, row_map in row_maps.items()}
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, formula: str, formula_sheet: str) -> str:
        key = sheet_key(formula_sheet)
        # Without a sheet of its own that moves, a formula means the same wherever it stands.
        memo = (formula, key if key in self._maps else "")
        known = self._known.get(memo)
        if known is None:
            known = self._known[memo] = rewrite_areas(formula, formula_sheet, self._change)
        return known

    def _change(self, sheet: str, area: str) -> str | None:
        row_map = self._maps.get(sheet_key(sheet))
        return area if row_map is None else _moved_area(area, row_map)


def translate_formula(formula: str, d_row: int, d_column: int) -> str:
    """The formula as it reads `d_row` rows down and `d_column` columns right: relative references follow."""

    def corner(text: str) -> str | None:
        match = _CORNER.fullmatch(text)
        if match is None:
            return text
        dollar_column, letters, dollar_row, digits = match.groups()
        if not letters and dollar_column:
            dollar_column, dollar_row = "", dollar_column
        if letters and not dollar_column:
            column = _column_or_zero(letters)
            if column == 0:
                return text
            if not 1 <= column + d_column <= MAX_COLUMN:
                return None
            letters = column_letter(column + d_column)
        if digits and not dollar_row:
            row = int(digits) + d_row
            if not 1 <= row <= MAX_ROW:
                return None
            digits = str(row)
        return f"{dollar_column}{letters}{dollar_row}{digits}"

    def change(_sheet: str, area: str) -> str | None:
        corners = [corner(text) for text in area.split(":")]
        return None if None in corners else ":".join(text for text in corners if text is not None)

    return rewrite_areas(formula, "", change)


def retarget_formula(formula: str, old_sheet: str, new_sheet: str | None) -> str:
    """The formula with every mention of one sheet turned to another, or to #REF! for None."""
    old_key = sheet_key(old_sheet)

    def replaced(match: re.Match[str]) -> str:
        if match["sheet"] is None:
            return match[0]
        sheet = _unquoted(match["sheet"])
        if sheet is None or sheet_key(sheet) != old_key:
            return match[0]
        if new_sheet is None:
            return REFERENCE_LOST
        return f"{quote_sheet(new_sheet)}!{match['sheet_area'] or ''}"

    return _TOKEN.sub(replaced, formula)


def rename_tables(formula: str, names: Mapping[str, str | None]) -> str:
    """The formula with tables called otherwise, or their columns turned to #REF! for None."""
    if "[" not in formula:
        return formula
    renamed = {name.casefold(): new for name, new in names.items()}

    def replaced(match: re.Match[str]) -> str:
        if match[1] is None or match[1].casefold() not in renamed:
            return match[0]
        new = renamed[match[1].casefold()]
        return REFERENCE_LOST if new is None else new + match[2]

    return _TABLE_COLUMNS.sub(replaced, formula)
