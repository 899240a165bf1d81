"""A clerk changes an amount in the finished workbook: every table that depends on it follows."""

import shutil

import pytest

import xltools
from oracles.edits import edit_cells, edit_record
from oracles.expected_tables import SAMPLE, expected_tables, read_records
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from oracles.sheet_tables import wrong_cells
from oracles.values import cached_values

SHAPE = Shape(units=3, lines=80, projects=10, three_public=True, revenue=False)


def first_row(folder, file, **wanted):
    """The first row of the file that has the wanted values, counted from 0."""
    rows = read_records(folder / file)
    return next(number for number, row in enumerate(rows) if wanted.items() <= row.items())


@pytest.mark.slow
def test_changed_amounts_reach_every_table(tmp_path, libreoffice):
    """Three workbooks, one soffice run: a line of the sample, a project of it, and everything of a made-up one."""
    sample_line = shutil.copytree(SAMPLE, tmp_path / "明细")
    sample_project = shutil.copytree(SAMPLE, tmp_path / "项目")
    made_up = make_department(tmp_path / "虚构", 501, SHAPE)
    edits = [
        (sample_line, "支出明细", 0, {"金额(元)": "700650"}),
        (sample_project, "项目清单", 1, {"合计(元)": "3000050.5", "市县(区)财政资金(元)": "3000050.5"}),
        (
            made_up,
            "支出明细",
            first_row(made_up, "basic_expenditure.csv", 资金来源="一般公共预算"),
            {"金额(元)": "1234550"},
        ),
        (
            made_up,
            "支出明细",
            first_row(made_up, "basic_expenditure.csv", 年度="上年结转"),
            {"金额(元)": "0.01"},
        ),
        (
            made_up,
            "项目清单",
            first_row(made_up, "projects.csv", 年度="本年"),
            {"合计(元)": "98765432149.99"},
        ),
        (made_up, "项目清单", first_row(made_up, "projects.csv", 年度="上年结转"), {"合计(元)": "50"}),
        (made_up, "三公经费", 1, {"一般公共预算(元)": "1234550"}),
    ]
    folders = [sample_line, sample_project, made_up]
    workbooks = [xltools.fill(folder, folder.with_suffix(".xlsx")).path for folder in folders]
    before = [expected_tables(folder) for folder in folders]
    for folder, sheet, index, changes in edits:
        edit_cells(folder.with_suffix(".xlsx"), sheet, index, changes)
        edit_record(folder, sheet, index, changes)
    results = libreoffice.recalculate(workbooks, tmp_path / "recalculated")
    for folder, result, old in zip(folders, results, before, strict=True):
        tables = expected_tables(folder)
        assert [table.printed() for table in tables] != [table.printed() for table in old]
        assert wrong_cells(cached_values(result), tables) == [], folder.name


def test_target_sheets_and_titles_follow(tmp_path, libreoffice):
    workbook = xltools.fill(SAMPLE, tmp_path / "部门.xlsx").path
    edit_cells(workbook, "项目清单", 0, {"合计(元)": "95000", "项目概况": "改过的概况"})
    values = cached_values(libreoffice.recalculate(workbook, tmp_path / "recalculated")[0])
    (target,) = [cells for name, cells in values.items() if name.startswith("绩效01")]
    assert {95000, "改过的概况"} <= set(target.values())
    assert 94000 in target.values()  # the level was left alone
