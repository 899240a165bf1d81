"""The file of the report: one file, the same every time, written in bounded memory."""

import json
import re
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from batch_tasks import workbooks
from command_line import xltools
from made_up_checks import finding, made_up_checks, readable
from oracles import MissingToolError
from xltools.batch import CheckTask, run_batch
from xltools.model.errors import XltoolsError
from xltools.resources import sample_path
from xltools.tasks import report_page
from xltools.tasks.fill import fill
from xltools.tasks.report_html import ReportEntry, write_report

SCRIPTS = sorted(Path(report_page.__path__[0]).glob("*.js"))


def data_of(path):
    """The index and the chunks, by a reader of our own: what stands between the tags is JSON."""
    page = path.read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/json" class="(\w+)">(.*?)</script>', page, flags=re.DOTALL)
    (index,) = (json.loads(text) for kind, text in found if kind == "index")
    return index, [json.loads(text) for kind, text in found if kind == "chunk"]


def test_the_same_checks_give_the_same_bytes(tmp_path):
    first, second = (write_report(tmp_path / name, made_up_checks(20, 300)).read_bytes() for name in "ab")
    assert first == second


def test_every_finding_is_in_it_once(tmp_path):
    entries = list(made_up_checks(40, 5000))
    index, chunks = data_of(write_report(tmp_path / "a.html", entries))
    assert len(chunks) > 1
    assert [workbook["name"] for workbook in index["workbooks"]] == [entry.name for entry in entries]
    read = [
        (part["workbook"], chunk["strings"][fields[0]], fields[4], fields[9])
        for chunk in chunks
        for part in chunk["workbooks"]
        for fields in part["findings"]
    ]
    assert read == [
        (number, each["rule"], each["cell"], each["message"])
        for number, entry in enumerate(entries)
        for each in entry.record["findings"]
    ]


def test_memory_does_not_grow_with_the_findings(tmp_path):
    record = readable("a.xlsx", [finding("5-1", "error", message=f"第 {number} 处") for number in range(100)])

    def peak(workbooks):
        tracemalloc.start()
        write_report(tmp_path / "a.html", (ReportEntry("a.xlsx", record) for _ in range(workbooks)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(400) < peak(100) * 1.2


def test_nothing_in_it_refers_to_anywhere(tmp_path):
    page = write_report(tmp_path / "a.html", made_up_checks(5, 20)).read_text(encoding="utf-8")
    assert not re.search(r"https?:|\bsrc=|@import|url\(|<link", page)


def test_no_text_of_a_workbook_is_markup(tmp_path):
    text = "</script><b>&\u2028"
    record = readable(text, [finding("5-1", "error", message=text, sheet=text)])
    page = write_report(tmp_path / "a.html", [ReportEntry(text, record, text)]).read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "\u2028" not in page
    assert page.count("</script>") == 3


def test_a_folder_that_is_missing(tmp_path):
    with pytest.raises(XltoolsError, match="不存在"):
        write_report(tmp_path / "无" / "a.html", [])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_program_is_well_formed(script):
    node = shutil.which("node")
    if node is None:
        raise MissingToolError("没有 Node.js；Debian 上：sudo apt install nodejs")
    checked = subprocess.run([node, "--check", script], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_nothing_in_the_program_makes_markup_of_text(script):
    text = script.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text
    )


def test_the_commands(tmp_path):
    (tmp_path / "各部门").mkdir()
    fill(sample_path(), tmp_path / "各部门" / "甲局.xlsx")
    (tmp_path / "各部门" / "乙局.xlsx").write_bytes(b"PK")
    files = ["各部门/甲局.xlsx", "各部门/乙局.xlsx"]
    alone = xltools("check", *files, "--json", "--html", "一.html", cwd=tmp_path)
    many = xltools("batch", "check", "各部门", "-o", "校验", "--html", "多.html", "--jobs", "1", cwd=tmp_path)
    assert (alone.code, many.code) == (2, 3)
    assert "一.html" in alone.err
    assert len(alone.out.splitlines()) == 2
    assert "多.html" in many.out
    one, several = data_of(tmp_path / "一.html")[0], data_of(tmp_path / "多.html")[0]
    assert [workbook["name"] for workbook in one["workbooks"]] == files
    assert {workbook["name"]: workbook["status"] for workbook in several["workbooks"]} == {
        "乙局.xlsx": "unreadable",
        "甲局.xlsx": "clean",
    }
    assert "组织部" in one["workbooks"][0]["department"]


def test_a_batch_that_was_cut_off_makes_the_same_report(tmp_path):
    in_dir = workbooks(tmp_path / "in", {f"{number}局.xlsx": "x" for number in range(4)})

    def cut_off(result, done, total):
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run_batch(CheckTask(html=tmp_path / "a.html"), in_dir, tmp_path / "out", 1, cut_off)
    assert not (tmp_path / "a.html").exists()
    run_batch(CheckTask(html=tmp_path / "a.html"), in_dir, tmp_path / "out", 1, resume=True)
    run_batch(CheckTask(html=tmp_path / "b.html"), in_dir, tmp_path / "unbroken", 1)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
