"""Narratives and publications of many departments: named as their inputs, a bad one stops no other, resumable."""

import json
from pathlib import Path

import docx
import pytest

from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from xltools.batch import SUMMARY, DepartmentResult, NarrateTask, PublishTask, run_batch
from xltools.tasks import publish as publish_module
from xltools.tasks.publishing import pages

NAMES = ("甲局", "乙局")


@pytest.fixture
def in_dir(tmp_path) -> Path:
    folder = tmp_path / "各部门"
    for seed, name in enumerate(NAMES):
        add_facts(make_department(folder / name, seed), seed)
    (folder / "坏局.xlsx").write_text("不是工作簿", encoding="utf-8")
    return folder


def test_narratives_of_many_departments(in_dir, tmp_path):
    out = tmp_path / "说明"
    summary = run_batch(NarrateTask(charts=False), in_dir, out, 1)
    assert {result.name: result.status for result in summary.results} == {
        **dict.fromkeys(NAMES, "ok"),
        "坏局": "failed",
    }
    assert {path.name for path in out.iterdir()} == {"甲局.docx", "乙局.docx", SUMMARY}
    told = {each["name"]: each for each in json.loads((out / SUMMARY).read_text("utf-8"))["departments"]}
    assert told["甲局"]["path"] == "甲局.docx"
    assert told["甲局"]["missing"] > 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out / "甲局.docx")).paragraphs)
    assert text.count("【请") == told["甲局"]["missing"]


def test_it_goes_on_where_it_was_cut_off(in_dir, tmp_path):
    def cut(result: DepartmentResult, *_: object) -> None:
        if not result.failed:
            raise KeyboardInterrupt

    out = tmp_path / "说明"
    with pytest.raises(KeyboardInterrupt):
        run_batch(NarrateTask(charts=False), in_dir, out, 1, cut)
    summary = run_batch(NarrateTask(charts=False), in_dir, out, 1, resume=True)
    assert [result.name for result in summary.failed] == ["坏局"]
    assert {path.name for path in out.iterdir()} == {"甲局.docx", "乙局.docx", SUMMARY}
    assert summary.resumed == 1


def test_a_publication_is_named_as_its_inputs(in_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "converted", lambda *_: None)
    monkeypatch.setattr(publish_module, "find_soffice", lambda: None)
    task = PublishTask("2025年2月28日")
    (job, *_) = [job for job in task.jobs(in_dir, tmp_path / "公开") if job.name == "甲局"]
    assert job.output == tmp_path / "公开" / "甲局.docx"
    outcome = task(job.source, job.output)
    assert outcome.path == job.output
    assert "没有找到 LibreOffice" in outcome.message
    assert docx.Document(str(job.output)).paragraphs[2].text == "2025年2月28日"
    assert task.limits.seconds > 2 * pages.TIME_LIMIT
