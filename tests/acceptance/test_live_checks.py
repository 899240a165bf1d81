"""校验结果 inside the workbook: what a clerk without Python sees as she types."""

from decimal import Decimal

import pytest

import xltools
from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from oracles.values import cached_values
from xltools.office.workbook import Workbook
from xltools.tasks.check import check

SHAPE = Shape(units=3, lines=70, projects=9, three_public=True, revenue=True)


def lines(path):
    """{(rule, sentence): (state, broken places, greatest gap)} as the cells say."""
    rows = {}
    for (row, column), value in cached_values(path)["校验结果"].items():
        rows.setdefault(row, {})[column] = value
    start = next(row for row, cells in rows.items() if str(cells.get(1)).startswith("三、"))
    return {
        (cells[1], cells[5]): (cells[2], cells[3], cells[4])
        for row, cells in rows.items()
        if row > start + 1 and {1, 2, 3, 4, 5} <= cells.keys()
    }


def test_there_is_a_line_for_each_relation_and_column(tmp_path):
    path = tmp_path / "示例.xlsx"
    xltools.fill(SAMPLE, path)
    found = lines(path)
    assert len(found) > 100
    assert {state for state, _, _ in found.values()} == {"通过", "尾差"}
    tails = {rule for (rule, _), (state, _, _) in found.items() if state == "尾差"}
    assert tails == {finding.rule for finding in check(path).findings}


@pytest.mark.slow
def test_values_are_those_of_libreoffice(tmp_path, libreoffice):
    """The sample, and a department with every source, several units and amounts at the edge of rounding."""
    paths = [tmp_path / "示例.xlsx", tmp_path / "虚构.xlsx"]
    for source, path in zip((SAMPLE, make_department(tmp_path / "部门", 71, SHAPE)), paths, strict=True):
        xltools.fill(source, path)
    for path, calculated in zip(paths, libreoffice.recalculate(paths, tmp_path / "算"), strict=True):
        assert lines(path) == lines(calculated)


@pytest.mark.slow
def test_a_typed_figure_shows_as_a_contradiction(tmp_path, libreoffice):
    """表5 行政运行 基本支出 typed over: its rules say 不符 with the gap, 操作台 points to them, others stay."""
    path = tmp_path / "示例.xlsx"
    xltools.fill(SAMPLE, path)
    before = lines(path)
    book = Workbook.open(path)
    sheet = book.sheet("表5 一般公共预算支出表")
    row = next(number for number, cells in sheet.iter_rows() if cells.get(1) and cells[1].value == "2013201")
    sheet.set_number(row, 4, Decimal("194.34"))
    book.save(path)
    (calculated,) = libreoffice.recalculate([path], tmp_path / "算")
    after = lines(calculated)
    changed = {key: after[key] for key in after if after[key] != before[key]}
    assert {rule for rule, _ in changed} == {"5-1", "5-2"}
    assert {state for state, _, _ in changed.values()} == {"不符"}
    assert max(gap for _, _, gap in changed.values()) == 45
    assert "有不符，见“校验结果”" in cached_values(calculated)["操作台"].values()
