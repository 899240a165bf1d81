"""The filled sample has no error; its tail differences are those of the published budget, and no others."""

import json
from decimal import Decimal

import pytest

import xltools
from command_line import xltools as run
from oracles.expected_tables import SAMPLE
from xltools.office.workbook import Workbook
from xltools.tasks.check import check

TAILS = {
    ("2-2", "20132", "合计"),
    ("2-2", "20132", "一般公共预算"),
    ("2-2", "20132", "上年结转"),
    ("2-2", "21011", "合计"),
    ("2-2", "21011", "一般公共预算"),
    *(
        (rule, code, column)
        for rule in ("3-2", "5-2")
        for code in ("20132", "21011")
        for column in ("合计", "基本支出")
    ),
    ("6-2", "商品和服务支出", "合计"),
    ("6-2", "商品和服务支出", "公用经费"),
    ("13-1", "中国共产党长治市上党区委员会组织部", "合计"),
    ("13-1", "中国共产党长治市上党区委员会组织部", "一般公共预算"),
    ("X-4", "2013299", "合计"),
}
INPUTS = ("支出明细", "项目清单", "绩效指标", "单位信息", "所属单位")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "部门预算公开2025.xlsx"
    xltools.fill(SAMPLE, path)
    return path


@pytest.fixture(scope="module")
def values_only(workbook):
    """The same without formulas and without input sheets, as another department would hand it in."""
    path = workbook.with_name("只有数值.xlsx")
    book = Workbook.open(workbook)
    for name in list(book.sheet_names):
        sheet = book.sheet(name)
        for row, cells in list(sheet.iter_rows()):
            for column, cell in cells.items():
                if cell.formula is not None and isinstance(cell.value, Decimal):
                    sheet.set_number(row, column, cell.value)
                elif cell.formula is not None:
                    sheet.set_text(row, column, str(cell.value or ""))
    for name in INPUTS:
        book.remove_sheet(name)
    book.save(path)
    return path


def tails(report, path):
    """(rule, first label of the row, column) of every tail difference, the words taken from the sheet itself."""
    frame = xltools.figures(path) if path.name != "只有数值.xlsx" else None
    assert frame is not None
    place = {
        (row["工作表"], row["单元格"]): (row["行"].split(" ")[0], row["列"].split("/")[-1])
        for _, row in frame.iterrows()
    }
    return {
        (finding.rule, *place[finding.sheet, finding.cell])
        for finding in report.findings
        if finding.severity == "info"
    }


def test_the_sample_is_clean_and_its_tails_are_those_of_the_published_budget(workbook):
    report = check(workbook)
    assert report.status == "clean"
    assert {finding.severity for finding in report.findings} == {"info"}
    assert tails(report, workbook) == TAILS
    assert len(report.findings) == len(TAILS)
    assert report.explanations == ()
    assert report.obligations.not_checked == ()
    assert report.obligations.required == report.obligations.checked >= 55


def test_values_alone_are_as_clean(values_only, workbook):
    """Without the ledger the same tails come out, and what the ledger alone could tell is told as not checked."""
    report = check(values_only)
    with_ledger = check(workbook)
    assert report.status == "clean"

    def told(of):
        return {(finding.rule, finding.cell, finding.gap) for finding in of.findings}

    assert told(report) == told(with_ledger)
    assert {entry.rule for entry in report.obligations.not_checked} <= {"X-20"}


def test_every_tail_says_its_size_and_what_rounding_allows(workbook):
    for finding in check(workbook).findings:
        assert Decimal("0.01") <= abs(Decimal(finding.gap)) < Decimal(finding.allowance)
        assert finding.gap.lstrip("-") in finding.message
        assert finding.allowance in finding.message
        assert Decimal(finding.value) - Decimal(finding.expected) == Decimal(finding.gap)
        assert finding.fix == "不必修改"


def test_the_command_says_so(workbook, values_only):
    shown = run("check", workbook, cwd=workbook.parent)
    assert shown.code == 0
    assert "未发现错误" in shown.out
    assert "尾差 18 处" in shown.out
    lines = run("check", workbook, values_only, "--json", cwd=workbook.parent).out.splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["clean", "clean"]


def test_one_wrong_figure_is_named(values_only, tmp_path):
    """表5 行政运行 基本支出 149.34 typed as 194.34: the cell, what belongs there, and why."""
    book = Workbook.open(values_only)
    sheet = book.sheet("表5 一般公共预算支出表")
    row = next(number for number, cells in sheet.iter_rows() if cells.get(1) and cells[1].value == "2013201")
    assert sheet.cell(row, 4).value == Decimal("149.34")
    sheet.set_number(row, 4, Decimal("194.34"))
    path = tmp_path / "错.xlsx"
    book.save(path)
    shown = run("check", path, "--json", cwd=tmp_path)
    found = json.loads(shown.out)
    assert shown.code == 1
    assert found["status"] == "findings"
    (explanation,) = found["explanations"]
    assert explanation["suspects"] == [
        {
            "sheet": "表5 一般公共预算支出表",
            "cell": f"D{row}",
            "value": "194.34",
            "suggested": "149.34",
            "reason": "相邻两位数字颠倒",
        }
    ]
    rules = {finding["rule"] for finding in found["findings"] if finding["severity"] == "error"}
    assert {"5-1", "5-2"} <= rules
    for finding in found["findings"]:
        if finding["severity"] == "error":
            assert finding["cell"] == f"D{row}"
            assert "149.3" in finding["message"]
            assert f"D{row}" in finding["fix"]
