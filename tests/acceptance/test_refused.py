"""Inputs that cannot be right: every fault told at once with its place, exit 2, nothing written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import xltools
from oracles.edits import edit_cells, edit_record
from oracles.expected_tables import REPOSITORY, SAMPLE, expected_tables, read_records
from oracles.made_up import write_records
from oracles.sheet_tables import wrong_cells
from oracles.values import cached_values

BASIC, PROJECTS, INDICATORS = "basic_expenditure.csv", "projects.csv", "indicators.csv"
UNIT = "中国共产党长治市上党区委员会组织部"

FAULTS = {
    "unknown source": ("支出明细", 3, {"资金来源": "一般预算"}),
    "unknown year": ("支出明细", 3, {"年度": "去年"}),
    "unknown expense type": ("支出明细", 3, {"经费类型": "其他经费"}),
    "short function code": ("支出明细", 3, {"功能科目编码": "20132"}),
    "letters in a function code": ("支出明细", 3, {"功能科目编码": "20132O1"}),
    "short economic code": ("支出明细", 3, {"部门经济科目编码": "301"}),
    "words for an amount": ("支出明细", 3, {"金额(元)": "约三万"}),
    "blank amount": ("支出明细", 3, {"金额(元)": ""}),
    "negative amount": ("支出明细", 3, {"金额(元)": "-100"}),
    "infinite amount": ("支出明细", 3, {"金额(元)": "1e999"}),
    "amount not a number": ("支出明细", 3, {"金额(元)": "NaN"}),
    "blank unit": ("支出明细", 3, {"单位": ""}),
    "levels that do not add up": ("项目清单", 3, {"市县(区)财政资金(元)": "1"}),
    "negative level": ("项目清单", 3, {"市县(区)财政资金(元)": "-5", "中央财政资金(元)": "168005"}),
    "blank project name": ("项目清单", 3, {"项目名称": ""}),
    "unknown kind of project": ("项目清单", 3, {"项目类别": "无此类"}),
    "indicator for no project": ("绩效指标", 3, {"项目名称": "没有这个项目"}),
}
FILE_OF = {"支出明细": BASIC, "项目清单": PROJECTS, "绩效指标": INDICATORS}


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "输入"))


def refuse(folder: Path, tmp_path: Path) -> list[xltools.InputFault]:
    """The errors that `fill` raises; nothing is written."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(xltools.InputError) as refused:
        xltools.fill(folder, tmp_path / "部门.xlsx")
    assert sorted(tmp_path.rglob("*")) == before
    return [fault for fault in refused.value.faults if fault.severity == "error"]


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault(folder, tmp_path, fault):
    sheet, index, changes = FAULTS[fault]
    edit_record(folder, sheet, index, changes)
    errors = refuse(folder, tmp_path)
    # The heading is line 1 of the file.
    assert {(error.file, error.row) for error in errors} == {(FILE_OF[sheet], index + 2)}
    for error in errors:
        assert error.message
        assert error.remedy
        assert error.column


def test_the_same_fault_in_a_workbook_names_its_row(folder, tmp_path):
    workbook = xltools.fill(folder, tmp_path / "部门.xlsx").path
    edit_cells(workbook, "支出明细", 3, {"资金来源": "一般预算"})
    before = workbook.read_bytes()
    with pytest.raises(xltools.InputError) as refused:
        xltools.fill(workbook, workbook)
    (error,) = [fault for fault in refused.value.faults if fault.severity == "error"]
    page = openpyxl.load_workbook(workbook)["支出明细"]
    assert "一般预算" in [cell.value for cell in page[error.row]]
    assert workbook.read_bytes() == before


def test_every_fault_at_once(folder, tmp_path):
    edit_record(folder, "支出明细", 0, {"资金来源": "一般预算", "金额(元)": "约三万"})
    edit_record(folder, "支出明细", 20, {"年度": "去年"})
    edit_record(folder, "项目清单", 5, {"合计(元)": "1,23"})
    errors = refuse(folder, tmp_path)
    # Nothing else: the indicators of the project in row 7 are not blamed for its amount.
    assert {(error.file, error.row, error.column) for error in errors} == {
        (BASIC, 2, "资金来源"),
        (BASIC, 2, "金额(元)"),
        (BASIC, 22, "年度"),
        (PROJECTS, 7, "合计(元)"),
    }


@pytest.mark.parametrize(
    ("file", "column"), [(BASIC, "资金来源"), (PROJECTS, "合计(元)"), (INDICATORS, "三级指标")]
)
def test_a_missing_column(folder, tmp_path, file, column):
    rows = read_records(folder / file)
    write_records(
        folder / file,
        [{key: value for key, value in row.items() if key != column} for row in rows],
        [heading for heading in rows[0] if heading != column],
    )
    errors = refuse(folder, tmp_path)
    assert [error for error in errors if error.file == file and column in str(error)]


def test_a_repeated_project_row_but_not_a_project_of_several_rows(folder, tmp_path):
    rows = read_records(folder / PROJECTS)
    edit_record(folder, "项目清单", len(rows), {**rows[0], "资金来源": "单位资金"})
    xltools.fill(folder, tmp_path / "部门.xlsx")
    (tmp_path / "部门.xlsx").unlink()
    edit_record(folder, "项目清单", len(rows) + 1, rows[0])
    assert {(error.file, error.row) for error in refuse(folder, tmp_path)} == {(PROJECTS, len(rows) + 3)}


def test_revenue_that_is_not_the_funds_total(folder, tmp_path):
    edit_record(folder, "项目清单", 0, {"资金来源": "政府性基金预算"})
    revenue = {
        "单位": UNIT,
        "收入科目编码": "1030148",
        "收入科目名称": "国有土地使用权出让收入",
        "资金来源": "政府性基金预算",
        "年度": "本年",
        "金额(元)": "93999.99",
    }
    write_records(folder / "revenue.csv", [revenue], list(revenue))
    assert {error.file for error in refuse(folder, tmp_path)} == {"revenue.csv"}
    write_records(folder / "revenue.csv", [{**revenue, "金额(元)": "94000"}], list(revenue))
    workbook = xltools.fill(folder, tmp_path / "部门.xlsx").path
    assert wrong_cells(cached_values(workbook), expected_tables(folder)) == []


@pytest.mark.parametrize("missing", [BASIC, PROJECTS, "unit.json"])
def test_a_missing_file(folder, tmp_path, missing):
    (folder / missing).unlink()
    with pytest.raises(xltools.XltoolsError, match=missing.replace(".", r"\.")):
        xltools.fill(folder, tmp_path / "部门.xlsx")
    assert not (tmp_path / "部门.xlsx").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"年度": "二〇二五"}', '{"年度": 2025}'])
def test_a_bad_unit_json(folder, tmp_path, text):
    (folder / "unit.json").write_text(text, encoding="utf-8")
    with pytest.raises(xltools.XltoolsError, match=r"unit\.json"):
        xltools.fill(folder, tmp_path / "部门.xlsx")
    assert not (tmp_path / "部门.xlsx").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", "单位,金额\n".encode("utf-16")])
def test_a_file_that_is_no_table(folder, tmp_path, content):
    (folder / BASIC).write_bytes(content)
    with pytest.raises(xltools.XltoolsError, match=r"basic_expenditure\.csv"):
        xltools.fill(folder, tmp_path / "部门.xlsx")
    assert not (tmp_path / "部门.xlsx").exists()


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("600,600.00", "600600"),
        ("６００６００", "600600"),
        (" 600600 ", "600600"),
        ("￥600600", "600600"),
        ("600600元", "600600"),
    ],
)
def test_amounts_that_are_certain_are_taken(folder, tmp_path, written, amount):
    edit_record(folder, "支出明细", 0, {"金额(元)": written})
    filled = xltools.fill(folder, tmp_path / "部门.xlsx")
    edit_record(folder, "支出明细", 0, {"金额(元)": amount})
    assert wrong_cells(cached_values(filled.path), expected_tables(folder)) == []


def test_codes_kept_as_numbers_become_texts_and_are_told(tmp_path):
    workbook = xltools.fill(SAMPLE, tmp_path / "部门.xlsx").path
    book = openpyxl.load_workbook(workbook)
    page = book["支出明细"]
    (column,) = [
        cell.column for row in page.iter_rows(max_row=5) for cell in row if cell.value == "功能科目编码"
    ]
    codes = [cell for cell in next(page.iter_cols(column, column)) if str(cell.value).isdigit()]
    for cell in codes:
        cell.value = int(cell.value)
    book.save(workbook)
    refilled = xltools.fill(workbook, tmp_path / "重填.xlsx")
    page = openpyxl.load_workbook(refilled.path)["支出明细"]
    assert {type(page[cell.coordinate].value) for cell in codes} == {str}
    assert [fault for fault in refilled.faults if fault.file == "支出明细" and fault.column == "功能科目编码"]
    assert wrong_cells(cached_values(refilled.path), expected_tables(SAMPLE)) == []


class TestCommandLine:
    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "xltools", *map(str, arguments)],
            cwd=REPOSITORY,
            env={**os.environ, **environment},
            capture_output=True,
        )

    def test_fill_writes_what_the_function_writes(self, tmp_path):
        run = self.run("fill", SAMPLE, "-o", tmp_path / "命令.xlsx")
        assert run.returncode == 0, run.stderr.decode(errors="replace")
        function = xltools.fill(SAMPLE, tmp_path / "函数.xlsx").path
        assert (tmp_path / "命令.xlsx").read_bytes() == function.read_bytes()

    def test_faults_exit_2_and_write_nothing_even_on_a_gbk_console(self, folder, tmp_path):
        edit_record(folder, "支出明细", 0, {"资金来源": "一般预算²①"})
        run = self.run("fill", folder, "-o", tmp_path / "部门.xlsx", PYTHONIOENCODING="gbk")
        assert run.returncode == 2
        assert "第2行" in (run.stderr + run.stdout).decode("gbk").replace(" ", "")
        assert b"Traceback" not in run.stderr
        assert not (tmp_path / "部门.xlsx").exists()

    @pytest.mark.parametrize("missing", ["没有的文件夹", "没有的.xlsx"])
    def test_no_such_input(self, tmp_path, missing):
        run = self.run("fill", tmp_path / missing, "-o", tmp_path / "部门.xlsx")
        assert run.returncode == 2
        assert b"Traceback" not in run.stderr
        assert list(tmp_path.iterdir()) == []

    def test_one_bad_department_does_not_stop_a_batch(self, folder, tmp_path):
        many, out = tmp_path / "各部门", tmp_path / "结果"
        for name in ("甲", "乙", "丙"):
            shutil.copytree(folder, many / name)
        edit_record(many / "乙", "支出明细", 0, {"资金来源": "一般预算"})
        run = self.run("batch", "fill", many, "-o", out, "--jobs", 2)
        assert run.returncode == 3, run.stderr.decode(errors="replace")
        assert sorted(path.name for path in out.glob("*.xlsx")) == ["丙.xlsx", "甲.xlsx"]
        assert wrong_cells(cached_values(out / "甲.xlsx"), expected_tables(SAMPLE)) == []
        assert "乙" in json.dumps(json.loads((out / "summary.json").read_text("utf-8")), ensure_ascii=False)
