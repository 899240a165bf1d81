"""Conditional formats and validations when rows move: their areas, and formulas relative to the first cell."""

from collections.abc import Callable
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange

from engines.openpyxl_engine.areas import Area, areas_of, sqref
from engines.openpyxl_engine.references import rewrite, shifted
from engines.openpyxl_engine.row_moves import RowMove
from engines.openpyxl_engine.stores import Worksheet
from engines.openpyxl_engine.workbook_references import Changed, rewrite_rule


def move_rules(
    worksheet: Worksheet, move: RowMove, change: Changed, *, extend_above: bool, extend_below: bool
) -> None:
    """New rows take the rules of the row above (or below) them, as they take its formats."""

    def moved(areas: list[Area]) -> list[Area]:
        return _moved_areas(areas, move, extend_above=extend_above, extend_below=extend_below)

    def rewritten(text: str) -> str:
        return rewrite(text, lambda reference: change(reference, worksheet.title))

    formats = [
        (areas_of(key.sqref), rules) for key, rules in worksheet.conditional_formatting._cf_rules.items()
    ]
    worksheet.conditional_formatting = ConditionalFormattingList()
    for areas, rules in formats:
        after = moved(areas)
        for rule in rules if after else ():
            _move_formulas(rule, areas, after, move, rewritten)
            worksheet.conditional_formatting.add(sqref(after), rule)
    kept = []
    for validation in worksheet.data_validations.dataValidation:
        areas = areas_of(validation.sqref)
        after = moved(areas)
        if after:
            _move_formulas(validation, areas, after, move, rewritten)
            validation.sqref = MultiCellRange(sqref(after))
            kept.append(validation)
    worksheet.data_validations.dataValidation = kept


def _moved_areas(areas: list[Area], move: RowMove, *, extend_above: bool, extend_below: bool) -> list[Area]:
    after = []
    for area in areas:
        moved = move.area(area)
        if moved is None:
            continue
        top, bottom = moved.top, moved.bottom
        if extend_above and area.bottom == move.at - 1:
            bottom += move.count
        if extend_below and area.top == move.at:
            top = move.at
        after.append(Area(top, area.left, bottom, area.right))
    return after


def _move_formulas(
    rule: Any, before: list[Area], after: list[Area], move: RowMove, rewritten: Callable[[str], str]
) -> None:
    """Read the formulas from a row that stays, let them move with it, and write them for the new first row."""
    first, new_first = min(area.top for area in before), min(area.top for area in after)
    rows = [row for area in before for row in (area.top, *_rows_after(area, move))]
    staying = min(row for row in rows if move.row(row) is not None)
    landing = move.row(staying)
    assert landing is not None

    def moved(text: str) -> str:
        there = rewritten(shifted(text, staying - first, 0, wrap=True))
        return shifted(there, new_first - landing, 0, wrap=True)

    rewrite_rule(rule, moved)


def _rows_after(area: Area, move: RowMove) -> list[int]:
    """The first row of the area below deleted rows, if there is one."""
    row = move.at - min(move.count, 0)
    return [row] if area.top <= row <= area.bottom else []
