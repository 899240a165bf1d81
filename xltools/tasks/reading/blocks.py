"""Where statutory tables may stand in a workbook: every place with the words of a title, and the rows below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xltools.budget import department
from xltools.budget.console import CLASSIFICATION_SHEET, FINDINGS_SHEET, PURCHASE_SHEET, SHEET
from xltools.budget.form import STRUCTURE_CHART, TABLES
from xltools.budget.inputs import INPUT_SHEETS
from xltools.budget.performance import OVERALL_SHEET, TARGET_PREFIX, TARGET_SHEET
from xltools.budget.reading_words import title_of
from xltools.model.disclosure import Spot
from xltools.office.cells import EMPTY_CELL, Cell
from xltools.office.ranges import Range, format_cell
from xltools.office.references import parse_range
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook

Rows = Mapping[int, Mapping[int, Cell]]
_NO_TABLES = frozenset(
    (
        department.SHEET,
        SHEET,
        FINDINGS_SHEET,
        OVERALL_SHEET,
        TARGET_SHEET,
        CLASSIFICATION_SHEET,
        PURCHASE_SHEET,
        STRUCTURE_CHART.sheet,
        *(sheet.name for sheet in INPUT_SHEETS),
    )
)
"""Sheets of our own template that hold no statutory table."""


@dataclass(frozen=True, slots=True)
class Block:
    """A title and the cells that may belong to its table.

    `rows` hold only cells with something in them. `region` is where the figures of a sheet made by `fill` stand.
    """

    number: int
    sheet: str
    title: str
    title_spot: Spot
    rows: Rows
    merged: Mapping[tuple[int, int], Range]
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    above: int
    """The first row that may say the department or the unit of measure above the title."""
    region: Range | None = None

    def cell(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column, EMPTY_CELL)

    def spot(self, row: int, column: int) -> Spot:
        return Spot(self.sheet, format_cell(row, column), row, column)


def find_blocks(workbook: Workbook) -> list[Block]:
    """Every title of a table in the workbook, in the order of sheets and rows."""
    regions = _regions(workbook)
    found: list[Block] = []
    for name in workbook.sheet_names:
        if regions and (name in _NO_TABLES or name.startswith(TARGET_PREFIX)):
            continue
        sheet = workbook.sheet(name)
        rows = _filled_rows(sheet)
        if rows:
            found += _blocks(sheet, rows, regions)
    return found


def _regions(workbook: Workbook) -> dict[tuple[str, int], Range]:
    """The regions named by our template, by sheet and table."""
    found: dict[tuple[str, int], Range] = {}
    for table in TABLES:
        refers_to = workbook.defined_name(f"{table.anchor}_数据")
        if refers_to and "#REF!" not in refers_to:
            sheet, _, reference = refers_to.rpartition("!")
            try:
                area = parse_range(reference)
            except ValueError:
                continue
            found[sheet.removeprefix("=").strip("'").replace("''", "'"), table.number] = area
    return found


def _filled_rows(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for number in sheet.xml.row_numbers():
        text = sheet.xml.rows[number].text
        if text is not None and "<v" not in text and "<is" not in text and "<f" not in text:
            continue
        cells = {
            column: cell
            for column, rest in sheet.xml.cells_of(number, sheet.xml.rows[number]).items()
            if not rest.endswith("/>")
            for cell in (sheet.cell(number, column),)
            if cell.value is not None or cell.formula
        }
        if cells:
            rows[number] = cells
    return rows


def _blocks(sheet: Sheet, rows: Rows, regions: Mapping[tuple[str, int], Range]) -> list[Block]:
    titles = [
        (number, column, table, cell.value)
        for number, cells in rows.items()
        for column, cell in cells.items()
        if isinstance(cell.value, str)
        for table in (title_of(cell.value),)
        if table
    ]
    if not titles:
        table = title_of(f"{sheet.name.strip().rstrip('表')}表")
        if table is None:
            return []
        titles = [(min(rows), 0, table, sheet.name)]
    merged = {(area.first_row, area.first_column): area for area in sheet.merges}
    last = max(rows)
    found = []
    for row, column, table, text in titles:
        below = [other for other, _, _, _ in titles if other > row]
        right = [other for at, other, _, _ in titles if at == row and other > column]
        left = any(at == row and other < column for at, other, _, _ in titles)
        earlier = [at for at, _, _, _ in titles if at < row]
        found.append(
            Block(
                number=table,
                sheet=sheet.name,
                title=text,
                title_spot=Spot(sheet.name, format_cell(row, max(column, 1)), row, max(column, 1)),
                rows=rows,
                merged=merged,
                first_row=row,
                last_row=min(below) - 1 if below else last,
                first_column=column if left else 1,
                last_column=min(right) - 1 if right else 16_384,
                above=max(earlier) + 1 if earlier else 1,
                region=regions.get((sheet.name, table)),
            )
        )
    return found
