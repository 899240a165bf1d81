"""Conditional formats and validations copied together with the cells they hold for."""

from copy import deepcopy
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.cell_range import MultiCellRange

from engines.openpyxl_engine.areas import Area, areas_of, sqref
from engines.openpyxl_engine.conditional_formats import (
    _anchor,
    _entries,
    _reanchor,
    _store,
    clear_conditional_formats,
)
from engines.openpyxl_engine.references import shifted
from engines.openpyxl_engine.validations import cut_validations

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range


def copy_conditional_formats(source: "Range", target: "Range", rows: int, columns: int) -> None:
    """The target gets the rules of the source, and only those."""
    copies: list[tuple[list[Area], Rule]] = []
    for areas, rule in _entries(source.worksheet):
        copied = _part(areas, source.area)
        if copied:
            moved = [area.moved(rows, columns) for area in copied]
            one = deepcopy(rule)
            _reanchor(one, _anchor(areas), _anchor(moved))
            copies.append((moved, one))
    clear_conditional_formats(target)
    _store(target.worksheet, [*_entries(target.worksheet), *copies])


def copy_validations(source: "Range", target: "Range", rows: int, columns: int) -> None:
    """The target gets the validations of the source, and only those."""
    copies = []
    for rule in source.worksheet.data_validations.dataValidation:
        areas = areas_of(rule.sqref)
        copied = _part(areas, source.area)
        if not copied:
            continue
        moved = [area.moved(rows, columns) for area in copied]
        one = deepcopy(rule)
        before, after = _anchor(areas), _anchor(moved)
        for name in ("formula1", "formula2"):
            text = getattr(one, name)
            if text:
                setattr(one, name, shifted(text, after[0] - before[0], after[1] - before[1], wrap=True))
        one.sqref = MultiCellRange(sqref(moved))
        copies.append(one)
    cut_validations(target.worksheet, target.area)
    for one in copies:
        target.worksheet.data_validations.append(one)


def _part(areas: list[Area], source: Area) -> list[Area]:
    return [met for met in (area.meet(source) for area in areas) if met]
