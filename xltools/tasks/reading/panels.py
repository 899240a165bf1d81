"""One panel of a table: from the cells below its headings to named rows of figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from xltools.budget.reading_words import is_total, says_no_data, stands_below, title_of
from xltools.model.disclosure import FigureKey, ReadFigure, ReadPanel, ReadRow
from xltools.model.table import Label, Panel, RowKind
from xltools.office.cells import Cell
from xltools.tasks.reading.blocks import Block
from xltools.tasks.reading.form_area import text_of
from xltools.tasks.reading.form_values import read_value
from xltools.tasks.reading.headings import Headings
from xltools.tasks.reading.projects import name_projects
from xltools.tasks.reading.rows import ANOTHER_TABLE, NamedRows, RawRow, name_rows
from xltools.tasks.reading.split_codes import SplitCode
from xltools.tasks.reading.values import Values

_TELLING = {RowKind.UNITS: "total", RowKind.PROJECTS: "total", RowKind.REVENUE_CODES: "revenue"}
_COLUMN_NUMBERS = frozenset(("栏次", "行次"))


class PanelReader:
    """One panel of a table on its way from the cells."""

    def __init__(
        self,
        block: Block,
        headings: Headings,
        values: Values,
        scale: int,
        index: int,
        panel: Panel,
        places: Sequence[int],
    ) -> None:
        self._block = block
        self._values = values
        self._scale = scale
        self._index = index
        self._panel = panel
        self._repeated = headings.repeated
        self._end = headings.end if block.region is None else None
        self._missing: dict[str, str] = {}
        self._labels: list[int] = []
        self._figures: dict[str, int] = {}
        self._without_labels = ""
        self._by_department = places[0] in headings.columns
        for place, column in zip(places, panel.columns, strict=True):
            at = headings.columns.get(place)
            if isinstance(column, Label):
                if at is None:
                    self._without_labels = self._without_labels or headings.missing[place]
                else:
                    self._labels.append(at)
            elif at is None:
                self._missing[column.key] = headings.missing[place]
            else:
                self._figures[column.key] = at
        if self._labels and (panel.kind is not RowKind.ECONOMIC_CLASSES or self._is_by_department_alone()):
            self._without_labels = ""
        is_split = panel.kind is RowKind.FUNCTION_CODES and headings.split_code
        self._split = SplitCode(headings.split_code) if is_split and headings.split_code else None
        self._said_above = self._merged_labels() if panel.kind is RowKind.ECONOMIC_CLASSES else {}

    def _is_by_department_alone(self) -> bool:
        """Whether 表6 has no column for the governmental class, rather than one that was not found."""
        return (
            self._by_department and len(self._labels) == 1 and self._labels[0] + 1 in self._figures.values()
        )

    def _merged_labels(self) -> dict[tuple[int, int], Cell]:
        """Labels merged over several rows, by every cell below the first: 基本工资 beside two lines."""
        return {
            (row, area.first_column): self._block.cell(area.first_row, area.first_column)
            for area in self._block.merged.values()
            if area.first_column in self._labels and area.first_row < area.last_row
            for row in range(area.first_row + 1, area.last_row + 1)
        }

    def read(self, numbers: Iterable[int], known_units: Collection[str]) -> ReadPanel:
        if self._without_labels:
            reasons = dict.fromkeys((figure.key for figure in self._panel.figures), self._without_labels)
            return ReadPanel((), reasons)
        numbers = list(numbers)
        raw = [row for number in numbers for row in (self._raw(number),) if row] or self._blank_total(numbers)
        named = self._named(self._of_one_table(raw), known_units)
        rows = tuple(
            ReadRow(
                row.key,
                row.parent,
                row.style,
                row.labels,
                row.number,
                {
                    column: self._figure(FigureKey(self._block.number, row.key, column), row.number, at)
                    for column, at in self._figures.items()
                },
            )
            for row in named.rows
        )
        strange = dict(named.strange)
        if self._end is not None:
            strange.setdefault(self._end, ANOTHER_TABLE)
        return ReadPanel(rows, self._missing, strange, tuple(self._labels))

    def _of_one_table(self, raw: list[RawRow]) -> list[RawRow]:
        """表13 under the headings of 表12 without its title begins with the department once more."""
        for first in sorted(self._repeated) if self._panel.kind is RowKind.PROJECTS else ():
            next_row = next((row for row in raw if row.number > first and row.has_figures), None)
            if next_row is not None and next_row.labels == raw[0].labels and next_row is not raw[0]:
                self._end = next_row.number
                return [row for row in raw if row.number < next_row.number]
        return raw

    def _blank_total(self, numbers: Iterable[int]) -> list[RawRow]:
        """The total of 表9's expenditure where that side is blank: the row that is the total of revenue."""
        if not self._index or self._panel.kind is not RowKind.FUNCTION_CODES or not self._figures:
            return []
        for number in numbers:
            cells = self._block.rows[number]
            words = [_label(cell) for at, cell in sorted(cells.items()) if at < self._labels[0]]
            total = next(filter(is_total, words), "")
            if total:
                return [RawRow(number, (total, *("" for _ in self._labels[1:])), False, None)]
        return []

    def _raw(self, number: int) -> RawRow | None:
        cells = self._block.rows[number]
        labels = tuple(_label(cells.get(at) or self._said_above.get((number, at))) for at in self._labels)
        code = self._split.join(cells) if self._split else None
        labels = (code, *labels[1:]) if code else labels
        has_figures = any(_is_figure(cells.get(at)) for at in self._figures.values())
        if not any(labels) and not has_figures:
            return None
        if self._is_beside(cells, labels) or self._numbers_columns(cells, labels):
            return None
        return RawRow(number, labels, has_figures, self._amount(number))

    def _numbers_columns(self, cells: Mapping[int, Cell], labels: Iterable[str]) -> bool:
        """Whether a row but numbers the columns: 1, 2, 3 … below the headings."""
        words = [label for label in labels if label]
        if not all(word in _COLUMN_NUMBERS or (word.isdigit() and len(word) < 3) for word in words):
            return False
        if words:
            return True
        found = {at: read_value(cells[at])[0] for at in self._figures.values() if _is_figure(cells.get(at))}
        offsets = {value - at if value is not None else None for at, value in found.items()}
        return len(found) > 1 and len(offsets) == 1 and None not in offsets

    def _is_beside(self, cells: Mapping[int, Cell], labels: Iterable[str]) -> bool:
        """Whether a row is none of the table's own: a title of the second page, a note, a signature line."""
        words = [*labels, *(_label(cells.get(at)) for at in self._figures.values())]
        if not any(says_no_data(text) or stands_below(text) or title_of(text) for text in words if text):
            return False
        return not any(
            read_value(cell)[0] is not None
            for cell in map(cells.get, self._figures.values())
            if cell is not None
        )

    def _named(self, raw: Sequence[RawRow], known_units: Collection[str]) -> NamedRows:
        if self._panel.kind is not RowKind.PROJECTS:
            return name_rows(self._block.number, self._index, self._panel.kind, raw)
        # A name without any amount is a remark, but for the department's in an empty table.
        raw = [row for row in raw if row.has_figures or row is raw[0]]
        return name_projects(raw, known_units)

    def _amount(self, number: int) -> Decimal | None:
        """What tells the rows of units, projects and revenue codes apart where their words do not."""
        column = _TELLING.get(self._panel.kind, "")
        at = self._figures.get(column)
        return (
            None if at is None else self._figure(FigureKey(self._block.number, "", column), number, at).value
        )

    def _figure(self, key: FigureKey, row: int, column: int) -> ReadFigure:
        block = self._block
        return self._values.figure(key, block.spot(row, column), block.cell(row, column), self._scale)


def _label(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell.value, Decimal):
        return format(cell.value.normalize(), "f")
    return text_of(cell)


def _is_figure(cell: Cell | None) -> bool:
    return cell is not None and (isinstance(cell.value, Decimal) or bool(cell.formula) or bool(text_of(cell)))
