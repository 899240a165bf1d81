"""The macros of a workbook, and the buttons and the ribbon tab that run them."""

from __future__ import annotations

from xltools.budget.actions import ACTIONS, BUTTON_PLACES, BUTTON_TEXTS, RIBBON_TAB
from xltools.office import macros
from xltools.office.form_buttons import FormButton, add_form_buttons, macros_of_buttons
from xltools.office.workbook import Workbook
from xltools.office.xml_text import escape_attribute
from xltools.tasks.filling.regions import is_place, place_of

_RIBBON = "http://schemas.microsoft.com/office/2006/01/customui"


def take_macros(workbook: Workbook, donor: Workbook) -> None:
    """Gives a workbook without macros those of another one, with buttons and ribbon; one with macros stays.

    Sheets take the names that the macro project knows them by from the donor's sheets called the same.
    """
    if workbook.package.related_parts(workbook.part, macros.PROJECT):
        return
    (project,) = donor.package.related_parts(donor.part, macros.PROJECT)
    macros.add_project(workbook.package, workbook.part, donor.package.read(project))
    workbook.set_code_name(donor.code_name or "ThisWorkbook")
    for name in donor.sheet_names:
        code_name = macros.code_name(donor.sheet(name))
        if code_name and workbook.has_sheet(name):
            macros.set_code_name(workbook.sheet(name), code_name)
    add_buttons(workbook)


def add_buttons(workbook: Workbook) -> None:
    """Puts the buttons over their places on 操作台 and adds the ribbon tab, unless they are there.

    A workbook whose 操作台 has no such places, made before there were buttons, gets the ribbon tab only.
    """
    for name, text in BUTTON_TEXTS.items():
        workbook.set_defined_name(name, f'"{text}"', hidden=True)
    if not macros.ribbons(workbook.package):
        macros.add_ribbon(workbook.package, _ribbon())
    if not is_place(workbook, BUTTON_PLACES):
        return
    place = place_of(workbook, BUTTON_PLACES)
    sheet = workbook.sheet(place.sheet)
    if not macros_of_buttons(workbook.package, sheet):
        first, column = place.area.first_row, place.area.first_column
        buttons = [
            FormButton(f"button_{action.name}", action.caption, action.macro, row, column)
            for row, action in enumerate(ACTIONS, first)
        ]
        add_form_buttons(workbook.package, sheet, buttons)


def _ribbon() -> str:
    buttons = "".join(
        f'<button id="{action.macro}" label="{escape_attribute(action.caption)}" size="large" '
        f'imageMso="{action.picture}" onAction="{action.macro}Ribbon" '
        f'supertip="{escape_attribute(action.purpose)}"/>'
        for action in ACTIONS
    )
    return (
        f'<customUI xmlns="{_RIBBON}"><ribbon><tabs><tab id="xltools" label="{RIBBON_TAB}">'
        f'<group id="xltoolsActions" label="部门{RIBBON_TAB}">{buttons}</group></tab></tabs></ribbon></customUI>'
    )
