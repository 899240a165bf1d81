"""An Excel for each test, and small workbooks to open in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings

from engines.openpyxl_engine import Excel, install

Build = Callable[[openpyxl.Workbook], None]
Opened = Callable[[Build], xlwings.Book]


@pytest.fixture
def excel() -> Iterator[Excel]:
    with install() as installed:
        yield installed


@pytest.fixture
def opened(excel: Excel, tmp_path: Path) -> Opened:
    """Build a workbook with openpyxl (its first sheet is 甲), save it and open it."""
    count = iter(range(1, 100))

    def open_built(build: Build) -> xlwings.Book:
        workbook = openpyxl.Workbook()
        workbook.worksheets[0].title = "甲"
        build(workbook)
        path = tmp_path / f"book{next(count)}.xlsx"
        workbook.save(path)
        return excel.open_book(path)

    return open_built
