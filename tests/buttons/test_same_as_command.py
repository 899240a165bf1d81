"""A button leaves the open workbook as the command leaves the file: cell by cell, look by look, name by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwings

from buttons.conftest import Desk, by_command
from oracles.workbook_state import workbook_state

Edit = Callable[[xlwings.Book], None]
TABLE5 = "表5 一般公共预算支出表"


def _nothing(book: xlwings.Book) -> None:
    pass


def _amount(book: xlwings.Book) -> None:
    book.sheets["支出明细"].range("L4").formula = 700600


def _new_line(book: xlwings.Book) -> None:
    """A basic expenditure with a function code that no table has a row for yet."""
    sheet = book.sheets["支出明细"]
    last = _last_row(sheet, "L")
    line = list(_rows(sheet, f"A{last}:L{last}")[0])
    line[1:3] = ["2013299", "其他组织事务支出"]
    for column, value in enumerate(line, 1):
        if not str(value).startswith("="):
            sheet.range((last + 1, column)).formula = value


def _other_projects(book: xlwings.Book) -> None:
    """A project goes with its indicators, another comes."""
    projects = book.sheets["项目清单"]
    rows = _rows(projects, "A1:AC60")
    heading = next(row for row in rows if "项目名称" in row)
    column = heading.index("项目名称")
    gone = rows[rows.index(heading) + 3][column]
    for name in ("项目清单", "绩效指标"):
        sheet = book.sheets[name]
        hits = [number for number, row in enumerate(_rows(sheet, "A1:F400"), 1) if gone in row]
        for number in reversed(hits):
            sheet.range(f"{number}:{number}").delete("up")
    last = max(number for number, row in enumerate(_rows(projects, "A1:AC60"), 1) if row[column])
    new = list(_rows(projects, f"A{last}:AC{last}")[0])
    new[column] = "新增的一个项目"
    for place, value in enumerate(new, 1):
        if value not in ("", None) and not str(value).startswith("="):
            projects.range((last + 1, place)).formula = value


def _code_as_number(book: xlwings.Book) -> None:
    cell = book.sheets["支出明细"].range("B5")
    cell.number_format = "General"
    cell.formula = 2013250


def _wrong_figure(book: xlwings.Book) -> None:
    sheet = book.sheets[TABLE5]
    sheet.api.Unprotect()
    sheet.range("C9").formula = 194.34
    sheet.api.Protect()


def _last_row(sheet: xlwings.Sheet, column: str) -> int:
    cells = _rows(sheet, f"{column}1:{column}300")
    return max(number for number, row in enumerate(cells, 1) if row[0] not in ("", None))


def _rows(sheet: xlwings.Sheet, address: str) -> list[list[object]]:
    return [list(row) for row in sheet.range(address).formula]


CASES = {
    "fill unchanged": (_nothing, "fill"),
    "fill a changed amount": (_amount, "fill"),
    "fill a new line": (_new_line, "fill"),
    "fill other projects": (_other_projects, "fill"),
    "fill a code kept as a number": (_code_as_number, "fill"),
    "targets of other projects": (_other_projects, "targets"),
    "check a wrong figure": (_wrong_figure, "check"),
    "mark a wrong figure": (_wrong_figure, "mark"),
    "mark a sound workbook": (_nothing, "mark"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "action"), CASES.values(), ids=CASES.keys())
def test_same_as_command(desk: Desk, edit: Edit, action: str) -> None:
    edit(desk.book)
    file = desk.copy_now()
    desk.press(action)
    by_command(action, file)
    assert workbook_state(desk.saved()).differences(workbook_state(file)) == []


@pytest.mark.slow
def test_clear_takes_away_what_mark_left(desk: Desk) -> None:
    _wrong_figure(desk.book)
    before = workbook_state(desk.copy_now())
    desk.press("mark")
    marked = workbook_state(desk.saved())
    assert marked.sheets[TABLE5].marks.keys() == {"C9"}
    assert "194.34" in marked.sheets[TABLE5].notes["C9"]
    desk.press("clear")
    assert workbook_state(desk.saved()).differences(before) == []
