"""A sheet copied within its workbook, with all that Excel copies."""

from copy import copy, deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidationList

from engines.openpyxl_engine.merging import merged_areas, set_merged_areas
from engines.openpyxl_engine.references import Reference, references, rewrite
from engines.openpyxl_engine.stores import Worksheet
from engines.openpyxl_engine.workbook_references import rewrite_sheet

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet

_LONGEST_NAME = 31
_SETTINGS = (
    "sheet_format",
    "sheet_properties",
    "page_margins",
    "page_setup",
    "print_options",
    "protection",
    "HeaderFooter",
    "row_breaks",
    "col_breaks",
    "auto_filter",
    "views",
)


def copy_sheet(sheet: "Sheet", place: int) -> Worksheet:
    """The copy, at that place among the tabs, under Excel's name for it ("表1 (2)")."""
    source, workbook = sheet.worksheet, sheet.book.workbook
    if source._images or source.legacy_drawing or source.tables or source._pivots:
        raise NotImplementedError(
            f"copying a sheet with pictures, controls, tables or pivots: {source.title}"
        )
    target = workbook.create_sheet(_title_of_copy(sheet), place)
    _copy_cells(sheet, target)
    for setting in _SETTINGS:
        setattr(target, setting, deepcopy(getattr(source, setting)))
    target.sheet_properties.codeName = None
    target.sheet_state = source.sheet_state
    _copy_dimensions(source, target)
    set_merged_areas(target, merged_areas(source))
    _copy_rules(source, target)
    _copy_print_names(source, target)
    target._charts = deepcopy(source._charts)
    _copy_names(source, target)

    def to_the_copy(reference: Reference, home: str | None) -> Reference:
        return _retargeted(reference, source, target)

    rewrite_sheet(target, to_the_copy)
    return target


def _title_of_copy(sheet: "Sheet") -> str:
    number = 2
    while True:
        ending = f" ({number})"
        title = sheet.name[: _LONGEST_NAME - len(ending)] + ending
        if title not in sheet.book.sheets:
            return title
        number += 1


def _retargeted(reference: Reference, source: Worksheet, target: Worksheet) -> Reference:
    explicit = reference.sheet is not None and reference.sheet.casefold() == source.title.casefold()
    return replace(reference, sheet=target.title) if explicit else reference


def _copy_cells(sheet: "Sheet", target: Worksheet) -> None:
    for (row, column), cell in sheet.worksheet._cells.items():
        one = target.cell(row, column)
        one._value, one.data_type = deepcopy(cell._value), cell.data_type
        one._style = copy(cell._style)
        if cell.hyperlink is not None:
            one._hyperlink = deepcopy(cell.hyperlink)
        if cell.comment is not None:
            one.comment = copy(cell.comment)
        if cell.data_type == "f":
            sheet.book.results.inherit(one, cell)


def _copy_dimensions(source: Worksheet, target: Worksheet) -> None:
    for name in ("row_dimensions", "column_dimensions"):
        for key, dimension in getattr(source, name).items():
            one = copy(dimension)
            one.parent = target
            getattr(target, name)[key] = one


def _copy_rules(source: Worksheet, target: Worksheet) -> None:
    target.conditional_formatting = ConditionalFormattingList()
    for key, rules in source.conditional_formatting._cf_rules.items():
        for rule in rules:
            target.conditional_formatting.add(str(key.sqref), deepcopy(rule))
    target.data_validations = DataValidationList()
    for validation in source.data_validations.dataValidation:
        target.data_validations.append(deepcopy(validation))


def _copy_print_names(source: Worksheet, target: Worksheet) -> None:
    target.print_title_rows, target.print_title_cols = source.print_title_rows, source.print_title_cols
    printed = getattr(source, "_print_area", None)
    if printed:
        target.print_area = ",".join(str(area) for area in printed.ranges)


def _copy_names(source: Worksheet, target: Worksheet) -> None:
    """The sheet's own names, and as such also those of the workbook that refer to it."""
    names: list[DefinedName] = [
        name
        for name in source.parent.defined_names.values()
        if any(
            reference.on(None) == source.title.casefold() for reference in references(name.attr_text or "")
        )
    ]
    for name in [*names, *source.defined_names.values()]:
        text = rewrite(name.attr_text or "", lambda reference: _retargeted(reference, source, target))
        target.defined_names[name.name] = DefinedName(name.name, attr_text=text, hidden=name.hidden)
