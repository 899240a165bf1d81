"""What is written on the target sheet of one project: texts, amounts, indicators."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.budget.inputs import PROJECTS, TEXT_COLUMNS
from xltools.budget.measures import defined_name, formula_in_yuan
from xltools.budget.performance import target_measures
from xltools.budget.vocabulary import BudgetYear
from xltools.model.table import Department
from xltools.office.cells import blank_cell, text_cell
from xltools.office.references import Range
from xltools.office.sheet import Sheet
from xltools.tasks.filling.forms import FormPlaces, WidthCache, fit_text_rows, row_height
from xltools.tasks.filling.indicators import Level1Block
from xltools.tasks.filling.regions import text_of, words_typed_over
from xltools.tasks.filling.target_projects import TargetProject

_NUMBER = defined_name(PROJECTS.key, "project_number")
_YEAR = defined_name(PROJECTS.key, "year")
_LEAST_HEIGHT = 22.0
_TEXT_SLOTS = (
    *(attribute for attribute, _, _ in TEXT_COLUMNS),
    "responsible",
    "handler",
    "telephone",
    "date",
)


def write_texts(sheet: Sheet, places: FormPlaces, project: TargetProject, widths: WidthCache) -> None:
    """The words of the form, each linked to its field in 项目清单."""
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


def write_amounts(sheet: Sheet, places: FormPlaces, project: TargetProject, department: Department) -> None:
    """The amounts of the year and of the whole period, as formulas, in 元."""
    measures = target_measures(
        project.number, states_whole_period=any(line.states_whole_period for line in project.lines)
    )
    for slot, measure in measures.items():
        area = places.slots[slot]
        sheet.set_formula(
            area.first_row, area.first_column, formula_in_yuan(measure), department.sums.sum(measure)
        )


def words_in(sheet: Sheet, group: Range) -> set[str]:
    """The words of the indicator block."""
    columns = range(group.first_column, group.first_column + 7)
    return {
        text
        for row in range(group.first_row, group.last_row + 1)
        for column in columns
        if (text := text_of(sheet, row, column))
    }


def write_indicators(sheet: Sheet, group: Range, blocks: Sequence[Level1Block], widths: WidthCache) -> None:
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
