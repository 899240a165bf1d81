"""One target sheet per project of this year: copies of the form, amounts live, texts linked to 项目清单."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltools.budget.inputs import PROJECTS, TEXT_COLUMNS
from xltools.budget.measures import defined_name, formula_in_yuan
from xltools.budget.performance import TARGET_GRID, TARGET_PREFIX, TARGET_SHEET, target_measures
from xltools.budget.vocabulary import BudgetYear
from xltools.model.errors import InputFault
from xltools.model.ledger import Indicator, ProjectLine
from xltools.model.table import Department
from xltools.office.cells import blank_cell, text_cell
from xltools.office.references import Range
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook
from xltools.tasks.filling.forms import (
    FormPlaces,
    WidthCache,
    find_places,
    fit_text_rows,
    row_height,
)
from xltools.tasks.filling.indicators import Level1Block, outline
from xltools.tasks.filling.regions import RowChanges, text_of, words_typed_over

_NUMBER = defined_name(PROJECTS.key, "project_number")
_YEAR = defined_name(PROJECTS.key, "year")
_MAX_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(
    {"/": "／", "\\": "＼", "?": "？", "*": "＊", "[": "（", "]": "）", ":": "：", "'": "’"}
    | {chr(code): " " for code in range(32)}
)
_LOST_SHOWN = 3
_LEAST_HEIGHT = 22.0
_TEXT_SLOTS = (
    *(attribute for attribute, _, _ in TEXT_COLUMNS),
    "responsible",
    "handler",
    "telephone",
    "date",
)


@dataclass(frozen=True, slots=True)
class TargetProject:
    """A project of this year: all its rows in list order, and its indicators."""

    number: int
    lines: tuple[ProjectLine, ...]
    indicators: tuple[Indicator, ...]

    @property
    def name(self) -> str:
        return self.lines[0].name

    def source(self, attribute: str) -> ProjectLine:
        """The row whose field the form shows: the first of this year that says something, else the first that does."""
        for this_year in (True, False):
            for line in self.lines:
                if (line.year == BudgetYear.CURRENT) is this_year and line.texts.get(attribute):
                    return line
        return self.lines[0]


def target_projects(department: Department) -> list[TargetProject]:
    """The projects that have a row of this year, in list order."""
    lines: dict[int, list[ProjectLine]] = defaultdict(list)
    for line in department.ledger.projects:
        lines[line.project_number].append(line)
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in department.ledger.indicators:
        indicators[indicator.project_number].append(indicator)
    return [
        TargetProject(number, tuple(rows), tuple(indicators[number]))
        for number, rows in lines.items()
        if any(row.year == BudgetYear.CURRENT for row in rows)
    ]


def sheet_names(projects: Sequence[TargetProject]) -> list[str]:
    """`绩效01 项目名称`, fit for a sheet name: allowed characters, 31 at most, each different."""
    digits = max(2, len(str(len(projects))))
    names = []
    for index, project in enumerate(projects, 1):
        prefix = f"{TARGET_PREFIX}{index:0{digits}d} "
        readable = " ".join(project.name.translate(_FORBIDDEN).split())
        names.append(prefix + _shortened(readable, _MAX_SHEET_NAME - len(prefix)))
    return names


def _shortened(text: str, length: int) -> str:
    """At most `length` UTF-16 units, as Excel counts; names of a series differ at both ends, so both stay."""
    if _units(text) <= length:
        return text.strip(" ’")
    head, tail = text, ""
    while _units(head) > (length - 1 + 1) // 2:
        head = head[:-1]
    tail = text[len(head) :]
    while _units(head) + 1 + _units(tail) > length:
        tail = tail[1:]
    return f"{head}…{tail}".strip(" ’")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class TargetFilling:
    """The target sheets on their way into the workbook.

    Sheets of projects that are no more are taken out; kept ones are refilled in place and take the number of
    their project.
    """

    def __init__(self, workbook: Workbook, department: Department) -> None:
        self.faults: list[InputFault] = []
        """What was written over on sheets that were there before."""
        self._workbook = workbook
        self._department = department
        self._projects = target_projects(department)
        self.names = sheet_names(self._projects)
        self._blocks = [outline(project.indicators) for project in self._projects]
        present = _present_sheets(workbook)
        kept = _matched(self._projects, self.names, present)
        for stale in present.keys() - set(kept):
            workbook.remove_sheet(stale)
        _rename(workbook, kept, self.names)
        self._kept = {
            name: find_places(workbook.sheet(name), TARGET_GRID)
            for name, old in zip(self.names, kept, strict=True)
            if old
        }

    def _heights(self) -> dict[str, int]:
        return {
            name: sum(block.height for block in blocks)
            for name, blocks in zip(self.names, self._blocks, strict=True)
        }

    def _make_sheets(self) -> dict[str, FormPlaces]:
        """Copies the form for each project that has no sheet; forms of equal height are made once, then copied."""
        workbook = self._workbook
        heights = {name: height for name, height in self._heights().items() if name not in self._kept}
        if not heights:
            return {}
        form = find_places(workbook.sheet(TARGET_SHEET), TARGET_GRID)
        patterns: dict[int, str] = {}
        changes = RowChanges(workbook)
        before = TARGET_SHEET
        for name in self.names:
            height = heights.get(name)
            if height is not None and height not in patterns:
                workbook.clone_sheet(TARGET_SHEET, name, after=before)
                form.plan(changes, name, {"indicators": height})
                patterns[height] = name
            if height is None or patterns[height] == name:
                before = name
        changes.apply(mentioned=False)
        places = {height: form.after(changes, name) for height, name in patterns.items()}
        before = TARGET_SHEET
        for name in self.names:
            if name in heights and name not in patterns.values():
                workbook.clone_sheet(patterns[heights[name]], name, after=before)
            before = name
        return {name: places[height] for name, height in heights.items()}

    @property
    def kept(self) -> list[str]:
        """The sheets that were there before and stay."""
        return list(self._kept)

    def plan(self, changes: RowChanges) -> None:
        """Asks for a row per indicator on the sheets that were there."""
        heights = self._heights()
        for name, places in self._kept.items():
            places.plan(changes, name, {"indicators": heights[name]})

    def write(self, changes: RowChanges) -> None:
        """Makes the sheets that are not there yet; writes texts, amounts and indicators."""
        made = self._make_sheets()
        self._workbook.sort_sheets(self.names)
        form_widths = WidthCache(self._workbook.sheet(TARGET_SHEET))
        for name, project, blocks in zip(self.names, self._projects, self._blocks, strict=True):
            sheet = self._workbook.sheet(name)
            places = made.get(name) or self._kept[name].after(changes, name)
            widths = form_widths if name in made else WidthCache(sheet)
            _write_texts(sheet, places, project, widths)
            _write_amounts(sheet, places, project, self._department)
            group = places.groups["indicators"]
            before = set() if name in made else _words_in(sheet, group)
            _write_indicators(sheet, group, blocks, widths)
            self._report_lost(name, before - _words_in(sheet, group) if before else before)

    def _report_lost(self, sheet: str, words: set[str]) -> None:
        """Indicators belong into 绩效指标; what stood only on the form is told, for it is gone from it."""
        if words:
            shown = "、".join(f"“{text}”" for text in sorted(words)[:_LOST_SHOWN])
            more = f"等 {len(words)} 处" if len(words) > _LOST_SHOWN else ""
            self.faults.append(
                InputFault(
                    "warning",
                    sheet,
                    None,
                    None,
                    None,
                    f"指标区已按“绩效指标”表重写，原有的{shown}{more}不再出现",
                    "手写的指标请填到“绩效指标”表，再重新填充",
                )
            )


_TARGET_NAME = re.compile(rf"{TARGET_PREFIX}\d+( |$)")


def _present_sheets(workbook: Workbook) -> dict[str, str]:
    """The target sheets that are there, each with the project name it shows ("" where a program dropped it)."""
    found: dict[str, str] = {}
    for name in workbook.sheet_names:
        if _TARGET_NAME.match(name):
            sheet = workbook.sheet(name)
            place = find_places(sheet, TARGET_GRID).slots["name"]
            found[name] = text_of(sheet, place.first_row, place.first_column)
    return found


def _matched(
    projects: Sequence[TargetProject], names: Sequence[str], present: Mapping[str, str]
) -> list[str | None]:
    """For each project the sheet that is there for it: by the name it shows, else by the name on its tab."""
    left = dict(present)
    kept: list[str | None] = []
    for project, name in zip(projects, names, strict=True):
        title = name.partition(" ")[2]
        found = next((tab for tab, shown in left.items() if shown == project.name), None)
        if found is None:
            found = next(
                (tab for tab, shown in left.items() if not shown and tab.partition(" ")[2] == title), None
            )
        if found is not None:
            del left[found]
        kept.append(found)
    return kept


def _rename(workbook: Workbook, old: Sequence[str | None], new: Sequence[str]) -> None:
    """Gives kept sheets their present numbers, by way of names that nothing else has."""
    changed = [(before, after) for before, after in zip(old, new, strict=True) if before and before != after]
    for index, (before, _) in enumerate(changed):
        workbook.rename_sheet(before, f"~{index}~")
    for index, (_, after) in enumerate(changed):
        workbook.rename_sheet(f"~{index}~", after)


def _write_texts(sheet: Sheet, places: FormPlaces, project: TargetProject, widths: WidthCache) -> None:
    texts = {
        slot: _write_linked_text(sheet, places.slots[slot], project, slot) for slot in ("name", *_TEXT_SLOTS)
    }
    fit_text_rows(sheet, places, texts, widths, _LEAST_HEIGHT)


def _write_linked_text(sheet: Sheet, area: Range, project: TargetProject, attribute: str) -> str:
    """Links a cell to its field in 项目清单, matched by 序号; words typed over the link stay."""
    row, column = area.first_row, area.first_column
    if typed := words_typed_over(sheet, row, column):
        return typed
    first = project.lines[0]
    source = project.source(attribute)
    text = project.name if attribute == "name" else source.texts.get(attribute, "")
    if attribute == "implementer" and not text:
        attribute, text = "unit", first.unit
    values = defined_name(PROJECTS.key, attribute)
    if source is first:
        place = f"MATCH({project.number},{_NUMBER},0)"
    else:
        year = f'*({_YEAR}="{BudgetYear.CURRENT}")' if source.year == BudgetYear.CURRENT else ""
        place = f'MATCH(1,INDEX(({_NUMBER}={project.number}){year}*({values}<>""),0),0)'
    sheet.set_formula(row, column, f'INDEX({values},{place})&""', text)
    return text


def _write_amounts(sheet: Sheet, places: FormPlaces, project: TargetProject, department: Department) -> None:
    measures = target_measures(
        project.number, states_whole_period=any(line.states_whole_period for line in project.lines)
    )
    for slot, measure in measures.items():
        area = places.slots[slot]
        sheet.set_formula(
            area.first_row, area.first_column, formula_in_yuan(measure), department.sums.sum(measure)
        )


def _words_in(sheet: Sheet, group: Range) -> set[str]:
    """The words of the indicator block."""
    columns = range(group.first_column, group.first_column + 7)
    return {
        text
        for row in range(group.first_row, group.last_row + 1)
        for column in columns
        if (text := text_of(sheet, row, column))
    }


def _write_indicators(sheet: Sheet, group: Range, blocks: Sequence[Level1Block], widths: WidthCache) -> None:
    """Columns from the block's first: 一级 | 二级 三级 值 (实施期) | 二级 三级 值 (年度)."""
    first = group.first_column
    columns = range(first, first + 7)
    room = [widths.width(column, column) for column in columns]
    merges: list[Range] = []
    row = group.first_row
    for block in blocks:
        if block.height > 1:
            merges.append(Range(row, first, row + block.height - 1, first))
        level1 = block.name
        for part in block.parts:
            level2 = part.name
            if part.height > 1:
                last_row = row + part.height - 1
                merges += [Range(row, column, last_row, column) for column in (first + 1, first + 4)]
            for whole, year in part.rows():
                texts = (level1, level2, *whole, level2, *year)
                sheet.write_cells(
                    row,
                    {
                        column: text_cell(style, text) if text else blank_cell(style)
                        for column, text in zip(columns, texts, strict=True)
                        for style in (sheet.style_for(row, column),)
                    },
                )
                sheet.set_row_height(row, row_height(zip(texts[1:], room[1:], strict=True), _LEAST_HEIGHT))
                level1 = level2 = ""
                row += 1
    sheet.set_merges_in(Range(group.first_row, first, group.last_row, first + 6), merges)
