"""X-16, X-18, X-19, X-20, X-21 of the performance sheets: nothing on the sample, one finding for one change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import xltools
from disclosures import disclosure_of, without_ledger
from oracles.expected_tables import THIS_YEAR, read_records
from oracles.made_up import make_department
from xltools.budget.crosschecks.indicator_values import Cost, Unclear, read_cost
from xltools.budget.crosschecks.indicators import complete_indicators, cost_within_total
from xltools.budget.crosschecks.targets import (
    overall_facts,
    overall_is_current,
    performance_headings,
    project_names,
)
from xltools.model.disclosure import TARGETS, Disclosure
from xltools.model.finding import Finding, NotChecked
from xltools.model.ledger import Ledger
from xltools.office.workbook import Workbook

FIRST = "绩效01 招聘到村社区工作大学生保险经费"
SECOND = "绩效02 党群服务和人才专项经费"
OVERALL = "整体绩效目标"
T12 = "表12 项目支出表（本年）"
Check = Callable[[Disclosure], Iterator[Finding | NotChecked]]
CHECKS: tuple[Check, ...] = (
    project_names,
    cost_within_total,
    complete_indicators,
    overall_facts,
    performance_headings,
)


def everything(disclosure: Disclosure) -> list[Finding | NotChecked]:
    return [found for check in CHECKS for found in check(disclosure)]


def the_finding(disclosure: Disclosure) -> Finding:
    """The one thing that all checks together say."""
    (found,) = everything(disclosure)
    assert isinstance(found, Finding)
    assert found.sheet
    assert found.cell
    assert f"“{found.sheet}”{found.cell}" in found.message
    assert found.fix
    return found


def place(finding: Finding) -> tuple[str, str | None, str | None, str]:
    return finding.rule, finding.sheet, finding.cell, finding.severity


def test_nothing_on_the_sample(book: Workbook, ledger: Ledger) -> None:
    assert everything(disclosure_of(book, ledger)) == []


def test_nothing_but_what_cannot_be_known_without_a_ledger(book: Workbook, ledger: Ledger) -> None:
    (found,) = everything(without_ledger(disclosure_of(book, ledger)))
    assert isinstance(found, NotChecked)
    assert found.rule == "X-20"


@pytest.mark.parametrize("seed", range(12))
def test_made_up_departments(tmp_path: Path, seed: int) -> None:
    """Their indicators are picked at random, so kinds and values are missing: remarks, never errors."""
    inputs = make_department(tmp_path / "输入", seed)
    workbook = xltools.fill(inputs, tmp_path / "部门.xlsx").path
    found = everything(disclosure_of(workbook, xltools.read_input(inputs).ledger))
    findings = [entry for entry in found if isinstance(entry, Finding)]
    assert {(entry.rule, entry.severity) for entry in findings} <= {("X-19", "warning")}
    assert {entry.rule for entry in found if isinstance(entry, NotChecked)} <= {"X-18"}
    no_unit = sum("没有计量单位" in entry.message for entry in findings)
    no_value = sum("没有指标值" in entry.message for entry in findings)
    current = {
        (row["单位"], row["项目名称"])
        for row in read_records(inputs / "projects.csv")
        if row["年度"] == THIS_YEAR
    }
    rows = [
        row
        for row in read_records(inputs / "indicators.csv")
        if (row["单位"], row["项目名称"]) in current
        for _ in range(1 if row["期"] else 2)
    ]
    assert no_unit == sum(row["指标值"] == "=1" for row in rows)
    assert no_value == sum(row["指标值"] == "" for row in rows)


# --- X-16 ---


def test_a_name_with_another_character(book: Workbook, ledger: Ledger) -> None:
    book.sheet(SECOND).set_text(3, 2, "党群服务与人才专项经费")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-16", SECOND, "B3", "error")
    assert (found.value, found.expected) == ("党群服务与人才专项经费", "党群服务和人才专项经费")
    assert found.cells[1] == (T12, "A10")


def test_full_and_half_width_are_one_name(book: Workbook, ledger: Ledger) -> None:
    sheet = next(name for name in book.sheet_names if name.startswith("绩效07"))
    name = str(book.sheet(sheet).cell(3, 2).value)
    assert "[" in name
    book.sheet(sheet).set_text(3, 2, name.replace("[", "［").replace("（", "(") + " ")
    assert everything(disclosure_of(book, ledger)) == []


def test_a_project_without_a_target_sheet(book: Workbook, ledger: Ledger) -> None:
    book.remove_sheet(SECOND)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-16", T12, "A10", "error")
    assert "党群服务和人才专项经费" in found.message


def test_a_target_sheet_twice(book: Workbook, ledger: Ledger) -> None:
    book.clone_sheet(SECOND, "又一张", after=SECOND)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-16", "又一张", "B3", "error")


@pytest.mark.parametrize(("yuan", "told"), [(49.99, 0), (50, 1), (0, 1)])
def test_a_project_that_prints_as_nothing_has_no_row_that_can_be_told(
    book: Workbook, ledger: Ledger, yuan: float, told: int
) -> None:
    """表12 prints less than 50 元 as a blank."""
    disclosure = disclosure_of(book, ledger)
    one, *_ = disclosure.targets
    spot, _ = one.texts["name"]
    amount = replace(one.figures["levels.total"], value=Decimal(str(yuan)))
    small = replace(
        one,
        texts={**one.texts, "name": (spot, "一个很小的项目")},
        figures={**one.figures, "levels.total": amount},
    )
    found = project_names(replace(disclosure, targets=(*disclosure.targets, small)))
    assert len(list(found)) == told


def test_a_target_sheet_of_no_project(book: Workbook, ledger: Ledger) -> None:
    book.clone_sheet(SECOND, "另一个", after=SECOND)
    book.sheet("另一个").set_text(3, 2, "办公楼维修")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-16", "另一个", "B3", "error")


def test_without_target_sheets_the_rule_is_not_checked(book: Workbook, ledger: Ledger) -> None:
    disclosure = replace(disclosure_of(book, ledger), targets=(), missing={TARGETS: "没有找到绩效目标表"})
    assert list(project_names(disclosure)) == [NotChecked("X-16", "没有找到绩效目标表")]


# --- X-18 ---


@pytest.mark.parametrize(
    ("value", "gap", "expected"),
    [
        ("≤94000.01元", "0.01", "≤94000元"),
        ("≤9.41万元", "0.01", "≤9.4万元"),
        ("94,001元", "1", "≤94000元"),
        ("≤94000万元", "93990.6", "≤9.4万元"),
    ],
)
def test_a_cost_above_the_money(book: Workbook, ledger: Ledger, value: str, gap: str, expected: str) -> None:
    book.sheet(FIRST).set_text(26, 8, value)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-18", FIRST, "H26", "error")
    assert (found.value, found.gap, found.expected) == (value, gap, expected)
    assert f"超出 {gap}" in found.message


@pytest.mark.parametrize(
    "value",
    ["≤9.4万元", "≤94000元", "3.5万元/人", "=3.5万元／人", "每人500元", "≤100%", "不超预算", "≤9.4万"],
)
def test_costs_within_the_money_or_no_totals(book: Workbook, ledger: Ledger, value: str) -> None:
    book.sheet(FIRST).set_text(26, 8, value)
    assert everything(disclosure_of(book, ledger)) == []


def test_a_cost_in_ten_thousands_may_be_rounded(book: Workbook, ledger: Ledger) -> None:
    """94,040 元 is 9.40 万元 as printed, 93,951 元 too; 93,950 is half a cent and more below."""
    for amount, count in ((94_040, 0), (93_951, 0), (93_949, 1)):
        book.sheet(FIRST).set_number(6, 7, amount)
        book.sheet(FIRST).set_text(26, 8, "≤9.40万元")
        assert len(list(cost_within_total(disclosure_of(book, ledger)))) == count


@pytest.mark.parametrize("value", ["≤94000", "5元至8元"])
def test_a_cost_that_cannot_be_compared_is_told(book: Workbook, ledger: Ledger, value: str) -> None:
    book.sheet(FIRST).set_text(26, 8, value)
    (found,) = cost_within_total(disclosure_of(book, ledger))
    assert isinstance(found, NotChecked)
    assert "H26" in found.why


def test_the_name_may_give_the_unit() -> None:
    cost = read_cost("培训成本（万元）", "≤20")
    assert isinstance(cost, Cost)
    assert cost.in_yuan == 200_000
    assert isinstance(read_cost("培训成本", "≤20"), Unclear)
    assert read_cost("人均培训成本", "≤450元") is None


# --- X-19 ---


def test_an_indicator_kind_is_missing(book: Workbook, ledger: Ledger) -> None:
    for column in (7, 8):
        book.sheet(FIRST).clear(26, column)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-19", FIRST, "B21", "warning")
    assert (found.kind, found.expected, found.gap) == ("soft", "成本指标", "1")
    assert "年度指标" in found.message


def test_a_value_is_missing(book: Workbook, ledger: Ledger) -> None:
    book.sheet(FIRST).clear(32, 5)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-19", FIRST, "E32", "warning")


def test_a_number_without_a_unit(book: Workbook, ledger: Ledger) -> None:
    book.sheet(FIRST).set_number(21, 8, 188)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-19", FIRST, "H21", "warning")
    assert found.value == "188"


@pytest.mark.parametrize(
    ("last", "found_total"), [("10", None), ("10%", None), ("9.5", "99.5"), ("", "90"), ("十", "")]
)
def test_weights_sum_to_100(book: Workbook, ledger: Ledger, last: str, found_total: str | None) -> None:
    """The first project has 10 indicators of weight 10, but for the last."""
    indicators = tuple(
        replace(entry, weight=(last if index == 9 else "10") if entry.project_number == 1 else "")
        for index, entry in enumerate(ledger.indicators)
    )
    assert sum(entry.project_number == 1 for entry in indicators) == 10
    disclosure = disclosure_of(book, replace(ledger, indicators=indicators))
    if found_total is None:
        assert everything(disclosure) == []
    elif found_total:
        found = the_finding(disclosure)
        assert place(found) == ("X-19", FIRST, "B21", "error")
        assert (found.value, found.expected) == (found_total, "100")
    else:
        (unchecked,) = everything(disclosure)
        assert isinstance(unchecked, NotChecked)


# --- X-20 ---


def test_the_overall_sheet_of_last_year_is_the_one_finding(book: Workbook, ledger: Ledger) -> None:
    """Last year's sheet has other staff too; of that nothing is said."""
    sheet = book.sheet(OVERALL)
    sheet.set_text(1, 1, "2024年部门整体支出绩效目标表")
    sheet.set_text(3, 2, "某局")
    sheet.set_number(4, 2, 30)
    disclosure = disclosure_of(book, ledger)
    found = the_finding(disclosure)
    assert place(found) == ("X-20", OVERALL, "A1", "error")
    assert (found.value, found.expected, found.gap) == ("2024", "2025", "-1")
    assert not overall_is_current(disclosure)


def test_the_overall_sheet_of_this_year_is_current(book: Workbook, ledger: Ledger) -> None:
    disclosure = disclosure_of(book, ledger)
    assert overall_is_current(disclosure)
    assert overall_is_current(without_ledger(disclosure))
    assert not overall_is_current(replace(disclosure, overall=None))


def test_staff_unlike_the_facts(book: Workbook, ledger: Ledger) -> None:
    book.sheet(OVERALL).set_number(4, 6, 28)
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-20", OVERALL, "F4", "error")
    assert (found.value, found.expected, found.gap) == ("28", "27", "1")


def test_an_office_is_missing(book: Workbook, ledger: Ledger) -> None:
    book.sheet(OVERALL).set_text(
        5, 2, "办公室、干部综合科、组织一科、组织二科、组织三科、干部监督科、公务员科"
    )
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-20", OVERALL, "B5", "warning")
    assert (found.value, found.expected) == ("7", "8")


@pytest.mark.parametrize("words", ["8个", "共8个科室：办公室、公务员科等"])
def test_offices_may_be_counted_in_words(book: Workbook, ledger: Ledger, words: str) -> None:
    book.sheet(OVERALL).set_text(5, 2, words)
    assert everything(disclosure_of(book, ledger)) == []


# --- X-21 ---


def test_the_year_of_a_target_sheet(book: Workbook, ledger: Ledger) -> None:
    book.sheet(SECOND).set_text(1, 1, "2024年项目支出绩效目标表")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-21", SECOND, "A1", "error")
    assert (found.value, found.expected) == ("2024", "2025")


def test_the_department_of_the_overall_sheet(book: Workbook, ledger: Ledger) -> None:
    book.sheet(OVERALL).set_text(3, 2, "中共长治市上党区委组织部")
    found = the_finding(disclosure_of(book, ledger))
    assert place(found) == ("X-21", OVERALL, "B3", "error")


def test_the_unit_of_measure_of_a_target_sheet(book: Workbook, ledger: Ledger) -> None:
    """Nothing is compared with amounts that may be 10,000 times what they seem."""
    book.sheet(SECOND).set_text(2, 7, "金额单位：万元")
    found = everything(disclosure_of(book, ledger))
    findings = [entry for entry in found if isinstance(entry, Finding)]
    assert [place(entry) for entry in findings] == [("X-21", SECOND, "G2", "error")]
    assert {entry.rule for entry in found if isinstance(entry, NotChecked)} == {"X-18"}
