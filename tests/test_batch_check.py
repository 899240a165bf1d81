"""A check of many workbooks: a line for each, their records in one file."""

import json

import pytest

from batch_tasks import StubCheck, workbooks
from xltools.batch import run_batch
from xltools.model.errors import XltoolsError

WORDS = {
    "甲局.xlsx": "info",
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
    assert list(frame["状态"]) == ["无法读取", "无法读取", "有问题", "通过", "通过", "无法读取"]
    assert frame["错误"].tolist()[2:5] == [2, 0, 0]
    assert frame["错误"].isna().tolist() == [True, True, False, False, False, True]


def test_workbooks_of_an_output_folder_inside_are_not_checked(tmp_path):
    in_dir = workbooks(tmp_path, {"甲局.xlsx": "clean", "out/旧.xlsx": "error"})
    assert [result.name for result in run_batch(StubCheck(), in_dir, in_dir / "out", 1).results] == [
        "甲局.xlsx"
    ]


def test_nothing_to_check(tmp_path):
    with pytest.raises(XltoolsError, match="没有工作簿"):
        run_batch(StubCheck(), workbooks(tmp_path / "in", {"说明.txt": "clean"}), tmp_path / "out")
