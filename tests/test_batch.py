"""One task over many departments: all are tried, each is told of, in the same order and words every time."""

import json
import os
import re
import sys

import pytest

from batch_tasks import ERROR, WARNING, Obey, departments
from xltools.batch import SUMMARY, run_batch
from xltools.model.errors import XltoolsError

FIVE = {"1局": "done", "2局": "done", "3局": "refused", "4局": "done", "10局": "warned"}
jobs = pytest.mark.parametrize("jobs", [1, 2])


def statuses(summary):
    return {result.name: result.status for result in summary.results}


@jobs
@pytest.mark.parametrize("fate", ["wrong input", "refused", "defect"])
def test_one_bad_department_stops_no_other(tmp_path, jobs, fate):
    in_dir = departments(tmp_path / "in", FIVE | {"3局": fate})
    summary = run_batch(Obey(), in_dir, tmp_path / "out", jobs)
    assert statuses(summary) == dict.fromkeys(FIVE, "ok") | {"3局": "failed"}
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"1局.xlsx", "2局.xlsx", "4局.xlsx", "10局.xlsx", SUMMARY}


@jobs
def test_why_it_failed(tmp_path, jobs):
    words = {"甲": "wrong input", "乙": "refused", "丙": "defect"}
    summary = run_batch(Obey(), departments(tmp_path / "in", words), tmp_path / "out", jobs)
    results = {result.name: result for result in summary.results}
    assert results["甲"].faults == (ERROR, WARNING)
    assert results["甲"].message == "输入数据有 1 处错误"
    assert results["乙"].message == "打不开"
    assert "KeyError" in results["丙"].message
    assert results["丙"].traceback is not None
    assert "KeyError: '丙'" in results["丙"].traceback


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a POSIX signal")
@pytest.mark.parametrize("killed", [["1局"], ["2局"], ["10局"], ["1局", "4局"]])
def test_a_worker_that_dies_costs_its_own_department_only(tmp_path, killed):
    in_dir = departments(tmp_path / "in", dict.fromkeys(FIVE, "done") | dict.fromkeys(killed, "killed"))
    told = []
    summary = run_batch(
        Obey(),
        in_dir,
        tmp_path / "out",
        2,
        lambda result, done, total: told.append((result.name, done, total)),
    )
    assert [result.name for result in summary.failed] == killed
    assert all("被系统终止" in result.message for result in summary.failed)
    assert {name for name, _, _ in told} == set(FIVE)
    assert [(done, total) for _, done, total in told] == [(count, 5) for count in range(1, 6)]


@jobs
def test_where_the_work_is_done(tmp_path, jobs):
    in_dir = departments(tmp_path / "in", dict.fromkeys(FIVE, "done"))
    processes = {result.counts["process"] for result in run_batch(Obey(), in_dir, tmp_path, jobs).results}
    assert 1 <= len(processes) <= jobs
    assert os.getpid() not in processes


@jobs
def test_departments_come_in_natural_order(tmp_path, jobs):
    in_dir = departments(tmp_path / "in", FIVE)
    summary = run_batch(Obey(), in_dir, tmp_path / "out", jobs)
    assert [result.name for result in summary.results] == ["1局", "2局", "3局", "4局", "10局"]


def test_what_is_a_department(tmp_path):
    in_dir = departments(tmp_path, {"甲局": "done", ".git": "done", "__MACOSX": "done", "out": "done"})
    for name in ["乙局.xlsx", "丙局.XLSM", "~$乙局.xlsx", ".~乙局.xlsx", "说明.txt", "旧.xls"]:
        (in_dir / name).touch()
    summary = run_batch(Obey(), in_dir, in_dir / "out", 1)
    assert {result.source for result in summary.results} == {"甲局", "乙局.xlsx", "丙局.XLSM", "旧.xls"}


def test_names_that_clash_get_numbers(tmp_path):
    in_dir = departments(tmp_path / "in", {"甲局": "done", "甲局-2": "done"})
    for name in ["甲局.xlsx", "甲局.xlsm", "B.xlsx", "b.xlsm"]:
        (in_dir / name).touch()
    summary = run_batch(Obey(), in_dir, tmp_path / "out", 1)
    assert {result.source: result.path for result in summary.results} == {
        "甲局": "甲局.xlsx",
        "甲局-2": "甲局-2.xlsx",
        "甲局.xlsm": "甲局-3.xlsx",
        "甲局.xlsx": "甲局-4.xlsx",
        "B.xlsx": "B.xlsx",
        "b.xlsm": "b-2.xlsx",
    }


@jobs
def test_the_summary_file(tmp_path, jobs):
    words = {"甲": "warned", "乙": "wrong input"}
    in_dir = departments(tmp_path / "in", words)
    summary = run_batch(Obey(), in_dir, tmp_path / "out", jobs)
    assert summary.path == tmp_path / "out" / SUMMARY
    written = json.loads(summary.path.read_text(encoding="utf-8"))
    process = written["departments"][1]["process"]
    warning = {
        "severity": "warning",
        "file": "projects.csv",
        "row": 2,
        "column": "项目名称",
        "value": "甲",
        "message": "没有绩效指标",
        "remedy": "请补充",
    }
    assert written["departments"][1] == {
        "name": "甲",
        "status": "ok",
        "source": "甲",
        "path": "甲.xlsx",
        "department": "甲部",
        "year": 2025,
        "process": process,
        "warnings": 1,
        "faults": [warning],
        "message": "",
    }
    assert written["departments"][0]["status"] == "failed"
    assert [fault["severity"] for fault in written["departments"][0]["faults"]] == ["error", "warning"]
    assert written["totals"] == {"departments": 2, "ok": 1, "failed": 1, "warnings": 2, "process": process}


def test_the_summary_is_the_same_every_time(tmp_path):
    in_dir = departments(tmp_path / "in", FIVE)
    first, again = (run_batch(Obey(), in_dir, tmp_path / out, 2).path.read_text("utf-8") for out in "ab")
    process = r'(?<="process": )\d+'
    assert re.sub(process, "", first) == re.sub(process, "", again)


def test_the_frame(tmp_path):
    summary = run_batch(Obey(), departments(tmp_path / "in", FIVE), tmp_path / "out", 1)
    frame = summary.frame()
    assert list(frame["名称"]) == ["1局", "2局", "3局", "4局", "10局"]
    assert list(frame["状态"]) == ["完成", "完成", "失败", "完成", "完成"]
    assert list(frame["提醒"]) == [0, 0, 0, 0, 1]
    assert frame["年度"].isna().tolist() == [False, False, True, False, False]
    assert frame.loc[0, "进程"] > 0


def test_a_result_of_an_earlier_run_is_not_taken_for_a_new_one(tmp_path):
    in_dir = departments(tmp_path / "in", {"甲": "done"})
    run_batch(Obey(), in_dir, tmp_path / "out", 1)
    (in_dir / "甲" / "do").write_text("refused", encoding="utf-8")
    (result,) = run_batch(Obey(), in_dir, tmp_path / "out", 1).results
    assert result.message == "打不开；输出文件夹中的“甲.xlsx”是以前生成的"


def test_a_name_that_is_no_unicode(tmp_path):
    name = os.fsdecode("乙局".encode("gbk"))
    try:
        in_dir = departments(tmp_path / "in", {name: "done"})
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    summary = run_batch(Obey(), in_dir, tmp_path / "out", 1)
    assert json.loads(summary.path.read_text(encoding="utf-8"))["departments"][0]["name"] == name


@pytest.mark.parametrize(
    ("name", "said"), [("missing", "找不到文件夹"), ("file", "不是文件夹"), ("empty", "没有部门")]
)
def test_nothing_to_do(tmp_path, name, said):
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(XltoolsError, match=said):
        run_batch(Obey(), tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_inputs_are_never_written_over(tmp_path):
    in_dir = departments(tmp_path / "in", {"甲": "done"})
    with pytest.raises(XltoolsError, match="输出文件夹不能就是输入文件夹"):
        run_batch(Obey(), in_dir, tmp_path / "in" / ".." / "in")


@jobs
def test_what_all_departments_lack_is_told_once(tmp_path, jobs):
    in_dir = departments(tmp_path / "in", FIVE)
    with pytest.raises(XltoolsError, match="模板坏了"):
        run_batch(Obey("模板坏了"), in_dir, tmp_path / "out", jobs)
    assert not (tmp_path / "out").exists()
