"""Workbooks open in the Excel of an engine, the fixture `excel`: small ones made for a test, and a full one."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import openpyxl
import pytest
import xlwings

import xltools

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "organization_department"

Build = Callable[[openpyxl.Workbook], None]
Opened = Callable[[Build], xlwings.Book]


class OpensBooks(Protocol):
    """What either engine's Excel does."""

    def open_book(self, path: Path) -> xlwings.Book: ...


@pytest.fixture
def opened(excel: OpensBooks, tmp_path: Path) -> Opened:
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


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the sample department."""
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("full") / "full.xlsx").path


@pytest.fixture
def book(excel: OpensBooks, full: Path) -> xlwings.Book:
    return excel.open_book(full)
