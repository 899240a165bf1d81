"""Reads the 13 tables of any workbook: found by title and headings, rows by label or code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xltools.budget.form import TABLES
from xltools.budget.reading_words import says_no_data, says_nothing_planned, stands_below, title_of
from xltools.model.disclosure import FigureKey, ReadFigure, ReadPanel, ReadRow, ReadTable, Spot
from xltools.model.fold import fold_name
from xltools.model.table import Label, Panel, RowKind
from xltools.office.cells import Cell
from xltools.office.workbook import Workbook
from xltools.tasks.reading.blocks import Block, find_blocks
from xltools.tasks.reading.form_area import text_of
from xltools.tasks.reading.form_values import read_value
from xltools.tasks.reading.headings import Headings, find_headings
from xltools.tasks.reading.projects import name_projects
from xltools.tasks.reading.rows import NamedRows, RawRow, name_rows
from xltools.tasks.reading.values import TEN_THOUSAND, Values

_UNIT_OF_MEASURE = re.compile(r"单位:?\(?(万元|千元|元)\)?")
_DEPARTMENT = re.compile(r"^(?:部门|部门名称|单位名称|编制单位|编报单位|填报单位|预算部门):(.+)$")
_LABEL = re.compile(r"公开表?-?[0-9]{1,2}(?:表)?$|公开[0-9]{1,2}表$")
_SCALES = {"万元": 1, "千元": 10, "元": TEN_THOUSAND}
_TOTAL_FIRST = "total"


@dataclass(frozen=True, slots=True)
class TablesRead:
    """The statutory tables of a workbook; `missing` says why, of those that were not found."""

    tables: Mapping[int, ReadTable]
    missing: Mapping[int, str]


def read_tables(workbook: Workbook, known_units: Collection[str] = ()) -> TablesRead:
    """Every table that can be read with certainty.

    Args:
        known_units: names of budgetary units, as far as they are known.
    """
    blocks: dict[int, list[tuple[Block, Headings]]] = {}
    titles: dict[int, Block] = {}
    for block in find_blocks(workbook):
        headings = find_headings(block)
        if headings is None:
            titles.setdefault(block.number, block)
        else:
            blocks.setdefault(block.number, []).append((block, headings))
    values = Values(workbook)
    units = {fold_name(name) for name in known_units}
    tables: dict[int, ReadTable] = {}
    missing: dict[int, str] = {}
    for declared in TABLES:
        number = declared.number
        found = [_read(block, headings, values, units) for block, headings in blocks.get(number, ())]
        with_figures = [table for table in found if not table.is_empty]
        if len(with_figures) > 1:
            places = "、".join(f"“{table.sheet}”{table.title_spot.cell}" for table in with_figures)
            missing[number] = f"有 {len(with_figures)} 处像表{number}（{places}），不能确定以哪一处为准"
        elif found:
            tables[number] = (with_figures or found)[0]
        elif number in titles:
            spot = titles[number].title_spot
            missing[number] = f"“{spot.sheet}”{spot.cell} 有表{number}的标题，但没有认出它下面的栏目"
        else:
            missing[number] = f"没有找到表{number}（{declared.title.removeprefix('{year}年')}）"
        if number == 11 and number in tables:
            units |= {
                fold_name(row.labels[0]) for row in tables[number].panels[0].rows if row.parent and row.labels
            }
    return TablesRead(tables, missing)


def _read(block: Block, headings: Headings, values: Values, known_units: Collection[str]) -> ReadTable:
    heading = _heading_facts(block, headings.last_row)
    unit_of_measure = heading.unit_of_measure
    scale = _SCALES.get(unit_of_measure or "万元", 1)
    first, last = headings.last_row + 1, block.last_row
    if block.region is not None:
        first, last = block.region.first_row, max(block.region.last_row, block.region.first_row)
    numbers = [number for number in block.rows if first <= number <= last and number not in headings.repeated]
    panels = []
    place = 0
    for index, panel in enumerate(TABLES[block.number - 1].panels):
        places = range(place, place + len(panel.columns))
        panels.append(_Panel(block, headings, values, scale, index, panel, places).read(numbers, known_units))
        place += len(panel.columns)
    table = ReadTable(
        block.number,
        block.sheet,
        block.title,
        block.title_spot,
        tuple(panels),
        unit_of_measure,
        heading.department,
        _note(block, headings.last_row + 1, says_no_data),
        heading.label,
    )
    if table.is_empty and table.note is None:
        return replace(table, note=_note(block, headings.last_row + 1, says_nothing_planned))
    return table


@dataclass(frozen=True, slots=True)
class _HeadingFacts:
    unit_of_measure: str | None = None
    department: str | None = None
    label: tuple[Spot, str] | None = None


def _heading_facts(block: Block, last_row: int) -> _HeadingFacts:
    unit_of_measure = department = label = None
    for row in range(block.above, last_row + 1):
        for column, cell in sorted(block.rows.get(row, {}).items()):
            if not isinstance(cell.value, str) or not block.first_column <= column <= block.last_column:
                continue
            words = fold_name(cell.value)
            if match := _UNIT_OF_MEASURE.search(words):
                unit_of_measure = match[1]
            if match := _DEPARTMENT.match(_without_unit(words)):
                department = match[1]
            if label is None and _LABEL.search(words):
                label = block.spot(row, column), cell.value
    return _HeadingFacts(unit_of_measure, department, label)


def _without_unit(words: str) -> str:
    """`部门:某局金额单位:万元` is the department and the unit of measure in one cell."""
    return re.sub(r"(?:金额)?单位:?\(?(?:万元|千元|元)\)?$", "", words)


def _note(block: Block, first_row: int, says: Callable[[str], bool]) -> tuple[Spot, str] | None:
    for row in sorted(block.rows):
        if first_row <= row <= block.last_row:
            for column, cell in sorted(block.rows[row].items()):
                if (
                    isinstance(cell.value, str)
                    and block.first_column <= column <= block.last_column
                    and says(cell.value)
                ):
                    return block.spot(row, column), cell.value
    return None


class _Panel:
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
        self._missing: dict[str, str] = {}
        self._labels: list[int] = []
        self._figures: dict[str, int] = {}
        self._without_labels = ""
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
        if self._labels and panel.kind not in (RowKind.ECONOMIC_CLASSES,):
            self._without_labels = ""

    def read(self, numbers: Iterable[int], known_units: Collection[str]) -> ReadPanel:
        if self._without_labels:
            reasons = dict.fromkeys((figure.key for figure in self._panel.figures), self._without_labels)
            return ReadPanel((), reasons)
        raw = [row for number in numbers for row in (self._raw(number),) if row]
        named = self._named(raw, known_units)
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
        return ReadPanel(rows, self._missing, named.strange, tuple(self._labels))

    def _raw(self, number: int) -> RawRow | None:
        cells = self._block.rows[number]
        labels = tuple(_label(cells.get(at)) for at in self._labels)
        has_figures = any(_is_figure(cells.get(at)) for at in self._figures.values())
        if not any(labels) and not has_figures:
            return None
        if any(labels) and self._is_beside(cells, labels):
            return None
        if (
            labels
            and all(not label or (label.isdigit() and len(label) < 3) for label in labels)
            and any(labels)
        ):
            # The row that numbers the columns.
            return None
        return RawRow(number, labels, has_figures)

    def _is_beside(self, cells: Mapping[int, Cell], labels: Iterable[str]) -> bool:
        """Whether a row is none of the table's own: a title of the second page, a note, a signature line."""
        if not any(says_no_data(label) or stands_below(label) or title_of(label) for label in labels):
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
        at = self._figures.get(_TOTAL_FIRST)
        amounts: list[Decimal | None] = [None] * len(raw)
        if at is not None:
            key = FigureKey(self._block.number, "", _TOTAL_FIRST)
            amounts = [self._figure(key, row.number, at).value for row in raw]
        return name_projects(raw, amounts, known_units)

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
