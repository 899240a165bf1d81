"""第一部分 部门概况: the budgetary units by name, where there are several."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import xltools
from oracles.odd_departments import Department, basic
from xltools.budget.overview import overview
from xltools.model.narrative import Paragraph


def sections(folder: Path, units: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, list[str]]:
    """The texts of part one by heading, for units with 支出明细; `kinds` are those that units.csv gives."""
    lines = [basic("2050101", "30101", 1000, unit=name) for name in units]
    inputs = Department(lines, (), units=kinds).write(folder / "部门")
    written = overview(xltools.read_input(inputs).ledger)
    return {
        section.heading: [block.text for block in section.blocks if isinstance(block, Paragraph)]
        for section in written.sections
    }


UNITS = {"教育局机关": "行政", "招生办": "参公", "第一中学": "事业"}


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (UNITS, ["教育局机关（行政单位）", "招生办（参照公务员法管理的事业单位）", "第一中学（事业单位）"]),
        ({}, ["教育局机关", "招生办", "第一中学"]),
    ],
)
def test_units_are_named_with_the_kind_that_was_given(
    tmp_path: Path, kinds: Mapping[str, str], said: list[str]
) -> None:
    found = sections(tmp_path, UNITS, kinds)
    assert found["三、部门预算单位构成"] == [
        "纳入2025年部门预算编报范围的预算单位共3个，包括：",
        *(f"{number}．{words}。" for number, words in enumerate(said, 1)),
    ]


def test_one_unit_is_the_department(tmp_path: Path) -> None:
    assert list(sections(tmp_path, {"教育局机关": ""}, {})) == ["一、主要职责", "二、机构设置"]
