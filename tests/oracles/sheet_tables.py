"""Finds the 13 tables on the sheets of a workbook as a person would: by sheet name and headings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter

from oracles.expected_tables import ExpectedTable
from oracles.values import Position, Value

Cells = Mapping[Position, Value]


@dataclass(frozen=True)
class FoundTable:
    """Where a table stands: its sheet, the first row of its headings, of its figures, its first column."""

    sheet: str
    heading_row: int
    first_row: int
    first_column: int


def find_table(workbook: Mapping[str, Cells], expected: ExpectedTable) -> FoundTable:
    """Where the headings of the table stand; fails, saying so, if they do not stand on its sheet."""
    sheets = [name for name in workbook if name.startswith(f"表{expected.number} ")]
    assert len(sheets) == 1, f"表{expected.number}: sheets {sheets}"
    cells = workbook[sheets[0]]
    corner = expected.header[0][0]
    for row, column in sorted(position for position, value in cells.items() if value == corner):
        if _block(cells, row, column, expected.header) == expected.header:
            return FoundTable(sheets[0], row, row + len(expected.header), column)
    raise AssertionError(f"{sheets[0]}: nowhere the headings {expected.header}")


def wrong_cells(workbook: Mapping[str, Cells], tables: Sequence[ExpectedTable]) -> list[str]:
    """Every label and figure that is not as expected, and every number that stands outside its table."""
    return [complaint for table in tables for complaint in _wrong_cells(workbook, table)]


def figure_cells(found: FoundTable, expected: ExpectedTable) -> dict[Position, bool]:
    """The cells of the table's figure columns: True where a figure stands, False where none ever does."""
    return {
        (found.first_row + row, found.first_column + column): line[column] is not None
        for row, line in enumerate(expected.rows)
        for column in expected.figure_columns
    }


def not_live(
    workbook: Mapping[str, Cells],
    formulas: Mapping[str, Collection[Position]],
    tables: Iterable[ExpectedTable],
) -> list[str]:
    """The figure cells that hold no formula, and typed numbers where no figure stands."""
    complaints = []
    for table in tables:
        found = find_table(workbook, table)
        for position, figure in figure_cells(found, table).items():
            typed = workbook[found.sheet].get(position) is not None
            if position not in formulas[found.sheet] and (figure or typed):
                complaints.append(f"{found.sheet}!{address(position)} is no formula")
    return complaints


def address(position: Position) -> str:
    row, column = position
    return f"{get_column_letter(column)}{row}"


def printed(value: Value) -> str:
    """A cell's value as published: numbers with 2 decimals (more, where the value has more), zero as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    exact = Decimal(format(value, ".15g"))
    if exact == 0:
        return ""
    cents = exact.quantize(Decimal("0.01"))
    return str(cents) if cents == exact else str(exact)


def _wrong_cells(workbook: Mapping[str, Cells], expected: ExpectedTable) -> Iterable[str]:
    found = find_table(workbook, expected)
    cells = workbook[found.sheet]
    width = len(expected.header[-1])
    for row, line in enumerate(expected.printed(), start=found.first_row):
        for offset, text in enumerate(line):
            position = row, found.first_column + offset
            # Labels are texts: 2013201 as a number is wrong, and printed() would give it decimals.
            shown = printed(cells.get(position))
            if shown != text:
                yield f"{found.sheet}!{address(position)} ({line[0]}): {shown!r}, expected {text!r}"
    last_row = found.first_row + len(expected.rows) - 1
    columns = range(found.first_column, found.first_column + width)
    for (row, column), value in cells.items():
        inside = found.heading_row <= row <= last_row and column in columns
        if not inside and isinstance(value, int | float):
            yield f"{found.sheet}!{address((row, column))}: {value!r} outside the table"
        elif row > last_row and column in columns and not str(value).startswith("注"):
            yield f"{found.sheet}!{address((row, column))}: {value!r} below the table"


def _block(cells: Cells, row: int, column: int, like: Sequence[Sequence[str]]) -> list[list[str]]:
    return [
        [_text(cells.get((row + down, column + right))) for right in range(len(line))]
        for down, line in enumerate(like)
    ]


def _text(value: Value) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
