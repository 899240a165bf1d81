"""What the end of a file name promises: .xlsx holds no macros, .xlsm may. Excel refuses a file that says otherwise."""

from __future__ import annotations

from xltools.office.package import Package

_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def suit_suffix(package: Package, main_part: str, suffix: str) -> None:
    """Gives the workbook the content type of `suffix`; saving as .xlsx takes the macro project out, as in Excel."""
    wanted = {".xlsx": _PLAIN, ".xlsm": _MACRO}.get(suffix.lower())
    if wanted is None or package.content_type(main_part) == wanted:
        return
    package.add_override(main_part, wanted)
    if wanted == _PLAIN:
        for link in list(package.relationships(main_part).values()):
            if link.kind == "vbaProject":
                package.remove_relationship(main_part, link.id)
                for part in [*package.related_parts(link.target, "vbaProjectSignature"), link.target]:
                    if package.has(part):
                        package.remove(part)
