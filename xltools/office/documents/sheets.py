"""A new workbook of plain sheets: words as words whatever they begin with, numbers as printed, merged cells."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xltools.office.ranges import Range

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_LINE = "A6A6A6"
_POINTS = 15.0


@dataclass(frozen=True, slots=True)
class NewCell:
    """What to write; `look` is title, heading, label, plain or line. Rows and columns count from 1."""

    row: int
    column: int
    value: str | Decimal
    look: str = "plain"
    number_format: str = "General"


@dataclass(slots=True)
class NewSheet:
    """A sheet to write; `framed` has lines around its cells, `widths` are in characters."""

    name: str
    cells: list[NewCell] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)
    framed: Range | None = None
    widths: Mapping[int, float] = field(default_factory=dict)


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """The name without what no sheet may have, and another number where it is taken."""
    bare = _NOT_IN_NAMES.sub(" ", _CONTROL.sub("", name)).strip(" '")[:_LONGEST_NAME] or "表格"
    found, number = bare, 2
    while found.casefold() in {other.casefold() for other in taken}:
        ending = f"({number})"
        found, number = bare[: _LONGEST_NAME - len(ending)] + ending, number + 1
    return found


def new_workbook(sheets: Sequence[NewSheet]) -> bytes:
    """The bytes of an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    for old in book.worksheets:
        book.remove(old)
    looks = _Looks()
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet, looks)
    book.properties.creator = "xltools"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


class _Looks:
    """Fonts, borders and alignments, made once."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        side = Side(style="thin", color=_LINE)
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.font = {
            "title": Font(name="宋体", size=15, bold=True),
            "heading": Font(name="宋体", size=11, bold=True),
        }
        self.plain = Font(name="宋体", size=11)
        self.fill = PatternFill("solid", fgColor="D9E1F2")
        self.alignment = {
            "title": Alignment(horizontal="center", vertical="center", wrap_text=True),
            "heading": Alignment(horizontal="center", vertical="center", wrap_text=True),
            "label": Alignment(vertical="center", wrap_text=True),
            "line": Alignment(vertical="center"),
            "plain": Alignment(vertical="center", wrap_text=True),
        }


def _write(target: Any, sheet: NewSheet, looks: _Looks) -> None:
    if sheet.framed is not None:
        area = sheet.framed
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                target.cell(row, column).border = looks.border
    for each in sheet.cells:
        cell = target.cell(each.row, each.column)
        if isinstance(each.value, Decimal):
            cell.value = each.value
            cell.number_format = each.number_format
        else:
            cell.value = _CONTROL.sub("", each.value)[:_LONGEST_TEXT]
            cell.data_type = "s"
        cell.font = looks.font.get(each.look, looks.plain)
        cell.alignment = looks.alignment[each.look]
        if each.look == "heading":
            cell.fill = looks.fill
    for area in sheet.merges:
        target.merge_cells(
            start_row=area.first_row,
            end_row=area.last_row,
            start_column=area.first_column,
            end_column=area.last_column,
        )
    from openpyxl.utils import get_column_letter

    for column, width in sheet.widths.items():
        target.column_dimensions[get_column_letter(column)].width = width
    target.sheet_format.defaultRowHeight = _POINTS
    target.page_setup.paperSize = 9
    target.page_setup.fitToHeight = 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
