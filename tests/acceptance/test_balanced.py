"""舍位平衡: printed figures add up exactly, each less than 0.01 from its amount; an edit makes it stale."""

from collections import defaultdict
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

import xltools
from command_line import xltools as run
from oracles.edits import edit_cells
from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from oracles.values import cached_values
from xltools.tasks.check import check

STALE = "已失效：数据有改动，请重新填充"
CENT = Decimal("0.01")
SHAPES = [
    Shape(units=1, lines=30, projects=5, revenue=False),
    Shape(units=3, lines=90, projects=12, revenue=False),
    Shape(units=2, lines=60, projects=8, sources=("一般公共预算",), revenue=False),
]


def figures_of(path):
    """{table: {row label: {column: figure}}} of the cells, by openpyxl's reading of the values."""
    values = cached_values(path)
    found = defaultdict(list)
    for _, row in xltools.figures(path).iterrows():
        value = values[row["工作表"]].get(coordinate_to_tuple(row["单元格"]))
        amount = Decimal(format(value or 0, ".2f"))
        found[row["表"]].append((row["行"], row["列"].split("/")[-1], amount))
    return found


def column(table, name):
    return {row: amount for row, column, amount in table if column == name}


def by_level(amounts):
    """Σ 类 = 合计 and every code is the sum of those one level below, exactly."""
    codes = {label.split(" ")[0]: amount for label, amount in amounts.items()}
    total = codes.pop("合计")
    assert total == sum(amount for code, amount in codes.items() if len(code) == 3)
    for code, amount in codes.items():
        below = [other for key, other in codes.items() if len(key) == len(code) + 2 and key.startswith(code)]
        if below:
            assert amount == sum(below), code


def adds_up(tables):
    """The sums of the printed tables, worked out here."""
    for number in (2, 3, 5, 8):
        for name in {column for _, column, _ in tables[number]}:
            by_level(column(tables[number], name))
    for number in (3, 5, 8):
        total, basic, project = (column(tables[number], name) for name in ("合计", "基本支出", "项目支出"))
        for row, amount in total.items():
            assert amount == basic[row] + project[row], (number, row)
    for code, amount in column(tables[3], "合计").items():
        assert amount == column(tables[2], "合计")[code] + column(tables[2], "上年结转")[code]
    assert column(tables[5], "合计")["合计"] == column(tables[2], "一般公共预算")["合计"]
    assert column(tables[6], "合计")["合计"] == column(tables[5], "基本支出")["合计"]
    first = next(iter(column(tables[12], "合计").values()))
    assert 3 * first == sum(column_values(tables[12], "合计"))


def column_values(table, name):
    return [amount for _, column, amount in table if column == name]


def test_the_sample_adds_up_and_no_tail_is_left(tmp_path):
    path = tmp_path / "平衡.xlsx"
    done = xltools.fill(SAMPLE, path, balanced=True)
    assert done.moved
    assert {abs(moved.by) for moved in done.moved} == {CENT}
    adds_up(figures_of(path))
    report = check(path)
    assert report.status == "clean"
    assert report.findings == ()


def test_the_formulas_stay_live_and_show_the_adjustment(tmp_path):
    path, plain = tmp_path / "平衡.xlsx", tmp_path / "不平衡.xlsx"
    done = xltools.fill(SAMPLE, path, balanced=True)
    xltools.fill(SAMPLE, plain)
    before, after = openpyxl.load_workbook(plain), openpyxl.load_workbook(path)
    for moved in done.moved:
        formula = before[moved.sheet][moved.cell].value
        assert after[moved.sheet][moved.cell].value == f"=ROUND({formula[1:]}{moved.by:+},2)"


def test_targets_keeps_the_balance(tmp_path):
    path = tmp_path / "平衡.xlsx"
    folder = make_department(tmp_path / "部门", 4003, SHAPES[1])
    xltools.fill(folder, path, balanced=True)
    before = cached_values(path)["整体绩效目标"]
    xltools.targets(path)
    assert cached_values(path)["整体绩效目标"] == before
    assert check(path).count("error") == 0


def test_the_command_lists_what_moved(tmp_path):
    path = tmp_path / "平衡.xlsx"
    shown = run("fill", SAMPLE, "-o", path, "--balanced", cwd=tmp_path)
    assert shown.code == 0
    assert "舍位平衡：调整了 17 格" in shown.out


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_made_up_departments_add_up(seed, tmp_path):
    folder = make_department(tmp_path / "部门", 4000 + seed, SHAPES[seed % len(SHAPES)])
    path, plain = tmp_path / "平衡.xlsx", tmp_path / "不平衡.xlsx"
    done = xltools.fill(folder, path, balanced=True)
    xltools.fill(folder, plain)
    rounded, balanced = figures_of(plain), figures_of(path)
    adds_up(balanced)
    assert check(path).count("error") == 0
    for number in range(1, 14):
        for (row, name, before), (_, _, after) in zip(rounded[number], balanced[number], strict=True):
            assert abs(after - before) in (0, CENT), (number, row, name)
    assert done.moved or all(rounded[number] == balanced[number] for number in range(1, 14))


@pytest.mark.slow
def test_an_edit_makes_it_stale_and_the_sheet_says_so(tmp_path, libreoffice):
    path = tmp_path / "平衡.xlsx"
    xltools.fill(SAMPLE, path, balanced=True)
    changed = tmp_path / "改.xlsx"
    changed.write_bytes(path.read_bytes())
    edit_cells(changed, "支出明细", 0, {"金额(元)": "700650"})
    kept, edited = libreoffice.recalculate([path, changed], tmp_path / "算")

    def says(workbook):
        cells = cached_values(workbook)["操作台"].values()
        return [text for text in cells if isinstance(text, str) and text in ("有效", STALE)]

    assert says(kept) == ["有效"]
    assert says(edited) == [STALE]
