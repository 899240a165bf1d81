"""What a filled workbook discloses, for tests of rules: tables by their named places, forms as read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from xltools.budget.form import TABLES, prepare
from xltools.model.disclosure import Disclosure, FigureKey, ReadFigure, ReadPanel, ReadRow, ReadTable, Spot
from xltools.model.ledger import Ledger
from xltools.model.table import Department, Label, Table
from xltools.office.ranges import format_cell
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import place_of, text_of
from xltools.tasks.reading.forms import read_forms


def disclosure_of(workbook: Workbook | Path, ledger: Ledger) -> Disclosure:
    """The workbook as read, with the ledger it was filled from."""
    if isinstance(workbook, Path):
        workbook = Workbook.open(workbook)
    department = prepare(ledger)
    forms = read_forms(workbook)
    return Disclosure(
        {table.number: _table(workbook, table, department) for table in TABLES},
        {},
        forms.targets,
        forms.overall,
        ledger,
        year=ledger.department.year,
        department=ledger.department.name,
    )


def without_ledger(disclosure: Disclosure) -> Disclosure:
    """As a hand-made workbook is read: no input sheets, so nothing but the tables says year and department."""
    return replace(disclosure, ledger=None, year=None, department=None)


def _spot(sheet: Sheet, row: int, column: int) -> Spot:
    return Spot(sheet.name, format_cell(row, column), row, column)


def _table(workbook: Workbook, table: Table, department: Department) -> ReadTable:
    place = place_of(workbook, f"{table.anchor}_数据")
    sheet, area = workbook.sheet(place.sheet), place.area
    panels = []
    column = area.first_column
    for panel in table.panels:
        columns = dict(enumerate(panel.columns, column))
        labels = [number for number, kind in columns.items() if isinstance(kind, Label)]
        rows = []
        for number, row in enumerate(panel.rows(department), area.first_row):
            figures = {
                kind.key: _figure(sheet, number, place, FigureKey(table.number, row.key, kind.key))
                for place, kind in columns.items()
                if not isinstance(kind, Label)
            }
            words = tuple(text_of(sheet, number, place) for place in labels)
            rows.append(ReadRow(row.key, row.parent, row.style, words, number, figures))
        panels.append(ReadPanel(tuple(rows), label_columns=tuple(labels)))
        column += len(panel.columns)
    last = area.last_column
    unit = next(text for text in (text_of(sheet, 3, place) for place in range(last, 0, -1)) if text)
    note = place_of(workbook, f"{table.anchor}_注").area
    words = text_of(sheet, note.first_row, note.first_column)
    return ReadTable(
        table.number,
        sheet.name,
        text_of(sheet, 2, 1),
        _spot(sheet, 2, 1),
        tuple(panels),
        unit.removeprefix("单位："),
        text_of(sheet, 3, 1).removeprefix("部门名称："),
        (_spot(sheet, note.first_row, note.first_column), words) if words else None,
        (_spot(sheet, 1, 1), text_of(sheet, 1, 1)),
    )


def _figure(sheet: Sheet, row: int, column: int, key: FigureKey) -> ReadFigure:
    cell = sheet.cell(row, column)
    value = cell.value if isinstance(cell.value, Decimal) else None
    return ReadFigure(
        key, _spot(sheet, row, column), value, "" if value is None else str(value), cell.formula
    )
