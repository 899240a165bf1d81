"""A check of many workbooks: a line for each, their records in one file."""

import json
import re

import openpyxl
import pytest

from batch_tasks import StubCheck, workbooks
from command_line import xltools
from xltools.batch import run_batch
from xltools.model.errors import XltoolsError
from xltools.resources import sample_path
from xltools.tasks.fill import fill

WORDS = {
    "甲局.xlsx": "info partly",
    "乙局/公开.xlsx": "error error warning",
    "乙局/补充.xlsm": "clean",
    "10局.xlsx": "unreadable",
    "9局.xlsx": "crashed",
    "乙局/说明.txt": "error",
    "乙局/~$公开.xlsx": "error",
    "空局/说明.txt": "error",
}
NAMES = ["9局.xlsx", "10局.xlsx", "乙局/公开.xlsx", "乙局/补充.xlsm", "甲局.xlsx", "空局"]


@pytest.fixture
def summary(tmp_path):
    return run_batch(StubCheck(), workbooks(tmp_path / "in", WORDS), tmp_path / "out", 2)


def test_each_workbook_has_its_line(summary):
    assert {result.name: result.status for result in summary.results} == {
        "9局.xlsx": "unreadable",
        "10局.xlsx": "unreadable",
        "乙局/公开.xlsx": "findings",
        "乙局/补充.xlsm": "clean",
        "甲局.xlsx": "clean",
        "空局": "unreadable",
    }
    assert [result.name for result in summary.results] == NAMES
    assert [result.name for result in summary.failed] == ["9局.xlsx", "10局.xlsx", "空局"]


def test_findings_are_counted(summary):
    counts = {result.name: dict(result.counts) for result in summary.results}
    assert counts["乙局/公开.xlsx"] == {"errors": 2, "warnings": 1, "infos": 0}
    assert counts["甲局.xlsx"] == {"errors": 0, "warnings": 0, "infos": 1}
    assert counts["10局.xlsx"] == {}
    assert [summary.total(key) for key in summary.labels] == [2, 1, 1]


def test_the_records_are_in_the_order_of_names(summary, tmp_path):
    assert summary.records == tmp_path / "out" / "findings.jsonl"
    records = [json.loads(line) for line in summary.records.read_text(encoding="utf-8").splitlines()]
    assert [record["file"] for record in records] == [name.rpartition("/")[2] for name in NAMES]
    assert [record["status"] for record in records] == [result.status for result in summary.results]
    assert records[0]["trouble"].startswith("处理时程序崩溃")
    assert records[1]["trouble"] == "打不开。"


def test_the_summary_file(summary):
    written = json.loads(summary.path.read_text(encoding="utf-8"))
    assert written["departments"][2] == {
        "name": "乙局/公开.xlsx",
        "status": "findings",
        "source": "乙局/公开.xlsx",
        "department": "甲",
        "year": 2025,
        "errors": 2,
        "warnings": 1,
        "infos": 0,
        "message": "",
    }
    assert written["departments"][1]["message"] == "打不开"
    assert written["departments"][4]["message"] == "还有 3 项未检，原因见 findings.jsonl"
    assert written["departments"][1]["errors"] is None
    assert written["totals"] == {
        "departments": 6,
        "clean": 2,
        "findings": 1,
        "unreadable": 3,
        "errors": 2,
        "warnings": 1,
        "infos": 1,
    }


def test_the_frame(summary):
    frame = summary.frame()
    assert list(frame.columns) == ["名称", "状态", "部门", "年度", "错误", "警告", "提示", "说明"]
    assert list(frame["状态"]) == ["无法读取", "无法读取", "有问题", "未发现问题", "未发现问题", "无法读取"]
    assert frame["错误"].tolist()[2:5] == [2, 0, 0]
    assert frame["错误"].isna().tolist() == [True, True, False, False, False, True]


def test_workbooks_of_an_output_folder_inside_are_not_checked(tmp_path):
    in_dir = workbooks(tmp_path, {"甲局.xlsx": "clean", "out/旧.xlsx": "error"})
    assert [result.name for result in run_batch(StubCheck(), in_dir, in_dir / "out", 1).results] == [
        "甲局.xlsx"
    ]


def test_the_command_and_its_exit_code(tmp_path):
    """Errors are told by 1, and by 3 that there is a file that nobody can read."""
    folder = tmp_path / "各部门"
    folder.mkdir()
    fill(sample_path(), folder / "甲局.xlsx")

    def check():
        run = xltools("batch", "check", "各部门", "-o", "校验", "--jobs", "1", cwd=tmp_path)
        return run.code, run.out

    code, shown = check()
    assert code == 0
    assert re.search(r"^甲局\.xlsx +未发现问题 +0 +0 +\d+ *$", shown, flags=re.MULTILINE)
    assert "共 1 个工作簿：未发现问题 1 个，有问题 0 个，无法读取 0 个；错误 0 处" in shown

    workbook = openpyxl.load_workbook(folder / "甲局.xlsx", data_only=True)
    sheet = next(sheet for sheet in workbook if sheet.title.startswith("表1 "))
    total = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 981.2)
    total.value = 918.2
    (folder / "乙局").mkdir()
    workbook.save(folder / "乙局" / "公开.xlsx")
    code, shown = check()
    assert code == 1
    assert re.search(r"^乙局/公开\.xlsx +有问题 +[1-9]", shown, flags=re.MULTILINE)

    (folder / "丙局.xlsx").write_bytes(b"PK")
    code, shown = check()
    assert code == 3
    assert re.search(r"^丙局\.xlsx +无法读取 ", shown, flags=re.MULTILINE)

    files = ["各部门/丙局.xlsx", "各部门/乙局/公开.xlsx", "各部门/甲局.xlsx"]
    alone = "".join(xltools("check", file, "--json", cwd=tmp_path).out for file in files)
    assert (tmp_path / "校验" / "findings.jsonl").read_text(encoding="utf-8") == alone


def test_nothing_to_check(tmp_path):
    with pytest.raises(XltoolsError, match="没有工作簿"):
        run_batch(StubCheck(), workbooks(tmp_path / "in", {"说明.txt": "clean"}), tmp_path / "out")
