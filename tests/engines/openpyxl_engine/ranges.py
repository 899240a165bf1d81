"""Ranges: where they are, what they hold, how they look; the work is done in the modules named after it."""

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.openpyxl_engine import clipboard, columns, formats, links, merging, notes, range_contents
from engines.openpyxl_engine.areas import LAST_COLUMN, LAST_ROW, Area
from engines.openpyxl_engine.borders import Borders
from engines.openpyxl_engine.cells import existing_cells, look
from engines.openpyxl_engine.colors import Rgb
from engines.openpyxl_engine.conditional_formats import ConditionalFormats
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.names import Name, name_of_range, name_range
from engines.openpyxl_engine.protection import permitted, unprotected
from engines.openpyxl_engine.range_api import RangeApi
from engines.openpyxl_engine.references import quoted
from engines.openpyxl_engine.row_insertion import delete_range, insert_range
from engines.openpyxl_engine.stores import Worksheet
from engines.openpyxl_engine.validations import DataValidation

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheets import Sheet

_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
_SHORT = {"u": "up", "d": "down", "l": "left", "r": "right"}
_MOST_SIZES = 20_000


class Range(base_classes.Range):
    """One rectangle of cells of one sheet."""

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    @property
    def sheet(self) -> "Sheet":
        return self._sheet

    @property
    def worksheet(self) -> Worksheet:
        return self._sheet.worksheet

    @property
    def api(self) -> RangeApi:
        return RangeApi(self)

    def on(self, area: Area) -> "Range":
        """Another range of the same sheet."""
        return Range(self._sheet, area)

    def existing(self) -> list[Any]:
        """The stored cells."""
        return existing_cells(self.worksheet, self.area)

    # Where it is

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.height, self.area.width

    def __len__(self) -> int:
        return self.area.count

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = (row - 1) // self.area.width + 1, (row - 1) % self.area.width + 1
        top, left = self.area.top + row - 1, self.area.left + column - 1
        if not (1 <= top <= LAST_ROW and 1 <= left <= LAST_COLUMN):
            raise ExcelError("Application-defined or object-defined error")
        return self.on(Area(top, left, top, left))

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        address = self.area.text(row_fixed=row_absolute, column_fixed=col_absolute)
        if not external:
            return address
        return f"{quoted(f'[{self.sheet.book.name}]{self.sheet.name}')}!{address}"

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    @property
    def rows(self) -> "Range":
        return self

    @property
    def columns(self) -> "Range":
        return self

    def end(self, direction: str) -> "Range":
        """Where Ctrl and an arrow key lead from the first cell."""
        down, right = _STEPS[_SHORT.get(direction, direction)]
        bounds = self.sheet.stored_area
        row, column = self.row, self.column
        in_block = self._filled(row, column) and self._filled(row + down, column + right)
        while True:
            next_row, next_column = row + down, column + right
            if next_row < 1 or next_column < 1:
                break
            if next_row > bounds.bottom or next_column > bounds.right:
                if not in_block:
                    row, column = LAST_ROW if down else row, LAST_COLUMN if right else column
                break
            if in_block and not self._filled(next_row, next_column):
                break
            row, column = next_row, next_column
            if not in_block and self._filled(row, column):
                break
        return self.on(Area(row, column, row, column))

    def _filled(self, row: int, column: int) -> bool:
        cell = look(self.worksheet, row, column)
        return cell is not None and cell._value is not None

    @property
    def current_region(self) -> "Range":
        return self.on(range_contents.current_region(self))

    def select(self) -> None:
        self.sheet.select_range(self)

    @property
    def name(self) -> Name | None:
        return name_of_range(self)

    @name.setter
    def name(self, value: str) -> None:
        name_range(self, value)

    # What it holds

    @property
    def raw_value(self) -> Any:
        return range_contents.values(self)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        range_contents.write(self, data)

    @property
    def formula(self) -> Any:
        return range_contents.formulas(self)

    @formula.setter
    def formula(self, value: Any) -> None:
        range_contents.write(self, value)

    @property
    def has_array(self) -> bool:
        return range_contents.has_array(self)

    def clear_contents(self) -> None:
        range_contents.clear_contents(self)

    def clear_formats(self) -> None:
        range_contents.clear_formats(self)

    def clear(self) -> None:
        range_contents.clear_contents(self)
        range_contents.clear_formats(self)
        notes.clear_notes(self)
        links.delete_links(self, formats=False)
        if self.data_validation.type != "none":
            self.data_validation.delete()

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        insert_range(self, shift, copy_origin or "format_from_left_or_above")

    def delete(self, shift: str | None = None) -> None:
        delete_range(self, shift)

    def copy(self, destination: Any = None) -> None:
        clipboard.copy(self, None if destination is None else destination.impl)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        if operation is not None or skip_blanks or transpose:
            raise NotImplementedError("pasting with an operation, skipping blanks or transposed")
        clipboard.paste(self, paste or "all")

    # How it looks

    @property
    def number_format(self) -> str | None:
        return formats.common(self, lambda style: str(style.number_format))

    @number_format.setter
    def number_format(self, value: str) -> None:
        formats.set_number_format(self, value)

    @property
    def font(self) -> formats.Font:
        return formats.Font(self)

    @property
    def borders(self) -> Borders:
        return Borders(self)

    @property
    def color(self) -> Rgb | None:
        return formats.common(self, lambda style: formats.fill_color(style, self))

    @color.setter
    def color(self, value: Any) -> None:
        formats.set_fill_color(self, value)

    def set_colors(self, colors: Any) -> None:
        for row, line in enumerate(colors, start=1):
            for column, color in enumerate(line, start=1):
                if color is not ...:
                    self(row, column).color = color

    @property
    def wrap_text(self) -> bool | None:
        return formats.common(self, lambda style: bool(style.alignment.wrap_text))

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        formats.set_alignment(self, wrap_text=bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        return formats.common(self, formats.horizontal)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        formats.set_horizontal(self, value)

    @property
    def vertical_alignment(self) -> str | None:
        return formats.common(self, lambda style: str(style.alignment.vertical or "bottom"))

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        formats.set_alignment(self, vertical=value)

    # Rows and columns

    def _rows(self) -> range:
        if self.area.height > _MOST_SIZES:
            raise NotImplementedError(f"the rows of {self.address} one by one")
        return self.area.rows

    @property
    def row_height(self) -> float | None:
        heights = {columns.row_height(self.worksheet, row) for row in self._rows()}
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._change_sizes("formatRows")
        for row in self._rows():
            columns.set_row_height(self.worksheet, row, value)

    @property
    def row_hidden(self) -> bool | None:
        states = {columns.row_hidden(self.worksheet, row) for row in self._rows()}
        return states.pop() if len(states) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._change_sizes("formatRows")
        for row in self._rows():
            self.worksheet.row_dimensions[row].hidden = bool(value)

    @property
    def column_width(self) -> float | None:
        widths = {columns.column_width(self.worksheet, column) for column in self.area.columns}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._change_sizes("formatColumns")
        for column in self.area.columns:
            columns.set_column_width(self.worksheet, column, value)

    @property
    def column_hidden(self) -> bool | None:
        states = {columns.column_hidden(self.worksheet, column) for column in self.area.columns}
        return states.pop() if len(states) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._change_sizes("formatColumns")
        for column in self.area.columns:
            columns.own_column_dimension(self.worksheet, column).hidden = bool(value)

    def _change_sizes(self, permission: str) -> None:
        permitted(self.sheet, permission)
        self.sheet.book.before_change(keeps_results=True)

    # Merged cells

    @property
    def merge_area(self) -> "Range":
        return self.on(merging.merged_at(self.worksheet, (self.row, self.column)) or self(1, 1).area)

    @property
    def merge_cells(self) -> bool | None:
        """None where only a part of the range is merged."""
        merged = [area for area in merging.merged_areas(self.worksheet) if area.meet(self.area)]
        inside = sum(met.count for met in (area.meet(self.area) for area in merged) if met)
        return None if 0 < inside < self.area.count else inside > 0

    def merge(self, across: bool = False) -> None:
        self._change_merging()
        area = self.area
        parts = [Area(row, area.left, row, area.right) for row in area.rows] if across else [area]
        merging.merge(self.worksheet, parts)

    def unmerge(self) -> None:
        self._change_merging()
        merging.unmerge(self.worksheet, self.area)

    def _change_merging(self) -> None:
        unprotected(self.sheet)
        self.sheet.book.before_change()

    # Notes, links, rules

    @property
    def note(self) -> notes.Note | None:
        return notes.note_of(self)

    def add_note(self, text: str) -> notes.Note:
        return notes.add_note(self, text)

    @property
    def comment(self) -> None:
        """Threaded comments do not survive openpyxl, so there are none."""
        return

    @property
    def table(self) -> None:
        if any(Area.parse(table.ref).meet(self.area) for table in self.worksheet.tables.values()):
            raise NotImplementedError("tables")

    @property
    def hyperlink(self) -> str:
        return links.address_of(self)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        links.add_link(self, address, text_to_display or address, screen_tip or "")

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)
