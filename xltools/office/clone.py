"""Copying a sheet with the parts that hang on it, and clearing parts away that hang on nothing any more."""

from __future__ import annotations

import re

from xltools.office.package import Package, Relationship
from xltools.office.references import rename_tables, retarget_formula
from xltools.office.remap import Mention, rewrite_sheet_formulas
from xltools.office.sheet import Sheet
from xltools.office.sheet_xml import SheetXml
from xltools.office.xml_text import attribute, escape_text, unescape, with_attribute, with_start_attribute

_SHARED_KINDS = frozenset({"image", "theme", "pivotCacheDefinition", "person", "video", "audio", "font"})
"""Content two owners may link to; everything else an owner needs for itself."""
_UNCLONED_KINDS = frozenset({"slicer", "timeline", "queryTable"})
"""Parts whose names must be unique and whose meaning is tied to the first sheet."""
_NUMBER = re.compile(r"\d*(\.\w+)$")
_CHART_FORMULA = re.compile(r"(<(?:[\w.-]+:)?f(?:\s[^<>]*)?>)([^<]+)(</)")
_TEXT_LINK = re.compile(r'(\stextlink=")([^"]+)(")')
_SELECTED = re.compile(r'\stabSelected="[^"]*"')
_SLICER_EXTENSION = re.compile(
    r"<ext\s(?:(?!</ext>).)*?(?:slicerList|timelineRefs)(?:(?!</ext>).)*</ext>", re.DOTALL
)


def clone_sheet_parts(package: Package, source: Sheet, name: str) -> tuple[SheetXml, str]:
    """Copies a worksheet part and what hangs on it.

    Gives the copy's XML, to be written by the caller, and its part.
    """
    part = package.new_part_name("xl/worksheets/sheet{}.xml")
    package.copy_part(source.part, part)
    xml = source.xml.copy()
    xml.changed = True
    _tidy(xml)
    links = package.relationships(source.part)
    if links:
        _clone_links(package, source.part, part, {source.part: part})
        _settle_dropped(xml, set(links) - set(package.relationships(part)))
        _rename_tables(package, part, xml)
    mention = Mention([source.name])
    if mention.in_sheet(xml):
        rewrite_sheet_formulas(xml, lambda formula: retarget_formula(formula, source.name, name))
    if links:
        _retarget_drawings(package, part, source.name, name, mention)
    return xml, part


def _tidy(xml: SheetXml) -> None:
    """What must not be on two sheets: being the selected tab, the macro name."""
    views = xml.element("sheetViews")
    if views is not None and "tabSelected" in views:
        xml.set_element("sheetViews", _SELECTED.sub("", views))
    properties = xml.element("sheetPr")
    if properties is not None and "codeName" in properties:
        xml.set_element("sheetPr", with_start_attribute(properties, "codeName", None))


def _clone_links(package: Package, source: str, target: str, made: dict[str, str]) -> None:
    """Gives `target` the links of `source`, copying the parts behind them.

    `made` maps parts already copied.
    """
    links: dict[str, Relationship] = {}
    for link in package.relationships(source).values():
        if link.kind in _UNCLONED_KINDS:
            continue
        goal = link.target
        if (
            not link.external
            and link.kind not in _SHARED_KINDS
            and package.has(goal)
            and not goal.startswith("#")
        ):
            copied = made.get(goal)
            if copied is None:
                pattern = _NUMBER.sub(r"{}\1", goal.replace("{", "").replace("}", ""))
                copied = made[goal] = package.new_part_name(pattern)
                package.copy_part(goal, copied)
                _clone_links(package, goal, copied, made)
            goal = copied
        links[link.id] = Relationship(link.id, link.type, goal, link.external)
    if links:
        package.set_relationships(target, links)


def _settle_dropped(xml: SheetXml, dropped: set[str]) -> None:
    if not dropped:
        return
    extension = xml.element("extLst")
    if extension is not None:
        new = _SLICER_EXTENSION.sub("", extension)
        xml.set_element("extLst", new if "<ext " in new else None)


def _rename_tables(package: Package, part: str, xml: SheetXml) -> None:
    """Tables of the copy get numbers and names of their own; its formulas follow."""
    tables = package.related_parts(part, "table")
    if not tables:
        return
    taken_ids, taken_names = {0}, set()
    for other in package.part_names:
        if "spreadsheetml.table+xml" in (package.content_type(other) or "") and other not in tables:
            tag = _table_tag(package.read_text(other))
            taken_ids.add(int(attribute(tag, "id") or 0))
            taken_names |= {(attribute(tag, key) or "").casefold() for key in ("name", "displayName")}
    renamed: dict[str, str | None] = {}
    for table in tables:
        text = package.read_text(table)
        tag = _table_tag(text)
        old = attribute(tag, "displayName") or "Table"
        number = 1
        while f"{old}_{number}".casefold() in taken_names:
            number += 1
        new = f"{old}_{number}"
        new_id = max(taken_ids) + 1
        taken_ids.add(new_id)
        taken_names.add(new.casefold())
        renamed[old] = new
        new_tag = with_attribute(
            with_attribute(with_attribute(tag, "id", str(new_id)), "name", new), "displayName", new
        )
        package.write(table, text.replace(tag, new_tag, 1).encode())
    rewrite_sheet_formulas(xml, lambda formula: rename_tables(formula, renamed))


def _table_tag(xml: str) -> str:
    match = re.search(r'<table\s(?:[^<>"]|"[^"]*")*>', xml)
    return match[0] if match else "<table>"


def _retarget_drawings(package: Package, part: str, old: str, new: str, mention: Mention) -> None:
    """Charts and linked shapes of the copy show the copy's figures."""
    pending, seen = [part], {part}
    while pending:
        for link in package.relationships(pending.pop()).values():
            if (
                link.external
                or link.target in seen
                or link.kind in _SHARED_KINDS
                or not package.has(link.target)
            ):
                continue
            seen.add(link.target)
            pending.append(link.target)
            if link.kind not in ("chart", "chartEx", "drawing") or not mention.in_bytes(
                package.read(link.target)
            ):
                continue
            text = package.read_text(link.target)
            pattern = _TEXT_LINK if link.kind == "drawing" else _CHART_FORMULA
            changed = pattern.sub(
                lambda match: (
                    match[1] + escape_text(retarget_formula(unescape(match[2]), old, new)) + match[3]
                ),
                text,
            )
            if changed != text:
                package.write(link.target, changed.encode())


def remove_unreachable_parts(package: Package, part: str) -> None:
    """Removes a part no longer linked to, and what only it led to."""
    candidates, pending = {part}, [part]
    while pending:
        for link in package.relationships(pending.pop()).values():
            if not link.external and package.has(link.target) and link.target not in candidates:
                candidates.add(link.target)
                pending.append(link.target)
    reachable, pending = set[str](), [""]
    while pending:
        for link in package.relationships(pending.pop()).values():
            if not link.external and link.target not in reachable and package.has(link.target):
                reachable.add(link.target)
                pending.append(link.target)
    for gone in sorted(candidates - reachable):
        package.remove(gone)
