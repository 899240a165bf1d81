"""A worksheet part taken apart: its elements in schema order, its rows by number, put together again as text.

A row nobody touched is written as it was read, byte for byte. Copies share rows until one of them is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xltools.model.errors import XltoolsError
from xltools.office.cells import FORMULA
from xltools.office.references import (
    MAX_COLUMN,
    MAX_ROW,
    Range,
    column_letter,
    column_number,
    format_range,
    parse_range,
    translate_formula,
)
from xltools.office.xml_text import (
    attribute,
    attributes,
    escape_text,
    local_name,
    split_children,
    unescape,
    with_start_attribute,
)

ELEMENT_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip
"""The sequence of CT_Worksheet (ECMA-376 part 1, 18.3.1.99)."""

_POSITION = {name: index for index, name in enumerate(ELEMENT_ORDER)}
_ROW_TAG = re.compile(r"<row(?=[\s/>])([^>]*)>")
_CELL_TAG = re.compile(r'<c(?=[\s/>])(?:([^>]*?)\sr="([A-Za-z]+)[0-9]+")?')
_ROW_NUMBER = re.compile(r'\sr="([0-9]+)"')
_MOST_DIGITS = 12
_MOST_WRITTEN_OUT = 8 * 1024 * 1024
"""Characters of shared formulas written out; a few bytes in the file stand for each of them."""
_SPANS = re.compile(r'\sspans="[^"]*"')
_ROOT_TAG = re.compile(r'<worksheet(?:[^<>"]|"[^"]*")*>')
_REPAIR = "请在 Excel 中“打开并修复”后另存，再试一次。"
_LETTERS = [""] + [column_letter(number) for number in range(1, 257)]


class Row:
    """One row. `text` is the row as read, None once changed or moved.

    `attributes` leave out number and spans.
    """

    __slots__ = ("attributes", "cells", "text")

    def __init__(self, attributes: str, cells: dict[int, str] | None, text: str | None) -> None:
        self.attributes = attributes
        self.cells = cells
        self.text = text


class SheetXml:
    """One worksheet part."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.prolog = ""
        self.closing = ""
        self.elements: list[tuple[str, str]] = []
        self.rows: dict[int, Row] = {}
        self._own: dict[int, dict[int, str]] = {}
        self._shared_formula_rows: frozenset[int] = frozenset()
        self._masters: dict[str, tuple[str, int, int]] | None = None
        self._written = 0
        self._last_row = 0
        self.changed = False

    @classmethod
    def parse(cls, text: str, part: str) -> SheetXml:
        """Takes a worksheet apart.

        Raises:
            XltoolsError: the part is no worksheet.
        """
        root = _ROOT_TAG.search(text)
        if root is None:
            raise XltoolsError(f"工作簿内的 {part} 不是工作表，无法读取；{_REPAIR}")
        sheet = cls(part)
        if root[0].endswith("/>"):
            sheet.prolog = text[: root.end() - 2] + ">"
            sheet.closing = "</worksheet>"
            sheet.elements = [("sheetData", "")]
            return sheet
        sheet.prolog = text[: root.end()]
        close = text.rindex("</worksheet")
        sheet.closing = text[close:]
        begin = text.find("<sheetData", root.end())
        if begin < 0:
            sheet.elements = _named(split_children(text[root.end() : close]))
            sheet.elements.insert(sheet._place("sheetData"), ("sheetData", ""))
            return sheet
        tag_end = text.index(">", begin) + 1
        sheet.elements = [*_named(split_children(text[root.end() : begin])), ("sheetData", "")]
        after = tag_end
        if text[tag_end - 2] != "/":
            data_end = text.index("</sheetData", tag_end)
            after = text.index(">", data_end) + 1
            sheet._read_rows(text[tag_end:data_end])
        sheet.elements += _named(split_children(text[after:close]))
        return sheet

    def copy(self) -> SheetXml:
        """An independent sheet sharing every row until written."""
        twin = SheetXml(self.part)
        twin.prolog, twin.closing = self.prolog, self.closing
        twin.elements = list(self.elements)
        twin.rows = dict(self.rows)
        # Rows written here are shared from now on: neither side may change them in place any more.
        for number, cells in self._own.items():
            twin.rows[number] = self.rows[number] = Row(self.rows[number].attributes, _in_order(cells), None)
        self._own = {}
        twin._shared_formula_rows = self._shared_formula_rows
        twin._masters = self._masters
        twin._last_row = self._last_row
        twin.changed = self.changed
        return twin

    # --- rows ---

    def _read_rows(self, data: str) -> None:
        marks = list(_ROW_TAG.finditer(data))
        has_shared = 't="shared"' in data
        shared: list[int] = []
        number = 0
        for index, mark in enumerate(marks):
            end = marks[index + 1].start() if index + 1 < len(marks) else len(data)
            inside = mark[1]
            given = _ROW_NUMBER.search(inside)
            text = data[mark.start() : end]
            if given:
                # More digits than any row has are not worth counting.
                number = int(given[1][:_MOST_DIGITS])
                inside = inside[: given.start()] + inside[given.end() :]
            else:
                number += 1
                text = f'<row r="{number}"' + text[4:]
            if not 1 <= number <= MAX_ROW:
                raise XltoolsError(f"{self.part} 有超出范围的行号 {number}；{_REPAIR}")
            if "spans=" in inside:
                inside = _SPANS.sub("", inside)
            row = Row(inside.rstrip("/").rstrip(), None, text)
            if number in self.rows:
                first = self.cells_of(number, self.rows[number])
                row = Row(row.attributes, {**first, **self.cells_of(number, row)}, None)
            self.rows[number] = row
            if has_shared and 't="shared"' in text:
                shared.append(number)
        self._shared_formula_rows = frozenset(shared)
        self._last_row = max(self.rows, default=0)

    def cells_of(self, number: int, row: Row) -> dict[int, str]:
        """The kept cells of a row by column; never to be changed through this."""
        cells = row.cells
        if cells is None:
            try:
                cells = _split_cells(row.text or "")
            except ValueError:
                raise XltoolsError(f"{self.part} 第 {number} 行有无法识别的单元格地址；{_REPAIR}") from None
            if number in self._shared_formula_rows:
                cells = self._expanded(number, cells)
            row.cells = cells
        return cells

    def cells(self, number: int) -> dict[int, str]:
        """The kept cells of a row by column; empty where the row does not exist."""
        row = self.rows.get(number)
        return {} if row is None else self.cells_of(number, row)

    def row_numbers(self) -> list[int]:
        """Every row present, ascending."""
        return sorted(self.rows)

    @property
    def max_row(self) -> int:
        return max(self.rows, default=0)

    def writable(self, number: int) -> dict[int, str]:
        """The cells of a row, to be changed; the row is added where it is missing."""
        cells = self._own.get(number)
        if cells is None:
            if number in self._shared_formula_rows:
                self._settle_shared_formulas()
            row = self.rows.get(number)
            cells = {} if row is None else dict(self.cells_of(number, row))
            self.rows[number] = Row("" if row is None else row.attributes, cells, None)
            self._own[number] = cells
            self.changed = True
        return cells

    def set_row_attributes(self, number: int, inside: str) -> None:
        """Sets what the row's tag holds beside its number."""
        self.writable(number)
        self.rows[number].attributes = inside

    def place_row(self, number: int, row: Row) -> None:
        """Puts a row at a number; the row may be shared with other numbers."""
        self._settle_shared_formulas()
        self.rows[number] = row
        self._own.pop(number, None)
        self.changed = True

    def replace_rows(self, rows: dict[int, Row]) -> None:
        """Every row at once; the rows are taken over, shared."""
        self.rows = rows
        self._own = {}
        self._shared_formula_rows = frozenset()
        self.changed = True

    # --- formulas ---

    def _shared_masters(self) -> dict[str, tuple[str, int, int]]:
        if self._masters is None:
            masters: dict[str, tuple[str, int, int]] = {}
            self._masters = masters
            for number in sorted(self._shared_formula_rows):
                for column, rest in _split_cells(self.rows[number].text or "").items():
                    match = FORMULA.search(rest)
                    if match and match[2] and 't="shared"' in match[1]:
                        group = attribute(match[1], "si") or ""
                        masters.setdefault(group, (unescape(match[2]), number, column))
        return self._masters

    def _expanded(self, number: int, cells: dict[int, str]) -> dict[int, str]:
        """The cells with each shared formula written out."""
        masters = self._shared_masters()
        result: dict[int, str] = {}
        for column, rest in cells.items():
            match = FORMULA.search(rest) if "<f" in rest else None
            if match and 't="shared"' in match[1]:
                text = match[2]
                if not text:
                    master = masters.get(attribute(match[1], "si") or "")
                    text = self._written_out(master, number, column) if master else None
                element = f"<f>{text}</f>" if text else ""
                rest = rest[: match.start()] + element + rest[match.end() :]
            result[column] = rest
        return result

    def _written_out(self, master: tuple[str, int, int], number: int, column: int) -> str:
        """A shared formula for one of its cells.

        Raises:
            XltoolsError: all of them would come to more than a sheet holds.
        """
        self._written += len(master[0])
        if self._written > _MOST_WRITTEN_OUT:
            raise XltoolsError(f"{self.part} 的共享公式展开后过大，不像正常的工作簿，已拒绝读取；{_REPAIR}")
        return escape_text(translate_formula(master[0], number - master[1], column - master[2]))

    def _settle_shared_formulas(self) -> None:
        """Writes every shared formula out for good: changing one of them would break the others."""
        for number in self._shared_formula_rows:
            row = self.rows.get(number)
            if row is not None and row.text is not None:
                self.rows[number] = Row(row.attributes, self.cells_of(number, row), None)
                self.changed = True
        self._shared_formula_rows = frozenset()

    def rewrite_formulas(
        self, change: Callable[[str], str], area: Callable[[Range], Range | None] | None = None
    ) -> None:
        """Passes every cell formula through `change` and every array formula's range through `area`."""
        if any('t="shared"' in (row.text or "") for row in self.rows.values()):
            self._settle_shared_formulas()
        for number, row in list(self.rows.items()):
            if row.text is not None and "<f" not in row.text:
                continue
            cells = self.cells_of(number, row)
            new: dict[int, str] = {}
            for column, rest in cells.items():
                if "<f" in rest:
                    moved = FORMULA.sub(lambda match: _rewritten(match, change, area), rest, count=1)
                    if moved != rest:
                        new[column] = moved
            if new:
                self.writable(number).update(new)

    # --- elements ---

    def _place(self, name: str) -> int:
        position = _POSITION[name]
        for index, (other, _) in enumerate(self.elements):
            if _POSITION.get(other, -1) > position:
                return index
        return len(self.elements)

    def element(self, name: str) -> str | None:
        """The first element of that name."""
        return next((xml for other, xml in self.elements if other == name), None)

    def all_elements(self, name: str) -> Iterator[str]:
        return (xml for other, xml in self.elements if other == name)

    def set_elements(self, name: str, texts: list[str]) -> None:
        """Replaces every element of that name, where they stood or else where the schema wants them."""
        at = next((index for index, (other, _) in enumerate(self.elements) if other == name), None)
        if at is None:
            at = self._place(name)
        self.elements = [item for item in self.elements if item[0] != name]
        self.elements[at:at] = [(name, xml) for xml in texts if xml]
        self.changed = True

    def set_element(self, name: str, xml: str | None) -> None:
        """Sets the one element of that name, or takes it out."""
        self.set_elements(name, [xml] if xml else [])

    # --- writing ---

    def _widened_dimension(self, corners: Range | None) -> None:
        """Widens `<dimension>` over rows written since the sheet was read."""
        current = self.element("dimension")
        if current is None or corners is None:
            return
        try:
            area = parse_range(attribute(current, "ref") or "")
        except ValueError:
            return
        if not area.covers(corners):
            self.set_element(
                "dimension", with_start_attribute(current, "ref", format_range(area.union(corners)))
            )

    def render(self) -> str:
        """The worksheet part."""
        data = self._rendered_rows()
        out = [self.prolog]
        out += [data if name == "sheetData" else xml for name, xml in self.elements]
        out.append(self.closing)
        return "".join(out)

    def _rendered_rows(self) -> str:
        if not self.rows:
            return "<sheetData/>"
        out = ["<sheetData>"]
        letters = _LETTERS
        top, left, bottom, right = MAX_ROW, MAX_COLUMN, 0, 0
        for number in sorted(self.rows):
            row = self.rows[number]
            if row.text is not None:
                out.append(row.text)
                continue
            cells = row.cells
            if not cells:
                out.append(f'<row r="{number}"{row.attributes}/>')
                continue
            if number in self._own:
                cells = _in_order(cells)
            first, last = next(iter(cells)), next(reversed(cells))
            if number < 1 or number > MAX_ROW or first < 1 or last > MAX_COLUMN:
                raise ValueError(f"cells beyond the sheet: row {number}, columns {first} to {last}")
            bottom = number
            if top > number:
                top = number
            if left > first:
                left = first
            if right < last:
                right = last
            out.append(f'<row r="{number}"{row.attributes}>')
            if last < len(letters):
                out += [f'<c r="{letters[column]}{number}"{rest}' for column, rest in cells.items()]
            else:
                out += [f'<c r="{column_letter(column)}{number}"{rest}' for column, rest in cells.items()]
            out.append("</row>")
        out.append("</sheetData>")
        self._widened_dimension(Range(top, left, bottom, right) if bottom else None)
        return "".join(out)


def _in_order(cells: dict[int, str]) -> dict[int, str]:
    """The cells by ascending column."""
    columns = list(cells)
    ordered = sorted(columns)
    return cells if columns == ordered else {column: cells[column] for column in ordered}


def _named(children: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Elements by their name in ELEMENT_ORDER; one wrapped for compatibility goes by what it wraps."""
    named: list[tuple[str, str]] = []
    for name, xml in children:
        name = local_name(name)
        if name == "AlternateContent":
            inside = re.findall(r"<([\w.-]+)[\s/>]", xml)
            name = next((tag for tag in inside if tag in _POSITION), "extLst")
        named.append((name, xml))
    return named


def _split_cells(text: str) -> dict[int, str]:
    """The cells of a row's text by column."""
    end = text.rfind("</row")
    if end < 0:
        return {}
    cells: dict[int, str] = {}
    parts = text[:end].split('<c r="')
    if len(parts) - 1 == text.count("<c ") and "<c>" not in text:
        # Every cell begins as nearly every program writes it.
        for part in parts[1:]:
            quote = part.index('"')
            cells[column_number(part[:quote].rstrip("0123456789"))] = part[quote + 1 :].rstrip()
        return cells
    column = 0
    marks = list(_CELL_TAG.finditer(text, 0, end))
    for index, mark in enumerate(marks):
        stop = marks[index + 1].start() if index + 1 < len(marks) else end
        before, letters = mark.groups()
        column = column_number(letters) if letters else column + 1
        cells[column] = (before or "") + text[mark.end() : stop].rstrip()
    return cells


def _rewritten(
    match: re.Match[str], change: Callable[[str], str], area: Callable[[Range], Range | None] | None
) -> str:
    inside, text = match[1], match[2]
    if area is not None and inside:
        for name in ("ref", "r1", "r2"):
            value = attributes(inside).get(name)
            if value is None:
                continue
            moved = area(parse_range(value))
            if moved is None:
                return ""
            inside = inside.replace(f'{name}="{value}"', f'{name}="{format_range(moved)}"')
    if text is None:
        return f"<f{inside}/>"
    formula = unescape(text)
    new = change(formula)
    return f"<f{inside}>{text if new == formula else escape_text(new)}</f>"
