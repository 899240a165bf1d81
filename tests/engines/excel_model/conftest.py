"""An Excel for each test, and what openpyxl reads of a workbook open in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.formatting import rule as rules

from engines.excel_model import Excel, install

#: openpyxl has no types for these.
made_rules: Any = rules

Saved = Callable[[xlwings.Book], Any]


@pytest.fixture
def excel() -> Iterator[Excel]:
    with install() as installed:
        yield installed


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """The workbook as openpyxl reads it from a copy of the open one."""
    count = iter(range(1, 100))

    def save_and_read(book: xlwings.Book) -> Any:
        path = tmp_path / f"saved{next(count)}.xlsx"
        book.api.SaveCopyAs(str(path))
        return openpyxl.load_workbook(path)

    return save_and_read
