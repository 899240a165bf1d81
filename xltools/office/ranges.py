"""Rectangles of cells and how A1 notation writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


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


@lru_cache(maxsize=16_384)
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
