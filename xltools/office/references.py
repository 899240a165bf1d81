"""Where references go when rows move: the map of the rows, and formulas that follow it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from xltools.office.ranges import (
    MAX_COLUMN,
    MAX_ROW,
    Range,
    column_letter,
    column_number,
    format_absolute,
    format_cell,
    format_range,
    format_ranges,
    parse_range,
    parse_ranges,
)

__all__ = [
    "MAX_COLUMN",
    "MAX_ROW",
    "REFERENCE_LOST",
    "FormulaShift",
    "Range",
    "RowMap",
    "column_letter",
    "column_number",
    "format_absolute",
    "format_cell",
    "format_range",
    "format_ranges",
    "parse_range",
    "parse_ranges",
    "quote_sheet",
    "quoted_range",
    "rename_tables",
    "retarget_formula",
    "rewrite_areas",
    "sheet_key",
    "shift_formula",
    "translate_formula",
]

REFERENCE_LOST = "#REF!"


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

    def gaps(self) -> list[tuple[int, int, int]]:
        """Each place of an edit as (old row, rows deleted from there on, rows inserted before what follows them)."""
        found: list[tuple[int, int, int]] = []
        old_row = new_row = 1
        for first, last, new in self._segments:
            if first > old_row or new > new_row:
                found.append((old_row, first - old_row, new - new_row))
            old_row, new_row = last + 1, new + last - first + 1
        return found

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


@lru_cache(maxsize=16_384)
def _parsed(formula: str) -> tuple[tuple[tuple[str, str | None, str], ...], str]:
    """A formula taken apart: (text before, sheet or None for its own, A1 text) for each reference; the rest.

    The workbooks of a batch hold mostly the same formulas, so most are taken apart once.
    """
    references: list[tuple[str, str | None, str]] = []
    done = 0
    for match in _TOKEN.finditer(formula):
        sheet, area = None, "area"
        if match["area"] is None:
            if match["sheet_area"] is None:
                continue
            sheet, area = _unquoted(match["sheet"]), "sheet_area"
            if sheet is None:
                continue
        references.append((formula[done : match.start(area)], sheet, match[area]))
        done = match.end(area)
    return tuple(references), formula[done:]


def rewrite_areas(formula: str, formula_sheet: str, change: Callable[[str, str], str | None]) -> str:
    """The formula with each reference passed through `change(sheet name, A1 text)`; None there means #REF!.

    Texts, names, functions, tables' columns, references to other workbooks or several sheets stay.
    """
    references, rest = _parsed(formula)
    out: list[str] = []
    for before, sheet, area in references:
        new = change(formula_sheet if sheet is None else sheet, area)
        out += (before, REFERENCE_LOST if new is None else new)
    out.append(rest)
    return "".join(out)


@lru_cache(maxsize=16_384)
def _rows_of(area: str) -> tuple[str, int, str, int] | None:
    """(before the first row, first row, before the last row, last row), the last row 0 for a single cell.

    None where no rows are named (whole columns) or the text is a name after all.
    """
    first, colon, last = area.partition(":")
    start, end = _CORNER.fullmatch(first), _CORNER.fullmatch(last)
    if start is None or not start[4] or (start[2] and not _column_or_zero(start[2])):
        return None
    if int(start[4]) > MAX_ROW:
        return None
    if not colon:
        return first[: start.start(4)], int(start[4]), "", 0
    if end is None or not end[4]:
        return None
    return first[: start.start(4)], int(start[4]), ":" + last[: end.start(4)], int(end[4])


def _moved_area(area: str, row_map: RowMap) -> str | None:
    parts = _rows_of(area)
    if parts is None:
        return area
    before_first, first, before_last, last = parts
    if not last:
        moved = row_map.row(first)
        return None if moved is None else f"{before_first}{moved}"
    span = row_map.span(first, last) if first <= last else row_map.span(last, first)
    if span is None:
        return None
    low, high = span if first <= last else (span[1], span[0])
    return f"{before_first}{low}{before_last}{high}"


def _column_or_zero(letters: str) -> int:
    """The column's number, or 0 where the letters lie beyond the last column (then they are a name)."""
    try:
        return column_number(letters)
    except ValueError:
        return 0


def shift_formula(formula: str, row_map: RowMap, *, formula_sheet: str, edited_sheet: str) -> str:
    """The formula after rows of `edited_sheet` moved, as Excel would rewrite it."""
    return FormulaShift({edited_sheet: row_map})(formula, formula_sheet)


class FormulaShift:
    """Formulas after rows of one or several sheets moved."""

    def __init__(self, row_maps: Mapping[str, RowMap]) -> None:
        self._maps: dict[str, RowMap | None] = {
            sheet_key(name): row_map for name, row_map in row_maps.items()
        }

    def __call__(self, formula: str, formula_sheet: str) -> str:
        return rewrite_areas(formula, formula_sheet, self._change)

    def _change(self, sheet: str, area: str) -> str | None:
        try:
            row_map = self._maps[sheet]
        except KeyError:
            row_map = self._maps[sheet] = self._maps.get(sheet_key(sheet))
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
