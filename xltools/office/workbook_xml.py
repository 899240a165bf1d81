"""The workbook part: the list of sheets, defined names, which sheet is active."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from xltools.model.errors import XltoolsError
from xltools.office.xml_text import (
    attributes,
    escape_attribute,
    escape_text,
    inner,
    local_name,
    split_children,
    start_tag,
    unescape,
    with_attribute,
    with_start_attribute,
)

_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews",
    "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects",
    "extLst",
)  # fmt: skip
"""The sequence of CT_Workbook (ECMA-376 part 1, 18.2.27)."""
_ROOT_TAG = re.compile(r'<workbook(?:[^<>"]|"[^"]*")*>')
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAX_SHEET_NAME = 31
MAX_SHEETS = 2_000
"""As many as an archive may have members; several tabs on one part would cost as much as their number."""
_MOST_DIGITS = 10
_VIEW = re.compile(r"<(?:[\w.-]+:)?workbookView(?=[\s/>])[^>]*>")
_FORBIDDEN = re.compile(r"[\\/?*\[\]:\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One tab: `tag` is the element as read, None for a new one."""

    name: str
    sheet_id: int
    relationship_id: str
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name.

    `scope` is the index of the sheet it belongs to, `attributes` what else its tag holds.
    """

    name: str
    refers_to: str
    scope: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()


class WorkbookXml:
    """The workbook part taken apart; only its sheets, names and views are ever changed."""

    def __init__(self, text: str) -> None:
        """Takes the part apart.

        Raises:
            XltoolsError: the part is no workbook.
        """
        root = _ROOT_TAG.search(text)
        if root is None:
            raise _damaged()
        self._prolog = text[: root.end()]
        close = text.rindex("</workbook")
        self._closing = text[close:]
        self._elements = [
            (_known_name(name, xml), xml) for name, xml in split_children(text[root.end() : close])
        ]
        tabs = self._inside("sheets")
        if len(tabs) > MAX_SHEETS:
            raise XltoolsError(
                f"工作簿里有 {len(tabs)} 张工作表（上限 {MAX_SHEETS} 张），不像正常的工作簿，已拒绝读取；"
                "请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再试。"
            )
        self.sheets = [_entry(tag) for tag in tabs]
        self.names = [_defined_name(tag) for tag in self._inside("definedNames")]
        self.changed = False
        self._places: dict[str, int] | None = None
        self._positions: dict[str, int] | None = None

    def copy(self) -> WorkbookXml:
        twin = object.__new__(WorkbookXml)
        twin._prolog, twin._closing = self._prolog, self._closing
        twin._elements = list(self._elements)
        twin.sheets, twin.names = list(self.sheets), list(self.names)
        twin.changed = self.changed
        twin._places = self._places
        twin._positions = None
        return twin

    def _inside(self, name: str) -> list[str]:
        xml = next((xml for other, xml in self._elements if other == name), None)
        return [] if xml is None else [child for _, child in split_children(inner(xml))]

    def element(self, name: str) -> str | None:
        """The first element of that name, as read."""
        return next((xml for other, xml in self._elements if other == name), None)

    def set_element(self, name: str, xml: str | None) -> None:
        """Sets the one element of that name where the schema wants it, or takes it out."""
        self.changed = True
        for index, (other, _) in enumerate(self._elements):
            if other == name:
                if xml is None:
                    del self._elements[index]
                else:
                    self._elements[index] = (name, xml)
                return
        if xml is None:
            return
        position = _ORDER.index(name)
        later = (i for i, (other, _) in enumerate(self._elements) if other in _ORDER[position + 1 :])
        self._elements.insert(next(later, len(self._elements)), (name, xml))

    def index(self, name: str) -> int:
        """The place of a sheet among the tabs, from 0.

        Raises:
            KeyError: no such sheet.
        """
        if self._places is None:
            places: dict[str, int] = {}
            for index, entry in enumerate(self.sheets):
                places.setdefault(entry.name.casefold(), index)
            self._places = places
        try:
            return self._places[name.casefold()]
        except KeyError:
            raise KeyError(name) from None

    def refers_to(self, name: str) -> str | None:
        """What a name of the whole workbook refers to; None where there is no such name."""
        place = self.global_name(name)
        return None if place is None else self.names[place].refers_to

    def global_name(self, name: str) -> int | None:
        """Where in `names` a name of the whole workbook stands."""
        key = name.casefold()
        for _ in range(2):
            if self._positions is None:
                self._positions = {
                    item.name.casefold(): place for place, item in enumerate(self.names) if item.scope is None
                }
            place = self._positions.get(key)
            if place is not None and place < len(self.names):
                item = self.names[place]
                if item.scope is None and item.name.casefold() == key:
                    return place
            # Names were added or taken away since the places were noted.
            self._positions = None
        return None

    def insert_sheet(self, index: int, name: str, relationship_id: str) -> None:
        """Adds a tab; names and views that count tabs keep meaning the same ones."""
        sheet_id = 1 + max((entry.sheet_id for entry in self.sheets), default=0)
        self._places = None
        self.sheets.insert(index, SheetEntry(name, sheet_id, relationship_id))
        self._renumber(lambda old: old + 1 if old >= index else old)

    def rename_sheet(self, index: int, name: str) -> None:
        """Gives a tab another name."""
        entry = self.sheets[index]
        tag = None if entry.tag is None else with_start_attribute(entry.tag, "name", name)
        self._places = None
        self.sheets[index] = replace(entry, name=name, tag=tag)
        self.changed = True

    def show_only(self, indexes: list[int]) -> None:
        """Hides every other tab; the first of these becomes the active one."""
        for index, entry in enumerate(self.sheets):
            tag = entry.tag or ""
            if entry.tag is not None:
                tag = with_start_attribute(tag, "state", None if index in indexes else "hidden")
            self.sheets[index] = replace(entry, tag=tag or None)
        self.changed = True
        views = self.element("bookViews")
        if views is not None:
            self.set_element("bookViews", _VIEW.sub(lambda view: _with_active(view[0], indexes[0]), views))

    def order_sheets(self, order: list[int]) -> None:
        """Puts the tabs into another order: `order` holds their present places."""
        self._places = None
        self.sheets = [self.sheets[old] for old in order]
        new = {old: place for place, old in enumerate(order)}
        self._renumber(lambda old: new.get(old, old))

    def delete_sheet(self, index: int) -> None:
        """Removes a tab with the names that belong to it."""
        self._places = None
        del self.sheets[index]
        self.names = [name for name in self.names if name.scope != index]
        last = len(self.sheets) - 1
        self._renumber(lambda old: min(old - 1 if old > index else old, last))

    def _renumber(self, new_index: Callable[[int], int]) -> None:
        self.changed = True
        self.names = [
            name
            if name.scope is None or (scope := new_index(name.scope)) == name.scope
            else replace(name, scope=scope)
            for name in self.names
        ]
        views = self.element("bookViews")
        if views is not None:
            for attribute in ("activeTab", "firstSheet"):
                views = re.sub(
                    rf'(\s{attribute}=")(\d+)(")',
                    lambda match: f"{match[1]}{max(new_index(int(match[2])), 0)}{match[3]}",
                    views,
                )
            self.set_element("bookViews", views)

    def render(self) -> str:
        """The workbook part."""
        bound = re.search(
            rf'xmlns:([\w.-]+)="(?:{re.escape(_RELATIONSHIPS)}|[^"]*purl[^"]*/relationships)"', self._prolog
        )
        prefix = bound[1] if bound else "r"
        namespace = "" if bound else f' xmlns:r="{_RELATIONSHIPS}"'
        tags = "".join(
            entry.tag
            or f'<sheet{namespace} name="{escape_attribute(entry.name)}" sheetId="{entry.sheet_id}" '
            f'{prefix}:id="{escape_attribute(entry.relationship_id)}"/>'
            for entry in self.sheets
        )
        self.set_element("sheets", f"<sheets>{tags}</sheets>")
        names = "".join(_name_xml(name) for name in self.names)
        self.set_element("definedNames", f"<definedNames>{names}</definedNames>" if names else None)
        return self._prolog + "".join(xml for _, xml in self._elements) + self._closing


def _with_active(tag: str, index: int) -> str:
    return with_attribute(with_attribute(tag, "firstSheet", None), "activeTab", str(index))


def require_sheet_name(name: str, taken: list[str]) -> None:
    """Whether Excel takes a name for a new sheet.

    Raises:
        XltoolsError: it does not; the sentence says why.
    """
    if not name or len(name.encode("utf-16-le")) // 2 > MAX_SHEET_NAME:
        raise XltoolsError(f"工作表名“{name}”应为 1 至 {MAX_SHEET_NAME} 个字符；请改短。")
    if _FORBIDDEN.search(name) or name.startswith("'") or name.endswith("'"):
        raise XltoolsError(
            f"工作表名“{name}”含有 Excel 不允许的字符（\\ / ? * [ ] : 或首尾的单引号）；请改名。"
        )
    if name.casefold() in {other.casefold() for other in taken}:
        raise XltoolsError(f"工作簿中已有名为“{name}”的工作表；请改名。")


def _known_name(name: str, xml: str) -> str:
    local = local_name(name)
    if local == "AlternateContent":
        return next((tag for tag in re.findall(r"<([\w.-]+)[\s/>]", xml) if tag in _ORDER), local)
    return local


def _damaged() -> XltoolsError:
    return XltoolsError("工作簿的目录（workbook.xml）已损坏，无法读取；请在 Excel 中打开并另存一份后再试。")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise _damaged()
    return int(text)


def _entry(tag: str) -> SheetEntry:
    values = attributes(start_tag(tag))
    relationship = next((value for key, value in values.items() if key.endswith(":id")), "")
    return SheetEntry(values.get("name", ""), _number(values.get("sheetId", "0")), relationship, tag)


def _defined_name(xml: str) -> DefinedName:
    values = attributes(start_tag(xml))
    name = values.pop("name", "")
    scope = values.pop("localSheetId", None)
    refers_to = unescape(inner(xml))
    return DefinedName(name, refers_to, None if scope is None else _number(scope), tuple(values.items()))


def _name_xml(name: DefinedName) -> str:
    scope = "" if name.scope is None else f' localSheetId="{name.scope}"'
    others = "".join(f' {key}="{escape_attribute(value)}"' for key, value in name.attributes)
    tag = f'<definedName name="{escape_attribute(name.name)}"{scope}{others}>'
    return f"{tag}{escape_text(name.refers_to)}</definedName>"
