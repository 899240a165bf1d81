"""Sheets renamed, moved, hidden and deleted, with the references to them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.references import GONE, Reference
from engines.openpyxl_engine.stores import Workbook, Worksheet
from engines.openpyxl_engine.workbook_references import rewrite_workbook

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet

_LONGEST_NAME = 31
_FORBIDDEN = set("\\/?*[]:")


def place_of(workbook: Workbook, before: "Sheet | None", after: "Sheet | None") -> int:
    """The index among all tabs for a sheet put before or after another one."""
    neighbour = before or after
    assert neighbour is not None
    return int(workbook._sheets.index(neighbour.worksheet)) + (before is None)


def make_active(workbook: Workbook, worksheet: Worksheet) -> None:
    workbook.active = worksheet
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet is worksheet


def rename(sheet: "Sheet", name: str) -> None:
    """Every formula, name, rule and chart that refers to the sheet follows; hyperlinks do not."""
    workbook, former = sheet.book.workbook, sheet.name
    if (
        not 0 < len(name) <= _LONGEST_NAME
        or _FORBIDDEN & set(name)
        or name.startswith("'")
        or name.endswith("'")
    ):
        raise ExcelError(f"You typed an invalid name for a sheet: {name}")
    if any(
        one is not sheet.worksheet and one.title.casefold() == name.casefold() for one in workbook._sheets
    ):
        raise ExcelError("That name is already taken. Try a different one.")
    sheet.book.before_change()

    def change(reference: Reference, home: str | None) -> Reference:
        explicit = reference.sheet is not None and reference.sheet.casefold() == former.casefold()
        return replace(reference, sheet=name) if explicit else reference

    rewrite_workbook(workbook, change)
    sheet.worksheet.title = name


def move(sheet: "Sheet", before: "Sheet | None", after: "Sheet | None") -> None:
    workbook, worksheet = sheet.book.workbook, sheet.worksheet
    shown = workbook.active
    place = place_of(workbook, before, after)
    here = workbook._sheets.index(worksheet)
    workbook._sheets.remove(worksheet)
    workbook._sheets.insert(place - (here < place), worksheet)
    workbook.active = shown


def show(sheet: "Sheet", state: str) -> None:
    """Set the sheet's visibility; a workbook keeps one visible sheet, and shows another if this one was shown."""
    workbook, worksheet = sheet.book.workbook, sheet.worksheet
    if state != "visible":
        others = [one for one in workbook.worksheets if one is not worksheet and one.sheet_state == "visible"]
        if not others:
            raise ExcelError("Unable to set the Visible property of the Worksheet class")
        if workbook.active is worksheet:
            make_active(workbook, _nearest(workbook, worksheet, others))
    worksheet.sheet_state = state


def delete(sheet: "Sheet") -> None:
    """References to the sheet become #REF!; its own names go with it."""
    workbook, worksheet = sheet.book.workbook, sheet.worksheet
    others = [one for one in workbook.worksheets if one is not worksheet and one.sheet_state == "visible"]
    if not others:
        raise ExcelError("A workbook must contain at least one visible worksheet.")
    shown = workbook.active
    if shown is worksheet:
        shown = _nearest(workbook, worksheet, others)
    title = worksheet.title.casefold()

    def change(reference: Reference, home: str | None) -> Reference | str:
        explicit = reference.sheet is not None and reference.sheet.casefold() == title
        return GONE + replace(reference, sheet=None).text() if explicit else reference

    for cell in worksheet._cells.values():
        sheet.book.results.forget(cell)
    workbook.remove(worksheet)
    rewrite_workbook(workbook, change)
    make_active(workbook, shown)


def _nearest(workbook: Workbook, worksheet: Worksheet, others: list[Worksheet]) -> Worksheet:
    """The visible sheet Excel shows instead: the next tab, else the one before."""
    here = workbook._sheets.index(worksheet)
    following = [one for one in others if workbook._sheets.index(one) > here]
    return following[0] if following else others[-1]
