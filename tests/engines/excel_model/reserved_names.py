"""Print areas and print titles, which Excel lists among a sheet's names (表1!Print_Area) and moves with its cells; the
model leaves them in the file as they were."""

from __future__ import annotations

import re
from typing import Any

from pyopenvba._a1 import quote_sheet
from pyopenvba._xml import attributes
from pyopenvba.apps.excel import _io
from pyopenvba.apps.excel._model import NameEntry

from .patching import wraps

_WORKBOOK = "xl/workbook.xml"
_NAMES = ("Print_Area", "Print_Titles")
_PREFIX = "_xlnm."
_DEFINED = re.compile(r"<definedName\b([^>]*)>(.*?)</definedName>", re.DOTALL)


@wraps(_io, "_read_names")
def read(original: Any, book: Any, workbook_xml: str) -> None:
    original(book, workbook_xml)
    for head, body in _DEFINED.findall(workbook_xml):
        given = attributes(f"<a {head}>")
        name, scope = given.get("name", "").removeprefix(_PREFIX), given.get("localSheetId", "")
        if name in _NAMES and given["name"].startswith(_PREFIX) and scope:
            sheet = book.sheets_[int(scope)]
            refers_to = _io._formula_read(body.strip())
            book.names_.entries.append(NameEntry(f"{quote_sheet(sheet.name)}!{name}", refers_to, book))


@wraps(_io, "_write_names")
def write(original: Any, book: Any, package: Any) -> None:
    """The model writes them as names of the sheets; a file calls them by their reserved names."""
    _rewrite(package, lambda name: name.removeprefix(_PREFIX) in _NAMES, lambda name: None)
    original(book, package)
    _rewrite(package, lambda name: name in _NAMES, lambda name: _PREFIX + name)


def _rewrite(package: Any, chosen: Any, called: Any) -> None:
    def rewritten(found: re.Match[str]) -> str:
        given = attributes(f"<a {found.group(1)}>")
        name = given.get("name", "")
        if "localSheetId" not in given or not chosen(name):
            return found.group()
        new = called(name)
        return "" if new is None else found.group().replace(f'name="{name}"', f'name="{new}"', 1)

    text = package.read(_WORKBOOK).decode("utf-8")
    changed = _DEFINED.sub(rewritten, text)
    if changed != text:
        package.write(_WORKBOOK, changed.encode("utf-8"))
