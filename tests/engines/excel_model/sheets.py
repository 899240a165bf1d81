"""Sheets as a workbook holds them: which are shown, what they are called, and what is left of a reference to one
that is deleted or renamed. The model keeps none of this in its file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyopenvba._a1 import quote_sheet, split_sheet
from pyopenvba._xml import tag_attributes
from pyopenvba.apps.excel import _io, _protection, _sheet_move
from pyopenvba.apps.excel._model import Worksheet
from pyopenvba.interpreter._values import MISSING, error, to_integer, to_text

from .drawings import rewrite_charts
from .formulas import each_formula, reference_lost, renamed
from .moved_values import keeping_values
from .patching import does, sets, wraps
from .saving import RELATIONSHIPS

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
_STATES = {"hidden": HIDDEN, "veryHidden": VERY_HIDDEN}
_STATE_NAMES = {HIDDEN: "hidden", VERY_HIDDEN: "veryHidden"}
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\\/?*:\[\]]")
_SHEET = re.compile(r"<sheet\b[^>]*/>")


@wraps(_io, "load_workbook")
def load(original: Any, application: Any, path: Path) -> Any:
    book = original(application, path)
    tags = _SHEET.findall(book.package.read("xl/workbook.xml").decode("utf-8"))
    states = {_name(tag): _STATES.get(tag_attributes(tag).get("state", ""), VISIBLE) for tag in tags}
    for sheet in book.sheets_:
        sheet.visible = states[sheet.name]
    return book


def _name(tag: str) -> str:
    name: str = tag_attributes(tag)["name"]
    return name


@wraps(_io, "_sync_sheets")
def write_states(original: Any, book: Any, package: Any) -> None:
    """Hidden sheets are hidden in the file, and the parts of deleted ones are gone from it."""
    original(book, package)
    text = _with_prefix(package.read("xl/workbook.xml").decode("utf-8"))
    states = {sheet.name: _STATE_NAMES.get(sheet.visible) for sheet in book.sheets_}

    def with_state(found: re.Match[str]) -> str:
        tag = re.sub(r'\sstate="[^"]*"', "", found.group())
        state = states[_name(tag)]
        return tag if state is None else tag[:-2] + f' state="{state}"/>'

    package.write("xl/workbook.xml", _SHEET.sub(with_state, text).encode("utf-8"))
    for part in [one for one in getattr(book, "dropped_parts", []) if package.has(one)]:
        _drop(package, part)


def _with_prefix(workbook_xml: str) -> str:
    """The prefix r declared for the whole part: the model keeps no declaration that a sheet's own element has."""
    root = re.search(r"<workbook\b[^>]*", workbook_xml)
    if root is None or "xmlns:r=" in root.group():
        return workbook_xml
    return workbook_xml[: root.end()] + f' xmlns:r="{RELATIONSHIPS}"' + workbook_xml[root.end() :]


def _drop(package: Any, part: str) -> None:
    target = part.removeprefix("xl/")
    rels = package.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    for tag in re.findall(r"<Relationship\b[^>]*/>", rels):
        if tag_attributes(tag)["Target"].lstrip("/").removeprefix("xl/") == target:
            rels = rels.replace(tag, "")
    package.write("xl/_rels/workbook.xml.rels", rels.encode("utf-8"))
    types = package.read("[Content_Types].xml").decode("utf-8")
    override = re.compile(rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*/>')
    package.write("[Content_Types].xml", override.sub("", types).encode("utf-8"))
    package.remove(part)
    own_rels = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    if package.has(own_rels):
        package.remove(own_rels)


@sets(Worksheet, "Visible")
def set_visible(sheet: Any, value: object) -> None:
    _protection.refuse_structure(sheet.book, _protection.HIDING)
    wanted = VISIBLE if value is True else HIDDEN if value is False else int(to_integer(value, "Long"))
    if wanted != VISIBLE and _only_visible(sheet):
        raise error(1004, _protection.HIDING)
    if wanted != sheet.visible:
        sheet.visible = wanted
        sheet.book.saved = False
        if wanted != VISIBLE and sheet.book.active_sheet is sheet:
            _neighbour(sheet).Activate()


def _only_visible(sheet: Any) -> bool:
    return not any(one.visible == VISIBLE for one in sheet.book.sheets_ if one is not sheet)


def _neighbour(sheet: Any) -> Any:
    """The sheet Excel shows when this one goes: the next visible one, else the one before."""
    sheets = sheet.book.sheets_
    place = sheets.index(sheet)
    shown = [one for one in [*sheets[place + 1 :], *reversed(sheets[:place])] if one.visible == VISIBLE]
    return shown[0]


@sets(Worksheet, "Name")
def rename(sheet: Any, value: object) -> None:
    """Every reference follows: formulas, names, validations, conditional formats, charts."""
    _protection.refuse_structure(sheet.book, _protection.APPLICATION_DEFINED)
    wanted, old = to_text(value), sheet.name
    if (
        not wanted
        or len(wanted) > _LONGEST_NAME
        or _FORBIDDEN.search(wanted)
        or "'" in (wanted[0], wanted[-1])
    ):
        raise error(1004, "You typed an invalid name for a sheet or chart.")
    if any(one is not sheet and one.name.casefold() == wanted.casefold() for one in sheet.book.sheets_):
        raise error(1004, "That name is already taken. Try a different one.")
    each_formula(sheet.book, lambda text, owner: renamed(text, old, wanted))
    for entry in sheet.book.names_.entries:
        if _scope(entry).casefold() == old.casefold():
            entry.name = quote_sheet(wanted) + "!" + split_sheet(entry.name)[1]
    rewrite_charts(sheet.book, lambda text: renamed("=" + text, old, wanted)[1:])
    sheet.name = wanted
    sheet.merged_areas = [
        type(area)(area.top, area.left, area.bottom, area.right, wanted) for area in sheet.merged_areas
    ]
    sheet.touched()
    with keeping_values(
        sheet.book, move=lambda key: (wanted.lower() if key[0] == old.lower() else key[0], *key[1:])
    ):
        sheet.book.calculator.rebuild()


@does(Worksheet, "Delete")
def delete(sheet: Any) -> object:
    """References to the sheet become #REF!, its own names go."""
    _protection.refuse_structure(sheet.book, _protection.DELETING)
    book = sheet.book
    if _only_visible(sheet):
        raise error(1004, "A workbook must contain at least one visible worksheet.")
    active = _neighbour(sheet) if book.active_sheet is sheet else book.active_sheet
    names = book.names_
    with keeping_values(book, sheet.name):
        names.entries = [one for one in names.entries if _scope(one).casefold() != sheet.name.casefold()]
        book.sheets_.remove(sheet)
        each_formula(book, lambda text, owner: reference_lost(text, sheet.name))
        book.calculator.rebuild()
    rewrite_charts(book, lambda text: reference_lost("=" + text, sheet.name)[1:])
    if sheet.part_name:
        book.dropped_parts = [*getattr(book, "dropped_parts", []), sheet.part_name]
    sheet.invalidated = True
    book.activate_sheet(active)
    book.saved = False
    return True


def _scope(entry: Any) -> str:
    scope: str = split_sheet(entry.name)[0]
    return scope


@wraps(_sheet_move, "move_sheet")
def move(original: Any, source: Any, before: object, after: object) -> object:
    """Within its workbook a sheet moves without changing a value."""
    anchor = before if before is not MISSING else after
    if not isinstance(anchor, Worksheet) or anchor.book is not source.book:
        return original(source, before, after)
    with keeping_values(source.book):
        return original(source, before, after)


@does(Worksheet, "Activate")
def activate(sheet: Any) -> object:
    if sheet.visible != VISIBLE:
        raise error(1004, "Activate method of Worksheet class failed")
    return sheet.Activate()


@does(Worksheet, "Select")
def select(sheet: Any, Replace: object = MISSING) -> object:  # noqa: N803
    if sheet.visible != VISIBLE:
        raise error(1004, "Select method of Worksheet class failed")
    return sheet.Select(Replace)
