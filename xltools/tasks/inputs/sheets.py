"""The input sheets of a workbook as raw tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from xltools.budget import department
from xltools.budget.form import TABLES
from xltools.budget.inputs import BASIC, INPUT_SHEETS, InputSheet, Kind
from xltools.model.errors import XltoolsError
from xltools.model.fold import fold_word
from xltools.office.cells import Cell
from xltools.office.number_formats import NumberFormats
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.raw import (
    HEADING_ROWS,
    RawRow,
    RawTable,
    RawValue,
    StoredNumber,
    Uncalculated,
    find_headings,
    is_blank,
)

_NUMERIC = (Kind.AMOUNT, Kind.COUNT)


class InputWorkbook:
    """The input sheets of a workbook, found by name.

    Raises:
        XltoolsError: no workbook, or a required sheet is missing.
        LockedError: another program holds the file.
    """

    def __init__(self, path: Path, faults: Faults, workbook: Workbook | None = None) -> None:
        self._workbook = workbook or Workbook.open(path)
        self._formats = NumberFormats(self._workbook.package)
        self._faults = faults
        self._names = {fold_word(name): name for name in self._workbook.sheet_names}
        self.is_form = any(fold_word(table.sheet) in self._names for table in TABLES)
        self._require_sheets(path)

    def has(self, declaration: InputSheet) -> bool:
        return fold_word(declaration.name) in self._names

    def table(self, declaration: InputSheet) -> RawTable | None:
        """The table on the declared sheet; None where there is no such sheet, or no heading row (a fault)."""
        name = self._names.get(fold_word(declaration.name))
        return None if name is None else self._table(declaration, self._workbook.sheet(name))

    def facts_sheet(self) -> Sheet:
        return self._workbook.sheet(self._names[fold_word(department.SHEET)])

    def raw(self, cell: Cell, *, numeric: bool) -> RawValue:
        """What a cell holds; a number in a column of text comes with what it shows."""
        value = cell.value
        if value is None:
            return Uncalculated(cell.formula) if cell.formula else None
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, Decimal) and not numeric:
            return StoredNumber(value, self._formats.shown(value, cell.style))
        return value

    def _table(self, declaration: InputSheet, sheet: Sheet) -> RawTable | None:
        top = [
            (
                number,
                {column: str(cell.value) for column, cell in cells.items() if isinstance(cell.value, str)},
            )
            for number, cells in sheet.iter_rows(1, HEADING_ROWS)
        ]
        headings = find_headings(declaration, sheet.name, top, self._faults, in_workbook=True)
        if headings is None:
            return None
        columns = [(found.position, found.column.kind in _NUMERIC) for found in headings.columns]
        rows: list[RawRow] = []
        formulas: set[tuple[int, int]] = set()
        absent = Cell()
        for number, cells in sheet.iter_rows(headings.row + 1):
            values = [self.raw(cells.get(position, absent), numeric=numeric) for position, numeric in columns]
            if all(is_blank(value) for value in values):
                continue
            rows.append((number, values))
            formulas.update(
                (number, position) for position, cell in cells.items() if cell.formula is not None
            )
        return RawTable(
            declaration,
            sheet.name,
            headings.columns,
            rows,
            in_workbook=True,
            formulas=frozenset(formulas),
            is_complete=headings.is_complete,
        )

    def _require_sheets(self, path: Path) -> None:
        needed = [sheet.name for sheet in INPUT_SHEETS if sheet.required] + [department.SHEET]
        missing = [name for name in needed if fold_word(name) not in self._names]
        if not missing:
            return
        if self.is_form and fold_word(BASIC.name) not in self._names:
            remedy = "它是已生成的公开表，没有可用来重新填充的数据；请指定数据文件夹或带数据表的工作簿"
        else:
            remedy = "请检查工作表名称，或用 xltools init 取得带这些工作表的模板再填写"
        raise XltoolsError(
            f"工作簿“{path.name}”中没有工作表{'、'.join(f'“{name}”' for name in missing)}；{remedy}。"
        )
