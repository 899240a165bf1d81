"""What is put into Excel's formula bar gives the cell its content and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltools.office.cells import Cell, ErrorValue
from xltools.office.live.cells import content


@pytest.mark.parametrize(
    "text",
    [
        "2013201",
        "001",
        "=1+1",
        "+86",
        "-",
        "@甲",
        "2025-01-31",
        "1/2",
        "50%",
        "TRUE",
        "false",
        "#N/A",
        "'引号",
        "1E5",
        "10人",
    ],
)
def test_texts_that_excel_would_take_for_something_else(text: str) -> None:
    assert content(Cell(text, is_text=True), in_text_cell=False) == f"'{text}"
    assert content(Cell(text, is_text=True), in_text_cell=True) == text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("办公费", is_text=True), "办公费"),
        (Cell(), ""),
        (Cell(Decimal("149.34")), 149.34),
        (Cell(Decimal(600600)), 600600),
        (Cell(Decimal("1E+12")), 1e12),
        (Cell(True), True),
        (Cell(Decimal("1.5"), "SUM(A1:A2)"), "=SUM(A1:A2)"),
        (Cell(ErrorValue("#N/A")), "#N/A"),
    ],
)
def test_contents(cell: Cell, expected: object) -> None:
    assert content(cell, in_text_cell=False) == expected
