"""Files, encodings, headings: what makes a table, before any of its values."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from input_cases import BASIC, UNIT, Case, csv_text
from xltools.model.errors import InputError, InputFault, LockedError, XltoolsError
from xltools.tasks.read_input import Inputs, read_input

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "organization_department"


def faults_of(folder: Path) -> tuple[InputFault, ...]:
    """The faults of an input that must be refused."""
    with pytest.raises(InputError) as caught:
        read_input(folder)
    return caught.value.faults


def errors_of(folder: Path) -> list[InputFault]:
    return [fault for fault in faults_of(folder) if fault.severity == "error"]


def test_the_sample_reads_without_a_fault() -> None:
    inputs = read_input(SAMPLE)
    ledger = inputs.ledger
    assert inputs.faults == ()
    assert (len(ledger.basic), len(ledger.projects), len(ledger.indicators)) == (29, 23, 130)
    assert [unit.name for unit in ledger.units] == ["中国共产党长治市上党区委员会组织部"]
    assert (ledger.units[0].authorised_staff, ledger.units[0].actual_staff) == (31, 27)
    assert ledger.department.code == "007"
    assert not inputs.is_form
    assert inputs.corrections == ()


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("gbk", ";"),
        ("utf-16", "\t"),
        ("utf-8", "\t"),
        ("utf-8-sig", ";"),
    ],
)
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    case = Case()
    expected = read_input(case.folder(tmp_path / "plain")).ledger
    assert read_input(case.folder(tmp_path / "other", encoding, delimiter)).ledger == expected


def test_utf_16_big_endian_with_a_mark(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    text = csv_text("basic_expenditure.csv", [dict(BASIC)], "\t")
    (folder / "basic_expenditure.csv").write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))
    assert len(read_input(folder).ledger.basic) == 1


def test_a_department_without_projects(tmp_path: Path) -> None:
    case = Case()
    case.tables["projects.csv"] = []
    del case.tables["indicators.csv"]
    inputs = read_input(case.folder(tmp_path / "case"))
    assert inputs.ledger.projects == ()
    assert inputs.faults == ()


def test_blank_lines_and_a_title_above_the_headings(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    file = folder / "basic_expenditure.csv"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join(["支出明细,,", "", lines[0], "", ",,,,", lines[1], ""]), encoding="utf-8")
    inputs = read_input(folder)
    assert len(inputs.ledger.basic) == 1
    assert inputs.rows["basic"] == (6,)


def test_headings_in_other_widths_and_order(tmp_path: Path) -> None:
    case = Case()
    case.basic[0] = {
        heading.replace("金额(元)", " 金额（元） "): value
        for heading, value in reversed(case.basic[0].items())
    }
    case.projects[0] = {
        heading.replace("(", "（").replace(")", "）"): value for heading, value in case.projects[0].items()
    }
    inputs = read_input(case.folder(tmp_path / "case"))
    assert inputs.faults == ()
    assert str(inputs.ledger.basic[0].amount) == "600600"


def test_an_unknown_column_is_information(tmp_path: Path) -> None:
    case = Case()
    case.basic[0] |= {"备注": "x", "序号": "1"}
    (fault,) = read_input(case.folder(tmp_path / "case")).faults
    assert (fault.severity, fault.row, fault.column) == ("info", 1, "备注")


def spoil_text(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / name
        file.write_text(change(file.read_text(encoding="utf-8-sig")), encoding="utf-8")

    return spoil


def replace_json(**changes: object) -> Callable[[Path], None]:
    return spoil_text("unit.json", lambda text: json.dumps(json.loads(text) | changes, ensure_ascii=False))


ERRORS: dict[str, tuple[Callable[[Path], None], tuple[str, int | None, str | None], str]] = {
    "a heading is missing": (
        spoil_text("basic_expenditure.csv", lambda text: text.replace("资金来源", "来源")),
        ("basic_expenditure.csv", 1, "资金来源"),
        "缺少这一列.*来源",
    ),
    "amounts in 万元": (
        spoil_text("basic_expenditure.csv", lambda text: text.replace("(元)", "（万元）")),
        ("basic_expenditure.csv", 1, "金额(元)"),
        "缺少这一列.*换算成元",
    ),
    "a heading twice": (
        spoil_text(
            "basic_expenditure.csv",
            lambda text: text.replace("金额(元)", "年度,金额(元)").replace("600600", "x,600600"),
        ),
        ("basic_expenditure.csv", 1, "年度"),
        "出现了两次",
    ),
    "no headings at all": (
        spoil_text("projects.csv", lambda text: text.partition("\n")[2]),
        ("projects.csv", None, None),
        "没有找到标题行",
    ),
    "an empty file": (
        spoil_text("projects.csv", lambda text: ""),
        ("projects.csv", None, None),
        "没有找到标题行",
    ),
    "too many fields": (
        spoil_text("basic_expenditure.csv", lambda text: text.replace("行政运行", "行政,运行")),
        ("basic_expenditure.csv", 2, None),
        "有 13 列，标题行有 12 列，多了 1 列",
    ),
    "too few fields": (
        spoil_text("basic_expenditure.csv", lambda text: text.replace(",本年,600600", "")),
        ("basic_expenditure.csv", 2, None),
        "少了 2 列",
    ),
    "a quotation mark that does not close": (
        spoil_text("projects.csv", lambda text: text.replace("扫描", '"扫描')),
        ("projects.csv", 2, None),
        "双引号不成对",
    ),
    "text after a quoted part": (
        spoil_text("projects.csv", lambda text: text.replace("档案数字化", '"档案"数字化')),
        ("projects.csv", 2, None),
        "双引号不成对",
    ),
    "a workbook named csv": (
        lambda folder: (folder / "projects.csv").write_bytes(b"PK\x03\x04rest") and None,
        ("projects.csv", None, None),
        "不是文本文件",
    ),
    "bytes that are no text": (
        lambda folder: (folder / "projects.csv").write_bytes(b"\xff\x00\x80\xff") and None,
        ("projects.csv", None, None),
        "编码无法识别",
    ),
    "bad JSON": (
        spoil_text("unit.json", lambda text: "{\n" + text[1:].replace('"部门名称":', '"部门名称"')),
        ("unit.json", 2, None),
        "第 2 行第 [0-9]+ 列：.*冒号",
    ),
    "JSON with Chinese punctuation": (
        spoil_text("unit.json", lambda text: text.replace('"年度": 2025,', '"年度": 2025，')),
        ("unit.json", 1, None),
        "中文标点“，”",
    ),
    "a key twice in JSON": (
        spoil_text("unit.json", lambda text: text.replace("{", '{"部门名称": "甲",', 1)),
        ("unit.json", None, None),
        "“部门名称”出现了两次",
    ),
    "an endless number in JSON": (
        spoil_text("unit.json", lambda text: text.replace("2025", "NaN", 1)),
        ("unit.json", None, None),
        "NaN",
    ),
    "JSON that is no object": (
        spoil_text("unit.json", lambda text: "[1]"),
        ("unit.json", None, None),
        "最外层",
    ),
    "an empty unit.json": (spoil_text("unit.json", lambda text: " "), ("unit.json", None, None), "空的"),
    "no year": (replace_json(年度=None), ("unit.json", None, "年度"), "不能为空"),
    "no name": (replace_json(部门名称=" "), ("unit.json", None, "部门名称"), "不能为空"),
    "a year out of range": (replace_json(年度=1999), ("unit.json", None, "年度"), "2000 至 2100"),
    "a year that is no year": (replace_json(年度="二〇二五"), ("unit.json", None, "年度"), "2000 至 2100"),
    "a year with decimals": (replace_json(年度=2025.5), ("unit.json", None, "年度"), "2000 至 2100"),
    "true for a number": (replace_json(编制人数=True), ("unit.json", None, "编制人数"), "应是整数"),
    "a count with decimals": (replace_json(编制人数=1.5), ("unit.json", None, "编制人数"), "整数"),
    "a number for an object": (
        replace_json(**{"政府采购(元)": 3}),
        ("unit.json", None, "政府采购(元)"),
        "应是一个对象",
    ),
    "an object for a text": (replace_json(战略目标={}), ("unit.json", None, "战略目标"), "应是一段文字"),
    "a number in a list": (replace_json(内设机构=["办公室", 2]), ("unit.json", None, "内设机构"), "应是列表"),
    "a negative amount": (
        replace_json(**{"政府采购(元)": {"货物": -1}}),
        ("unit.json", None, "政府采购(元)/货物"),
        "不能是负数",
    ),
    "a task without text": (replace_json(重点任务=["甲"]), ("unit.json", None, "重点任务/1"), "2 段文字"),
    "an indicator too short": (
        replace_json(整体指标=[["甲", "乙"]]),
        ("unit.json", None, "整体指标/1"),
        "4 段文字",
    ),
    "tasks that are no list": (replace_json(重点任务="甲"), ("unit.json", None, "重点任务"), "应是列表"),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_errors_of_files(tmp_path: Path, kind: str) -> None:
    spoil, place, message = ERRORS[kind]
    folder = Case().folder(tmp_path / "case")
    spoil(folder)
    (fault,) = errors_of(folder)
    assert (fault.file, fault.row, fault.column) == place
    assert re.search(message, f"{fault.message}。{fault.remedy}")


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    case = Case()
    case.basic[0]["金额(元)"] = "12万"
    case.projects[0]["功能科目编码"] = "20126"
    case.indicators[0]["项目名称"] = "没有的项目"
    case.facts["年度"] = 25
    folder = case.folder(tmp_path / "case")
    assert [fault.file for fault in errors_of(folder)] == [
        "unit.json",
        "basic_expenditure.csv",
        "projects.csv",
    ]
    with pytest.raises(InputError) as caught:
        read_input(folder)
    text = str(caught.value)
    assert "3 处错误" in text
    assert "basic_expenditure.csv 第2行“金额(元)”，现为“12万”" in text


def test_optional_keys_of_unit_json(tmp_path: Path) -> None:
    case = Case()
    case.facts = {
        "年度": "2025年",
        "部门名称": f" {UNIT} ",
        "上年数（元）": {"基本支出": "１，２３４．５０"},
        "整体指标": [{"一级指标": "产出指标", "三级指标": "馆藏", "指标值": "10万卷"}],
        "重点任务": [["保管", "保管好档案。"]],
    }
    facts = read_input(case.folder(tmp_path / "case")).ledger.department
    assert (facts.year, facts.name, facts.code) == (2025, UNIT, "")
    assert str(facts.values["上年数(元)/基本支出"]) == "1234.50"
    assert facts.overall_indicators == (("产出指标", "", "馆藏", "10万卷"),)
    assert facts.tasks == (("保管", "保管好档案。"),)


@pytest.mark.parametrize(
    ("changes", "column", "hint"),
    [
        ({"部门名": "x"}, "部门名", "部门名称"),
        ({"政府采购(元)": {"货品": 1, "货物": 1}}, "政府采购(元)/货品", "不影响其他项目"),
    ],
)
def test_unknown_keys_of_unit_json(
    tmp_path: Path, changes: dict[str, object], column: str, hint: str
) -> None:
    case = Case()
    case.facts |= changes
    (fault,) = read_input(case.folder(tmp_path / "case")).faults
    assert (fault.severity, fault.file, fault.column) == ("warning", "unit.json", column)
    assert hint in fault.remedy


def test_a_department_code_without_quotes_may_have_lost_its_zeros(tmp_path: Path) -> None:
    case = Case()
    case.facts["部门代码"] = 17
    inputs = read_input(case.folder(tmp_path / "case"))
    assert [(fault.severity, fault.column) for fault in inputs.faults] == [("warning", "部门代码")]
    assert inputs.ledger.department.code == "17"


# --- the path itself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path / "nowhere", "找不到"),
        (lambda path: path, "缺少 basic_expenditure.csv、projects.csv、unit.json；.*xltools init"),
        (lambda path: _touch(path / "notes.txt"), "指定它所在的文件夹"),
        (lambda path: _touch(path / "notes.docx"), "是空文件"),
        (lambda path: _touch(path / "budget.xlsx").parent, "budget.xlsx.*直接指定该文件"),
        (lambda path: _touch(path / "project.csv").parent, "如果“project.csv”就是 projects.csv，请改名"),
    ],
)
def test_paths_that_hold_no_input(tmp_path: Path, make: Callable[[Path], Path], message: str) -> None:
    with pytest.raises(XltoolsError, match=message) as caught:
        read_input(make(tmp_path))
    assert not isinstance(caught.value, InputError)


def _touch(path: Path) -> Path:
    path.touch()
    return path


def test_a_csv_alone_is_not_an_input(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    with pytest.raises(XltoolsError, match="指定它所在的文件夹"):
        read_input(folder / "projects.csv")


def test_only_the_missing_file_is_named(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    (folder / "unit.json").unlink()
    with pytest.raises(XltoolsError, match=r"缺少 unit\.json；"):
        read_input(folder)


def test_file_names_in_other_cases(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    (folder / "projects.csv").rename(folder / "Projects.CSV")
    assert len(read_input(folder).ledger.projects) == 1


def test_a_misnamed_optional_file_is_mentioned(tmp_path: Path) -> None:
    case = Case()
    case.tables["unit.csv"] = [{"单位": UNIT}]
    (fault,) = read_input(case.folder(tmp_path / "case")).faults
    assert (fault.severity, fault.file) == ("info", "unit.csv")
    assert "units.csv" in fault.remedy


def test_files_that_programs_leave_behind_are_not_mentioned(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    for name in ("._projects.csv", "~$projects.csv", ".~lock.projects.csv#"):
        _touch(folder / name)
    assert read_input(folder).faults == ()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    folder = Case().folder(tmp_path / "case")
    (folder / "projects.csv").chmod(0)
    with pytest.raises(LockedError):
        read_input(folder)


# --- frames ---------------------------------------------------------------------------------------------------------


def test_frames_are_headed_as_the_files(tmp_path: Path) -> None:
    inputs: Inputs = read_input(Case().folder(tmp_path / "case"))
    frames = inputs.frames()
    assert set(frames) == {
        "支出明细",
        "项目清单",
        "绩效指标",
        "收入明细",
        "三公经费",
        "所属单位",
        "科目补充",
        "单位信息",
    }
    row = frames["支出明细"].iloc[0].to_dict()
    assert row == dict(BASIC) | {"金额(元)": inputs.ledger.basic[0].amount}
    project = frames["项目清单"].iloc[0]
    assert str(project["合计(元)"]) == "94000.5"
    assert project["实施期合计(元)"] is None
    assert frames["绩效指标"]["项目名称"].tolist() == ["档案数字化"]
    assert list(frames["收入明细"].columns)[-1] == "金额(元)"
