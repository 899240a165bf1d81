"""The engine on a full workbook: 46 sheets with protected tables, merged cells, hidden names, validations, charts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings

from engines.excel_model import Excel, install
from engines.excel_model.com import com_error
from oracles import libreoffice as office
from oracles import validator
from oracles.values import cached_values, differences, formula_cells

LEDGER, TABLE, CHART, TARGET = (
    "支出明细",
    "表5 一般公共预算支出表",
    "图表 一般公共预算结构",
    "项目绩效目标表样",
)


@pytest.fixture
def excel() -> Iterator[Excel]:
    with install() as installed:
        yield installed


def _copy(book: xlwings.Book, folder: Path, name: str = "副本.xlsx") -> Path:
    path = folder / name
    book.api.SaveCopyAs(str(path))
    return path


def test_a_copy_of_an_unchanged_book_says_the_same(book: xlwings.Book, full: Path, tmp_path: Path) -> None:
    copy = _copy(book, tmp_path)
    assert differences(cached_values(full), cached_values(copy)) == []
    assert formula_cells(copy) == formula_cells(full)


@pytest.mark.slow
def test_every_formula_comes_to_the_value_in_the_file(book: xlwings.Book, full: Path, tmp_path: Path) -> None:
    book.app.api.CalculateFull()
    assert (
        differences(cached_values(full), cached_values(_copy(book, tmp_path)), only=formula_cells(full)) == []
    )


@pytest.mark.slow
def test_after_all_kinds_of_changes_libreoffice_agrees(
    book: xlwings.Book, tmp_path: Path, libreoffice: object, open_xml_validator: object
) -> None:
    """Rows, sheets, names and amounts change under manual calculation; only then is anything calculated."""
    book.app.calculation = "manual"
    before = book.sheets[LEDGER]["A4:N4"].value
    book.sheets[LEDGER]["6:8"].insert("down")
    book.sheets[LEDGER]["A6:N6"].value = before
    for sheet in (book.sheets[TABLE], book.sheets[CHART], book.sheets[TARGET]):
        sheet.api.Unprotect()
    book.sheets[TABLE]["9:10"].insert("down")
    book.sheets[TABLE]["12:12"].delete("up")
    book.sheets[CHART]["6:6"].insert("down")
    book.sheets[TARGET].copy(after=book.sheets[-1], name="绩效99 新项目")
    book.sheets[TABLE].name = "表五"
    book.sheets["表五"]["A6:C9"].conditional_formats.add_custom("=TRUE", fill_color="#ffc7ce")
    book.sheets["表五"]["A6"].add_note("批注")
    book.app.calculation = "automatic"
    path = _copy(book, tmp_path)
    assert office.stale_formulas(path, tmp_path / "out") == []
    assert validator.validate([path])[path] == []
    merged = openpyxl.load_workbook(path)["表五"].merged_cells.ranges
    assert {str(area) for area in merged} >= {"A2:E2", "A4:B4", "C4:E4"}


@pytest.mark.slow
def test_only_what_changed_is_calculated_and_nothing_is_forgotten(book: xlwings.Book, tmp_path: Path) -> None:
    amounts = book.sheets[LEDGER]["N4:N6"]
    amounts.value = [
        [value[0] + 10000 if isinstance(value[0], float) else value[0]]
        for value in amounts.options(ndim=2).value
    ]
    book.sheets[LEDGER]["5:5"].delete("up")
    step_by_step = cached_values(_copy(book, tmp_path, "逐步.xlsx"))
    book.app.api.CalculateFull()
    assert differences(step_by_step, cached_values(_copy(book, tmp_path, "全部.xlsx"))) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: setattr(sheet["A7"], "value", "x"),
        lambda sheet: sheet["8:8"].insert("down"),
        lambda sheet: sheet["A4:B4"].unmerge(),
    ],
    ids=["value", "insert", "unmerge"],
)
def test_the_tables_are_protected(book: xlwings.Book, change: Callable[[xlwings.Sheet], object]) -> None:
    sheet = book.sheets[TABLE]
    before = sheet.used_range.formula
    with pytest.raises(com_error):
        change(sheet)
    assert sheet.used_range.formula == before


def test_rows_inserted_move_names_and_print_areas(book: xlwings.Book) -> None:
    area = book.sheets[LEDGER]
    before = {name.name: name.refers_to or "" for name in book.names}
    area["10:11"].insert("down")
    after = {name.name: name.refers_to or "" for name in book.names}
    moved = {name for name in before if before[name] != after[name]}
    assert {"明细_金额", "明细_功能科目"} <= moved
    assert after["明细_金额"] == before["明细_金额"].replace("5000", "5002")
    assert all(LEDGER in before[name] for name in moved)


def test_a_chart_follows_its_cells(book: xlwings.Book, tmp_path: Path) -> None:
    book.sheets[CHART].api.Unprotect()
    book.sheets[CHART]["6:7"].insert("down")
    chart = openpyxl.load_workbook(_copy(book, tmp_path))[CHART]._charts[0]  # type: ignore[attr-defined]
    assert chart.series[0].val.numRef.f.endswith("$B$5:$B$12")
