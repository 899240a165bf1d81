"""The commands on real inputs: what they write, say and answer."""

import csv
import json
import re
import shutil
from decimal import Decimal

import openpyxl
import pytest

from command_line import copy_of_sample, xltools
from xltools.budget.department import FACTS
from xltools.budget.inputs import INPUT_SHEETS
from xltools.cli import main
from xltools.resources import sample_path, template_path
from xltools.tasks.demo import demo
from xltools.tasks.init import CONFIG, GUIDE, TEMPLATE, init
from xltools.tasks.posting.mail_settings import read_mail_settings

SAMPLE_NAME = "中国共产党长治市上党区委员会组织部"


# --- fill and targets ------------------------------------------------------------------------------------------


def test_fill(tmp_path):
    run = xltools("fill", sample_path(), "-o", "公开.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    assert "已生成：公开.xlsx" in run.out
    assert f"{SAMPLE_NAME}（2025年）" in run.out
    assert "13 张" in run.out
    workbook = openpyxl.load_workbook(tmp_path / "公开.xlsx")
    targets = sum(bool(re.match(r"绩效\d\d", name)) for name in workbook.sheetnames)
    assert f"项目绩效目标表：{targets} 张" in run.out


def test_wrong_input_is_listed_and_nothing_written(tmp_path):
    folder = copy_of_sample(tmp_path / "甲局")
    path = folder / "projects.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("94000", "九万四", 1).replace("本年", "去年", 1), encoding="utf-8")
    run = xltools("fill", "甲局", "-o", "公开.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert run.out == ""
    assert "projects.csv" in run.err
    assert re.search(r"第2行 合计\(元\) “九万四”：", run.err)
    assert re.search(r"第2行 年度 “去年”：", run.err)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲局"]


@pytest.mark.parametrize("command", ["fill", "targets"])
def test_a_workbook_open_in_excel_is_left_alone(tmp_path, command):
    assert xltools("fill", sample_path(), "-o", "公开.xlsx", cwd=tmp_path).code == 0
    before = (tmp_path / "公开.xlsx").read_bytes()
    (tmp_path / "~$公开.xlsx").touch()
    run = xltools(command, "公开.xlsx", "-o", "公开.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    assert "“公开.xlsx”正在 Excel 或 WPS 中打开" in run.err
    (beside,) = tmp_path.glob("公开（另存*.xlsx")
    assert f"已生成：{beside.name}" in run.out
    assert (tmp_path / "公开.xlsx").read_bytes() == before


def test_targets_in_place(tmp_path):
    assert xltools("fill", sample_path(), "-o", "公开.xlsx", cwd=tmp_path).code == 0
    run = xltools("targets", "公开.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    assert "已生成：公开.xlsx" in run.out
    assert "预算公开表" not in run.out
    assert [path.name for path in tmp_path.iterdir()] == ["公开.xlsx"]


def test_targets_of_something_else(tmp_path):
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    run = xltools("targets", "别的.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert len(run.err.splitlines()) == 1


# --- init ------------------------------------------------------------------------------------------------------


def test_init_writes_the_headings_of_every_input(tmp_path):
    init(tmp_path / "部门")
    for sheet in INPUT_SHEETS:
        data = (tmp_path / "部门" / sheet.file).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), "Excel would read it in the code page of the PC"
        (headings,) = csv.reader(data.decode("utf-8-sig").splitlines())
        assert headings == [column.file_heading for column in sheet.file_columns]


def test_init_has_the_headings_of_the_sample(tmp_path):
    """What the sample's own files are headed with comes from outside."""
    init(tmp_path)
    for name in ("basic_expenditure.csv", "projects.csv", "indicators.csv", "functional_classification.csv"):
        wanted = (sample_path() / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        written = (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert [heading for heading in written if heading in wanted] == wanted


def test_init_has_every_key_of_unit_json(tmp_path):
    def keys(value, path=()):
        if not isinstance(value, dict):
            return {path}
        return {each for key, below in value.items() for each in keys(below, (*path, key))}

    init(tmp_path)
    written = json.loads((tmp_path / "unit.json").read_text(encoding="utf-8"))
    sample = json.loads((sample_path() / "unit.json").read_text(encoding="utf-8"))
    assert keys(sample) <= keys(written)
    assert keys(written) == {fact.path for fact in FACTS} | {("重点任务",), ("整体指标",)}


def test_init_explains_every_column(tmp_path):
    init(tmp_path)
    guide = (tmp_path / GUIDE).read_text(encoding="utf-8")
    for sheet in INPUT_SHEETS:
        section = guide[guide.index(f"## {sheet.file}") :].split("\n## ")[0]
        for column in sheet.file_columns:
            assert f"\n| {column.file_heading} |" in section
            assert all(choice in section for choice in column.choices)


def test_init_gives_the_template(tmp_path):
    init(tmp_path)
    assert (tmp_path / TEMPLATE).read_bytes() == template_path().read_bytes()


def test_init_settings_are_all_comments_and_valid_when_they_are_not(tmp_path):
    import tomllib

    init(tmp_path)
    text = (tmp_path / CONFIG).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    live = "\n".join(line.removeprefix("# ") for line in text.splitlines()[3:])
    (tmp_path / CONFIG).write_text(live, encoding="utf-8")
    settings = read_mail_settings(tmp_path / CONFIG)
    assert settings.remarks == ()
    assert (settings.server().host, settings.server().port) == ("smtp.example.gov.cn", 465)
    assert settings.per_minute == 20


def test_init_overwrites_nothing(tmp_path):
    (tmp_path / "Unit.JSON").write_text("我的", encoding="utf-8")
    (tmp_path / "projects.csv").write_text("我的", encoding="utf-8")
    run = xltools("init", ".", cwd=tmp_path)
    assert run.code == 0
    assert "原有的文件没有改动：unit.json、projects.csv" in run.err
    assert (tmp_path / "Unit.JSON").read_text(encoding="utf-8") == "我的"
    assert (tmp_path / "projects.csv").read_text(encoding="utf-8") == "我的"
    again = init(tmp_path)
    assert again.written == ()


def test_what_init_made_says_what_is_to_be_filled_in(tmp_path):
    assert xltools("init", "部门", cwd=tmp_path).code == 0
    run = xltools("fill", "部门", "-o", "公开.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert "缺陷" not in run.err
    assert "部门名称：不能为空" in run.err
    assert not (tmp_path / "公开.xlsx").exists()


def test_what_init_made_works_once_it_is_filled_in(tmp_path):
    """Optional files with headings only count as absent."""
    init(tmp_path / "部门")
    for name in ("unit.json", "basic_expenditure.csv", "projects.csv", "indicators.csv"):
        shutil.copyfile(sample_path() / name, tmp_path / "部门" / name)
    run = xltools("fill", "部门", "-o", "公开.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    assert run.err == ""


def test_init_where_no_folder_can_be(tmp_path):
    (tmp_path / "文件").touch()
    run = xltools("init", "文件", cwd=tmp_path)
    assert run.code == 2
    assert run.err == "“文件”是文件，不是文件夹；请另换一个名称。\n"


# --- demo ------------------------------------------------------------------------------------------------------


def test_demo(tmp_path):
    run = xltools("demo", cwd=tmp_path)
    assert run.code == 0, run.err
    assert re.search(r"收入总计 +981\.20 万元", run.out)
    assert re.search(r"支出总计 +981\.20 万元", run.out)
    assert "部门预算公开2025.xlsx" in run.out
    assert (tmp_path / "demo" / "输入" / "unit.json").exists()
    assert (tmp_path / "demo" / "部门预算公开2025.xlsx").exists()
    assert (tmp_path / "demo" / "有错的示例（已标错）.xlsx").exists()
    assert "未发现错误，四舍五入尾差 18 处" in run.out
    assert "现为1493.40，应为149.34" in "".join(run.out.split())


def test_demo_again_follows_what_was_changed(tmp_path):
    first = demo(tmp_path)
    ledger = first.inputs / "basic_expenditure.csv"
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace(",600600", ",700600", 1), encoding="utf-8")
    again = demo(tmp_path)
    assert again.edited == ("basic_expenditure.csv",)
    assert dict(again.totals)["收入总计"] == dict(first.totals)["收入总计"] + Decimal(10)
    ledger.unlink()
    assert demo(tmp_path).totals == first.totals


# --- doctor ----------------------------------------------------------------------------------------------------


def test_doctor(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    for subject in ("Python", "模板", "当前文件夹", "窗口文字", "Excel 或 WPS", "LibreOffice", "中文字体"):
        assert re.search(rf"^{subject} .*(正常|缺少|异常)", shown, flags=re.MULTILINE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"not a workbook"])
def test_doctor_without_a_template(tmp_path, capsys, monkeypatch, content):
    path = tmp_path / "template.xlsx"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr("xltools.resources.template_path", lambda: path)
    assert main(["doctor"]) == 2
    assert "请重新安装 xltools" in capsys.readouterr().out.replace("\n", "")


def test_doctor_survives_an_odd_computer(capsys, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError("怪事")

    monkeypatch.setattr("shutil.which", fail)
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "异常" in shown
    assert "RuntimeError 怪事" in shown


# --- batch -----------------------------------------------------------------------------------------------------


@pytest.fixture
def five_departments(tmp_path):
    """Four copies of the sample, one of them a workbook, and a folder of blank inputs."""
    for name in ("1局", "2局", "10局"):
        copy_of_sample(tmp_path / "各部门" / name)
    init(tmp_path / "各部门" / "3局")
    shutil.copyfile(template_path(), tmp_path / "各部门" / "4局.xlsx")
    assert xltools("fill", sample_path(), "-o", "各部门/4局.xlsx", cwd=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_batch_fill_with_one_bad_department(five_departments, jobs):
    run = xltools("batch", "fill", "各部门", "-o", "成品", "--jobs", str(jobs), cwd=five_departments)
    assert run.code == 3, run.err
    folder = five_departments / "成品"
    assert {path.name for path in folder.iterdir()} == {
        "1局.xlsx",
        "2局.xlsx",
        "4局.xlsx",
        "10局.xlsx",
        "summary.json",
    }
    assert "共 5 个部门：完成 4 个，失败 1 个" in run.out
    assert re.search(r"^3局 +失败", run.out, flags=re.MULTILINE)
    assert "部门名称：不能为空" in run.err
    assert len(re.findall(r"^\[\d/5\] ", run.err, flags=re.MULTILINE)) == 5
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in summary["departments"]] == ["1局", "2局", "3局", "4局", "10局"]
    assert summary["departments"][0]["department"] == SAMPLE_NAME
    assert summary["totals"]["target_sheets"] == 4 * summary["departments"][0]["target_sheets"] > 0
    assert (folder / "1局.xlsx").read_bytes() == (folder / "10局.xlsx").read_bytes()


def test_batch_fill_without_failures(tmp_path):
    copy_of_sample(tmp_path / "各部门" / "甲局")
    run = xltools("batch", "fill", "各部门", "-o", "成品", cwd=tmp_path)
    assert run.code == 0, run.err
    assert run.err == "[1/1] 甲局：完成\n"


def test_batch_fill_with_a_template_that_is_none(tmp_path):
    copy_of_sample(tmp_path / "各部门" / "甲局")
    run = xltools("batch", "fill", "各部门", "-o", "成品", "--template", "没有.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert "没有.xlsx" in run.err
    assert not (tmp_path / "成品").exists()
