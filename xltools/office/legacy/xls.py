"""Reads an .xls or .et file with xlrd, to be called in a process of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xltools.model.contents import Active, ActiveContent
from xltools.model.errors import XltoolsError
from xltools.office.cells import ErrorValue, to_number
from xltools.office.gate.compound import has_entry
from xltools.office.legacy.biff import is_encrypted, stream_contents

Value = str | Decimal | bool | ErrorValue
_MOST_CELLS = 1_000_000
_MOST_SHEETS = 1_000
_GENERAL = "General"


@dataclass(frozen=True, slots=True)
class LegacySheet:
    """A worksheet: its cells by row and column from 1, each with the index of its number format."""

    name: str
    visible: bool
    cells: tuple[tuple[int, int, Value, int], ...]
    merges: tuple[tuple[int, int, int, int], ...]
    """First row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class LegacyBook:
    """Everything that is read of a file."""

    sheets: tuple[LegacySheet, ...]
    formats: tuple[str, ...]
    """Number formats as Excel writes them; the first one is General."""
    is_1904: bool
    contents: tuple[ActiveContent, ...]


def workbook_stream(data: bytes) -> bytes:
    """The stream that holds the workbook."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        name = "Workbook" if file.exists("Workbook") else "Book"
        content: bytes = file.openstream(name).read()
    return content


def read_xls(data: bytes, name: str, old_kind: str) -> LegacyBook | None:
    """The values of a file; None where it has a password. `old_kind` is what it is called (.xls, .et).

    Raises:
        XltoolsError: unreasonably many cells or sheets.
        Exception: whatever xlrd makes of a damaged file.
    """
    import xlrd

    stream = workbook_stream(data)
    if is_encrypted(stream):
        return None
    book = xlrd.open_workbook(
        file_contents=data,
        formatting_info=True,
        ragged_rows=True,
        logfile=io.StringIO(),
        ignore_workbook_corruption=True,
    )
    if book.nsheets > _MOST_SHEETS:
        raise XltoolsError(
            f"“{name}”里有 {book.nsheets} 张工作表，不像正常的工作簿，已拒绝读取；请检查后另存。"
        )
    formats = {_GENERAL: 0}
    styles = [formats.setdefault(_format_of(book, style), len(formats)) for style in book.xf_list]
    sheets = []
    left = _MOST_CELLS
    for sheet in book.sheets():
        cells = tuple(_cells(sheet, styles))
        left -= len(cells)
        if left < 0:
            raise XltoolsError(
                f"“{name}”里的单元格超过 {_MOST_CELLS} 个，已拒绝读取；请检查后另存为 .xlsx 再试。"
            )
        merges = tuple(
            (top + 1, left_ + 1, bottom, right) for top, bottom, left_, right in sheet.merged_cells
        )
        sheets.append(LegacySheet(sheet.name, sheet.visibility == 0, cells, merges))
    contents = [ActiveContent(Active.OLD_FORMAT, old_kind), *stream_contents(stream)]
    if has_entry(data, "_VBA_PROJECT_CUR"):
        contents.append(ActiveContent(Active.MACROS))
    return LegacyBook(tuple(sheets), tuple(formats), bool(book.datemode), tuple(contents))


def _format_of(book: Any, style: Any) -> str:
    known = book.format_map.get(style.format_key)
    return _GENERAL if known is None else str(known.format_str)


def _cells(sheet: Any, styles: list[int]) -> Iterator[tuple[int, int, Value, int]]:
    for row in range(sheet.nrows):
        kinds, values, marks = sheet.row_types(row), sheet.row_values(row), sheet._cell_xf_indexes[row]
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            read = _value(kind, value)
            if read is not None:
                style = marks[column]
                yield row + 1, column + 1, read, styles[style] if 0 <= style < len(styles) else 0


def _value(kind: int, value: Any) -> Value | None:
    import xlrd

    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        try:
            return to_number(repr(value))
        except ValueError:
            return ErrorValue("#NUM!")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return ErrorValue(xlrd.error_text_from_code.get(value, "#N/A"))
    return None
