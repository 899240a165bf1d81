"""Conditional formats in a file: read from the sheets' parts and written there, their looks into the stylesheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyopenvba._a1 import parse_area
from pyopenvba._xml import attributes, escape
from pyopenvba.apps.excel import _io

from .conditional import Rule, rules_of
from .patching import wraps

_BLOCK = re.compile(r"<conditionalFormatting\b([^>]*)>(.*?)</conditionalFormatting>", re.DOTALL)
_RULE = re.compile(r"<cfRule\b([^>]*?)(?:/>|>(.*?)</cfRule>)", re.DOTALL)
_FORMULA = re.compile(r"<formula>(.*?)</formula>|<formula/>", re.DOTALL)
_LOOKS = re.compile(r"<dxfs\b[^>]*?(?:/>|>(.*?)</dxfs>)", re.DOTALL)
_LOOK = re.compile(r"<dxf\b[^>]*?(?:/>|>.*?</dxf>)", re.DOTALL)
#: What conditionalFormatting comes before in a worksheet.
_AFTER = re.compile(
    r"<(?:dataValidations|hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|"
    r"customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects|"
    r"controls|webPublishItems|tableParts|extLst)\b|</worksheet>"
)
_STYLES = "xl/styles.xml"


def read_rules(sheet_xml: str, looks: list[str]) -> list[Rule]:
    """The rules of a worksheet, the one that counts first in front."""
    found: list[tuple[int, Rule]] = []
    for head, body in _BLOCK.findall(sheet_xml):
        sqref = attributes(f"<a {head}>").get("sqref", "")
        areas = [parse_area(part, sheet="") for part in sqref.split()]
        for rule_head, inner in _RULE.findall(body):
            given = dict(attributes(f"<a {rule_head}>"))
            priority, look = int(given.pop("priority", "0")), given.pop("dxfId", "")
            formulas = [_io._formula_read(one)[1:] for one in _FORMULA.findall(inner)]
            rest = _FORMULA.sub("", inner)
            rule = Rule(list(areas), given, formulas, rest, looks[int(look)] if look else "")
            found.append((priority, rule))
    return [rule for _, rule in sorted(found, key=lambda one: one[0])]


def looks_of(styles_xml: str) -> list[str]:
    """The dxf elements of a stylesheet."""
    found = _LOOKS.search(styles_xml)
    return _LOOK.findall(found.group(1)) if found is not None and found.group(1) else []


@wraps(_io, "load_workbook")
def load(original: Any, application: Any, path: Path) -> Any:
    book = original(application, path)
    looks = looks_of(book.stylesheet.xml)
    for sheet in book.sheets_:
        if sheet.part_name and book.package.has(sheet.part_name):
            xml = book.package.read(sheet.part_name).decode("utf-8")
            sheet.conditional_rules = read_rules(xml, looks)
            sheet.conditional_extended = "<x14:conditionalFormatting" in xml
    return book


@wraps(_io, "_patched_sheet")
def patched_sheet(original: Any, sheet: Any, xml: str, *args: Any) -> str:
    written: str = original(sheet, xml, *args)
    return with_rules(sheet, written) if getattr(sheet, "conditional_changed", False) else written


def with_rules(sheet: Any, xml: str) -> str:
    """A worksheet's part with the rules as they now are. New looks wait in `book.looks` for the stylesheet."""
    xml = _BLOCK.sub("", xml)
    place = _AFTER.search(xml, xml.index("<sheetData"))
    assert place is not None
    return xml[: place.start()] + _rules_xml(sheet) + xml[place.start() :]


def _rules_xml(sheet: Any) -> str:
    tables = [table.name for one in sheet.book.sheets_ for table in one.tables]
    looks = _pending_looks(sheet.book)
    blocks: dict[str, list[str]] = {}
    for priority, rule in enumerate(rules_of(sheet), 1):
        given = {"type": rule.attributes["type"]}
        if rule.look:
            if rule.look not in looks:
                looks.append(rule.look)
            given["dxfId"] = str(looks.index(rule.look))
        given |= {"priority": str(priority)} | rule.attributes
        head = " ".join(f'{name}="{escape(value)}"' for name, value in given.items())
        formulas = "".join(f"<formula>{_io._formula_xml(one, tables)}</formula>" for one in rule.formulas)
        sqref = " ".join(area.address(absolute=False) for area in rule.areas)
        blocks.setdefault(sqref, []).append(f"<cfRule {head}>{formulas}{rule.rest}</cfRule>")
    return "".join(
        f'<conditionalFormatting sqref="{sqref}">{"".join(rules)}</conditionalFormatting>'
        for sqref, rules in blocks.items()
    )


def _pending_looks(book: Any) -> list[str]:
    if not hasattr(book, "looks"):
        book.looks = looks_of(book.stylesheet.xml)
    looks: list[str] = book.looks
    return looks


@wraps(_io, "_write_styles")
def write_styles(original: Any, book: Any, package: Any) -> None:
    """The stylesheet with the looks the rules just written want."""
    original(book, package)
    looks: list[str] = getattr(book, "looks", [])
    xml = package.read(_STYLES).decode("utf-8")
    if len(looks) <= len(looks_of(xml)):
        return
    section = f'<dxfs count="{len(looks)}">{"".join(looks)}</dxfs>'
    book.stylesheet.xml = _with_looks(book.stylesheet.xml, section)
    package.write(_STYLES, _with_looks(xml, section).encode("utf-8"))


def _with_looks(xml: str, section: str) -> str:
    found = _LOOKS.search(xml)
    if found is not None:
        return xml[: found.start()] + section + xml[found.end() :]
    at = re.search(r"<(?:tableStyles|colors|extLst)\b|</styleSheet>", xml)
    assert at is not None
    return xml[: at.start()] + section + xml[at.start() :]
