"""Rows whose kind their words leave open: units and projects, totals out of place, codes in three columns."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xltools.model.disclosure import ReadPanel
from xltools.office.workbook import Workbook
from xltools.tasks.reading.tables import read_tables

CODED = ["科目编码", "科目名称"]
FUNDS = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]
PROJECTS: Sequence[Sequence[object]] = (
    ["2025年项目支出预算表（本年预算）"],
    ["单位：万元"],
    ["项目名称", "合计", *FUNDS, "财政专户管理资金", "单位资金"],
)
AGENCIES: Sequence[Sequence[object]] = (
    ["2025年财政拨款安排机关运行经费预算表"],
    ["单位：万元"],
    ["单位名称", "合计", *FUNDS],
)
FUNCTIONS: Sequence[Sequence[object]] = (
    ["2025年一般公共预算支出表"],
    ["单位：万元"],
    ["科目编码", None, None, "科目名称", "合计", "基本支出", "项目支出"],
    ["类", "款", "项"],
    ["合计", None, None, None, 100, 60, 40],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "手工表.xlsx"


def read(path: Path, table: int, rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> ReadPanel:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for area in merges:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return read_tables(Workbook.open(path)).tables[table].panels[0]


def projects(path: Path, *rows: tuple[str, int]) -> ReadPanel:
    return read(path, 12, [*PROJECTS, *([name, amount, amount] for name, amount in rows)])


def agencies(path: Path, *rows: tuple[str, int]) -> ReadPanel:
    return read(path, 11, [*AGENCIES, *([name, amount, amount] for name, amount in rows)])


def parents(panel: ReadPanel) -> list[tuple[str, str]]:
    return [(row.key, row.parent) for row in panel.rows]


def test_a_total_below_the_projects_is_no_project(path: Path) -> None:
    """As a project it would be added to its unit a second time."""
    panel = projects(path, ("某局", 30), ("某局机关", 30), ("甲", 10), ("乙", 20), ("合 计", 30))
    assert [row.style for row in panel.rows] == ["部门", "单位", "项目", "项目"]
    assert "“合计”" in panel.strange[8]


def test_a_total_above_the_department(path: Path) -> None:
    panel = projects(path, ("合计", 30), ("某局", 30), ("某局机关", 30), ("甲", 10), ("乙", 20))
    assert [(row.number, row.style) for row in panel.rows] == [
        (5, "部门"),
        (6, "单位"),
        (7, "项目"),
        (8, "项目"),
    ]
    assert list(panel.strange) == [4]


def test_a_total_instead_of_the_department(path: Path) -> None:
    panel = projects(path, ("合计", 30), ("某局机关", 30), ("甲", 10), ("乙", 20))
    assert [row.style for row in panel.rows] == ["部门", "单位", "项目", "项目"]
    assert not panel.strange


def test_units_are_known_by_their_names_where_a_project_is_wrong(path: Path) -> None:
    """11 instead of 10: the sums do not say which rows are units, the department's does."""
    panel = projects(
        path, ("某教育局", 30), ("某教育局（本级）", 10), ("校舍", 11), ("第一中学", 20), ("图书", 20)
    )
    assert [row.style for row in panel.rows] == ["部门", "单位", "项目", "单位", "项目"]
    assert panel.rows[-1].parent == "单位/第一中学"


@pytest.mark.parametrize("other", ["某局", "某局机关"])
def test_the_department_stands_for_the_total_of_its_units(path: Path, other: str) -> None:
    panel = agencies(path, ("某局", 30), (other, 20), ("某中心", 10))
    assert parents(panel) == [("部门合计", ""), (other, "部门合计"), ("某中心", "部门合计")]


def test_two_units_of_equal_amount_are_no_total(path: Path) -> None:
    assert parents(agencies(path, ("甲局", 30), ("乙局", 30))) == [("甲局", "部门合计"), ("乙局", "部门合计")]


ROWS_OF_CODES = {
    "every part": [["201", "32", "01"], ["201", "32", "02"], ["208", "05", "05"]],
    "numbers": [[201, 32, 1], [201, 32, 2], [208, 5, 5]],
    "whole codes": [["201", "20132", "2013201"], ["201", "20132", "2013202"], ["208", "20805", "2080505"]],
}


@pytest.mark.parametrize("form", list(ROWS_OF_CODES))
@pytest.mark.parametrize("are_merged", [True, False])
def test_codes_in_three_columns(path: Path, form: str, are_merged: bool) -> None:
    rows = [[*parts, "科目", 5, 5] for parts in ROWS_OF_CODES[form]]
    merges = ["A3:C3", *(f"{column}3:{column}4" for column in "DEFG")] if are_merged else []
    panel = read(path, 5, [*FUNCTIONS, *rows], merges)
    assert parents(panel) == [
        ("合计", ""),
        ("2013201", "20132"),
        ("2013202", "20132"),
        ("2080505", "20805"),
    ]
    assert [row.figures["total"].value for row in panel.rows] == [100, 5, 5, 5]


def test_a_part_of_a_code_stands_once_above_the_others(path: Path) -> None:
    codes = (["201"], [None, "32"], [None, None, "01"], [None, None, "02"], ["208"], [None, "05"])
    rows = [[*code, *[None] * (3 - len(code)), "科目", Decimal(5)] for code in codes]
    panel = read(path, 5, [*FUNCTIONS, *rows])
    assert [row.key for row in panel.rows] == ["合计", "201", "20132", "2013201", "2013202", "208", "20805"]


def test_a_code_whose_upper_part_is_missing(path: Path) -> None:
    """项 right below 类: of which 款 it is, is not said."""
    panel = read(path, 5, [*FUNCTIONS, ["201", None, None, "类", 5], [None, None, "01", "项", 5]])
    assert [row.key for row in panel.rows] == ["合计", "201"]
    assert list(panel.strange) == [7]


@pytest.mark.parametrize(("spent", "total"), [(None, None), (8, 8)])
def test_the_total_of_a_blank_side_of_table_9(path: Path, spent: int | None, total: int | None) -> None:
    """The total of expenditure has no words of its own; where it prints nothing it is nothing."""
    rows: list[list[object]] = [
        ["2025年国有资本经营预算收支预算表（不含上年结转）"],
        ["单位：万元"],
        ["国有资本经营预算收入", None, None, "国有资本经营预算支出"],
        ["收入科目编码", "科目名称", "国有资本经营收入预算", *CODED, "合计", "基本支出", "项目支出"],
        ["合计", None, spent, None, None, spent, None, spent],
        ["注：本表无数据"] if spent is None else ["1030601", "利润收入", 8],
    ]
    read(path, 9, rows)
    spending = read_tables(Workbook.open(path)).tables[9].panels[1]
    (row,) = [row for row in spending.rows if row.key == "合计"]
    assert (row.number, row.figures["total"].value or None) == (5, total)
