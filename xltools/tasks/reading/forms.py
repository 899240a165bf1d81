"""Reads the performance forms of any workbook: 项目支出绩效目标表 in 元, 部门整体支出绩效目标表 in 万元."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from xltools.budget.performance import OVERALL_GRID, OVERALL_MEASURES, TARGET_GRID, Grid
from xltools.model.disclosure import OVERALL, TARGETS, FigureKey, Flaw, ReadFigure, ReadForm, Spot
from xltools.model.fold import fold_name
from xltools.office.cells import Cell
from xltools.office.number_formats import NumberFormats
from xltools.office.workbook import Workbook
from xltools.tasks.reading.form_area import (
    OVERALL_KIND,
    TARGET_KIND,
    FormArea,
    find_areas,
    grid_labels,
    text_of,
)
from xltools.tasks.reading.form_indicators import first_indicator_cell, read_block
from xltools.tasks.reading.form_slots import places
from xltools.tasks.reading.form_values import read_value

_GRIDS: dict[str, Grid] = {TARGET_KIND: TARGET_GRID, OVERALL_KIND: OVERALL_GRID}
_WORDS = {kind: grid_labels(grid) for kind, grid in _GRIDS.items()}
_STAFF = ("authorised_staff", "actual_staff")
_LEAST_LABELS = 5
"""Fewer words of the form below a title, and it is a list of contents or the like."""
_YEAR = re.compile(r"(20[0-9]{2})(?:年|$)")
_UNIT = re.compile(r"单位:?\(?(万元|元)\)?$")
_HEADING_ROWS = 4
_YUAN = {"元": 1, "万元": 10_000}


@dataclass(frozen=True, slots=True)
class ReadForms:
    """The performance forms of a workbook."""

    targets: tuple[ReadForm, ...]
    overall: ReadForm | None


def read_targets(workbook: Workbook) -> tuple[ReadForm, ...]:
    """Every filled target sheet, in the order of sheets and rows; figures in 元."""
    return read_forms(workbook).targets


def read_overall(workbook: Workbook) -> ReadForm | None:
    """The overall sheet, figures in 万元 (staff: heads); None where there is none, or a blank one."""
    return read_forms(workbook).overall


def read_forms(workbook: Workbook) -> ReadForms:
    """Both kinds in one pass over the workbook; of several overall sheets the first."""
    show = _Shown(workbook)
    seen: Counter[str] = Counter()
    targets: list[ReadForm] = []
    overall: ReadForm | None = None
    for area in find_areas(workbook, _WORDS):
        if len(area.labels) < _LEAST_LABELS or (area.is_overall and overall):
            continue
        form = _read(area, show, seen)
        if form is None:
            continue
        if area.is_overall:
            overall = form
        else:
            targets.append(form)
    return ReadForms(tuple(targets), overall)


class _Shown:
    """Words of cells as a person sees them; formats are read when the first number is met."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: NumberFormats | None = None

    def __call__(self, cell: Cell) -> str:
        if not isinstance(cell.value, Decimal):
            return text_of(cell)
        if self._formats is None:
            self._formats = NumberFormats(self._workbook.package)
        return self._formats.shown(cell.value, cell.style)


def _read(area: FormArea, show: Callable[[Cell], str], seen: Counter[str]) -> ReadForm | None:
    texts = _heading_texts(area)
    missing: dict[str, str] = {}
    cells: dict[str, tuple[Spot, Cell]] = {}
    for slot, place, why in places(area, _GRIDS[area.kind]):
        if place is None:
            missing[slot] = why
        elif _is_figure(slot):
            cells[slot] = area.spot(*place), area.cell(*place)
        else:
            cell = area.cell(*place)
            texts[slot] = area.spot(*place), show(cell)
            if cell.formula and cell.value is None:
                missing[slot] = f"“{area.sheet}”{area.spot(*place).cell} 的公式没有计算结果"
    name = fold_name(texts["name"][1]) if "name" in texts else ""
    row = "" if area.is_overall else _numbered(name, seen, count=False)
    figures = _figures(area, cells, row, texts, missing)
    if not name and not any(figure.value or figure.flaw for figure in figures.values()):
        return None
    if not area.is_overall:
        _numbered(name, seen, count=True)
    indicators, why = read_block(area, show)
    if why:
        missing["indicators"] = why
    elif first := first_indicator_cell(area):
        texts["indicators"] = area.spot(*first), text_of(area.cell(*first))
    return ReadForm(area.sheet, area.title_text, area.title, texts, figures, tuple(indicators), missing)


def _is_figure(slot: str) -> bool:
    return "." in slot or slot in OVERALL_MEASURES or slot in _STAFF


def _numbered(name: str, seen: Counter[str], *, count: bool) -> str:
    """The key of a project: its name, the second of that name with `#2`."""
    if count:
        seen[name] += 1
        return name
    return f"{name}#{seen[name] + 1}" if seen[name] else name


def _heading_texts(area: FormArea) -> dict[str, tuple[Spot, str]]:
    """`year` and `unit_of_measure`, where the title or the rows right below it say them."""
    texts: dict[str, tuple[Spot, str]] = {}
    last_row = area.title.row + _HEADING_ROWS
    for row, line in area.cells.items():
        if row > last_row:
            break
        for column, cell in line.items():
            if not isinstance(cell.value, str):
                continue
            words = fold_name(cell.value)
            year = _YEAR.search(words)
            if year and "year" not in texts and (row == area.title.row or _only_a_year(words)):
                texts["year"] = area.spot(row, column), year[1]
            unit = _UNIT.search(words)
            if unit and "unit_of_measure" not in texts:
                texts["unit_of_measure"] = area.spot(row, column), unit[1]
    return texts


def _only_a_year(words: str) -> bool:
    return re.fullmatch(r"\(?20[0-9]{2}年(?:度)?\)?", words) is not None


def _figures(
    area: FormArea,
    cells: dict[str, tuple[Spot, Cell]],
    row: str,
    texts: dict[str, tuple[Spot, str]],
    missing: dict[str, str],
) -> dict[str, ReadFigure]:
    own = _YUAN["万元" if area.is_overall else "元"]
    stated = _YUAN.get(texts["unit_of_measure"][1], own) if "unit_of_measure" in texts else own
    if stated > own:
        for slot in cells:
            missing[slot] = f"“{area.sheet}”的金额单位是万元，绩效目标表的金额应以元为单位"
        return {}
    scale = own // stated
    table = OVERALL if area.is_overall else TARGETS
    return {
        slot: _figure(FigureKey(table, row, slot), spot, cell, 1 if slot in _STAFF else scale, own)
        for slot, (spot, cell) in cells.items()
    }


def _figure(key: FigureKey, spot: Spot, cell: Cell, scale: int, yuan: int) -> ReadFigure:
    value, flaw = read_value(cell, 0 if key.column in _STAFF else yuan // scale)
    if value is not None and scale != 1:
        value /= scale
    if value is None and flaw is None and cell.formula and cell.value is None:
        flaw = Flaw.NOT_CALCULATED
    return ReadFigure(key, spot, value, text_of(cell), cell.formula, flaw, scale)
