"""Ranges: where they are, what they hold, how they look; the work is done in the modules named after it."""

import re
from typing import TYPE_CHECKING, Any

from engines.openpyxl_engine import clipboard, formats, links, notes, range_contents
from engines.openpyxl_engine.areas import LAST_COLUMN, LAST_ROW, Area
from engines.openpyxl_engine.borders import Borders
from engines.openpyxl_engine.cells import existing_cells
from engines.openpyxl_engine.colors import Rgb
from engines.openpyxl_engine.conditional_formats import ConditionalFormats
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.names import Name, name_of_range, name_range
from engines.openpyxl_engine.navigation import current_region, end_of
from engines.openpyxl_engine.protection import unprotected
from engines.openpyxl_engine.range_api import RangeApi
from engines.openpyxl_engine.range_sizes import RangeSizes
from engines.openpyxl_engine.references import quoted
from engines.openpyxl_engine.row_insertion import delete_range, insert_range
from engines.openpyxl_engine.validations import DataValidation

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet


class Range(RangeSizes):
    """One rectangle of cells of one sheet."""

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    @property
    def sheet(self) -> "Sheet":
        return self._sheet

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
        book, sheet = self.sheet.book.name, self.sheet.name
        if quoted(sheet) == sheet and re.fullmatch(r"[\w.]+", book):
            return f"[{book}]{sheet}!{address}"
        return f"{quoted(f'[{book}]{sheet}')}!{address}"

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
        return self.on(end_of(self, direction))

    @property
    def current_region(self) -> "Range":
        return self.on(current_region(self))

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
        unprotected(self.sheet)
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
        """Black where cells differ, as Excel says it."""
        colors = {formats.fill_color(style, self) for style in formats.styles_of(self)}
        return colors.pop() if len(colors) == 1 else (0, 0, 0)

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
