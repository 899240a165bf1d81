"""The macro project of a workbook and the ribbon tab that runs its macros; which of them a file name promises.

Excel refuses an .xlsx that holds macros and an .xlsm that does not say so.
"""

from __future__ import annotations

import re

from xltools.office.form_buttons import remove_dead_buttons
from xltools.office.package import Package
from xltools.office.sheet import Sheet
from xltools.office.xml_text import attribute, start_tag, with_start_attribute

PROJECT = "vbaProject"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
_PROJECT_LINK = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_RIBBON_LINK = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_CALLBACK = re.compile(r"""\s(?:on|get)[A-Z]\w*=["']""")


def suit_suffix(package: Package, main_part: str, suffix: str) -> None:
    """Gives the workbook the content type of `suffix`; saving as .xlsx takes the macros out, as in Excel."""
    wanted = {".xlsx": _PLAIN, ".xlsm": _MACRO}.get(suffix.lower())
    if wanted is None or package.content_type(main_part) == wanted:
        return
    package.add_override(main_part, wanted)
    if wanted == _PLAIN:
        _remove_project(package, main_part)
        _remove_ribbon(package)
        remove_dead_buttons(package)


def add_project(package: Package, main_part: str, project: bytes) -> None:
    """Gives a workbook that has none a macro project."""
    part = package.part("xl/vbaProject.bin") or "xl/vbaProject.bin"
    package.write(part, project)
    package.add_override(part, _PROJECT_TYPE)
    package.add_relationship(main_part, _PROJECT_LINK, part)


def add_ribbon(package: Package, xml: str) -> None:
    """Gives a workbook that has none tabs of its own (customUI of 2006)."""
    part = package.part("customUI/customUI.xml") or "customUI/customUI.xml"
    package.write(part, xml.encode())
    package.add_default("xml", "application/xml")
    package.add_relationship("", _RIBBON_LINK, part)


def ribbons(package: Package) -> list[str]:
    """The parts that describe tabs of the workbook's own."""
    return package.related_parts("", "extensibility")


def code_name(sheet: Sheet) -> str | None:
    """What macros call a sheet."""
    properties = sheet.xml.element("sheetPr")
    return attribute(start_tag(properties), "codeName") if properties else None


def set_code_name(sheet: Sheet, name: str) -> None:
    """Gives a sheet the name that the macro project knows it by."""
    properties = sheet.xml.element("sheetPr") or "<sheetPr/>"
    sheet.xml.set_element("sheetPr", with_start_attribute(properties, "codeName", name))


def _remove_project(package: Package, main_part: str) -> None:
    for link in list(package.relationships(main_part).values()):
        if link.kind == PROJECT:
            package.remove_relationship(main_part, link.id)
            for part in [*package.related_parts(link.target, "vbaProjectSignature"), link.target]:
                if package.has(part):
                    package.remove(part)


def _remove_ribbon(package: Package) -> None:
    """Takes tabs away that call macros; Excel would complain at every click."""
    for link in list(package.relationships("").values()):
        part = package.part(link.target) if link.kind == "extensibility" else None
        if part is not None and _CALLBACK.search(package.read_text(part)):
            package.remove_relationship("", link.id)
            package.remove(part)
