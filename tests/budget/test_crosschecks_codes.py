"""X-22: codes and names, functional and economic apart: nothing on the sample, one finding for one change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import xltools
from disclosures import disclosure_of, without_ledger
from oracles.made_up import make_department
from xltools.budget.crosschecks.codes import classified_codes
from xltools.model.disclosure import Disclosure
from xltools.model.finding import Finding
from xltools.model.ledger import Ledger
from xltools.office.workbook import Workbook

T3, T5, T6 = "表3 支出总表", "表5 一般公共预算支出表", "表6 基本支出经济科目表"
ROW = 9
"""Of 2013201 行政运行 in 表3."""


@pytest.fixture
def book(filled: Path) -> Workbook:
    book = Workbook.open(filled)
    assert [book.sheet(T3).cell(ROW, column).value for column in (1, 2)] == ["2013201", "行政运行"]
    return book


def the_finding(disclosure: Disclosure) -> Finding:
    (found,) = classified_codes(disclosure)
    assert isinstance(found, Finding)
    assert found.rule == "X-22"
    assert f"“{found.sheet}”{found.cell}" in found.message
    return found


def test_nothing_on_the_sample(book: Workbook, ledger: Ledger) -> None:
    disclosure = disclosure_of(book, ledger)
    assert list(classified_codes(disclosure)) == []
    assert list(classified_codes(without_ledger(disclosure))) == []


@pytest.mark.parametrize("seed", range(12))
def test_nothing_on_made_up_departments(tmp_path: Path, seed: int) -> None:
    """Two of them give codes names of their own."""
    inputs = make_department(tmp_path / "输入", seed)
    workbook = xltools.fill(inputs, tmp_path / "部门.xlsx").path
    assert list(classified_codes(disclosure_of(workbook, xltools.read_input(inputs).ledger))) == []


@pytest.mark.parametrize("with_ledger", [True, False])
def test_a_known_code_under_another_name(book: Workbook, ledger: Ledger, with_ledger: bool) -> None:
    book.sheet(T3).set_text(ROW, 2, "机关服务")
    disclosure = disclosure_of(book, ledger)
    found = the_finding(disclosure if with_ledger else without_ledger(disclosure))
    assert (found.sheet, found.cell, found.severity) == (T3, f"B{ROW}", "error")
    assert (found.value, found.expected) == ("机关服务", "行政运行")


def test_codes_had_other_names_in_other_years(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T3).set_text(ROW, 2, "机关服务")
    found = the_finding(replace(without_ledger(disclosure_of(book, ledger)), year=2023))
    assert (found.sheet, found.cell, found.severity) == (T3, f"B{ROW}", "warning")
    assert "2025年的科目中应为“行政运行”" in found.message


def test_a_wrong_name_on_several_tables_is_told_once(book: Workbook, ledger: Ledger) -> None:
    for sheet in (T3, T5):
        book.sheet(sheet).set_text(ROW, 2, "机关服务")
    found = the_finding(disclosure_of(book, ledger))
    assert [tuple(cell) for cell in found.cells] == [(T3, f"B{ROW}"), (T5, f"B{ROW}")]
    assert "等 2 处" in found.message


@pytest.mark.parametrize("name", ["行政 运行", "行政运行　"])
def test_spaces_make_no_other_name(book: Workbook, ledger: Ledger, name: str) -> None:
    book.sheet(T3).set_text(ROW, 2, name)
    assert list(classified_codes(disclosure_of(book, ledger))) == []


def test_a_name_of_the_departments_own(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T3).set_text(ROW, 2, "机关运行")
    own = replace(ledger, function_names={"2013201": "机关运行"})
    assert list(classified_codes(disclosure_of(book, own))) == []


def test_an_unknown_code_is_remarked_on_once(book: Workbook, ledger: Ledger) -> None:
    for sheet in (T3, T5):
        book.sheet(sheet).set_text(ROW, 1, "2013277")
    found = the_finding(disclosure_of(book, ledger))
    assert (found.sheet, found.cell, found.kind, found.severity) == (T3, f"A{ROW}", "soft", "warning")
    assert len(found.cells) == 2


@pytest.mark.parametrize(
    ("code", "domain"), [("30101", "经济分类"), ("50101", "经济分类"), ("1030148", "收入分类")]
)
def test_a_code_of_another_domain(book: Workbook, ledger: Ledger, code: str, domain: str) -> None:
    book.sheet(T3).set_text(ROW, 1, code)
    found = the_finding(disclosure_of(book, ledger))
    assert (found.sheet, found.cell, found.severity, found.value) == (T3, f"A{ROW}", "error", code)
    assert domain in found.message
    assert "支出功能分类" in found.message


def test_a_digit_is_missing(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T3).set_text(ROW, 1, "201320")
    found = the_finding(disclosure_of(book, ledger))
    assert (found.cell, found.severity) == (f"A{ROW}", "error")
    assert "6 位" in found.message


def test_a_functional_name_among_economic_ones(book: Workbook, ledger: Ledger) -> None:
    sheet = book.sheet(T6)
    row = next(row for row in range(6, 39) if sheet.cell(row, 1).value == "办公费")
    sheet.set_text(row, 1, "行政运行")
    found = the_finding(disclosure_of(book, ledger))
    assert (found.sheet, found.cell, found.severity) == (T6, f"A{row}", "error")
    assert "支出功能分类" in found.message


def test_departmental_and_governmental_names_exchanged(book: Workbook, ledger: Ledger) -> None:
    sheet = book.sheet(T6)
    row = next(row for row in range(6, 39) if sheet.cell(row, 1).value == "基本工资")
    sheet.set_text(row, 2, "基本工资")
    found = the_finding(disclosure_of(book, ledger))
    assert (found.sheet, found.cell) == (T6, f"B{row}")
    assert "部门预算支出经济分类" in found.message


def test_an_economic_name_we_do_not_know_is_no_error(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T6).set_text(8, 1, "新设的科目")
    assert list(classified_codes(disclosure_of(book, ledger))) == []
