"""A finished workbook is an input too: filling it again changes nothing, or exactly what was added."""

import shutil

import pytest

import xltools
from oracles.edits import FILES, delete_rows, edit_cells, edit_record
from oracles.expected_tables import SAMPLE, expected_tables, read_records
from oracles.expected_targets import expected_targets, read_targets
from oracles.made_up import make_department, write_records
from oracles.made_up_shapes import Shape
from oracles.sheet_tables import not_live, wrong_cells
from oracles.values import cached_values, differences, formula_cells

UNIT = "中国共产党长治市上党区委员会组织部"
NEW_LINE = {
    "单位": UNIT,
    "功能科目编码": "2050803",
    "功能科目名称": "培训支出",
    "部门经济科目编码": "30216",
    "部门经济科目名称": "培训费",
    "部门经济科目类": "商品和服务支出",
    "政府经济科目编码": "50203",
    "政府经济科目名称": "培训费",
    "经费类型": "公用经费",
    "资金来源": "一般公共预算",
    "年度": "本年",
    "金额(元)": "12345.67",
}
NEW_PROJECT = {
    "单位": "上党区党群人才服务中心",
    "项目名称": "新增*项目",
    "年度": "本年",
    "项目类别": "其他运转类",
    "功能科目编码": "2012999",
    "资金来源": "政府性基金预算",
    "合计(元)": "50",
    "市县(区)财政资金(元)": "50",
}


@pytest.mark.parametrize(
    "seed", [None, 3, 4, 5, 7, 11], ids=lambda seed: f"seed {seed}" if seed else "sample"
)
def test_filling_again_changes_not_a_byte(tmp_path, seed):
    inputs = SAMPLE if seed is None else make_department(tmp_path / "输入", seed)
    first = xltools.fill(inputs, tmp_path / "一.xlsx").path
    again = xltools.fill(inputs, tmp_path / "二.xlsx").path
    refilled = xltools.fill(first, tmp_path / "三.xlsx").path
    assert again.read_bytes() == first.read_bytes()
    assert refilled.read_bytes() == first.read_bytes()
    assert xltools.fill(refilled, refilled).path == refilled
    assert refilled.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(
    ("sheet", "row"),
    [("支出明细", NEW_LINE), ("项目清单", NEW_PROJECT)],
    ids=["line", "project of a new unit"],
)
def test_an_added_row_gives_what_the_folder_with_that_row_gives(tmp_path, sheet, row):
    folder = shutil.copytree(SAMPLE, tmp_path / "输入")
    workbook = xltools.fill(folder, tmp_path / "部门.xlsx").path
    index = len(read_records(folder / FILES[sheet]))
    edit_cells(workbook, sheet, index, row)
    edit_record(folder, sheet, index, row)
    refilled = xltools.fill(workbook, tmp_path / "重填.xlsx").path
    tables = expected_tables(folder)
    ours, theirs = cached_values(refilled), cached_values(xltools.fill(folder, tmp_path / "新填.xlsx").path)
    assert wrong_cells(ours, tables) == []
    assert not_live(ours, formula_cells(refilled), tables) == []
    assert list(read_targets(refilled).values()) == expected_targets(folder)
    # Whether a sheet was made anew or refilled, it says the same in the same place.
    printed = [name for name in theirs if name.startswith(("表", "绩效", "整体"))]
    assert differences({n: ours[n] for n in printed}, {n: theirs[n] for n in printed}) == []


def test_target_sheets_stand_in_the_new_order_of_the_list(tmp_path):
    folder = shutil.copytree(SAMPLE, tmp_path / "输入")
    before = xltools.fill(folder, tmp_path / "部门.xlsx").path
    projects = read_records(folder / FILES["项目清单"])
    write_records(folder / FILES["项目清单"], projects[::-1], list(projects[0]))
    refilled = xltools.fill(folder, tmp_path / "重填.xlsx", template=before).path
    assert list(read_targets(refilled).values()) == expected_targets(folder)
    assert list(read_targets(refilled)) == sorted(read_targets(refilled))


def test_changed_texts_of_a_project_reach_its_target_sheet(tmp_path):
    """A project listed first with carried-over money and no texts, then with this year's and its texts."""
    folder = shutil.copytree(SAMPLE, tmp_path / "输入")
    projects = read_records(folder / FILES["项目清单"])
    carried_over = {**projects[0], "年度": "上年结转", "项目概况": ""}
    write_records(folder / FILES["项目清单"], [carried_over, *projects], list(projects[0]))
    workbook = xltools.fill(folder, tmp_path / "部门.xlsx").path
    assert list(read_targets(workbook).values()) == expected_targets(folder)
    edit_cells(workbook, "项目清单", 1, {"项目概况": "改过的概况"})
    edit_record(folder, "项目清单", 1, {"项目概况": "改过的概况"})
    refilled = xltools.fill(workbook, tmp_path / "重填.xlsx").path
    assert list(read_targets(refilled).values()) == expected_targets(folder)


@pytest.mark.slow
def test_deleted_lines_and_projects_leave_nothing_behind(tmp_path, libreoffice):
    folder = make_department(
        tmp_path / "输入", 31, Shape(units=5, lines=120, projects=12, function_codes=25, revenue=False)
    )
    workbook = xltools.fill(folder, tmp_path / "部门.xlsx").path
    delete_rows(folder, workbook, "支出明细", range(0, 120, 2))
    projects = read_records(folder / FILES["项目清单"])
    gone = {row["项目名称"] for row in projects[1::2]}
    for sheet in ("项目清单", "绩效指标"):
        rows = read_records(folder / FILES[sheet])
        delete_rows(folder, workbook, sheet, [n for n, row in enumerate(rows) if row["项目名称"] in gone])
    refilled = xltools.fill(workbook, tmp_path / "重填.xlsx").path
    assert wrong_cells(cached_values(refilled), expected_tables(folder)) == []
    assert list(read_targets(refilled).values()) == expected_targets(folder)
    result = libreoffice.recalculate(refilled, tmp_path / "recalculated")[0]
    assert differences(cached_values(refilled), cached_values(result), only=formula_cells(refilled)) == []
