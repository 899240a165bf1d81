"""S-1 … S-8 in a report: told where it stands, never an error; our own macros are no more than mentioned."""

import zipfile
from pathlib import Path

import pytest

import xltools
from office.gate.archives import parts_of, zipped
from oracles.expected_tables import REPOSITORY, SAMPLE
from xltools.budget.crosschecks.active_contents import RULES
from xltools.model.contents import Active, ActiveContent
from xltools.model.disclosure import Disclosure
from xltools.model.finding import Finding, NotChecked
from xltools.tasks.rules import rule_groups, rule_page


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("filled") / "部门.xlsx").path


def of_safety(report):
    return [finding for finding in report.findings if finding.rule.startswith("S-")]


def test_one_rule_for_each_kind():
    contents = tuple(ActiveContent(kind, "名", "表1", "B3") for kind in Active)
    found = [result for rule in RULES for result in rule.plain(Disclosure({}, {}, contents=contents))]
    findings = [result for result in found if isinstance(result, Finding)]
    assert [finding.rule for finding in findings] == [f"S-{number}" for number in range(1, 9)]
    assert {finding.severity for finding in findings} == {"warning", "info"}
    for finding in findings:
        assert finding.message.startswith("“表1”B3")
        assert "{" not in finding.message
        assert (finding.sheet, finding.cell) == ("表1", "B3")
    # Of an old file not everything is known.
    assert {result.rule for result in found if isinstance(result, NotChecked)} == {"S-5", "S-6"}


def test_the_rules_have_a_group_and_pages():
    (group,) = [group for group in rule_groups() if group.title == "安全"]
    assert group.rules == RULES
    assert all(rule_page(rule) for rule in RULES)


def test_a_filled_workbook_holds_nothing_of_the_kind(filled):
    assert of_safety(xltools.check(filled)) == []


def test_our_own_macros_are_only_mentioned(tmp_path):
    """A workbook filled into the template with buttons stays clean."""
    template = REPOSITORY / "workbooks" / "template_2025.xlsm"
    path = xltools.fill(SAMPLE, tmp_path / "部门.xlsm", template=template).path
    assert any(name.endswith("vbaProject.bin") for name in zipfile.ZipFile(path).namelist())
    report = xltools.check(path)
    (finding,) = of_safety(report)
    assert (finding.rule, finding.severity) == ("S-3", "info")
    assert report.status == "clean"


def test_a_formula_that_starts_a_program_is_a_warning_at_its_cell(filled, tmp_path):
    parts = parts_of(filled.read_bytes())
    name = "xl/worksheets/sheet1.xml"
    row = b'<row r="900"><c r="C900"><f>cmd|\'/c calc\'!A0</f><v>0</v></c></row></sheetData>'
    path = tmp_path / "部门.xlsx"
    path.write_bytes(zipped({**parts, name: parts[name].replace(b"</sheetData>", row)}))
    report = xltools.check(path)
    (finding,) = of_safety(report)
    assert (finding.rule, finding.severity, finding.cell) == ("S-2", "warning", "C900")
    assert report.status == "findings"
    assert report.count("error") == 0
