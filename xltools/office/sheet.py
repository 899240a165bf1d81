"""One worksheet: reading its cells, writing them, and what belongs to rows and ranges.

Rows and columns count from 1. Nothing here looks at `<dimension>`, which many programs write wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from xltools.model.errors import XltoolsError
from xltools.office import sheet_ranges
from xltools.office.cells import (
    EMPTY_CELL,
    Cell,
    ErrorValue,
    blank_cell,
    boolean_cell,
    cell_style,
    cell_style_attribute,
    formula_cell,
    number_cell,
    read_cell,
    text_cell,
    with_style,
)
from xltools.office.references import MAX_COLUMN, Range
from xltools.office.sheet_xml import Row, SheetXml
from xltools.office.xml_text import attribute, attributes, start_tag

DEFAULT_ROW_HEIGHT = 15.0
DEFAULT_COLUMN_WIDTH = 8.43
_COLUMN = re.compile(r"<col(?=[\s/>])[^>]*>")


class Sheet:
    """A worksheet of a Workbook; obtained from it, never made alone."""

    def __init__(self, name: str, part: str, xml: SheetXml, shared_string: Callable[[int], str]) -> None:
        self.name = name
        self.part = part
        self.xml = xml
        self._shared_string = shared_string
        self._known: dict[str, Cell] = {}
        """Cells read before, by their text: many are alike."""
        self._merges: list[Range] | None = None
        self._merges_changed = False
        self._column_styles: dict[int, int | None] | None = None
        self.filter_changed = False

    def copy(self, shared_string: Callable[[int], str]) -> Sheet:
        """An independent sheet of the same name and part."""
        self.settle()
        twin = Sheet(self.name, self.part, self.xml.copy(), shared_string)
        twin.filter_changed = self.filter_changed
        return twin

    @property
    def changed(self) -> bool:
        return self.xml.changed or self._merges_changed

    def settle(self) -> None:
        """Writes what is kept aside (merged ranges) into the XML."""
        if self._merges_changed:
            sheet_ranges.write_merges(self.xml, self._merges or [])
            self._merges_changed = False

    def forget(self) -> None:
        """Drops what was worked out from the XML, after the XML was changed from outside."""
        self.settle()
        self._merges = None
        self._column_styles = None

    # --- reading ---

    def cell(self, row: int, column: int) -> Cell:
        """What a cell holds; an empty Cell where there is none."""
        rest = self.xml.cells(row).get(column)
        if rest is None:
            return EMPTY_CELL
        return self._known.get(rest) or self._read(rest, row)

    def _read(self, rest: str, row: int) -> Cell:
        try:
            cell = self._known[rest] = read_cell(rest, self._shared_string)
        except ValueError:
            raise self._unreadable(row) from None
        return cell

    def iter_rows(
        self, min_row: int = 1, max_row: int | None = None
    ) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each row present, as (number, cells by column), from top to bottom."""
        for number in self.xml.row_numbers():
            if number < min_row:
                continue
            if max_row is not None and number > max_row:
                return
            known = self._known
            cells: dict[int, Cell] = {}
            for column, rest in self.xml.cells(number).items():
                cell = known.get(rest)
                if cell is None:
                    cell = self._read(rest, number)
                cells[column] = cell
            yield number, cells

    def _unreadable(self, row: int) -> XltoolsError:
        return XltoolsError(
            f"工作表“{self.name}”第 {row} 行有无法识别的内容；请在 Excel 中“打开并修复”后另存，再试一次。"
        )

    def is_empty(self, row: int, column: int) -> bool:
        """Whether a cell holds nothing, or is not there."""
        rest = self.xml.cells(row).get(column)
        return rest is None or rest.endswith("/>")

    def iter_formulas(self, max_row: int) -> Iterator[tuple[int, int, Cell]]:
        """The cells with a formula down to a row, as (row, column, cell)."""
        for number in self.xml.row_numbers():
            if number > max_row:
                return
            text = self.xml.rows[number].text
            if text is not None and "<f" not in text:
                continue
            for column, rest in self.xml.cells(number).items():
                if "<f" in rest:
                    yield number, column, read_cell(rest, self._shared_string)

    @property
    def max_row(self) -> int:
        """The last row present in the file; 0 for an empty sheet."""
        return self.xml.max_row

    # --- writing cells ---

    def style_for(self, row: int, column: int) -> int | None:
        """The style a cell has, or a new cell there would get from its row or column."""
        rest = self.xml.cells(row).get(column)
        if rest is not None:
            return cell_style(rest)
        own = self.row_style(row)
        return own if own is not None else self._column_style(column)

    def _style(self, row: int, column: int, cells: dict[int, str], style: int | None) -> int | None:
        if style is not None:
            return style
        rest = cells.get(column)
        return cell_style(rest) if rest is not None else self.style_for(row, column)

    def set_number(self, row: int, column: int, value: Decimal | int, *, style: int | None = None) -> None:
        """Sets a number; `style` None keeps the cell's own (or the row's or column's, for a new cell)."""
        cells = self.xml.writable(row)
        cells[column] = number_cell(self._style(row, column, cells, style), value)

    def set_text(self, row: int, column: int, text: str, *, style: int | None = None) -> None:
        """Sets a text.

        Raises:
            XltoolsError: the text is longer than a cell can hold.
        """
        cells = self.xml.writable(row)
        cells[column] = text_cell(self._style(row, column, cells, style), text)

    def set_boolean(self, row: int, column: int, value: bool, *, style: int | None = None) -> None:
        """Sets TRUE or FALSE."""
        cells = self.xml.writable(row)
        cells[column] = boolean_cell(self._style(row, column, cells, style), value)

    def set_formula(
        self,
        row: int,
        column: int,
        formula: str,
        cached: Decimal | int | str | bool | ErrorValue | None,
        *,
        style: int | None = None,
    ) -> None:
        """Sets a formula (without `=`) and the value it gives.

        None leaves the value for Excel to work out.
        """
        cells = self.xml.writable(row)
        cells[column] = formula_cell(self._style(row, column, cells, style), formula, cached)

    def clear(self, row: int, column: int) -> None:
        """Empties a cell; its style stays."""
        if column in self.xml.cells(row):
            cells = self.xml.writable(row)
            cells[column] = blank_cell(cell_style(cells[column]))

    def set_style(self, row: int, column: int, style: int) -> None:
        """Gives a cell a style; its content stays."""
        cells = self.xml.writable(row)
        rest = cells.get(column)
        cells[column] = blank_cell(style) if rest is None else with_style(rest, style)

    def write_cells(self, row: int, cells: Mapping[int, str]) -> None:
        """Sets many cells of a row, each made by a function of `cells` (`number_cell`, `text_cell`, …)."""
        self.xml.writable(row).update(cells)

    # --- rows and columns ---

    def _row_attributes(self, row: int) -> str:
        known = self.xml.rows.get(row)
        return "" if known is None else known.attributes

    def _set_row_attributes(self, row: int, changes: Mapping[str, str | None]) -> None:
        self.xml.set_row_attributes(row, _changed_row(self._row_attributes(row), tuple(changes.items())))

    def row_height(self, row: int) -> float:
        """Height in points; the sheet's default where the row has none of its own."""
        own = attribute(self._row_attributes(row), "ht")
        return float(own) if own else self.default_row_height

    @property
    def default_row_height(self) -> float:
        """Points."""
        form = self.xml.element("sheetFormatPr")
        own = attribute(form, "defaultRowHeight") if form else None
        return float(own) if own else DEFAULT_ROW_HEIGHT

    def set_row_height(self, row: int, points: float | None) -> None:
        """Fixes a row's height in points; None lets it fit its content again."""
        if points is None:
            self._set_row_attributes(row, {"ht": None, "customHeight": None})
        else:
            self._set_row_attributes(row, {"ht": f"{points:g}", "customHeight": "1"})

    def row_hidden(self, row: int) -> bool:
        return attribute(self._row_attributes(row), "hidden") in ("1", "true")

    def set_row_hidden(self, row: int, hidden: bool = True) -> None:
        self._set_row_attributes(row, {"hidden": "1" if hidden else None})

    def row_style(self, row: int) -> int | None:
        """The style the row gives to cells it does not hold; None where it gives none."""
        inside = self._row_attributes(row)
        if "customFormat" not in inside:
            return None
        style = attribute(inside, "s")
        return int(style) if style and attribute(inside, "customFormat") in ("1", "true") else None

    def copy_row(self, source_row: int, target_row: int) -> None:
        """Makes the target look like the source: styles, height, outline; no content."""
        self.copy_row_to(source_row, (target_row,))

    def copy_row_to(self, source_row: int, target_rows: Iterable[int]) -> None:
        """Makes many rows look like one; whatever they held is gone."""
        styles = {
            column: f"{cell_style_attribute(rest)}/>" for column, rest in self.xml.cells(source_row).items()
        }
        pattern = Row(self._row_attributes(source_row), styles, None)
        for row in target_rows:
            self.xml.place_row(row, pattern)

    def column_width(self, column: int) -> float:
        """Width in characters of the default font."""
        for tag in _COLUMN.findall(self.xml.element("cols") or ""):
            if int(attribute(tag, "min") or 0) <= column <= int(attribute(tag, "max") or 0):
                width = attribute(tag, "width")
                if width:
                    return float(width)
        form = self.xml.element("sheetFormatPr") or ""
        default = attribute(form, "defaultColWidth")
        base = attribute(form, "baseColWidth")
        # Without a width the default is the base count of characters plus padding (8 → 8.43 on screen).
        return float(default) if default else (float(base) + 0.43 if base else DEFAULT_COLUMN_WIDTH)

    def _column_style(self, column: int) -> int | None:
        if self._column_styles is None:
            styles: dict[int, int | None] = {}
            for tag in _COLUMN.findall(self.xml.element("cols") or ""):
                style = attribute(tag, "style")
                if style:
                    last = min(int(attribute(tag, "max") or 0), MAX_COLUMN)
                    for number in range(int(attribute(tag, "min") or 1), last + 1):
                        styles[number] = int(style)
            self._column_styles = styles
        return self._column_styles.get(column)

    # --- ranges ---

    def _merge_list(self) -> list[Range]:
        if self._merges is None:
            self._merges = sheet_ranges.read_merges(self.xml)
        return self._merges

    @property
    def merges(self) -> list[Range]:
        """Every merged range."""
        return list(self._merge_list())

    def add_merge(self, area: Range) -> None:
        """Merges a range.

        Raises:
            ValueError: it overlaps another merged range, which Excel takes for damage, or is a single cell.
        """
        merges = self._merge_list()
        if area in merges:
            return
        if area.first_row == area.last_row and area.first_column == area.last_column:
            raise ValueError(f"cannot merge a single cell: {area}")
        for other in merges:
            if other.overlaps(area):
                raise ValueError(f"{area} overlaps the merged range {other}")
        merges.append(area)
        self._merges_changed = True

    def set_merges_in(self, area: Range, merges: Iterable[Range]) -> None:
        """Replaces every merged range that touches `area`; the new ones lie inside it, apart from each other."""
        self.remove_merges_in(area)
        self._merge_list().extend(merges)
        self._merges_changed = True

    def remove_merges_in(self, area: Range) -> None:
        """Takes apart every merged range that touches `area`."""
        merges = self._merge_list()
        kept = [other for other in merges if not other.overlaps(area)]
        if len(kept) != len(merges):
            self._merges = kept
            self._merges_changed = True

    def extend_ranges(self, first_row: int, last_row: int, new_last_row: int) -> None:
        """Lets validations, formats and the filter that cover these rows reach to `new_last_row`."""
        self.filter_changed |= sheet_ranges.extend_ranges(self.xml, first_row, last_row, new_last_row)

    def set_validation_range(self, old_sqref: str, new_sqref: str) -> None:
        """Moves the validations of one `sqref` to another.

        Raises:
            KeyError: no validation has that `sqref`.
        """
        sheet_ranges.set_validation_range(self.xml, old_sqref, new_sqref)

    def set_autofilter(self, reference: str | None) -> None:
        """Sets the range with filter buttons (its first row), or takes the filter away."""
        sheet_ranges.set_autofilter(self.xml, reference)
        self.filter_changed = True

    @property
    def autofilter(self) -> str | None:
        """The range with filter buttons."""
        xml = self.xml.element("autoFilter")
        return attribute(start_tag(xml), "ref") if xml else None

    def add_hyperlink(self, row: int, column: int, location: str, tooltip: str | None = None) -> None:
        """Links a cell to a place in the workbook (`'表1 收支总表'!B7`); an earlier link of the cell goes."""
        self.add_hyperlinks([(row, column, location, tooltip)])

    def add_hyperlinks(self, links: Iterable[tuple[int, int, str, str | None]]) -> None:
        """Links many cells at once: (row, column, location, tooltip) each."""
        sheet_ranges.add_hyperlinks(self.xml, links)

    def remove_hyperlinks_in(self, area: Range) -> None:
        """Takes away every link whose cells touch `area`."""
        sheet_ranges.remove_hyperlinks_in(self.xml, area)


@lru_cache(maxsize=4096)
def _changed_row(inside: str, changes: tuple[tuple[str, str | None], ...]) -> str:
    """The attributes of a row with some set or, where None, taken out; rows of a sheet mostly look alike."""
    values = attributes(inside)
    for name, value in changes:
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return "".join(f' {name}="{value}"' for name, value in values.items())
