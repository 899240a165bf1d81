"""Where statutory tables may stand in a workbook: every place with the words of a title, and the rows below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xltools.budget import department
from xltools.budget.charts import CHART_SHEETS
from xltools.budget.console import CLASSIFICATION_SHEET, FINDINGS_SHEET, PURCHASE_SHEET, SHEET
from xltools.budget.form import TABLES
from xltools.budget.inputs import INPUT_SHEETS
from xltools.budget.performance import OVERALL_SHEET, TARGET_PREFIX, TARGET_SHEET
from xltools.budget.reading_words import is_continuation, title_of
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
        *CHART_SHEETS,
        *(sheet.name for sheet in INPUT_SHEETS),
    )
)
"""Sheets of our own template that hold no statutory table."""
_NARRATIVES = frozenset(("情况说明", "预算情况说明"))
"""Sheets of words: what looks like a title there is a line of the contents."""
_INPUTS = frozenset(sheet.name for sheet in INPUT_SHEETS if sheet.required)
_MOST_ROWS_ABOVE = 3
_LAST_COLUMN = 16_384


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
    titled: bool = True
    """Whether the title is a cell; else it is the name of the sheet."""

    def cell(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column, EMPTY_CELL)

    def spot(self, row: int, column: int) -> Spot:
        return Spot(self.sheet, format_cell(row, column), row, column)


def find_blocks(workbook: Workbook) -> list[Block]:
    """Every title of a table in the workbook, in the order of sheets and rows."""
    regions = _regions(workbook)
    found: list[Block] = []
    ours = bool(regions) or _INPUTS.issubset(workbook.sheet_names)
    for name in workbook.sheet_names:
        if ours and (name in _NO_TABLES or name.startswith(TARGET_PREFIX)):
            continue
        sheet = workbook.sheet(name)
        rows = _filled_rows(sheet)
        if rows and not (name in _NARRATIVES and all(column == 1 for row in rows.values() for column in row)):
            found += _blocks(sheet, rows, regions)
    titled = {block.number for block in found if block.titled}
    return [block for block in found if block.titled or block.number not in titled]


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
        _Title(number, column, table, cell.value)
        for number, cells in rows.items()
        for column, cell in cells.items()
        if isinstance(cell.value, str)
        for table in (title_of(cell.value),)
        if table and not is_continuation(cell.value)
    ]
    if not titles:
        name = sheet.name.strip()
        table = title_of(name) or title_of(f"{name}表")
        if table is None:
            return []
        titles = [_Title(min(rows), 0, table, sheet.name)]
    merged = {(area.first_row, area.first_column): area for area in sheet.merges}
    lanes = _Lanes(titles, max(rows), merged)
    found = []
    for title in titles:
        column = max(title.column, 1)
        first_column, last_column = lanes.columns(title)
        earlier = [other.row for other in titles if other.row < title.row]
        found.append(
            Block(
                number=title.table,
                sheet=sheet.name,
                title=title.text,
                title_spot=Spot(sheet.name, format_cell(title.row, column), title.row, column),
                rows=rows,
                merged=merged,
                first_row=title.row,
                last_row=lanes.last_row(title),
                first_column=first_column,
                last_column=last_column,
                above=max(*earlier, title.row - _MOST_ROWS_ABOVE - 1, 0) + 1,
                region=regions.get((sheet.name, title.table)),
                titled=title.column > 0,
            )
        )
    return found


class _Title(NamedTuple):
    row: int
    column: int
    table: int
    text: str


class _Lanes:
    """Tables side by side: where one row has several titles, each begins a lane of tables one below the other.

    A title merged across lanes, or with lanes only further down, is that of a table across all of them.
    """

    def __init__(
        self, titles: Sequence[_Title], last_row: int, merged: Mapping[tuple[int, int], Range]
    ) -> None:
        self._last_row = last_row
        beside = Counter(title.row for title in titles)
        starts = sorted({title.column for title in titles if beside[title.row] > 1})
        self._lane = {
            title: max((start for start in starts if start <= title.column), default=0) for title in titles
        }
        self._across = {title for title in titles if self._is_across(title, starts, merged)}
        self._ends = {title: self._end(title) for title in titles}

    def _is_across(
        self, title: _Title, starts: Sequence[int], merged: Mapping[tuple[int, int], Range]
    ) -> bool:
        if len(starts) < 2:
            return True
        if title.column >= starts[1]:
            return False
        area = merged.get((title.row, title.column))
        if area is not None and area.last_column >= starts[1]:
            return True
        below = min(
            (other.row for other in self._lane if other.row > title.row and other.column < starts[1]),
            default=self._last_row + 1,
        )
        return all(other.row >= below for other in self._lane if other.column >= starts[1])

    def _end(self, title: _Title) -> int:
        below = [
            other.row
            for other, lane in self._lane.items()
            if other.row > title.row
            and (lane == self._lane[title] or other in self._across or title in self._across)
        ]
        return min(below) - 1 if below else self._last_row

    def last_row(self, title: _Title) -> int:
        return self._ends[title]

    def columns(self, title: _Title) -> tuple[int, int]:
        if title in self._across:
            return 1, _LAST_COLUMN
        own = self._lane[title]
        beside = {
            self._lane[other]
            for other, end in self._ends.items()
            if other not in self._across and other.row <= self._ends[title] and end >= title.row
        }
        right = [lane for lane in beside if lane > own]
        return own if min(beside) < own else 1, min(right) - 1 if right else _LAST_COLUMN
