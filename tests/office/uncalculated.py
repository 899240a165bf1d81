"""Workbooks whose formulas were saved without values, and what they hold once they are supplied."""

import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal

import openpyxl

from xltools.office.cells import CellValue, ErrorValue
from xltools.office.recalculate import supply_values
from xltools.office.workbook import Workbook


def workbook_of(formulas: Mapping[str, object], values: Mapping[str, object] | None = None) -> bytes:
    """A one-sheet workbook by openpyxl, which writes no values for formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表1"
    for address, content in {**(values or {}), **formulas}.items():
        sheet[address] = content
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def edited(data: bytes, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()) if name == part else content)
    return buffer.getvalue()


def opened(data: bytes) -> Workbook:
    return Workbook.from_bytes(data, "算.xlsx")


def plain(value: CellValue) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, ErrorValue) else value


def supplied(data: bytes, sheet: str = "表1") -> Callable[[str], object]:
    """What a cell holds after its workbook was supplied with values."""
    workbook = opened(data)
    assert supply_values(workbook)

    def value(address: str) -> object:
        row, column = openpyxl.utils.cell.coordinate_to_tuple(address)
        return plain(workbook.sheet(sheet).cell(row, column).value)

    return value
