"""The same work with openpyxl: load the template, write the same cells, copy the target sheet, save.

It writes formulas without cached values and loses what openpyxl does not know; that is its advantage in speed.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from xltools.budget.performance import TARGET_PREFIX, TARGET_SHEET

HEADING_ROWS = 6
Writes = list[tuple[int, int, object]]


@dataclass(frozen=True)
class Work:
    """What to write: cells by sheet, and cells by copy of the target sheet."""

    sheets: dict[str, Writes]
    copies: dict[str, Writes]


def work_of(template: Path, finished: Path) -> Work:
    """The cells in which a finished workbook differs from the template."""
    before = openpyxl.load_workbook(template)
    after = openpyxl.load_workbook(finished)
    sheets: dict[str, Writes] = {}
    copies: dict[str, Writes] = {}
    for sheet in after.worksheets:
        is_copy = sheet.title.startswith(TARGET_PREFIX) and sheet.title not in before.sheetnames
        known = before[TARGET_SHEET if is_copy else sheet.title]
        writes = [
            (cell.row, cell.column, cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.value != known.cell(cell.row, cell.column).value
        ]
        (copies if is_copy else sheets)[sheet.title] = writes
    return Work(sheets, copies)


def fill(template: Path, work: Work) -> bytes:
    """Does the work."""
    workbook = openpyxl.load_workbook(template)
    for title, writes in work.sheets.items():
        sheet = workbook[title]
        _free_rows(sheet)
        for row, column, value in writes:
            sheet.cell(row, column, value)
    form = workbook[TARGET_SHEET]
    for title, writes in work.copies.items():
        copy = workbook.copy_worksheet(form)
        copy.title = title
        _free_rows(copy)
        for row, column, value in writes:
            copy.cell(row, column, value)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _free_rows(sheet: Worksheet) -> None:
    """Takes merged cells apart where rows of a form have moved; openpyxl cannot write inside them."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > HEADING_ROWS:
            sheet.unmerge_cells(str(merged))
