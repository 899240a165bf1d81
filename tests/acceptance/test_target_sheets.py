"""One performance-target sheet a project of this year: the right words, amounts, indicators, one page each."""

import openpyxl
import pytest
import python_calamine

import xltools
from oracles.expected_tables import SAMPLE
from oracles.expected_targets import expected_targets, read_targets
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape

CROWDED = Shape(units=3, lines=5, projects=30, most_indicators=60, longest_text=1500, whole_period=True)


def is_target(sheet: str) -> bool:
    return sheet.startswith("绩效") and sheet[2].isdigit()


@pytest.mark.parametrize(
    "seed", [None, *range(12), 77], ids=lambda seed: "sample" if seed is None else f"seed {seed}"
)
def test_each_sheet_shows_its_project(tmp_path, seed):
    inputs = SAMPLE
    if seed is not None:
        inputs = make_department(tmp_path / "输入", seed, CROWDED if seed == 77 else None)
    workbook = xltools.fill(inputs, tmp_path / "部门.xlsx").path
    assert list(read_targets(workbook).values()) == expected_targets(inputs)
    names = python_calamine.load_workbook(workbook).sheet_names
    for name in names:
        assert len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("\\/*?:[]")
        assert not name.startswith("'")
        assert not name.endswith("'")
    assert len({name.casefold() for name in names}) == len(names)


def test_amounts_are_formulas_on_the_project_list(tmp_path):
    book = openpyxl.load_workbook(xltools.fill(SAMPLE, tmp_path / "部门.xlsx").path)
    for sheet in book.worksheets:
        if is_target(sheet.title):
            numbers = [
                cell.coordinate
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "n" and cell.value is not None
            ]
            assert numbers == [], sheet.title
            amounts = [
                cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "f" and "项目_合计" in cell.value
            ]
            assert len(amounts) == 2, sheet.title


def test_level_cells_are_merged_over_their_indicators(tmp_path):
    inputs = make_department(tmp_path / "输入", 77, CROWDED)
    book = openpyxl.load_workbook(xltools.fill(inputs, tmp_path / "部门.xlsx").path)
    for sheet, expected in zip(
        filter(lambda s: is_target(s.title), book.worksheets), expected_targets(inputs), strict=True
    ):
        top, left = next(
            (cell.row + 1, cell.column - 1)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value == "二级指标"
        )
        merged = {str(area) for area in sheet.merged_cells.ranges}
        for column in (0, 1, 4):
            for first, last in _runs(
                [line[: column + 1] if column < 4 else (line[0], line[4]) for line in expected.indicators]
            ):
                area = openpyxl.worksheet.cell_range.CellRange(
                    min_row=top + first, max_row=top + last, min_col=left + column, max_col=left + column
                )
                assert first == last or area.coord in merged, f"{sheet.title} {area.coord}"
        whole = openpyxl.worksheet.cell_range.CellRange(
            min_row=top - 2, max_row=top + len(expected.indicators) - 1, min_col=left - 1, max_col=left - 1
        )
        assert whole.coord in merged


def _runs(keys):
    first = 0
    for index in range(1, len(keys) + 1):
        if index == len(keys) or keys[index] != keys[first]:
            yield first, index - 1
            first = index
