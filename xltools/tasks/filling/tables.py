"""Writes a statutory table: the rows that the data call for, live formulas, cached values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from xltools.budget.console import CODES_NAME
from xltools.budget.exact import Expected
from xltools.budget.measures import ColumnFormula, RowCriteria, balanced_formula, formula
from xltools.model.disclosure import FigureKey
from xltools.model.errors import XltoolsError
from xltools.model.number import in_ten_thousands
from xltools.model.table import Department, Figure, Label, Panel, Row, Table
from xltools.office.cells import formula_cell
from xltools.office.references import Range, column_letter, format_cell
from xltools.office.sheet import Sheet
from xltools.office.text_height import MAX_ROW_HEIGHT, height_for, line_count
from xltools.office.workbook import Workbook
from xltools.tasks.filling.forms import FONT_SIZE, WidthCache
from xltools.tasks.filling.regions import Place, RowChanges, place_of, text_of, write_text

_ZERO = Decimal(0)
_SHORT = 5
"""A label of fewer characters takes one line in every column."""
EMPTY_NOTE = "注：本表无数据"
CODE_COLUMN_NAMES = {3: CODES_NAME}
"""Tables whose code column carries a visible name, for the live check of uncovered lines."""

Line = tuple[Row | None, ...]
"""One printed row: a row of each panel, None where a panel has run out of rows."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that balanced rounding moved from its half-up rounding, in 万元."""

    sheet: str
    cell: str
    value: Decimal
    by: Decimal


class TableFilling:
    """One table on its way into the workbook: `plan` says which rows it needs, `write` fills them."""

    def __init__(self, workbook: Workbook, table: Table, department: Department, found: Expected) -> None:
        """
        Raises:
            XltoolsError: the sheet no longer has the shape of the form.
        """
        self._workbook = workbook
        self._table = table
        self._department = department
        self._expected = found
        self.moved: list[Moved] = []
        """The figures written that balanced rounding moved."""
        panels = range(len(table.panels))
        self._lines: list[Line] = list(zip_longest(*(found.rows[table.number, index] for index in panels)))
        self._place = place_of(workbook, f"{table.anchor}_数据")
        self._require_shape()

    def _require_shape(self) -> None:
        area, name = self._place.area, self._place.sheet
        width = area.last_column - area.first_column + 1
        height = area.last_row - area.first_row + 1
        if width != len(self._table.columns):
            raise XltoolsError(
                f"“{name}”的数据区应有 {len(self._table.columns)} 列，现有 {width} 列。"
                "请恢复表格的列，或使用原模板。"
            )
        if not self._table.grows and height != len(self._lines):
            raise XltoolsError(
                f"“{name}”应有 {len(self._lines)} 行数据，现有 {height} 行。请恢复被增删的行，或使用原模板。"
            )

    @property
    def sheet(self) -> str:
        return self._place.sheet

    def plan(self, changes: RowChanges) -> None:
        """Asks for the rows that the data call for."""
        if not self._table.grows:
            return
        area = self._place.area
        sheet = self._workbook.sheet(self._place.sheet)
        labels = [
            area.first_column + index
            for index, column in enumerate(self._table.columns)
            if isinstance(column, Label)
        ]
        old = [
            tuple(text_of(sheet, row, column) for column in labels)
            for row in range(area.first_row, area.last_row + 1)
        ]
        new = [_label_texts(self._table, line) for line in self._lines]
        styles = place_of(self._workbook, f"{self._table.anchor}_行样").area.first_row
        models = [styles + self._table.styles.index(_style(line)) for line in self._lines]
        changes.fit(self._place, old, new, models)

    def write(self, changes: RowChanges) -> Range:
        """Writes labels, formulas and cached values; returns where the figures stand."""
        table, workbook = self._table, self._workbook
        sheet = workbook.sheet(self._place.sheet)
        area = self._place.area
        if table.grows:
            area = changes.area(self._place)
            workbook.set_defined_name(
                f"{table.anchor}_数据", Place(sheet.name, area).refers_to(), hidden=True
            )
            if name := CODE_COLUMN_NAMES.get(table.number):
                codes = Range(area.first_row, area.first_column, area.last_row, area.first_column)
                workbook.set_defined_name(name, Place(sheet.name, codes).refers_to())
        empty = self._write_figures(sheet, area)
        _write_note(workbook, table, sheet, area, empty)
        return area

    def _write_figures(self, sheet: Sheet, area: Range) -> bool:
        """Writes labels and figures; says whether every figure is zero."""
        empty = True
        column_number = area.first_column
        for index, panel in enumerate(self._table.panels):
            writer = PanelWriter(
                sheet, self._table.number, panel, column_number, self._department, self._expected
            )
            for row_number, line in enumerate(self._lines, area.first_row):
                empty = writer.write(row_number, line[index]) and empty
            self.moved += writer.moved
            column_number += len(panel.columns)
        return empty


def _label_texts(table: Table, line: Line) -> tuple[str, ...]:
    texts: list[str] = []
    for panel, row in zip(table.panels, line, strict=True):
        count = sum(isinstance(column, Label) for column in panel.columns)
        texts += row.labels if row else [""] * count
    return tuple(texts)


def _style(line: Line) -> str:
    return next(row.style for row in line if row)


class PanelWriter:
    """Writes the rows of one panel; what all rows share is made once."""

    def __init__(
        self,
        sheet: Sheet,
        table: int,
        panel: Panel,
        first_column: int,
        department: Department,
        found: Expected,
    ) -> None:
        self._sheet = sheet
        self.moved: list[Moved] = []
        self._table = table
        self._expected = found
        self._sums = department.sums
        self._widths = WidthCache(sheet)
        self._columns = list(enumerate(panel.columns, first_column))
        self._formulas = {
            column.key: ColumnFormula(column.measure)
            for column in panel.columns
            if isinstance(column, Figure) and column.measure
        }

    def write(self, row_number: int, row: Row | None) -> bool:
        """Writes one row; says whether its figures are all zero."""
        if row is None:
            self._clear(row_number)
            return True
        labels = iter(row.labels)
        label_cells: dict[str, str] = {}
        criteria = RowCriteria(row.conditions, label_cells)
        cells: dict[int, str] = {}
        empty = True
        for number, column in self._columns:
            if isinstance(column, Label):
                text = next(labels, "")
                write_text(self._sheet, row_number, number, text)
                self._fit_height(row_number, number, text)
                label_cells[column.key] = f"${column_letter(number)}{row_number}"
                continue
            if column.key in row.figures:
                measure = row.figures[column.key]
                if measure is None:
                    self._sheet.clear(row_number, number)
                    continue
                text = formula(measure)
            elif column.measure is None:
                self._sheet.clear(row_number, number)
                continue
            else:
                text = self._formulas[column.key].narrowed(criteria)
            text, value = self._balanced(row, column, text, row_number, number)
            empty = empty and not value
            style = self._sheet.style_for(row_number, number)
            cells[number] = formula_cell(style, text, value)
        if cells:
            self._sheet.write_cells(row_number, cells)
        return empty

    def _fit_height(self, row_number: int, column: int, text: str) -> None:
        """Makes room for a name that takes several lines."""
        if len(text) < _SHORT:
            return
        width = self._widths.width(column, column)
        if line_count(text, width) > 1:
            needed = min(height_for(text, width, FONT_SIZE), MAX_ROW_HEIGHT)
            if needed > self._sheet.row_height(row_number):
                self._sheet.set_row_height(row_number, needed)

    def _balanced(
        self, row: Row, column: Figure, text: str, row_number: int, number: int
    ) -> tuple[str, Decimal]:
        """The formula and value of a figure, both moved where balanced rounding asks for it."""
        if not row.key:
            measure = row.measure(column)
            return text, in_ten_thousands(self._sums.sum(measure)) if measure else _ZERO
        key = FigureKey(self._table, row.key, column.key)
        value, by = self._expected.printed(key), self._expected.moved.get(key)
        if by:
            self.moved.append(Moved(self._sheet.name, format_cell(row_number, number), value, by))
            text = balanced_formula(text, by)
        return text, value

    def _clear(self, row_number: int) -> None:
        for number, _ in self._columns:
            self._sheet.clear(row_number, number)


def _write_note(workbook: Workbook, table: Table, sheet: Sheet, area: Range, empty: bool) -> None:
    note = place_of(workbook, f"{table.anchor}_注").area
    first_figure = next(index for index, column in enumerate(table.columns) if isinstance(column, Figure))
    figures = Range(area.first_row, area.first_column + first_figure, area.last_row, area.last_column)
    sheet.set_formula(
        note.first_row,
        note.first_column,
        f'IF(SUM({figures})=0,"{EMPTY_NOTE}","")',
        EMPTY_NOTE if empty else "",
    )
