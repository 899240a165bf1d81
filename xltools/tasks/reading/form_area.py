"""Where performance forms stand in a workbook: by the words of their titles, one below the other if need be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from xltools.budget import department
from xltools.budget.charts import CHART_SHEETS
from xltools.budget.console import CLASSIFICATION_SHEET, FINDINGS_SHEET, PURCHASE_SHEET
from xltools.budget.console import SHEET as CONSOLE_SHEET
from xltools.budget.form import TABLES
from xltools.budget.inputs import INPUT_SHEETS, PROJECTS
from xltools.budget.measures import defined_name
from xltools.budget.performance import Grid
from xltools.model.disclosure import Spot
from xltools.model.fold import fold_name
from xltools.model.table import ABOVE, LEFT
from xltools.office.cells import EMPTY_CELL, Cell
from xltools.office.references import Range, format_cell
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook

TARGET_KIND, OVERALL_KIND = "项目", "整体"
_TITLE = re.compile(r"(项目|整体)(?:支出)?绩效目标(?:申报)?表(?:\(.*\))?$")
_LONGEST_TITLE = 80
_MOST_VALUES = 4
"""A title stands in a row of its own, or nearly so."""
_OURS = defined_name(PROJECTS.key, "amount")
"""A name that workbooks made from our template have; their input sheets hold no forms."""
_NO_FORMS = frozenset(
    (
        *(department.SHEET, CONSOLE_SHEET, FINDINGS_SHEET, CLASSIFICATION_SHEET, PURCHASE_SHEET),
        *(sheet.name for sheet in INPUT_SHEETS),
        *(table.sheet for table in TABLES),
        *CHART_SHEETS,
    )
)
"""Sheets of our template that hold no performance form."""
_UNIT_SUFFIX = re.compile(r"\((?:单位:)?(?:万元|元)\)$")

Position = tuple[int, int]


@lru_cache(maxsize=2048)
def fold_label(text: str) -> str:
    """A label to compare: without spaces, 其中：, its unit of measure and a colon."""
    bare = fold_name(text).removeprefix("其中").strip(":").removesuffix(":")
    return _UNIT_SUFFIX.sub("", bare)


def grid_labels(grid: Grid) -> frozenset[str]:
    """The words that a form prints, folded."""
    return frozenset(
        fold_label(text)
        for line in grid
        for text in line
        if text and text not in (LEFT, ABOVE) and not text.startswith("{")
    )


class FormArea:
    """The rows of one form: the cells that hold something, and merged ranges by their first cell."""

    def __init__(
        self,
        title: Spot,
        title_text: str,
        cells: dict[int, dict[int, Cell]],
        merged: dict[Position, Range],
        words: Mapping[str, frozenset[str]],
    ) -> None:
        """`words` are what each kind of form prints."""
        self.sheet = title.sheet
        self.kind = _title_kind(title_text)
        self.title = title
        self.title_text = title_text
        self.cells = cells
        self.merged = merged
        self.labels: dict[str, list[Position]] = {}
        """Where each word of the form stands, in reading order."""
        self._label_columns: dict[int, list[int]] = {}
        self._find_labels(words[self.kind])
        outermost = max((columns[-1] for columns in self._label_columns.values()), default=0)
        self.last_column = max(self.area(title.row, title.column).last_column, outermost + 1)
        """The last column of the form; what stands right of it is a person's own."""

    def _find_labels(self, words: frozenset[str]) -> None:
        for row, line in self.cells.items():
            for column in sorted(line):
                cell = line[column]
                if isinstance(cell.value, str):
                    word = fold_label(cell.value)
                    if word in words:
                        self.labels.setdefault(word, []).append((row, column))
                        self._label_columns.setdefault(row, []).append(column)

    @property
    def is_overall(self) -> bool:
        return self.kind == OVERALL_KIND

    def spot(self, row: int, column: int) -> Spot:
        return Spot(self.sheet, format_cell(row, column), row, column)

    def cell(self, row: int, column: int) -> Cell:
        line = self.cells.get(row)
        return line.get(column, EMPTY_CELL) if line else EMPTY_CELL

    def area(self, row: int, column: int) -> Range:
        """The merged range that begins at a cell, or the cell alone."""
        return self.merged.get((row, column)) or Range(row, column, row, column)

    def next_label(self, row: int, column: int) -> int:
        """The column of the first label of the row that stands right of `column`; beyond the form if none."""
        for other in self._label_columns.get(row, ()):
            if other > column:
                return other
        return self.last_column + 1


def find_areas(workbook: Workbook, words: Mapping[str, frozenset[str]]) -> list[FormArea]:
    """Every place of a workbook with the title of a form, in the order of sheets and rows."""
    found: list[FormArea] = []
    reader = _Reader()
    skipped = _NO_FORMS if workbook.defined_name(_OURS) else frozenset()
    for name in workbook.sheet_names:
        if name in skipped:
            continue
        sheet = workbook.sheet(name)
        titles, rows = reader.read(sheet)
        if not titles:
            continue
        merged = {(area.first_row, area.first_column): area for area in sheet.merges}
        ends = [row for row, _, _ in titles[1:]] + [max(rows) + 1]
        for (row, column, text), end in zip(titles, ends, strict=True):
            cells = {number: line for number, line in rows.items() if row <= number < end}
            spot = Spot(name, format_cell(row, column), row, column)
            found.append(FormArea(spot, text, cells, merged, words))
    return found


class _Reader:
    """Reads the cells that hold something; the sheets of a workbook mostly hold the same words."""

    def __init__(self) -> None:
        self._known: dict[str, Cell] = {}

    def read(self, sheet: Sheet) -> tuple[list[tuple[int, int, str]], dict[int, dict[int, Cell]]]:
        """Each title as (row, column, text) and, if there is one, every row with something in it."""
        rows: dict[int, dict[int, Cell]] = {}
        titles: list[tuple[int, int, str]] = []
        numbers = sheet.xml.row_numbers()
        for number in numbers:
            if not _may_hold_title(sheet.xml.rows[number].text):
                continue
            rows[number] = self._cells(sheet, number)
            for column, cell in rows[number].items():
                if isinstance(cell.value, str) and _title_kind(cell.value):
                    titles.append((number, column, cell.value))
                    break
        if not titles:
            return [], {}
        for number in numbers:
            if number not in rows:
                rows[number] = self._cells(sheet, number)
        return titles, {number: rows[number] for number in numbers if rows[number]}

    def _cells(self, sheet: Sheet, number: int) -> dict[int, Cell]:
        row = sheet.xml.rows[number]
        if row.text is not None and "<v" not in row.text and "<is" not in row.text and "<f" not in row.text:
            return {}
        known = self._known
        cells: dict[int, Cell] = {}
        for column, rest in sheet.xml.cells_of(number, row).items():
            if rest.endswith("/>"):
                continue
            cell = known.get(rest)
            if cell is None:
                cell = known[rest] = sheet.cell(number, column)
            if cell.value is not None or cell.formula:
                cells[column] = cell
        return cells


def _may_hold_title(row: str | None) -> bool:
    """Whether a row as read (None: written since) may hold a title: in so many words, by number or coded."""
    if row is None or "绩" in row:
        return True
    elsewhere = 't="s"' in row or "&#" in row
    return elsewhere and row.count("<v") + row.count("<is") <= _MOST_VALUES


def _title_kind(text: str) -> str:
    if "绩" not in text or len(text) > _LONGEST_TITLE:
        return ""
    match = _TITLE.search(fold_name(text))
    return match[1] if match else ""


def text_of(cell: Cell) -> str:
    """What a cell says, in words."""
    return "" if cell.value is None else str(cell.value).strip()


def first_filled(area: FormArea, places: Iterable[Position]) -> Position | None:
    """The first of these cells that holds something."""
    return next(((row, column) for row, column in places if area.cell(row, column) is not EMPTY_CELL), None)
