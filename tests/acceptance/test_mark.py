"""mark and clear: what a person sees in the workbook, and that nothing of it is left."""

import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment

import xltools
from command_line import xltools as run
from oracles.expected_tables import SAMPLE
from oracles.values import cached_values
from xltools.office.workbook import Workbook

SHEET = "表5 一般公共预算支出表"


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def row_of(sheet, code):
    return next(number for number, cells in sheet.iter_rows() if cells.get(1) and cells[1].value == code)


@pytest.fixture
def wrong(tmp_path):
    """The filled sample with 149.34 typed as 194.34 in 表5."""
    path = tmp_path / "错.xlsx"
    xltools.fill(SAMPLE, path)
    book = Workbook.open(path)
    sheet = book.sheet(SHEET)
    sheet.set_number(row_of(sheet, "2013201"), 4, Decimal("194.34"))
    book.save(path)
    return path


@pytest.fixture
def by_hand(tmp_path):
    """A hand-made workbook by openpyxl: 表5 alone, one figure wrong, a person's own note on another cell."""
    path = tmp_path / "手工.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出"
    rows = [
        ["2025年一般公共预算支出预算表（不含上年结转）"],
        ["部门：某局", None, None, None, "单位：万元"],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["合计", None, 30, 20, 10],
        ["201", "一般公共服务支出", 30, 25, 10],
        ["20103", "政府办公厅（室）及相关机构事务", 30, 20, 10],
        ["2010301", "行政运行", 30, 20, 10],
    ]
    for row in rows:
        sheet.append(row)
    sheet["C4"].comment = Comment("我的批注", "张三")
    book.save(path)
    return path


def listed(path):
    """The rows of the findings list: {rule: [row cells]}."""
    book = openpyxl.load_workbook(path)
    sheet = book["校验结果"]
    found = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] == "三、实时核对：随录入自动更新":
            break
        if row[1] in ("逻辑性", "核实性"):
            found.setdefault(row[0], []).append(row)
    return found


def test_the_wrong_cell_is_coloured_noted_and_listed(wrong):
    done = xltools.mark(wrong)
    assert done.cells == 1
    book = openpyxl.load_workbook(wrong)
    sheet = book[SHEET]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert cell.value == pytest.approx(194.34)
    assert cell.comment.author == "xltools"
    assert "应为 149.34（相邻两位数字颠倒）" in cell.comment.text
    ranges = {
        str(area.sqref): [rule.dxf.fill.bgColor.rgb for rule in rules]
        for area, rules in sheet.conditional_formatting._cf_rules.items()
    }
    assert ranges == {cell.coordinate: ["FFC55A11"]}
    rows = listed(wrong)
    assert {"5-1", "5-2", "L-1"} <= rows.keys()
    errors = [row for rule in ("5-1", "5-2", "L-1") for row in rows[rule] if row[2] == "错误"]
    assert {row[4] for row in errors} == {cell.coordinate}
    findings = book["校验结果"]
    links = {link.location for row in findings.iter_rows() for each in row if (link := each.hyperlink)}
    assert f"'{SHEET}'!{cell.coordinate}" in links
    console = " ".join(str(value) for value in cached_values(wrong)["操作台"].values())
    assert f"{done.report.count('error')} 处错误" in console


def test_marking_and_clearing_leaves_every_part_as_it_was(wrong):
    before = parts(wrong)
    xltools.mark(wrong)
    assert parts(wrong) != before
    done = xltools.clear(wrong)
    assert done.cells == 1
    assert parts(wrong) == before


def test_a_workbook_of_another_department_too(by_hand):
    before = parts(by_hand)
    done = xltools.mark(by_hand)
    assert done.report.count("error") > 0
    book = openpyxl.load_workbook(by_hand)
    assert book["支出"]["C4"].comment.text == "我的批注"
    assert book["支出"]["D5"].comment.author == "xltools"
    assert "5-1" in listed(by_hand)
    xltools.clear(by_hand)
    assert parts(by_hand) == before


def test_marking_twice_is_marking_once(wrong):
    xltools.mark(wrong)
    once = wrong.read_bytes()
    xltools.mark(wrong)
    assert wrong.read_bytes() == once


def test_an_explanation_is_kept_by_the_next_mark_and_by_clear(wrong):
    """审核说明 belongs to a rule and a place; clear keeps the finding that has one."""
    xltools.mark(wrong)
    book = openpyxl.load_workbook(wrong)
    sheet = book["校验结果"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "F-5")
    row[11].value = "按上级要求手工填写"
    book.save(wrong)
    xltools.mark(wrong)
    assert [row[11] for row in listed(wrong)["F-5"]] == ["按上级要求手工填写"]
    done = xltools.clear(wrong)
    assert done.kept == 1
    assert list(listed(wrong)) == ["F-5"]
    again = openpyxl.load_workbook(wrong)
    assert not [cell for row in again[SHEET].iter_rows() for cell in row if cell.comment]
    assert not again[SHEET].conditional_formatting._cf_rules


def test_a_mended_workbook_loses_its_marks(wrong):
    xltools.mark(wrong)
    xltools.fill(wrong, wrong)
    done = xltools.mark(wrong)
    assert done.cells == 0
    assert done.report.status == "clean"
    assert not [
        cell for row in openpyxl.load_workbook(wrong)[SHEET].iter_rows() for cell in row if cell.comment
    ]


@pytest.mark.slow
def test_the_validator_has_no_new_complaint(wrong, by_hand, open_xml_validator):
    """What openpyxl wrote has one of its own."""
    before = open_xml_validator.validate([wrong, by_hand])
    for path in (wrong, by_hand):
        xltools.mark(path)
    assert open_xml_validator.validate([wrong, by_hand]) == before
    assert before[wrong] == []


def test_the_commands(wrong, tmp_path):
    marked = tmp_path / "已标.xlsx"
    shown = run("mark", wrong, "-o", marked, cwd=tmp_path)
    assert shown.code == 1
    assert "已标出 1 格" in shown.out
    shown = run("clear", marked, cwd=tmp_path)
    assert shown.code == 0
    assert parts(marked) == parts(wrong)
