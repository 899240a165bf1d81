"""A workbook: its sheets and names over the package; what is not touched is saved byte for byte as it was.

book = Workbook.open(path)
department = book.copy()                 # cheap: shares everything until written
department.sheet("表1 收支总表").set_number(7, 2, Decimal("12.50"))
department.save(target)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.clone import clone_sheet_parts, remove_unreachable_parts
from xltools.office.macros import suit_suffix
from xltools.office.package import Package, Relationship
from xltools.office.references import (
    FormulaShift,
    RowMap,
    parse_range,
    quoted_range,
    rename_tables,
    retarget_formula,
)
from xltools.office.remap import Mention, remap_sheet, rewrite_sheet_formulas
from xltools.office.remap_parts import remap_owned_parts, rewrite_part_formulas
from xltools.office.save import save_atomic
from xltools.office.shared_strings import SharedStrings
from xltools.office.sheet import Sheet
from xltools.office.sheet_xml import SheetXml
from xltools.office.steps import RowsMoved, SheetAdded, SheetCopied, SheetRemoved, SheetRenamed, Step
from xltools.office.workbook_xml import DefinedName, WorkbookXml, require_sheet_name
from xltools.office.xml_text import attribute, start_tag, with_start_attribute

FILTER_DATABASE = "_xlnm._FilterDatabase"
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: the link to its part, and whether it is `visible`, `hidden` or `veryHidden`."""

    name: str
    link: Relationship | None
    state: str


def _on_sheet(change: Callable[[str, str], str], sheet: str, formula: str) -> str:
    return change(formula, sheet)


class Workbook:
    """An .xlsx or .xlsm workbook."""

    def __init__(self, package: Package) -> None:
        part = package.main_part()
        if part is None:
            raise XltoolsError(f"“{package.name}”里没有工作簿；请检查是否选错文件。")
        self.package = package
        self._part = part
        self._xml = WorkbookXml(package.read_text(part))
        self._shared = SharedStrings(
            package.copy(), next(iter(package.related_parts(part, "sharedStrings")), None)
        )
        # Sheets as parsed from the file, shared by all copies and never written; by part.
        self._pristine: dict[str, SheetXml] = {}
        self._silent_parts: set[str] = set()
        self._sheets: dict[str, Sheet] = {}
        self._cells_changed = False
        self._steps: list[Step] = []

    @classmethod
    def open(cls, path: Path) -> Workbook:
        """The workbook in a file.

        Raises:
            XltoolsError: missing, no .xlsx workbook, or damaged.
            LockedError: another program holds it.
        """
        return cls(Package.open(path))

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Workbook:
        """The workbook in `data`; `name` is what messages call it.

        Raises:
            XltoolsError: no .xlsx workbook, or damaged.
        """
        return cls(Package.from_bytes(data, name))

    def copy(self) -> Workbook:
        """An independent workbook; everything is shared until written."""
        twin = object.__new__(Workbook)
        twin.package = self.package.copy()
        twin._part = self._part
        twin._xml = self._xml.copy()
        twin._shared = self._shared
        twin._pristine = self._pristine
        twin._silent_parts = self._silent_parts
        twin._sheets = {
            part: sheet.copy(self._shared)
            for part, sheet in self._sheets.items()
            if sheet.changed or sheet.filter_changed or part not in self._pristine
        }
        twin._cells_changed = self._cells_changed
        twin._steps = list(self._steps)
        return twin

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was done to sheets and rows since the workbook was opened."""
        return tuple(self._steps)

    # --- sheets ---

    def _links(self) -> dict[str, Relationship]:
        return self.package.relationships(self._part)

    def _worksheet_part(self, relationship_id: str) -> str | None:
        link = self._links().get(relationship_id)
        if link is None or link.kind != "worksheet":
            return None
        return self.package.part(link.target)

    @property
    def part(self) -> str:
        """The part that lists the sheets."""
        return self._part

    @property
    def sheet_names(self) -> list[str]:
        """The worksheets in the order of their tabs; chart sheets are left out."""
        return [entry.name for entry in self._xml.sheets if self._worksheet_part(entry.relationship_id)]

    @property
    def tabs(self) -> list[Tab]:
        """Every tab in its order: worksheets, chart sheets, macro sheets."""
        links = self._links()
        return [
            Tab(
                entry.name, links.get(entry.relationship_id), attribute(entry.tag or "", "state") or "visible"
            )
            for entry in self._xml.sheets
        ]

    def has_sheet(self, name: str) -> bool:
        """Whether a sheet of that name exists; like Excel, without telling cases apart."""
        try:
            self._xml.index(name)
        except KeyError:
            return False
        return True

    def _index(self, name: str) -> int:
        try:
            return self._xml.index(name)
        except KeyError:
            raise XltoolsError(f"“{self.package.name}”中没有名为“{name}”的工作表；请检查工作表名。") from None

    def sheet(self, name: str) -> Sheet:
        """A worksheet by name; like Excel, without telling cases apart.

        Raises:
            XltoolsError: no such worksheet.
        """
        entry = self._xml.sheets[self._index(name)]
        part = self._worksheet_part(entry.relationship_id)
        if part is None:
            raise XltoolsError(f"“{self.package.name}”中的“{name}”不是普通工作表（可能是图表页），无法读取。")
        known = self._sheets.get(part)
        if known is None:
            pristine = self._pristine.get(part)
            if pristine is None:
                pristine = self._pristine[part] = SheetXml.parse(self.package.read_text(part), part)
            known = self._sheets[part] = Sheet(entry.name, part, pristine.copy(), self._shared)
        return known

    def clone_sheet(self, source: str, name: str, *, after: str | None = None) -> Sheet:
        """Copies a sheet with all that hangs on it.

        Drawings, charts, notes, links, print set-up, names of its own.

        References of the copy to the source sheet turn to the copy itself; the copy is not selected.

        Args:
            after: the sheet to stand behind; the last one if None.

        Raises:
            XltoolsError: no such source, or a name Excel does not take.
        """
        require_sheet_name(name, [entry.name for entry in self._xml.sheets])
        original = self.sheet(source)
        index = len(self._xml.sheets) if after is None else self._index(after) + 1
        original.settle()
        source_name = original.name
        xml, part = clone_sheet_parts(self.package, original, name)
        relationship_id = self.package.add_relationship(self._part, "worksheet", part)
        source_index = self._xml.index(source_name)
        own_names = [item for item in self._xml.names if item.scope == source_index]
        self._xml.insert_sheet(index, name, relationship_id)
        self._steps.append(SheetCopied(source_name, name))
        self._xml.names += [
            replace(item, scope=index, refers_to=retarget_formula(item.refers_to, source_name, name))
            for item in own_names
        ]
        sheet = self._sheets[part] = Sheet(name, part, xml, self._shared)
        return sheet

    def add_sheet(self, name: str, xml: str) -> Sheet:
        """Adds a plain worksheet behind the last tab; `xml` is the whole part.

        Raises:
            XltoolsError: a name Excel does not take.
        """
        require_sheet_name(name, [entry.name for entry in self._xml.sheets])
        part = self.package.new_part_name("xl/worksheets/sheet{}.xml")
        parsed = SheetXml.parse(xml, part)
        self.package.write(part, xml.encode())
        self.package.add_override(part, _WORKSHEET)
        relationship_id = self.package.add_relationship(self._part, "worksheet", part)
        self._xml.insert_sheet(len(self._xml.sheets), name, relationship_id)
        self._steps.append(SheetAdded(name))
        parsed.changed = True
        sheet = self._sheets[part] = Sheet(name, part, parsed, self._shared)
        return sheet

    def sort_sheets(self, names: Sequence[str]) -> None:
        """Lets these sheets stand in this order, in the places that they hold together.

        Raises:
            XltoolsError: no such sheet.
        """
        wanted = [self._index(name) for name in names]
        places = sorted(wanted)
        if wanted != places:
            order = list(range(len(self._xml.sheets)))
            for place, old in zip(places, wanted, strict=True):
                order[place] = old
            self._xml.order_sheets(order)

    def remove_sheet(self, name: str) -> None:
        """Takes a sheet out with all that hangs on it; what referred to it shows #REF!, as in Excel.

        Raises:
            XltoolsError: no such sheet, or the last one.
        """
        sheet = self.sheet(name)
        if len(self.sheet_names) == 1:
            raise XltoolsError(f"“{name}”是工作簿中唯一的工作表，不能删除。")
        index = self._xml.index(name)
        mention = Mention([sheet.name])
        self._xml.delete_sheet(index)
        self._steps.append(SheetRemoved(sheet.name))
        links = self._links()
        for link in list(links.values()):
            if not link.external and self.package.part(link.target) == sheet.part:
                self.package.remove_relationship(self._part, link.id)
        self._sheets.pop(sheet.part, None)
        remove_unreachable_parts(self.package, sheet.part)
        self._cells_changed = True

        def lost(formula: str, _sheet: str) -> str:
            return retarget_formula(formula, sheet.name, None)

        self._rewrite_formulas(lost, mention)

    def rename_sheet(self, name: str, new_name: str) -> None:
        """Gives a sheet another name; formulas, names, charts and links that mention it follow.

        Raises:
            XltoolsError: no such sheet, or a name Excel does not take.
        """
        sheet = self.sheet(name)
        index = self._xml.index(name)
        require_sheet_name(new_name, [entry.name for entry in self._xml.sheets if entry.name != sheet.name])
        old_name = sheet.name
        if new_name == old_name:
            return
        self._xml.rename_sheet(index, new_name)
        self._steps.append(SheetRenamed(old_name, new_name))
        sheet.name = new_name
        self._cells_changed = True
        self._rewrite_formulas(
            lambda formula, _: retarget_formula(formula, old_name, new_name), Mention([old_name])
        )

    @property
    def code_name(self) -> str | None:
        """What macros call the workbook."""
        properties = self._xml.element("workbookPr")
        return attribute(start_tag(properties), "codeName") if properties else None

    def set_code_name(self, name: str) -> None:
        """Gives the workbook the name that its macro project knows it by."""
        properties = self._xml.element("workbookPr") or "<workbookPr/>"
        self._xml.set_element("workbookPr", with_start_attribute(properties, "codeName", name))

    def show_only(self, names: Sequence[str]) -> None:
        """Hides every other sheet; the first of these is the one that shows.

        Raises:
            XltoolsError: no such sheet.
        """
        self._xml.show_only([self._index(name) for name in names])

    # --- names ---

    def defined_names(self) -> dict[tuple[str, str | None], str]:
        """What each name refers to, by (name, the sheet it belongs to or None for the workbook)."""
        return {
            (item.name, None if item.scope is None else self._xml.sheets[item.scope].name): item.refers_to
            for item in self._xml.names
            if item.scope is None or item.scope < len(self._xml.sheets)
        }

    def hidden_names(self) -> set[str]:
        """The names that programs do not list."""
        return {item.name for item in self._xml.names if dict(item.attributes).get("hidden") in ("1", "true")}

    def defined_name(self, name: str) -> str | None:
        """What a name of the whole workbook refers to; None where there is no such name."""
        return self._xml.refers_to(name)

    def _name_index(self, name: str, scope: str | None) -> tuple[int | None, int | None]:
        if scope is None:
            return self._xml.global_name(name), None
        scope_index = self._xml.index(scope)
        key = name.casefold()
        for index, item in enumerate(self._xml.names):
            if item.name.casefold() == key and item.scope == scope_index:
                return index, scope_index
        return None, scope_index

    def set_defined_name(
        self, name: str, refers_to: str, *, scope: str | None = None, hidden: bool = False
    ) -> None:
        """Sets a name, of the workbook or of the sheet `scope`; `refers_to` is a formula without `=`.

        Raises:
            KeyError: no such sheet.
        """
        index, scope_index = self._name_index(name, scope)
        refers_to = refers_to.removeprefix("=")
        self._xml.changed = True
        if index is not None:
            self._xml.names[index] = replace(self._xml.names[index], refers_to=refers_to)
            return
        attributes = (("hidden", "1"),) if hidden else ()
        self._xml.names.append(DefinedName(name, refers_to, scope_index, attributes))

    def delete_defined_name(self, name: str, *, scope: str | None = None) -> None:
        """Takes a name away; none of that name is no mistake."""
        index, _ = self._name_index(name, scope)
        if index is not None:
            del self._xml.names[index]
            self._xml.changed = True

    # --- moving rows ---

    def remap_rows(self, sheet: str, row_map: RowMap) -> None:
        """Moves the rows of a sheet.

        Formulas, names, formats, notes, drawings, charts everywhere follow, as in Excel.

        Raises:
            XltoolsError: no such sheet.
        """
        self.remap_sheets({sheet: row_map})

    def remap_sheets(self, row_maps: Mapping[str, RowMap], *, mentioned: bool = True) -> None:
        """Moves the rows of several sheets in one pass over the workbook.

        Args:
            mentioned: False for sheets just cloned, which nothing but their own names can mention yet.

        Raises:
            XltoolsError: no such sheet.
        """
        moving = {self.sheet(name): row_map for name, row_map in row_maps.items() if not row_map.is_identity}
        if not moving:
            return
        maps = {sheet.name: row_map for sheet, row_map in moving.items()}
        shift = FormulaShift(maps)
        lost_tables: list[str] = []
        for sheet, row_map in moving.items():
            self._steps.append(RowsMoved(sheet.name, row_map))
            sheet.forget()
            remap_sheet(sheet.xml, row_map, partial(_on_sheet, shift, sheet.name))
            lost_tables += remap_owned_parts(self.package, sheet, row_map)
            sheet.forget()
        self._cells_changed = True
        if mentioned:
            self._rewrite_formulas(shift, Mention(list(maps)), skip={sheet.part for sheet in moving})
        else:
            self._rewrite_names(shift, {self._index(name) for name in maps})
        if lost_tables:
            names = dict.fromkeys(lost_tables)
            self._rewrite_formulas(
                lambda formula, _: rename_tables(formula, names), Mention(lost_tables, "[")
            )

    def _rewrite_formulas(
        self, change: Callable[[str, str], str], mention: Mention, skip: set[str] | None = None
    ) -> None:
        """Passes every formula that may mention the sheets through `change(formula, sheet it stands on)`."""
        for name in self.sheet_names:
            entry = self._xml.sheets[self._xml.index(name)]
            part = self._worksheet_part(entry.relationship_id)
            assert part is not None
            if part in (skip or ()):
                continue
            known = self._sheets.get(part)
            if known is None and part not in self._pristine and not self._may_mention(part, mention):
                continue
            sheet = self.sheet(name)
            if mention.in_sheet(sheet.xml):
                sheet.forget()
                rewrite_sheet_formulas(sheet.xml, partial(_on_sheet, change, sheet.name))
                sheet.forget()
        self._rewrite_names(change)
        rewrite_part_formulas(self.package, change, mention)

    def _rewrite_names(self, change: Callable[[str, str], str], scopes: set[int] | None = None) -> None:
        names: list[DefinedName] = []
        for item in self._xml.names:
            if scopes is None or item.scope in scopes:
                scope = "" if item.scope is None else self._xml.sheets[item.scope].name
                refers_to = change(item.refers_to, scope)
                if refers_to != item.refers_to:
                    self._xml.changed = True
                    item = replace(item, refers_to=refers_to)
            names.append(item)
        self._xml.names = names

    def _may_mention(self, part: str, mention: Mention) -> bool:
        """Whether a sheet not taken apart yet can name other sheets; one without "!" never does."""
        if mention.mark != "!":
            return mention.in_bytes(self.package.read(part))
        if part in self._silent_parts:
            return False
        data = self.package.read(part)
        if b"!" not in data and not mention.coded(data):
            self._silent_parts.add(part)
            return False
        return mention.in_bytes(data)

    # --- saving ---

    def to_bytes(self) -> bytes:
        """The finished file; the same input always gives the same bytes."""
        self.settle()
        return self.package.to_bytes()

    def settle(self) -> None:
        """Writes what is kept aside into the parts of the package."""
        changed = self._cells_changed
        for part, sheet in self._sheets.items():
            sheet.settle()
            if sheet.filter_changed:
                self._name_filter(sheet)
            if sheet.xml.changed:
                self.package.write(part, sheet.xml.render().encode())
                changed = True
        if changed:
            self._drop_calculation_chain()
        if self._xml.changed:
            self.package.write(self._part, self._xml.render().encode())

    def save(self, path: Path, *, even_if_open: bool = False) -> Path:
        """Writes the file; see save_atomic for the path that comes back and what can go wrong."""
        suit_suffix(self.package, self._part, path.suffix)
        return save_atomic(self.to_bytes(), path, even_if_open=even_if_open)

    def _name_filter(self, sheet: Sheet) -> None:
        sheet.filter_changed = False
        reference = sheet.autofilter
        if reference is None:
            self.delete_defined_name(FILTER_DATABASE, scope=sheet.name)
            return
        refers_to = quoted_range(sheet.name, parse_range(reference))
        self.set_defined_name(FILTER_DATABASE, refers_to, scope=sheet.name, hidden=True)

    def _drop_calculation_chain(self) -> None:
        for link in list(self._links().values()):
            if link.kind == "calcChain":
                self.package.remove_relationship(self._part, link.id)
                if self.package.has(link.target):
                    self.package.remove(link.target)
