"""The commands that check: exit codes, streams, what a clerk reads, the catalogue and the page of a rule."""

import json
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from command_line import xltools
from reports import BROKEN, CLEAN, DEBATABLE, FORM, RIVAL, SWAPPED, UNREADABLE, WRONG, tail
from xltools.budget.crosschecks.catalogue import ALL_RULES
from xltools.cli import console, main
from xltools.model.errors import XltoolsError
from xltools.model.finding import CellExplanation, NotChecked, Obligations, Report
from xltools.resources import check_schema_path, sample_path
from xltools.tasks.rules import rule_groups
from xltools.tasks.wrapping import cells, wrap

WARNED = replace(CLEAN, file="丁.xlsx", findings=(DEBATABLE,))


@pytest.fixture
def checking(monkeypatch):
    """Puts reports, or what is raised, in the place of `check`, by the name of the file."""
    from xltools.tasks import check as module

    def arrange(*answers):
        by_file = {answer.file: answer for answer in answers if isinstance(answer, Report)}
        raised = [answer for answer in answers if not isinstance(answer, Report)]

        def check(path, **_options):
            if str(path) in by_file:
                return by_file[str(path)]
            raise raised[0]

        monkeypatch.setattr(module, "check", check)

    return arrange


@pytest.fixture
def shown(checking, capsys):
    """What `check` prints of one report, line by line."""

    def run(report, *options):
        checking(report)
        main(["check", report.file, *options])
        return capsys.readouterr().out.splitlines()

    return run


# --- exit codes and streams ------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", [[], ["--json"], ["--sarif"]])
@pytest.mark.parametrize(
    ("reports", "code"),
    [
        ([CLEAN], 0),
        ([WARNED], 0),
        ([CLEAN, WARNED], 0),
        ([WRONG], 1),
        ([CLEAN, WRONG, WARNED], 1),
        ([UNREADABLE], 2),
        ([WRONG, UNREADABLE, CLEAN], 2),
    ],
)
def test_exit_codes(checking, capsys, reports, code, output):
    checking(*reports)
    assert main(["check", *(report.file for report in reports), *output]) == code


@pytest.mark.parametrize("trouble", [XltoolsError("找不到“无.xlsx”。"), KeyError("表5")])
def test_one_bad_file_never_stops_the_others(checking, capsys, monkeypatch, tmp_path, trouble):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    checking(CLEAN, trouble, WRONG)
    assert main(["check", "甲.xlsx", "无.xlsx", "乙.xlsx"]) == 2
    said = capsys.readouterr()
    assert "\n甲.xlsx\n" in said.out
    assert "\n乙.xlsx\n" in said.out
    assert said.out.splitlines()[-1] == "共 3 个工作簿：未发现错误 1 个，有错误 1 个，无法校验 1 个。"
    (line,) = said.err.splitlines()
    assert line.startswith("无.xlsx：")
    assert "找不到" in line or "程序的缺陷" in line


def test_a_folder_is_sent_to_batch_check(tmp_path, capsys):
    folder = tmp_path / "各 部门"
    folder.mkdir()
    assert main(["check", str(folder)]) == 2
    assert f'xltools batch check "{folder}" -o' in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_json_is_whole_on_any_console(tmp_path, encoding):
    """A line for each file, in order, valid in the console's encoding; 𠮷 is not in GBK."""
    openpyxl.Workbook().save(tmp_path / "𠮷.xlsx")
    run = xltools("check", "𠮷.xlsx", "无.xlsx", "--json", cwd=tmp_path, encoding=encoding)
    assert run.code == 2
    assert run.err == ""
    said = [json.loads(line) for line in run.out.splitlines()]
    assert [each["file"] for each in said] == ["𠮷.xlsx", "无.xlsx"]
    assert [each["status"] for each in said][1] == "unreadable"
    assert "找不到“无.xlsx”" in said[1]["findings"][0]["message"]


def test_json_of_a_name_that_is_no_unicode(checking, capsys):
    checking(replace(CLEAN, file="坏\udcff.xlsx"))
    main(["check", "坏\udcff.xlsx", "--json"])
    out = capsys.readouterr().out
    out.encode("utf-8")
    assert json.loads(out)["file"] == "坏\udcff.xlsx"


def test_sarif_is_one_document(checking, capsys):
    checking(CLEAN, WRONG)
    main(["check", "甲.xlsx", "乙.xlsx", "--sarif"])
    said = capsys.readouterr()
    (run,) = json.loads(said.out)["runs"]
    assert len(run["results"]) == len(CLEAN.findings) + len(WRONG.findings)
    assert said.err == ""


# --- what a clerk reads ----------------------------------------------------------------------------------------


def test_a_clean_workbook(shown):
    assert shown(CLEAN) == [
        "",
        "甲.xlsx",
        "  甲局（2025年）",
        "  结论：未发现错误",
        f"  应检 60 项，已检 60 项，未检 0 项；表样：{FORM}",
        "",
        "尾差 2 处，都在四舍五入允许之内，不必修改：",
        "  [1-4] “表1 预算收支总表”C7（-0.01）、C8（-0.01）",
    ]


def test_the_suspected_cells_come_before_the_errors(shown):
    lines = shown(WRONG)
    order = [
        "  结论：有 2 处错误、1 处警告",
        f"  应检 60 项，已检 57 项，未检 3 项；表样：{FORM}",
        "    未检 X-9、X-13：没有支出明细",
        "最可能有误的单元格（先改这些，再校验）：",
        "  1. “表5 一般公共预算支出表”C8：现为 875.32，应为 857.32（相邻两位数字颠倒）",
        "     或者 以下 2 格都有误：",
        "       “表3 支出总表”D9：现为空白，应为 18.00",
        "       “表3 支出总表”E9：现为 1.00，应为多少请核对原始资料",
        "逻辑性错误 2 处（必须改正）：",
        f"  [5-1] {BROKEN.message}。",
        "      怎么改：核对 C8（最可能有误），应为 857.32。",
        "  [X-21] 没有找到部门名称。",
        "核实性警告 1 处（核对无误的可以保留，附审核说明）：",
        "提示 1 处：",
        "  [F-1] 金额都以元为单位。",
        "尾差 1 处，都在四舍五入允许之内，不必修改：",
    ]
    assert [line for line in lines if line in order] == order


def test_what_was_not_checked_is_no_pass(shown):
    lines = shown(replace(CLEAN, obligations=Obligations(60, 58, (NotChecked("X-9", "没有支出明细"),))))
    assert "  结论：未发现错误；还有 2 项未检，不能算作通过" in lines


def test_an_explanation_that_was_not_proved(shown):
    explanation = CellExplanation((SWAPPED,), (), proved=False)
    lines = shown(replace(WRONG, explanations=(explanation,)))
    assert "     （限定时间内没有比较完，可能还有改动更少的一组）" in lines


def many(number):
    """More of everything than is shown without --all."""
    spots = [f"C{row}" for row in range(1, number + 1)]
    return replace(
        WRONG,
        obligations=Obligations(60, 20, tuple(NotChecked("X-9", f"没有第{spot}格") for spot in spots)),
        findings=(*(replace(BROKEN, cell=spot, message=f"错在 {spot}") for spot in spots), *map(tail, spots)),
        explanations=tuple(
            CellExplanation((replace(SWAPPED, cell=spot),), ((RIVAL,),) * number) for spot in spots
        ),
    )


def test_long_lists_say_how_much_is_left(shown):
    lines = shown(many(50))
    left = [int(number) for line in lines for number in re.findall(r"另有 (\d+) .*加 --all 全部列出", line)]
    assert left == [42, *[47] * 10, 40, 10]
    assert sum("错在" in line for line in lines) == 40
    assert lines[-1].endswith("、C6（-0.01） 等 50 处")


def test_all_shows_everything(shown):
    text = "\n".join(shown(many(50), "--all"))
    assert "另有" not in text
    for wanted in ("错在 C50。", "没有第C50格", "C50 是 1.00，各项之和 1.01，尾差 -0.01。", "  50. "):
        assert wanted in text
    assert text.count("或者") == 50 * 50


def test_a_file_gets_a_line_for_each_sentence(shown):
    long = replace(BROKEN, message="很长的一句话，" * 60)
    assert f"  [5-1] {long.message}。" in shown(replace(WRONG, findings=(long,)))


def test_a_terminal_gets_wrapped_lines(shown, monkeypatch):
    monkeypatch.setattr(console, "_is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    lines = shown(WRONG)
    assert max(map(cells, lines)) < 60
    at = next(index for index, line in enumerate(lines) if line.startswith("  [5-1]"))
    assert lines[at + 1].startswith(" " * 6)
    said = "".join("".join(lines).split())
    assert "".join(BROKEN.message.split()) in said


@pytest.mark.parametrize("width", [8, 20, 33, 60, 200])
@pytest.mark.parametrize(
    "text", [BROKEN.message, "“" * 20, "x" * 90, "", "  甲", "a" * 30 + "，" + "乙" * 30 + "。"]
)
def test_wrapping_loses_nothing(text, width):
    lines = wrap(text, width, "    ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= width + 2 for line in lines)
    assert all(line.startswith("    ") for line in lines[1:])


def test_wrapping_breaks_as_chinese_does():
    """No number is torn, no line begins with a closing mark or ends with an opening one."""
    for width in range(20, 100):
        lines = wrap(BROKEN.message, width)
        for number in re.findall(r"[0-9.]+", BROKEN.message):
            assert any(number in line for line in lines)
        assert not any(line.lstrip()[0] in "，。；）”" for line in lines)
        assert not any(line[-1] in "（“" for line in lines)


# --- rules and rule --------------------------------------------------------------------------------------------


def test_every_rule_is_listed_once_in_its_group(capsys):
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line.split()[0] for line in lines if re.match(r"[0-9A-Z]+-\d", line)]
    assert sorted(listed) == sorted(rule.id for rule in ALL_RULES)
    for rule in ALL_RULES:
        (line,) = [line for line in lines if line.split()[:1] == [rule.id]]
        assert line.endswith(rule.statement)
        assert {"hard": "逻辑性", "soft": "核实性"}[rule.kind] in line
    assert lines[-1].startswith(f"共 {len(ALL_RULES)} 条")


@pytest.mark.parametrize(
    ("title", "some"),
    [
        ("表内关系", ["1-1", "5-2", "13-1"]),
        ("表间关系", ["X-1", "X-14", "X-15", "J-1"]),
        ("绩效目标", ["X-16", "X-17", "X-20"]),
        ("填报数据", ["L-1", "L-2"]),
        ("格式和名称", ["E-1", "X-21", "X-22"]),
    ],
)
def test_the_groups(title, some):
    (group,) = [group for group in rule_groups() if group.title == title]
    assert set(some) <= {rule.id for rule in group.rules}


@pytest.mark.parametrize("spelling", ["X-1", "x-1", "X1", "x1", "X－1", "Ｘ－１", "X—1", "X–1", " x 1 "])
def test_a_rule_however_it_is_typed(capsys, spelling):
    assert main(["rule", spelling]) == 0
    assert capsys.readouterr().out.startswith("规则 X-1\n")


def test_the_page_of_a_sum(capsys):
    assert main(["rule", "5-1"]) == 0
    page = capsys.readouterr().out
    assert "表5每一行：合计 = 基本支出 + 项目支出。" in page
    assert "逻辑性：必须改正。" in page
    assert "相差小于 (n+1)×0.005 万元的是尾差" in page
    assert "怎么改\n" in page


def test_the_page_of_a_copy(capsys):
    """The same figure in two tables has no tail difference."""
    main(["rule", "X-8"])
    page = capsys.readouterr().out
    assert "应完全相同，没有尾差" in page
    assert "0.005" not in page


def test_the_page_of_an_upper_bound(capsys):
    """Two figures of which one may be no larger are no copies: rounding is allowed for."""
    main(["rule", "X-15"])
    page = capsys.readouterr().out
    assert " ≤ " in page
    assert "0.005" in page
    assert "完全相同" not in page


def test_the_page_of_a_soft_rule(capsys):
    main(["rule", "X-14"])
    page = capsys.readouterr().out
    assert "核实性：核对后确属特殊情况的可以保留，但要在“校验结果”的“审核说明”栏写明。" in page
    assert "口径" in page


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_page(capsys, rule):
    assert main(["rule", rule.id]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"规则 {rule.id}\n")
    assert rule.statement in page
    assert "。。" not in page
    assert "None" not in page


@pytest.mark.parametrize(
    ("unknown", "near"),
    [
        ("5-9", "相近的有 5-2、5-1；"),
        ("X99", "相近的有 X-22、X-21、X-20；"),
        ("14-1", "相近的有"),
        ("勾稽", ""),
    ],
)
def test_an_unknown_rule(capsys, unknown, near):
    assert main(["rule", unknown]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"没有编号为“{unknown}”的规则。{near}")
    assert said.err.endswith("全部规则见 xltools rules。\n")


# --- mark and clear --------------------------------------------------------------------------------------------


@dataclass
class Marked:
    path: Path
    report: Report
    cells: int
    own_notes: tuple[str, ...] = ()


@dataclass
class Cleared:
    path: Path
    cells: int
    kept: int = 0


@dataclass
class Task:
    """Stands for a task: what it was asked, what it answers."""

    answer: object
    asked: list[object] = field(default_factory=list)

    def __call__(self, *asked, list_only=False):
        self.asked += asked
        return self.answer


@pytest.fixture
def marking(monkeypatch):
    def arrange(name, answer):
        task = Task(answer)
        module = ModuleType(f"xltools.tasks.{name}")
        setattr(module, name, task)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return task

    return arrange


@pytest.mark.parametrize(("report", "code"), [(CLEAN, 0), (WRONG, 1)])
def test_mark_answers_as_check_does(marking, capsys, report, code):
    task = marking("mark", Marked(Path("乙.xlsx"), report, 3))
    assert main(["mark", "乙.xlsx"]) == code
    assert task.asked == [Path("乙.xlsx"), None]
    out = capsys.readouterr().out
    assert "结论：" in out
    assert "已标出 3 格：乙.xlsx\n  用 Excel 或 WPS 打开，从“校验结果”" in out


def test_mark_tells_of_notes_of_ones_own(marking, capsys):
    marking("mark", Marked(Path("乙.xlsx"), WRONG, 3, ("“表5”C8",)))
    main(["mark", "乙.xlsx"])
    assert "“表5”C8 原来就有批注" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "answer"),
    [("mark", Marked(Path("乙（另存1）.xlsx"), CLEAN, 0)), ("clear", Cleared(Path("乙（另存1）.xlsx"), 0))],
)
def test_a_workbook_open_in_excel_is_saved_beside(marking, capsys, name, answer):
    marking(name, answer)
    assert main([name, "乙.xlsx"]) == 0
    assert "结果另存为“乙（另存1）.xlsx”" in capsys.readouterr().err


def test_clear(marking, capsys):
    task = marking("clear", Cleared(Path("丙.xlsx"), 4, 2))
    assert main(["clear", "乙.xlsx", "-o", "丙.xlsx"]) == 0
    assert task.asked == [Path("乙.xlsx"), Path("丙.xlsx")]
    said = capsys.readouterr()
    assert "已清除 4 格的标记：丙.xlsx" in said.out
    assert "2 条" in said.out
    assert said.err == ""


# --- a real workbook -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    assert xltools("fill", sample_path(), "-o", "公开.xlsx", cwd=folder).code == 0
    return folder


def test_a_figure_typed_over(sample):
    """Table 5, 合计 of one section: 857.32 becomes 900 by openpyxl, which also drops every cached value."""
    book = openpyxl.load_workbook(sample / "公开.xlsx", data_only=True)
    sheet = next(book[name] for name in book.sheetnames if name.startswith("表5"))
    assert sheet["C8"].value == 857.32
    sheet["C8"] = 900
    book.save(sample / "改过.xlsx")
    run = xltools("check", "公开.xlsx", "改过.xlsx", cwd=sample)
    assert run.code == 1, run.text
    clean, wrong = run.out.split("\n改过.xlsx\n")
    assert "结论：未发现错误\n" in clean
    suspected = wrong.split("逻辑性错误")[0]
    assert f"  1. “{sheet.title}”C8：现为 900.00，应为 857.32" in suspected
    assert "[5-1]" in wrong
    assert wrong.splitlines()[-1] == "共 2 个工作簿：未发现错误 1 个，有错误 1 个，无法校验 0 个。"


def test_the_json_of_real_workbooks_is_as_published(sample):
    book = openpyxl.load_workbook(sample / "公开.xlsx", data_only=True)
    for name in [name for name in book.sheetnames if name.startswith(("支出明细", "绩效", "表9"))]:
        del book[name]
    book["表12 项目支出表（本年）"]["C10"] = "约十万"
    book["表3 支出总表"]["C9"] = 1
    book["表6 基本支出经济科目表"]["C8"] = 0.123
    book.save(sample / "缺表.xlsx")
    run = xltools("check", "公开.xlsx", "缺表.xlsx", "--json", cwd=sample)
    assert run.code == 1, run.text
    schema = json.loads(check_schema_path().read_text(encoding="utf-8"))
    said = [json.loads(line) for line in run.out.splitlines()]
    assert [error.message for each in said for error in Draft202012Validator(schema).iter_errors(each)] == []
    assert [each["status"] for each in said] == ["clean", "findings"]
    assert said[0]["obligations"]["not_checked"] == []
    assert said[1]["obligations"]["not_checked"]
