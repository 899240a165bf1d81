"""The engine on a full workbook: 45 sheets with protected tables, hidden names, validations, notes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from engines.openpyxl_engine import Excel, ExcelError, install
from oracles.values import cached_values, differences, formula_cells

LEDGER, TABLE, TARGETS = "支出明细", "表1 收支总表", "整体绩效目标"


@pytest.fixture
def excel() -> Iterator[Excel]:
    with install() as installed:
        yield installed


def _formulas(book: xlwings.Book) -> dict[str, object]:
    return {sheet.name: sheet.used_range.formula for sheet in book.sheets}


def test_every_result_is_the_one_in_the_file(book: xlwings.Book, full: Path) -> None:
    stored = cached_values(full, reader="calamine")
    for title, cells in formula_cells(full).items():
        sheet = book.sheets[title]
        for row, column in cells:
            value = sheet[row - 1, column - 1].options(err_to_str=True).value
            assert value == stored[title].get((row, column)), f"{title} {row} {column}"


def test_a_copy_of_an_unchanged_book_says_the_same(book: xlwings.Book, full: Path, tmp_path: Path) -> None:
    copy = tmp_path / "副本.xlsx"
    book.api.SaveCopyAs(str(copy))
    assert differences(cached_values(full), cached_values(copy)) == []
    assert formula_cells(copy) == formula_cells(full)


@pytest.mark.slow
def test_rows_inserted_into_the_ledger_change_no_total(
    book: xlwings.Book, full: Path, tmp_path: Path
) -> None:
    before, names = _formulas(book), {name.name: name.refers_to for name in book.names}
    ledger = book.sheets[LEDGER]
    ledger["8:12"].insert("down")
    assert ledger["A8:N12"].value == [[None] * 14] * 5
    assert book.names["明细_金额"].refers_to == "=支出明细!$L$4:$L$5005"
    assert ledger["B10"].data_validation.type == ledger["B7"].data_validation.type != "none"
    copy = tmp_path / "加行.xlsx"
    book.api.SaveCopyAs(str(copy))
    others = {title: cells for title, cells in formula_cells(full).items() if title != LEDGER}
    assert differences(cached_values(full), cached_values(copy), only=others) == []
    ledger["8:12"].delete("up")
    assert _formulas(book) == before
    assert {name.name: name.refers_to for name in book.names} == names


def test_a_table_is_protected_and_keeps_its_password_free_lock(book: xlwings.Book) -> None:
    table = book.sheets[TABLE]
    assert table.api.ProtectContents
    assert not book.sheets[LEDGER].api.ProtectContents
    with pytest.raises(ExcelError):
        table["B7"].value = 1
    table["B7"].color = (255, 199, 206)
    table.api.Unprotect()
    table["B7"].value = 1
    table.api.Protect(AllowFormattingCells=True)
    with pytest.raises(ExcelError):
        table["B7"].value = 2
    assert table["B7"].value == 1.0


def test_names_hidden_and_of_sheets(book: xlwings.Book) -> None:
    assert book.names["表1_数据"].api.Visible is False
    assert book.names["表1_数据"].refers_to_range.sheet == book.sheets[TABLE]
    assert book.names["'表1 收支总表'!Print_Titles"].refers_to == "='表1 收支总表'!$4:$5"
    copy = book.sheets[TARGETS].copy(name="整体 (备)")
    own = {name.name.rpartition("!")[2] for name in copy.names}
    of_source = {
        name.name
        for name in book.names
        if "!" not in name.name and name.refers_to.startswith(f"={TARGETS}!")  # type: ignore[union-attr]
    }
    assert of_source
    assert of_source <= own
    assert copy.api.ProtectContents
    assert copy.used_range.address == book.sheets[TARGETS].used_range.address
    assert copy.used_range.formula == book.sheets[TARGETS].used_range.formula
    copy.delete()
    assert {name.name for name in book.names if "(备)" in name.name} == set()
