"""Tables that can be read in more than one way: the right one where it is certain, else told; never a guess.

Each sheet is typed here row by row; the expected figures are those of the rows.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xltools
from oracles.expected_tables import SAMPLE
from xltools.budget.reading_words import title_of
from xltools.model.disclosure import ReadTable
from xltools.office.workbook import Workbook
from xltools.tasks.reading.tables import TablesRead, read_tables

Row = Sequence[object]
TITLE: Row = ["2025年一般公共预算支出表（不含上年结转）"]
UNIT: Row = ["单位：万元"]
CODES: Row = ["科目编码", "科目名称"]
COLUMNS: Row = [*CODES, "合计", "基本支出", "项目支出"]
THIS_YEAR = {"total": Decimal(100), "basic": Decimal(60), "project": Decimal(40)}


def read(path: Path, *rows: Row, title: str = "Sheet1") -> TablesRead:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return read_tables(Workbook.open(path))


def total_row(table: ReadTable) -> dict[str, Decimal | None]:
    return {key: figure.value for key, figure in table.panels[-1].rows[0].figures.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "手工表.xlsx"


# --- the unit of measure ---


@pytest.mark.parametrize("words", ["金额单位：人民币元", "（元）", "单位：元", "单位（元）", "计量单位: 元"])
def test_every_way_to_say_yuan(path: Path, words: str) -> None:
    """Else the figures would be 10,000 times too large."""
    found = read(
        path, TITLE, [None, None, None, None, words], COLUMNS, ["合计", None, 1000000, 600000, 400000]
    )
    assert total_row(found.tables[5]) == THIS_YEAR


def test_yuan_in_the_headings_alone(path: Path) -> None:
    headings = [*CODES, "合计（元）", "基本支出（元）", "项目支出（元）"]
    found = read(path, TITLE, headings, ["合计", None, 1000000, 600000, 400000])
    assert total_row(found.tables[5]) == THIS_YEAR
    assert {figure.scale for figure in found.tables[5].figures()} == {10_000}


@pytest.mark.parametrize("unit", ["亿元", "百万元", "百元"])
def test_a_unit_of_measure_that_is_not_read(path: Path, unit: str) -> None:
    found = read(path, TITLE, [f"单位：{unit}"], COLUMNS, ["合计", None, 1, 0.6, 0.4])
    assert 5 not in found.tables
    assert f"“{unit}”" in found.missing[5]


def test_two_units_of_measure(path: Path) -> None:
    found = read(path, TITLE, ["单位：元"], UNIT, COLUMNS, ["合计", None, 100, 60, 40])
    assert 5 not in found.tables
    assert "“元”、“万元”" in found.missing[5]


def test_the_unit_of_measure_of_the_table_above_is_its_own(path: Path) -> None:
    short = ["2025年预算支出总表"], ["单位：元"], COLUMNS, ["合计", None, 1000000, 600000, 400000]
    found = read(path, *short, TITLE, UNIT, COLUMNS, ["合计", None, 100, 60, 40])
    assert total_row(found.tables[3]) == total_row(found.tables[5]) == THIS_YEAR


# --- columns headed alike ---


def merged(*areas: str) -> Callable[[Worksheet], None]:
    def merge(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return merge


@pytest.mark.parametrize("title", ["2025年一般公共预算支出表", "一般公共预算支出表"])
@pytest.mark.parametrize("other", ["2024年预算数", "2024年执行数", "上年预算数"])
@pytest.mark.parametrize("are_merged", [True, False])
def test_last_year_beside_this_year(path: Path, title: str, other: str, are_merged: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        [title],
        UNIT,
        ["项目", None, other, None, None, "2025年预算数"],
        [*COLUMNS, *COLUMNS[2:]],
        ["合计", None, 7, 5, 2, 100, 60, 40],
    ):
        sheet.append(list(row))
    if are_merged:
        merged("C3:E3", "F3:H3")(sheet)
    book.save(path)
    assert total_row(read_tables(Workbook.open(path)).tables[5]) == THIS_YEAR


def test_the_year_over_a_single_column(path: Path) -> None:
    found = read(
        path,
        ["2025年预算收支总表"],
        UNIT,
        ["收入", None, None, "支出"],
        ["项目", "2024年", "2025年", "项目", "2025年合计", "当年预算安排", "上年结转安排"],
        ["一、一般公共预算", 7, 100, "一般公共服务支出", 100, 100, None],
    )
    (figure,) = found.tables[1].panels[0].rows[0].figures.values()
    assert (figure.value, figure.spot.cell) == (Decimal(100), "C5")


def test_a_fund_of_this_year_and_carried_over(path: Path) -> None:
    """表2 with the carry-over by fund on the left: the words above tell which is which."""
    found = read(
        path,
        ["2025年预算收入总表"],
        UNIT,
        ["项目", None, "上年结转", None, "本年收入"],
        [*CODES, "合计", "一般公共预算", "合计", "一般公共预算", "政府性基金"],
        ["合计", None, 5, 5, 100, 90, 10],
    )
    assert total_row(found.tables[2]) == {
        "total": Decimal(100),
        "general_public": Decimal(90),
        "government_managed_funds": Decimal(10),
    }
    assert "上年结转" in found.tables[2].panels[0].missing["carryover"]


def test_two_columns_that_nothing_tells_apart(path: Path) -> None:
    found = read(path, TITLE, UNIT, [*CODES, "合计", "合计", *COLUMNS[3:]], ["合计", None, 7, 100, 60, 40])
    panel = found.tables[5].panels[0]
    assert "C 列、D 列都像“合计”" in panel.missing["total"]
    assert set(panel.rows[0].figures) == {"basic", "project"}


# --- titles ---


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("一般公共预算支出明细表", 5),
        ("一般公共预算当年支出表", 5),
        ("一般公共预算拨款支出表", 5),
        ("一般公共预算基本支出明细表", 6),
        ("一般公共预算基本支出表（按经济分类）", 6),
        ("『三公』经费预算表", 10),
        ("《三公》经费预算表", 10),
        ("项目支出预算表（结转资金）", 13),
        ("项目支出预算表（不含结转）", 12),
        ("支出总表（按经济分类）", None),
        ("支出预算总表（按部门预算支出经济分类）", None),
        ("2024年一般公共预算支出决算表", None),
    ],
)
def test_titles_near_those_of_the_form(title: str, number: int | None) -> None:
    assert title_of(title) == number


def test_expenditure_by_economic_class_is_no_table_of_the_form(path: Path) -> None:
    """Its columns are headed like 表3's; 301 would be taken for a functional class."""
    found = read(
        path,
        ["2025年支出总表（按经济分类）"],
        UNIT,
        COLUMNS,
        ["合计", None, 9, 9],
        ["301", "工资福利支出", 9, 9],
    )
    assert 3 not in found.tables


def test_a_note_above_the_headings(path: Path) -> None:
    found = read(path, ["2025年政府性基金预算支出表"], ["注：本表无数据"], COLUMNS, ["合计"])
    assert found.tables[8].note is not None
    assert found.tables[8].note[0].cell == "A2"


def test_a_sheet_named_like_a_table_is_none_beside_one_with_its_title(path: Path) -> None:
    """The input sheet 三公经费, in 元, beside a 表10 without amounts."""
    book = openpyxl.Workbook()
    inputs, table = book.worksheets[0], book.create_sheet("表10")
    inputs.title = "三公经费"
    columns = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]
    for row in (["项目", "合计", *columns], ["公务接待费", 7000, 7000]):
        inputs.append(list(row))
    for row in (["2025年“三公”经费支出预算表"], UNIT, ["项目", "合计", *columns], ["公务接待费"]):
        table.append(list(row))
    book.save(path)
    found = read_tables(Workbook.open(path))
    assert found.tables[10].sheet == "表10"
    assert found.tables[10].is_empty


# --- our own form after a clerk's hand ---


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "部门预算公开.xlsx"
    xltools.fill(SAMPLE, path)
    return path


def changed(filled: Path, target: Path, *changes: Callable[[openpyxl.Workbook], None]) -> ReadTable:
    book = openpyxl.load_workbook(filled, data_only=True)
    for change in changes:
        change(book)
    book.save(target)
    return read_tables(Workbook.open(target)).tables[5]


def table5(book: openpyxl.Workbook) -> Worksheet:
    return next(sheet for sheet in book if sheet.title.startswith("表5 "))


def region(book: openpyxl.Workbook) -> str:
    text = book.defined_names["表5_数据"].attr_text
    assert text is not None
    return text


def values(table: ReadTable) -> dict[tuple[str, str], Decimal]:
    return {(figure.key.row, figure.key.column): figure.value for figure in table.figures() if figure.value}


def test_a_row_typed_below_the_named_figures(filled: Path, path: Path) -> None:
    """A name that does not reach so far is no reason to lose the amount."""

    def type_a_row(book: openpyxl.Workbook) -> None:
        below = int(region(book).split("$")[-1]) + 1
        for column, content in enumerate(("2299999", "其他支出", 77, None, 77), 1):
            table5(book).cell(below, column, content)

    assert values(changed(filled, path, type_a_row))["2299999", "total"] == 77


def _stale(book: openpyxl.Workbook) -> None:
    book.defined_names["表5_数据"].attr_text = f"'{table5(book).title}'!$A$9:$E$11"


def _inserted(book: openpyxl.Workbook) -> None:
    table5(book).insert_rows(7)


def _without_names(book: openpyxl.Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


@pytest.mark.parametrize("change", [_stale, _inserted, _without_names])
def test_a_name_that_lost_its_place(
    filled: Path, path: Path, change: Callable[[openpyxl.Workbook], None]
) -> None:
    assert values(changed(filled, path, change)) == values(changed(filled, path.with_name("原样.xlsx")))


def test_hidden_model_rows_are_no_rows(filled: Path, path: Path) -> None:
    labels: Iterable[tuple[str, ...]] = [row.labels for row in changed(filled, path).panels[0].rows]
    assert all(any(words) for words in labels)
    assert not changed(filled, path).panels[0].strange
