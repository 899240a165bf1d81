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
    assert wrong_cells(cached_values(workbook, "calamine"), expected_tables(inputs)) == []


@pytest.mark.slow
def test_recalculated_figures_and_every_other_formula(tmp_path, libreoffice):
    """All in one soffice run, a department of 2,000 lines among them."""
    filled = [fill_department(tmp_path, seed) for seed in SEEDS]
    filled.append(fill_department(tmp_path, 2000, LONG_LEDGER))
    recalculated = libreoffice.recalculate([workbook for _, workbook in filled], tmp_path / "recalculated")
    wrong = {}
    for (inputs, workbook), result in zip(filled, recalculated, strict=True):
        tables = expected_tables(inputs)
        formulas = formula_cells(workbook)
        before, after = cached_values(workbook, "calamine"), cached_values(result, "calamine")
        complaints = (
            wrong_cells(before, tables) + wrong_cells(after, tables) + not_live(before, formulas, tables)
        )
        wrong[inputs.name] = complaints + list(map(str, differences(before, after, only=formulas)))
    assert {name: complaints for name, complaints in wrong.items() if complaints} == {}


def test_more_lines_than_the_template_has_room_for(tmp_path):
    """Every name reaches as far as the data: the template's own reach is 5,000 rows."""
    inputs, workbook = fill_department(tmp_path, 6000, Shape(lines=6000, projects=2))
    assert wrong_cells(cached_values(workbook, "calamine"), expected_tables(inputs)) == []
