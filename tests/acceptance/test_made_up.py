"""Departments that do not exist come out as a second calculation says, whatever their inputs are like."""

from pathlib import Path

import pytest

import xltools
from oracles.expected_tables import expected_tables
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from oracles.sheet_tables import not_live, wrong_cells
from oracles.values import cached_values, differences, formula_cells

SEEDS = range(12)
LONG_LEDGER = Shape(units=8, lines=2000, projects=40, function_codes=80, most_indicators=30, largest=10**10)


def fill_department(folder: Path, seed: int, shape: Shape | None = None) -> tuple[Path, Path]:
    """(the inputs, the workbook)."""
    inputs = make_department(folder / f"输入{seed}", seed, shape)
    return inputs, xltools.fill(inputs, folder / f"部门{seed}.xlsx").path


@pytest.mark.parametrize("seed", SEEDS)
def test_cached_figures(tmp_path, seed):
    inputs, workbook = fill_department(tmp_path, seed)
    tables = expected_tables(inputs)
    values = cached_values(workbook)
    assert wrong_cells(values, tables) == []
    assert not_live(values, formula_cells(workbook), tables) == []


@pytest.mark.slow
def test_recalculated_figures_and_every_other_formula(tmp_path, libreoffice):
    filled = [fill_department(tmp_path, seed) for seed in SEEDS]
    recalculated = libreoffice.recalculate([workbook for _, workbook in filled], tmp_path / "recalculated")
    wrong = {}
    for (inputs, workbook), result in zip(filled, recalculated, strict=True):
        values = cached_values(result, "calamine")
        stale = differences(cached_values(workbook, "calamine"), values, only=formula_cells(workbook))
        wrong[inputs.name] = wrong_cells(values, expected_tables(inputs)) + stale
    assert {name: complaints for name, complaints in wrong.items() if complaints} == {}


@pytest.mark.slow
def test_two_thousand_lines(tmp_path, libreoffice):
    inputs, workbook = fill_department(tmp_path, 2000, LONG_LEDGER)
    tables = expected_tables(inputs)
    assert wrong_cells(cached_values(workbook), tables) == []
    recalculated = cached_values(libreoffice.recalculate(workbook, tmp_path / "recalculated")[0])
    assert wrong_cells(recalculated, tables) == []
    assert differences(cached_values(workbook), recalculated, only=formula_cells(workbook)) == []


def test_more_lines_than_the_template_has_room_for(tmp_path):
    """Every name reaches as far as the data: the template's own reach is 5,000 rows."""
    inputs, workbook = fill_department(tmp_path, 6000, Shape(lines=6000, projects=2))
    assert wrong_cells(cached_values(workbook), expected_tables(inputs)) == []
