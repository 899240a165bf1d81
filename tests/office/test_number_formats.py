"""Numbers as cells show them; openpyxl writes the styles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import openpyxl.utils.datetime
import pytest

from xltools.office.number_formats import NumberFormats, day_text, plain_digits
from xltools.office.workbook import Workbook


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1, "0%", "100%"),
        (0.95, "0%", "95%"),
        (0.955, "0%", "95.5%"),
        (0.955, "0.00%", "95.50%"),
        (7, "000", "007"),
        (1234, "000", "1234"),
        (7.5, "000", "7.5"),
        (45642, "yyyy-mm-dd", "2024-12-16"),
        (45642, 'yyyy"年"m"月"d"日"', "2024-12-16"),
        (45642, "[$-804]yyyy/m/d;@", "2024-12-16"),
        (-1, "yyyy-mm-dd", "-1"),
        (1234.5, "#,##0.00", "1234.5"),
        (1234.5, '0.0"day"', "1234.5"),
        (188, "General", "188"),
        (188, "@", "188"),
    ],
)
def test_what_a_cell_shows(tmp_path: Path, value: float, number_format: str, shown: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = value
    sheet["A1"].number_format = number_format
    book.save(tmp_path / "x.xlsx")
    workbook = Workbook.open(tmp_path / "x.xlsx")
    cell = workbook.sheet(workbook.sheet_names[0]).cell(1, 1)
    assert isinstance(cell.value, Decimal)
    assert NumberFormats(workbook.package).shown(cell.value, cell.style) == shown


def test_the_1904_system(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert book.active is not None
    book.active["A1"] = date(2024, 12, 16)
    book.save(tmp_path / "x.xlsx")
    workbook = Workbook.open(tmp_path / "x.xlsx")
    cell = workbook.sheet("Sheet").cell(1, 1)
    assert isinstance(cell.value, Decimal)
    assert NumberFormats(workbook.package).shown(cell.value, cell.style) == "2024-12-16"


@pytest.mark.parametrize(
    ("value", "digits"), [("1E+2", "100"), ("100.00", "100"), ("0.10", "0.1"), ("-3", "-3")]
)
def test_plain_digits(value: str, digits: str) -> None:
    assert plain_digits(Decimal(value)) == digits


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (0, None), (2_958_466, None)],
)
def test_day_numbers(serial: int, day: str | None) -> None:
    assert day_text(Decimal(serial)) == day
