"""Made-up departments come out of `fill` without a false error, whatever their amounts, sources and units are."""

from pathlib import Path

import pytest

import xltools
from oracles.made_up import make_department
from xltools.tasks.check import check

SEEDS = range(300, 330)
EXPECTED = {"X-19"}
"""Indicators are drawn by chance, so some kinds are missing."""


@pytest.mark.parametrize("seed", SEEDS)
def test_no_false_error(tmp_path: Path, seed: int) -> None:
    inputs = make_department(tmp_path / "输入", seed)
    workbook = xltools.fill(inputs, tmp_path / "部门.xlsx").path
    report = check(workbook)
    assert report.trouble is None
    assert [found.message for found in report.findings if found.severity == "error"] == []
    assert {found.rule for found in report.findings if found.severity == "warning"} <= EXPECTED
    assert report.explanations == ()
    assert report.obligations.checked > 40
