"""整体绩效目标: the department's facts, its budget by source and kind, tasks and overall indicators."""

from __future__ import annotations

from collections import defaultdict

from xltools.budget.department import OVERALL_INDICATORS_NAME, TASKS_NAME, Fact, FactKind
from xltools.budget.exact import Expected
from xltools.budget.live_checks import OVERALL_NAME
from xltools.budget.measures import balanced_formula, formula
from xltools.budget.performance import (
    OVERALL_FACTS,
    OVERALL_GRID,
    OVERALL_MEASURES,
    OVERALL_SHEET,
    outline_level2,
)
from xltools.model.disclosure import OVERALL, FigureKey
from xltools.model.ledger import DepartmentFacts, Indicator
from xltools.model.table import Department
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
from xltools.tasks.filling.regions import Place, RowChanges, words_typed_over, write_text

_LEAST_HEIGHT = 22.0
_JOINED = ("offices", "institutions")
"""Lists printed in one line."""


class OverallFilling:
    """The overall form on its way into the workbook; words typed over a link stay."""

    def __init__(self, workbook: Workbook, department: Department, found: Expected) -> None:
        self._workbook = workbook
        self._expected = found
        self._department = department
        self._facts = department.ledger.department
        self._places = find_places(workbook.sheet(OVERALL_SHEET), OVERALL_GRID)
        self._blocks = outline(
            [
                Indicator(index, level1, level2, level3, value, "", "", "", "", "")
                for index, (level1, level2, level3, value) in enumerate(self._facts.overall_indicators, 1)
            ]
        )

    def plan(self, changes: RowChanges) -> None:
        """Asks for a row per task and per indicator."""
        heights = {
            "tasks": max(1, len(self._facts.tasks)),
            "indicators": sum(block.height for block in self._blocks),
        }
        self._places.plan(changes, OVERALL_SHEET, heights)

    def write(self, changes: RowChanges) -> None:
        """Writes facts, amounts in 万元, tasks and indicators."""
        sheet = self._workbook.sheet(OVERALL_SHEET)
        places = self._places.after(changes, OVERALL_SHEET)
        widths = WidthCache(sheet)
        _write_facts(sheet, places, self._facts, widths)
        for slot, measure in OVERALL_MEASURES.items():
            area = places.slots[slot]
            key = FigureKey(OVERALL, "", slot)
            moved = self._expected.moved.get(key)
            text = balanced_formula(formula(measure), moved) if moved else formula(measure)
            sheet.set_formula(area.first_row, area.first_column, text, self._expected.printed(key))
            cell = Range(area.first_row, area.first_column, area.first_row, area.first_column)
            self._workbook.set_defined_name(
                OVERALL_NAME.format(slot=slot), Place(sheet.name, cell).refers_to(), hidden=True
            )
        _write_tasks(sheet, places.groups["tasks"], self._facts, widths)
        _write_indicators(sheet, places.groups["indicators"], self._blocks, self._facts, widths)


def _write_facts(sheet: Sheet, places: FormPlaces, facts: DepartmentFacts, widths: WidthCache) -> None:
    texts = {
        slot: _write_fact(sheet, places.slots[slot], slot, fact, _shown(fact, facts))
        for slot, fact in OVERALL_FACTS.items()
    }
    fit_text_rows(sheet, places, texts, widths, _LEAST_HEIGHT)


def _shown(fact: Fact, facts: DepartmentFacts) -> object:
    basics = {"部门名称": facts.name, "部门代码": facts.code}
    return basics.get(fact.key, facts.values.get(fact.key))


def _write_fact(sheet: Sheet, area: Range, slot: str, fact: Fact, value: object) -> str:
    row, column = area.first_row, area.first_column
    if typed := words_typed_over(sheet, row, column):
        return typed
    if fact.kind is FactKind.COUNT:
        sheet.set_formula(row, column, fact.defined_name, value if isinstance(value, int) else 0)
        return ""
    text = "\n".join(value) if isinstance(value, tuple) else str(value or "")
    link = f'{fact.defined_name}&""'
    if slot in _JOINED:
        text = text.replace("\n", "、")
        link = f'SUBSTITUTE({fact.defined_name},CHAR(10),"、")'
    sheet.set_formula(row, column, link, text)
    return text


def _write_tasks(sheet: Sheet, group: Range, facts: DepartmentFacts, widths: WidthCache) -> None:
    first, last = group.first_column, group.first_column + 6
    sheet.remove_merges_in(Range(group.first_row, first, group.last_row, last))
    for row in range(group.first_row, group.last_row + 1):
        number = row - group.first_row + 1
        task = facts.tasks[number - 1] if number <= len(facts.tasks) else ("", "")
        for column, part, text in ((first, 1, task[0]), (first + 2, 2, task[1])):
            if text:
                sheet.set_formula(row, column, f'INDEX({TASKS_NAME},{number},{part})&""', text)
            else:
                sheet.clear(row, column)
        sheet.add_merge(Range(row, first, row, first + 1))
        sheet.add_merge(Range(row, first + 2, row, last))
        texts = [(task[0], widths.width(first, first + 1)), (task[1], widths.width(first + 2, last))]
        sheet.set_row_height(row, row_height(texts, _LEAST_HEIGHT))


def _write_indicators(
    sheet: Sheet,
    group: Range,
    blocks: tuple[Level1Block, ...],
    facts: DepartmentFacts,
    widths: WidthCache,
) -> None:
    """Columns from the block's first: 一级 | 二级 | 三级 (three columns) | 指标值 (two)."""
    first, last = group.first_column, group.first_column + 6
    merges: list[Range] = []
    numbers: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for number, (level1, level2, level3, value) in enumerate(facts.overall_indicators, 1):
        numbers[level1, outline_level2(level2), level3, value].append(number)
    for row in range(group.first_row, group.last_row + 1):
        # Else a label of the form stays below a merged one, unseen.
        sheet.clear(row, first)
        sheet.clear(row, first + 1)
    row = group.first_row
    for block in blocks:
        write_text(sheet, row, first, block.name)
        if block.height > 1:
            merges.append(Range(row, first, row + block.height - 1, first))
        for part in block.parts:
            write_text(sheet, row, first + 1, part.name)
            if part.height > 1:
                merges.append(Range(row, first + 1, row + part.height - 1, first + 1))
            for offset in range(part.height):
                level3, value = part.year[offset] if offset < len(part.year) else ("", "")
                same = numbers.get((block.name, part.name, level3, value))
                entry = same.pop(0) if same else None
                for column, index, text in ((first + 2, 3, level3), (first + 5, 4, value)):
                    if entry and text:
                        link = f'INDEX({OVERALL_INDICATORS_NAME},{entry},{index})&""'
                        sheet.set_formula(row + offset, column, link, text)
                    else:
                        sheet.clear(row + offset, column)
                merges.append(Range(row + offset, first + 2, row + offset, first + 4))
                merges.append(Range(row + offset, first + 5, row + offset, last))
                texts = [
                    (part.name, widths.width(first + 1, first + 1) * part.height),
                    (level3, widths.width(first + 2, first + 4)),
                    (value, widths.width(first + 5, last)),
                ]
                sheet.set_row_height(row + offset, row_height(texts, _LEAST_HEIGHT))
            row += part.height
    sheet.set_merges_in(Range(group.first_row, first, group.last_row, last), merges)
