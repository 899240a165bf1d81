"""What a clerk does by hand: changes and adds rows of an input sheet, and of the input file that says the same."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from oracles.expected_tables import read_records
from oracles.made_up import write_records

FILES = {
    "支出明细": "basic_expenditure.csv",
    "项目清单": "projects.csv",
    "绩效指标": "indicators.csv",
    "收入明细": "revenue.csv",
    "三公经费": "three_public.csv",
    "所属单位": "units.csv",
}
_NUMBERS = ("(元)", "人数")
"""How headings of numeric columns end."""


def edit_record(folder: Path, sheet: str, index: int, changes: Mapping[str, str]) -> None:
    """Changes row `index` (from 0) of the file behind `sheet`; the index after the last adds a row."""
    path = folder / FILES[sheet]
    rows = read_records(path)
    headings = list(rows[0])
    if index < len(rows):
        rows[index] |= changes
    else:
        rows.append({**dict.fromkeys(headings, ""), **changes})
    write_records(path, rows, headings)


def edit_cells(workbook: Path, sheet: str, index: int, changes: Mapping[str, str]) -> None:
    """The same change typed into the workbook; headings are those of the file, `(元)` or not."""
    book = openpyxl.load_workbook(workbook)
    page = book[sheet]
    heading_row, columns = _columns(page, changes)
    for heading, text in changes.items():
        cell = page.cell(heading_row + 1 + index, columns[_bare(heading)])
        cell.value = float(text) if heading.endswith(_NUMBERS) else text
    book.save(workbook)


def delete_rows(folder: Path, workbook: Path, sheet: str, indexes: Collection[int]) -> None:
    """Deletes rows, counted from 0, of the input sheet and of the file behind it."""
    path = folder / FILES[sheet]
    rows = read_records(path)
    write_records(path, [row for index, row in enumerate(rows) if index not in indexes], list(rows[0]))
    book = openpyxl.load_workbook(workbook)
    heading_row, _ = _columns(book[sheet], rows[0])
    for index in sorted(indexes, reverse=True):
        book[sheet].delete_rows(heading_row + 1 + index)
    book.save(workbook)


def _columns(page: Worksheet, headings: Iterable[str]) -> tuple[int, dict[str, int]]:
    wanted = {_bare(heading) for heading in headings}
    for number, row in enumerate(page.iter_rows(max_row=20, values_only=True), start=1):
        columns = {
            _bare(str(value)): column for column, value in enumerate(row, start=1) if value is not None
        }
        if wanted <= columns.keys():
            return number, columns
    raise AssertionError(f"{page.title} has no row of headings with {sorted(wanted)}")


def _bare(heading: str) -> str:
    return heading.strip("*").removesuffix("(元)").removesuffix("（元）")
