"""What independent readers find in a workbook, in one shape: {sheet: {(row, column): value}}, both from 1.

Blank cells and empty texts are left out, dates are datetimes, numbers stay as the reader gave them.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pandas as pd
import python_calamine
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

Position = tuple[int, int]
Value = str | bool | int | float | datetime.datetime | datetime.time | datetime.timedelta | None
Sheets = dict[str, dict[Position, Value]]
Reader = Literal["openpyxl", "calamine", "pandas"]

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Difference:
    """One cell in which two workbooks differ; None is a blank cell."""

    sheet: str
    address: str
    left: Value
    right: Value


def cached_values(workbook: Path, reader: Reader = "openpyxl") -> Sheets:
    """Every value stored in the workbook: typed ones, and those cached with formulas."""
    return _READERS[reader](workbook)


def formula_cells(workbook: Path) -> dict[str, dict[Position, str]]:
    """The formula of every cell that has one, with its leading "="."""
    return {
        sheet.title: {
            (cell.row, cell.column): _formula_text(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in _streamed(workbook, data_only=False)
    }


def differences(
    left: Mapping[str, Mapping[Position, Value]],
    right: Mapping[str, Mapping[Position, Value]],
    *,
    only: Mapping[str, Collection[Position]] | None = None,
) -> list[Difference]:
    """The cells in which two readings differ, in sheet, row, column order; `only` limits them to those cells.

    Numbers are compared exactly after rounding half up to 2 decimals, all else for equality. A blank cell is
    not a zero. A sheet that only one reading has counts with each of its cells.
    """
    found = []
    for sheet in only if only is not None else dict.fromkeys([*left, *right]):
        ours, theirs = left.get(sheet, {}), right.get(sheet, {})
        positions = only[sheet] if only is not None else {*ours, *theirs}
        for row, column in sorted(positions):
            one, other = ours.get((row, column)), theirs.get((row, column))
            if _comparable(one) != _comparable(other):
                found.append(Difference(sheet, f"{get_column_letter(column)}{row}", one, other))
    return found


def _comparable(value: Value) -> tuple[str, Value | Decimal]:
    # The kind goes along because Python holds True equal to 1.
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, int | float):
        exact = Decimal(format(value, ".15g"))
        return "number", exact.quantize(_CENT, rounding=ROUND_HALF_UP) if exact.is_finite() else exact
    return "other", value


def _formula_text(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return value.text or ""
    if isinstance(value, DataTableFormula):
        return "={TABLE}"
    return str(value)


def _normal(value: object) -> Value:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return datetime.datetime.combine(value, datetime.time())
    known = str | bool | int | float | datetime.datetime | datetime.time | datetime.timedelta
    if value is None or isinstance(value, known):
        return value
    raise TypeError(f"a reader gave a value of type {type(value).__name__}: {value!r}")


def _cells(rows: Iterable[Iterable[object]]) -> dict[Position, Value]:
    return {
        (row, column): _normal(value)
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if value is not None and value != ""
    }


def _with_openpyxl(workbook: Path) -> Sheets:
    return {
        sheet.title: _cells(sheet.iter_rows(values_only=True))
        for sheet in _streamed(workbook, data_only=True)
    }


def _streamed(workbook: Path, *, data_only: bool) -> Iterator[Any]:
    """The sheets without their looks, which take most of the time to read."""
    book = openpyxl.load_workbook(workbook, read_only=True, data_only=data_only)
    try:
        for sheet in book.worksheets:
            streamed: Any = sheet
            # Whatever the file says of how far it reaches.
            streamed.reset_dimensions()
            yield streamed
    finally:
        book.close()


def _with_calamine(workbook: Path) -> Sheets:
    book = python_calamine.load_workbook(workbook)
    return {
        name: _cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in book.sheet_names
    }


def _with_pandas(workbook: Path) -> Sheets:
    frames = pd.read_excel(
        workbook, engine="openpyxl", sheet_name=None, header=None, dtype=object, keep_default_na=False
    )
    return {str(name): _cells(frame.itertuples(index=False, name=None)) for name, frame in frames.items()}


_READERS: dict[Reader, Callable[[Path], Sheets]] = {
    "openpyxl": _with_openpyxl,
    "calamine": _with_calamine,
    "pandas": _with_pandas,
}
