"""What acts in a workbook or reaches out of it: links, DDE, macros, embedded objects, connections, hidden sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltools.model.contents import Active, ActiveContent
from xltools.office.package import Package, Relationship
from xltools.office.workbook import Workbook
from xltools.office.xml_text import attribute, unescape

_SHOWN = 80
_FORMULA = re.compile(rb"<f(?:\s[^>]*)?>([^<]*)</f>")
_ADDRESS = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"')
_LITERAL = re.compile(r'"[^"]*"')
_DDE = re.compile(r"\w\|\s?['\w(]")
_CALLS = (
    (re.compile(r"\b(?:WEBSERVICE|RTD|IMAGE)\(", re.IGNORECASE), Active.CONNECTION),
    (re.compile(r"\b(?:CALL|REGISTER|REGISTER\.ID|EXEC)\(", re.IGNORECASE), Active.MACRO_SHEET),
)
_MARKS = (b"|", b"WEBSERVICE(", b"RTD(", b"IMAGE(")
"""What the cells of a sheet without any such formula lack, in capitals; the others are known to names alone."""
_DDE_LINK = re.compile(r"<ddeLink(?=\s)[^>]*>")
_OLE_LINK = re.compile(r"<oleLink(?=\s)[^>]*>")
_CONNECTION = re.compile(r"<connection(?=\s)[^>]*>")
_STARTS_ITSELF = re.compile(r"(?:_xlnm\.)?auto_?(?:open|close|activate|deactivate)", re.IGNORECASE)
_HARMLESS_OUTSIDE = ("hyperlink", "externalLinkPath", "xlExternalLinkPath")
_OBJECTS = (
    "oleObject",
    "package",
    "control",
    "activeXControlBinary",
    "webextensiontaskpanes",
    "webextension",
)
_MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")


def active_contents(workbook: Workbook) -> tuple[ActiveContent, ...]:
    """Everything of the kind, each once; of formulas the first one of a sheet for each kind."""
    found = [*_linked(workbook), *_named(workbook), *_tabs(workbook), *_formulas(workbook)]
    return tuple(dict.fromkeys(found))


def _linked(workbook: Workbook) -> Iterator[ActiveContent]:
    package = workbook.package
    sheets = _sheets(workbook)
    for name in package.part_names:
        folder, _, file = name.rpartition("/")
        if file.endswith(".rels") and (folder == "_rels" or folder.endswith("/_rels")):
            owner = f"{folder.removesuffix('_rels')}{file.removesuffix('.rels')}"
            for link in package.relationships(owner).values():
                yield from _link(package, link, sheets.get(owner))


def _sheets(workbook: Workbook) -> dict[str, str]:
    """The name of the tab by its part."""
    return {tab.link.target: tab.name for tab in workbook.tabs if tab.link}


def _link(package: Package, link: Relationship, sheet: str | None) -> Iterator[ActiveContent]:
    if link.kind == "externalLink" and not link.external:
        yield from _external_link(package, link.target)
    elif link.external and link.kind not in _HARMLESS_OUTSIDE:
        yield ActiveContent(Active.EXTERNAL_LINK, _short(link.target), sheet)
    elif link.kind == "vbaProject":
        yield ActiveContent(Active.MACROS)
    elif link.kind in _OBJECTS:
        yield ActiveContent(Active.EMBEDDED_OBJECT, _short(link.target.rpartition("/")[2]), sheet)
    elif link.kind == "connections" and package.has(link.target):
        for tag in _CONNECTION.findall(package.read_text(link.target)):
            yield ActiveContent(Active.CONNECTION, _short(attribute(tag, "name") or ""))


def _external_link(package: Package, part: str) -> Iterator[ActiveContent]:
    if not package.has(part):
        return
    text = package.read_text(part)
    for tag in _DDE_LINK.findall(text):
        service, topic = attribute(tag, "ddeService") or "", attribute(tag, "ddeTopic") or ""
        yield ActiveContent(Active.DDE, _short(f"{service}|{topic}"))
    targets = [link.target for link in package.relationships(part).values() if link.external]
    if _OLE_LINK.search(text):
        yield ActiveContent(Active.DDE, _short("、".join(targets)))
    elif "<externalBook" in text:
        yield from (ActiveContent(Active.EXTERNAL_LINK, _short(target)) for target in targets)


def _named(workbook: Workbook) -> Iterator[ActiveContent]:
    for (name, sheet), refers_to in workbook.defined_names().items():
        if _STARTS_ITSELF.match(name):
            yield ActiveContent(Active.MACRO_SHEET, _short(name))
        for kind in _acting(refers_to):
            yield ActiveContent(kind, _short(f"{name} = {refers_to}"), sheet)


def _tabs(workbook: Workbook) -> Iterator[ActiveContent]:
    for tab in workbook.tabs:
        if tab.link and tab.link.kind in _MACRO_SHEETS:
            yield ActiveContent(Active.MACRO_SHEET, _short(tab.name))
        elif tab.state == "veryHidden":
            yield ActiveContent(Active.HIDDEN_SHEET, _short(tab.name))


def _formulas(workbook: Workbook) -> Iterator[ActiveContent]:
    sheets = _sheets(workbook)
    for part in workbook.package.related_parts(workbook.part, "worksheet"):
        data = workbook.package.read(part)
        capitals = data.upper()
        if not any(mark in capitals for mark in _MARKS):
            continue
        seen: set[Active] = set()
        for match in _FORMULA.finditer(data):
            if not any(mark in match[1].upper() for mark in _MARKS):
                continue
            formula = unescape(match[1].decode("utf-8", "replace"))
            for kind in _acting(formula):
                if kind not in seen:
                    seen.add(kind)
                    cell = _ADDRESS.match(data, data.rfind(b"<c ", 0, match.start()))
                    address = cell[1].decode() if cell else None
                    yield ActiveContent(kind, _short(f"={formula}"), sheets.get(part), address)


def _acting(formula: str) -> Iterator[Active]:
    """The kinds of what a formula does beside calculating."""
    bare = _LITERAL.sub('""', formula)
    if "|" in bare and _DDE.search(bare):
        yield Active.DDE
    for call, kind in _CALLS:
        if call.search(bare):
            yield kind


def _short(text: str) -> str:
    clean = "".join(each if each.isprintable() else " " for each in text).strip()
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"
