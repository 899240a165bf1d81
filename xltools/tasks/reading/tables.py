"""Reads the 13 tables of any workbook: found by title and headings, rows by label or code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from xltools.budget.form import TABLES
from xltools.budget.reading_words import says_no_data, says_nothing_planned
from xltools.model.disclosure import ReadTable, Spot
from xltools.model.fold import fold_name
from xltools.office.workbook import Workbook
from xltools.tasks.reading.across import NUMBER, Across, find_across, read_across
from xltools.tasks.reading.blocks import Block, find_blocks
from xltools.tasks.reading.headings import Headings, find_headings
from xltools.tasks.reading.panels import PanelReader
from xltools.tasks.reading.values import TEN_THOUSAND, Values

_MONEY = r"(?:人民币)?((?:亿|百万|十万|万|千|百)?元)"
_UNIT_OF_MEASURE = re.compile(rf"单位:?\(?{_MONEY}\)?|^\(?{_MONEY}\)?$|\({_MONEY}\)$")
_BROKEN_UNIT = re.compile(r"单位:?\(?(?:人民币)?(?:亿|百万|十万|万|千)$")
"""单位：万 in one cell and 元 in that below, as a narrow column of a page parts them."""
_DEPARTMENT = re.compile(
    r"^(?:部门|部门名称|单位名称|编制单位|编制部门|编报单位|编报部门|填报单位|填报部门|预算部门|预算单位):(.+)$"
)
_LABEL = re.compile(r"公开表?-?[0-9]{1,2}(?:表)?$|公开[0-9]{1,2}表$")
_SCALES = {"万元": 1, "千元": 10, "元": TEN_THOUSAND}


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
    side_by_side: list[tuple[Block, Across]] = []
    for block in find_blocks(workbook):
        headings = find_headings(block)
        if headings is None and (across := find_across(block)):
            side_by_side.append((block, across))
        elif headings is None:
            titles.setdefault(block.number, block)
        else:
            blocks.setdefault(block.number, []).append((block, headings))
    facts = {
        block.title_spot: _heading_facts(block, headings.last_row)
        for found in blocks.values()
        for block, headings in found
    }
    stated = {
        heading.unit_of_measure
        for heading in facts.values()
        if heading.unit_of_measure and not heading.trouble
    }
    facts |= {block.title_spot: _heading_facts(block, across.row - 1) for block, across in side_by_side}
    usual = stated.pop() if len(stated) == 1 else "万元"
    values = Values(workbook)
    units = {fold_name(name) for name in known_units}
    tables: dict[int, ReadTable] = {}
    missing: dict[int, str] = {}
    for declared in TABLES:
        number = declared.number
        found = [
            _read(block, headings, facts[block.title_spot], usual, values, units)
            for block, headings in blocks.get(number, ())
        ] or [
            _read_across(block, across, facts[block.title_spot], usual, values)
            for block, across in side_by_side
            if number == NUMBER
        ]
        with_figures = [table for table in found if not table.is_empty]
        if len(with_figures) > 1:
            places = "、".join(f"“{table.sheet}”{table.title_spot.cell}" for table in with_figures)
            missing[number] = f"有 {len(with_figures)} 处像表{number}（{places}），不能确定以哪一处为准"
        elif with_figures and facts[with_figures[0].title_spot].trouble:
            missing[number] = facts[with_figures[0].title_spot].trouble
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


def _read(
    block: Block,
    headings: Headings,
    heading: _HeadingFacts,
    usual: str,
    values: Values,
    known_units: Collection[str],
) -> ReadTable:
    """`usual` is the unit of measure where the table does not say its own."""
    scale = _SCALES.get(heading.unit_of_measure or usual, 1)
    first = headings.last_row + 1
    last = end = block.last_row if headings.end is None else headings.end - 1
    if block.region is not None:
        # Where our own form says that its figures stand, no row is another table's.
        last = max(last, min(block.region.last_row, block.last_row))
    numbers = [number for number in block.rows if first <= number <= last and number not in headings.repeated]
    panels = []
    place = 0
    for index, panel in enumerate(TABLES[block.number - 1].panels):
        places = range(place, place + len(panel.columns))
        panels.append(
            PanelReader(block, headings, values, scale, index, panel, places).read(numbers, known_units)
        )
        place += len(panel.columns)
    table = ReadTable(
        block.number,
        block.sheet,
        block.title,
        block.title_spot,
        tuple(panels),
        heading.unit_of_measure,
        heading.department,
        _note(block, block.first_row, end, says_no_data),
        heading.label,
    )
    if table.is_empty and table.note is None:
        return replace(table, note=_note(block, headings.last_row + 1, end, says_nothing_planned))
    return table


@dataclass(frozen=True, slots=True)
class _HeadingFacts:
    unit_of_measure: str | None = None
    department: str | None = None
    label: tuple[Spot, str] | None = None
    trouble: str = ""
    """Why the figures cannot be read in 万元."""


def _read_across(
    block: Block, across: Across, heading: _HeadingFacts, usual: str, values: Values
) -> ReadTable:
    scale = _SCALES.get(heading.unit_of_measure or usual, 1)
    return ReadTable(
        block.number,
        block.sheet,
        block.title,
        block.title_spot,
        (read_across(block, across, values, scale),),
        heading.unit_of_measure,
        heading.department,
        label=heading.label,
    )


def _heading_facts(block: Block, last_row: int) -> _HeadingFacts:
    department = label = None
    broken = False
    units: dict[bool, list[str]] = {True: [], False: []}
    """Those stated from the title on, and those above it, which may be another table's."""
    for row in range(block.above, last_row + 1):
        for column, cell in sorted(block.rows.get(row, {}).items()):
            if not isinstance(cell.value, str) or not block.first_column <= column <= block.last_column:
                continue
            words = fold_name(cell.value)
            if _BROKEN_UNIT.search(words):
                words, broken = f"{words}元", True
            elif broken and words == "元":
                continue
            for unit in _UNIT_OF_MEASURE.finditer(words):
                units[row >= block.first_row].append(next(filter(None, unit.groups())))
            if match := _DEPARTMENT.match(_without_unit(words)):
                department = match[1]
            if label is None and _LABEL.search(words):
                label = block.spot(row, column), cell.value
    stated = list(dict.fromkeys(units[True])) or units[False][-1:]
    return _HeadingFacts(stated[-1] if stated else None, department, label, _unit_trouble(block, stated))


def _unit_trouble(block: Block, stated: Sequence[str]) -> str:
    place = f"表{block.number}（“{block.sheet}”{block.title_spot.cell}）"
    if len(stated) > 1:
        return f"{place}同时写着金额单位{'、'.join(f'“{unit}”' for unit in stated)}，不能确定以哪一个为准"
    if stated and stated[0] not in _SCALES:
        return f"{place}的金额单位是“{stated[0]}”，只能读取万元、千元和元"
    return ""


def _without_unit(words: str) -> str:
    """`部门:某局金额单位:万元` is the department and the unit of measure in one cell."""
    return re.sub(rf"(?:金额)?单位:?\(?{_MONEY}\)?$", "", words)


def _note(
    block: Block, first_row: int, last_row: int, says: Callable[[str], bool]
) -> tuple[Spot, str] | None:
    for row in sorted(block.rows):
        if first_row <= row <= last_row:
            for column, cell in sorted(block.rows[row].items()):
                if (
                    isinstance(cell.value, str)
                    and block.first_column <= column <= block.last_column
                    and says(cell.value)
                ):
                    return block.spot(row, column), cell.value
    return None
