"""X-21 and E-1 of the 13 tables: nothing on the sample, one finding at the right cell for one change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import xltools
from disclosures import disclosure_of, without_ledger
from oracles.made_up import make_department
from xltools.budget.crosschecks.headings import empty_tables, table_headings
from xltools.model.disclosure import Disclosure, ReadTable, Spot
from xltools.model.finding import Finding, NotChecked
from xltools.model.ledger import Ledger
from xltools.office.workbook import Workbook

T1, T5, T7 = "表1 收支总表", "表5 一般公共预算支出表", "表7 政府性基金收入表"


def everything(disclosure: Disclosure) -> list[Finding | NotChecked]:
    return [*table_headings(disclosure), *empty_tables(disclosure)]


def the_finding(disclosure: Disclosure) -> Finding:
    (found,) = everything(disclosure)
    assert isinstance(found, Finding)
    assert f"“{found.sheet}”{found.cell}" in found.message
    assert (found.kind, found.severity) == ("hard", "error")
    return found


def place(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.rule, finding.sheet, finding.cell


def changed(disclosure: Disclosure, number: int, change: Callable[[ReadTable], ReadTable]) -> Disclosure:
    """The disclosure with one table changed."""
    return replace(disclosure, tables={**disclosure.tables, number: change(disclosure.tables[number])})


def test_nothing_on_the_sample(book: Workbook, ledger: Ledger) -> None:
    disclosure = disclosure_of(book, ledger)
    assert sum(table.is_empty for table in disclosure.tables.values()) >= 3
    assert everything(disclosure) == []
    assert everything(without_ledger(disclosure)) == []


@pytest.mark.parametrize("seed", range(12))
def test_nothing_on_made_up_departments(tmp_path: Path, seed: int) -> None:
    inputs = make_department(tmp_path / "输入", seed)
    workbook = xltools.fill(inputs, tmp_path / "部门.xlsx").path
    disclosure = disclosure_of(workbook, xltools.read_input(inputs).ledger)
    assert everything(disclosure) == []
    assert everything(without_ledger(disclosure)) == []


# --- X-21 ---


@pytest.mark.parametrize("with_ledger", [True, False])
def test_last_years_title(book: Workbook, ledger: Ledger, with_ledger: bool) -> None:
    """Without a ledger most tables say the year."""
    book.sheet(T5).set_text(2, 1, "2024年一般公共预算支出预算表（不含上年结转）")
    disclosure = disclosure_of(book, ledger)
    found = the_finding(disclosure if with_ledger else without_ledger(disclosure))
    assert place(found) == ("X-21", T5, "A2")
    assert (found.value, found.expected, found.gap) == ("2024", "2025", "-1")


def test_a_title_without_a_year_is_not_checked(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T5).set_text(2, 1, "一般公共预算支出预算表")
    (found,) = everything(disclosure_of(book, ledger))
    assert isinstance(found, NotChecked)
    assert "表5" in found.why


def test_another_department(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T5).set_text(3, 1, "部门名称：上党区某局")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-21", T5, "A2")
    assert (found.value, found.expected) == ("上党区某局", ledger.department.name)


def test_full_width_and_spaces_make_no_other_department(book: Workbook, ledger: Ledger) -> None:
    name = ledger.department.name
    book.sheet(T5).set_text(3, 1, f"部门名称：{name[:6]}　{name[6:]}")
    assert everything(disclosure_of(book, ledger)) == []


def test_another_unit_of_measure(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T5).set_text(3, 5, "单位：元")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-21", T5, "A2")
    assert (found.value, found.expected, found.severity) == ("元", "万元", "error")


def test_another_unit_of_measure_is_the_custom_of_other_forms(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T5).set_text(3, 5, "单位：元")
    disclosure = disclosure_of(book, ledger)
    tables = {number: replace(table, label=None) for number, table in disclosure.tables.items()}
    (found,) = everything(replace(disclosure, tables=tables))
    assert isinstance(found, Finding)
    assert (place(found), found.severity) == (("X-21", T5, "A2"), "warning")


@pytest.mark.parametrize("label", ["预算公开表6", "公开表5", "预算公开表", "预算公开表55"])
def test_the_number_of_a_table(book: Workbook, ledger: Ledger, label: str) -> None:
    book.sheet(T5).set_text(1, 1, label)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-21", T5, "A1")
    assert (found.value, found.expected) == (label, "预算公开表5")


@pytest.mark.parametrize("label", ["预算公开表５", "预算公开表 5", "预算公开表五"])
def test_the_number_may_be_written_otherwise(book: Workbook, ledger: Ledger, label: str) -> None:
    book.sheet(T5).set_text(1, 1, label)
    assert everything(disclosure_of(book, ledger)) == []


def test_a_table_without_its_number(book: Workbook, ledger: Ledger) -> None:
    disclosure = changed(disclosure_of(book, ledger), 5, lambda table: replace(table, label=None))
    found = the_finding(disclosure)
    assert place(found) == ("X-21", T5, "A2")
    assert found.expected == "预算公开表5"


def test_a_form_without_numbers_has_none_to_check(book: Workbook, ledger: Ledger) -> None:
    disclosure = disclosure_of(book, ledger)
    tables = {number: replace(table, label=None) for number, table in disclosure.tables.items()}
    assert everything(replace(disclosure, tables=tables)) == []


# --- E-1 ---


def test_an_empty_table_says_nothing(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T7).set_text(9, 1, "")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("E-1", T7, "A2")


@pytest.mark.parametrize(
    "words",
    [
        "注：本部门没有国有资本经营预算收支，本表无数据",
        "表8无数据",
        "注：表八无数据",
        "本部门无“三公”经费，本表无数据",
    ],
)
def test_a_note_of_another_table(book: Workbook, ledger: Ledger, words: str) -> None:
    book.sheet(T7).set_text(9, 1, words)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("E-1", T7, "A9")
    assert found.value == words


@pytest.mark.parametrize(
    "words",
    [
        "本表无数据",
        "注：本部门无政府性基金预算收入，本表无数据",
        "说明：表7无数据",
        "我部门本年没有政府性基金",
    ],
)
def test_its_own_name_in_other_words(book: Workbook, ledger: Ledger, words: str) -> None:
    book.sheet(T7).set_text(9, 1, words)
    assert everything(disclosure_of(book, ledger)) == []


def test_a_table_with_figures_says_it_has_none(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T1).set_text(39, 1, "注：本表无数据")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("E-1", T1, "A39")


def test_a_figure_in_a_table_that_says_it_has_none(book: Workbook, ledger: Ledger) -> None:
    book.sheet(T7).set_number(6, 3, Decimal("0.01"))
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("E-1", T7, "A9")
    assert "C6" in found.message


def test_a_table_not_read_wholly_may_hold_figures(book: Workbook, ledger: Ledger) -> None:
    def unread(table: ReadTable) -> ReadTable:
        panels = tuple(replace(panel, missing={"revenue": "找不到这一栏"}) for panel in table.panels)
        return replace(table, panels=panels, note=None)

    assert everything(changed(disclosure_of(book, ledger), 7, unread)) == [
        NotChecked("E-1", "表7没有读全，不能确定是否为空表：找不到这一栏")
    ]


def test_a_document_without_tables_has_no_headings() -> None:
    assert everything(Disclosure({}, {1: "没有找到表1"})) == []


def test_the_spot_of_a_note_is_its_own() -> None:
    """Tables may stand on one sheet: the note's cell is named, not the sheet's first."""
    table = ReadTable(
        9,
        "全部",
        "2025年国有资本经营预算收支预算表",
        Spot("全部", "A300", 300, 1),
        (),
        "万元",
        note=(Spot("全部", "A330", 330, 1), "本部门无政府性基金预算，本表无数据"),
    )
    found = the_finding(Disclosure({9: table}, {}))
    assert place(found) == ("E-1", "全部", "A330")
