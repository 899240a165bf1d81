"""An input table as found in a file or a sheet: its columns by heading, its rows as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from xltools.budget.inputs import INPUT_SHEETS, InputColumn, InputSheet
from xltools.model.fold import fold_heading
from xltools.office.cells import ErrorValue
from xltools.tasks.inputs.faults import Faults, nearest

HEADING_ROWS = 20
"""Headings are looked for in so many rows from the top."""

_COMPUTED = frozenset(
    fold_heading(column.heading) for sheet in INPUT_SHEETS for column in sheet.columns if column.computed
)
"""Columns the program fills in (序号 …), whichever table they stand in."""


@dataclass(frozen=True, slots=True)
class StoredNumber:
    """A number where text is expected: what is stored and what the cell shows."""

    value: Decimal
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula whose value nobody has worked out yet."""

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


RawValue = str | Decimal | StoredNumber | ErrorValue | Uncalculated | None
"""What a cell holds before it is understood; a field of a CSV file is a str."""

RawRow = tuple[int, Sequence[RawValue]]
"""The row as the person counts, and its values in the order of `RawTable.columns`."""


class FoundColumn(NamedTuple):
    """A declared column and where it stands: field index in a CSV row, column number on a sheet."""

    column: InputColumn
    position: int


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of one input table below its headings, blank ones left out."""

    declaration: InputSheet
    place: str
    """The file or the sheet, as messages name it."""
    columns: tuple[FoundColumn, ...]
    rows: Sequence[RawRow]
    in_workbook: bool = False
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    """Row and column of the cells whose value a formula gives."""
    is_complete: bool = True
    """False where rows or whole columns could not be read: nothing may be concluded from what is absent."""

    def heading(self, column: InputColumn) -> str:
        """The column as this kind of source heads it."""
        return _heading(column, in_workbook=self.in_workbook)


def _heading(column: InputColumn, *, in_workbook: bool) -> str:
    return column.heading if in_workbook else column.file_heading


class Headings(NamedTuple):
    """The heading row of a table and the declared columns found in it."""

    row: int
    columns: tuple[FoundColumn, ...]
    is_complete: bool


def find_headings(
    declaration: InputSheet,
    place: str,
    rows: Sequence[tuple[int, Mapping[int, str]]],
    faults: Faults,
    *,
    in_workbook: bool,
) -> Headings | None:
    """The columns of a table, from its first rows (position → text); None and a fault where there are none.

    The row with the most declared headings is the heading row. Missing and doubled columns are errors, unknown
    ones information.
    """
    known = {fold_heading(column.heading): column for column in declaration.columns}
    best: tuple[int, Mapping[int, str]] | None = None
    most = 0
    for number, texts in rows[:HEADING_ROWS]:
        matched = len({folded for text in texts.values() if (folded := fold_heading(text)) in known})
        if matched > most:
            best, most = (number, texts), matched
    required = [column for column in declaration.file_columns if column.required]
    expected = "、".join(_heading(column, in_workbook=in_workbook) for column in required)
    if best is None:
        separator = "" if in_workbook else "；各列之间应为英文逗号"
        faults.add("error", place, None, None, None, "没有找到标题行", f"应有的列为：{expected}{separator}")
        return None
    row, texts = best
    columns: dict[str, FoundColumn] = {}
    unknown: list[str] = []
    doubled: set[str] = set()
    for position, text in texts.items():
        folded = fold_heading(text)
        column = known.get(folded)
        if column is None:
            if folded and folded not in _COMPUTED:
                unknown.append(text.strip())
        elif column.computed:
            continue
        elif column.attribute in columns:
            doubled.add(column.attribute)
        else:
            columns[column.attribute] = FoundColumn(column, position)
    for attribute in doubled:
        # Which of the two is meant is not ours to guess: neither is read.
        heading = _heading(columns.pop(attribute).column, in_workbook=in_workbook)
        faults.add("error", place, row, heading, None, "这一列出现了两次", "请只保留一列")
    missing = [
        column for column in required if column.attribute not in columns and column.attribute not in doubled
    ]
    for column in missing:
        heading = _heading(column, in_workbook=in_workbook)
        faults.add("error", place, row, heading, None, "缺少这一列", _missing_remedy(column, unknown))
    optional = [column.heading for column in declaration.file_columns if column.attribute not in columns]
    for text in unknown:
        near = nearest(fold_heading(text), optional)
        hint = f"；如果就是“{near}”，请改用这个标题" if near and not missing else ""
        faults.add("info", place, row, text, None, "这一列不在约定之内，没有读取", f"不影响其他列{hint}")
    return Headings(row, tuple(columns.values()), is_complete=not missing and not doubled)


def _missing_remedy(column: InputColumn, unknown: Sequence[str]) -> str:
    in_ten_thousands = f"{column.heading}(万元)"
    if any(fold_heading(text) == fold_heading(in_ten_thousands) for text in unknown):
        return f"现有的一列是“{column.heading}(万元)”；请换算成元，标题改为“{column.file_heading}”"
    near = nearest(column.heading, unknown)
    hint = f"；如果“{near}”就是这一列，请改为这个标题" if near else ""
    return f"请加上“{column.heading}”列，其他列不必移动{hint}"


def is_blank(value: RawValue) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))
