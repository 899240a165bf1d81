"""Rows against each other, against other tables and against the classification."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from input_cases import FUND_PROJECT, INDICATOR, PROJECT, REVENUE, UNIT, Case, Row
from xltools.model.errors import InputError, InputFault
from xltools.tasks.read_input import Inputs, read_input

OTHER_UNIT = "某某县方志办"


def read(case: Case, path: Path) -> Inputs:
    return read_input(case.folder(path / "case"))


def faults_of(case: Case, path: Path) -> tuple[InputFault, ...]:
    """All faults, whether or not an error is among them."""
    try:
        return read(case, path).faults
    except InputError as error:
        return error.faults


Spoil = Callable[[Case], None]
Place = tuple[str, str, int | None, str | None]


def _basic(**changes: str) -> Spoil:
    return lambda case: case.basic[0].update(changes)


def _project(**changes: str) -> Spoil:
    return lambda case: case.projects[0].update(changes)


def _projects(*rows: Row) -> Spoil:
    return lambda case: case.projects.extend(rows)


def _indicator(**changes: str) -> Spoil:
    return lambda case: case.indicators[0].update(changes)


def _table(name: str, *rows: Row) -> Spoil:
    return lambda case: case.tables.update({name: list(rows)})


def _all(*spoils: Spoil) -> Spoil:
    def spoil(case: Case) -> None:
        for each in spoils:
            each(case)

    return spoil


CARRYOVER = PROJECT | {"项目名称": "旧项目", "年度": "上年结转", "项目类别": ""}
SAME_NAME = PROJECT | {"单位": OTHER_UNIT}
WHOLE = {
    "实施期合计(元)": "100000",
    "实施期中央财政资金(元)": "0",
    "实施期省级财政资金(元)": "0",
    "实施期市县(区)财政资金(元)": "100000",
    "实施期单位自筹(元)": "0",
    "实施期其他资金(元)": "0",
}
LEVELS = ("中央财政资金(元)", "省级财政资金(元)", "市县(区)财政资金(元)", "单位自筹(元)", "其他资金(元)")
NO_LEVELS = dict.fromkeys(LEVELS, "")
THREE_PUBLIC: Row = {
    "项目": "公务接待费",
    "一般公共预算(元)": "100",
    "政府性基金预算(元)": "",
    "国有资本经营预算(元)": "",
}

BASIC_FILE, PROJECTS_FILE, INDICATORS_FILE = "basic_expenditure.csv", "projects.csv", "indicators.csv"

FAULTS: dict[str, tuple[Spoil, Place, str]] = {
    "a function class that is none": (
        _basic(功能科目编码="2182601"),
        ("error", BASIC_FILE, 2, "功能科目编码"),
        "“218”不是支出功能分类的类，表1、表4",
    ),
    "an unknown function code": (
        _basic(功能科目编码="2012677"),
        ("warning", BASIC_FILE, 2, "功能科目编码"),
        r"没有这个功能科目.*functional_classification\.csv",
    ),
    "an unknown function code of a project": (
        _project(功能科目编码="2012677"),
        ("warning", PROJECTS_FILE, 2, "功能科目编码"),
        "没有这个功能科目",
    ),
    "another name": (
        _basic(功能科目名称="事业运行"),
        ("warning", BASIC_FILE, 2, "功能科目名称"),
        "2012601 是“行政运行”，各表按科目表",
    ),
    "no class of departmental economic codes": (
        _basic(部门经济科目编码="50101"),
        ("warning", BASIC_FILE, 2, "部门经济科目编码"),
        "“501”不是部门.*像是政府经济科目",
    ),
    "an unknown departmental economic code": (
        _basic(部门经济科目编码="30177"),
        ("warning", BASIC_FILE, 2, "部门经济科目编码"),
        "没有这个编码",
    ),
    "another economic name": (
        _basic(部门经济科目名称="津贴补贴"),
        ("warning", BASIC_FILE, 2, "部门经济科目名称"),
        "30101 是“基本工资”",
    ),
    "another economic class": (
        _basic(部门经济科目类="商品和服务支出"),
        ("warning", BASIC_FILE, 2, "部门经济科目类"),
        "301 类是“工资福利支出”",
    ),
    "an unknown governmental economic code": (
        _basic(政府经济科目编码="30101"),
        ("warning", BASIC_FILE, 2, "政府经济科目编码"),
        "没有这个编码",
    ),
    "expense type against the class": (
        _basic(经费类型="公用经费"),
        ("warning", BASIC_FILE, 2, "经费类型"),
        "301 类“工资福利支出”一般是人员经费",
    ),
    "a line twice": (
        lambda case: case.basic.append(dict(case.basic[0])),
        ("warning", BASIC_FILE, 3, None),
        "与第 2 行完全相同",
    ),
    "a total row": (
        lambda case: case.basic.append({"单位": "合 计", "金额(元)": "600600"}),
        ("error", BASIC_FILE, 3, None),
        "像是合计行",
    ),
    "a project twice": (
        _projects(PROJECT),
        ("error", PROJECTS_FILE, 3, "项目名称"),
        "重复，第 3 行与第 2 行",
    ),
    "levels that do not add up": (
        _project(**{"省级财政资金(元)": "5000"}),
        ("error", PROJECTS_FILE, 2, "合计(元)"),
        "之和为 95,000.00 元，合计为 94,000.50 元，多 999.50 元",
    ),
    "no levels": (
        _project(**NO_LEVELS),
        ("warning", PROJECTS_FILE, 2, "合计(元)"),
        "都没有填",
    ),
    "levels of the whole period that do not add up": (
        _project(**WHOLE | {"实施期市县(区)财政资金(元)": "99999"}),
        ("error", PROJECTS_FILE, 2, "实施期合计(元)"),
        "少 1.00 元",
    ),
    "more this year than in the whole period": (
        _project(**WHOLE | {"实施期合计(元)": "1000", "实施期市县(区)财政资金(元)": "1000"}),
        ("warning", PROJECTS_FILE, 2, "实施期合计(元)"),
        "年度资金 94,000.50 元 大于实施期资金 1,000.00 元",
    ),
    "a project name in another width": (
        _all(
            _projects(PROJECT | {"项目名称": "档案 数字化"}),
            lambda case: case.indicators.append(INDICATOR | {"项目名称": "档案 数字化"}),
        ),
        ("warning", PROJECTS_FILE, 3, "项目名称"),
        "与项目“档案数字化”只差全角半角或空格",
    ),
    "a unit name in another width": (
        lambda case: case.basic.append(case.basic[0] | {"单位": "某某县 档案馆"}),
        ("warning", BASIC_FILE, 3, "单位"),
        "只差全角半角或空格",
    ),
    "a unit that is not listed": (
        _table("units.csv", {"单位": "某某县档案局"}),
        ("warning", BASIC_FILE, 2, "单位"),
        "没有这个单位，单位类型按“行政”.*是否应为“某某县档案局”",
    ),
    "a unit listed twice": (
        _table("units.csv", {"单位": UNIT}, {"单位": UNIT}),
        ("error", "units.csv", 3, "单位"),
        "与第 2 行相同",
    ),
    "an indicator of no project": (
        _indicator(项目名称="档案数字"),
        ("error", INDICATORS_FILE, 2, "项目名称"),
        "是否应为“档案数字化”",
    ),
    "an indicator of one of two": (
        _projects(SAME_NAME),
        ("error", INDICATORS_FILE, 2, "项目名称"),
        f"2 个单位有同名的项目.*“{UNIT}”、“{OTHER_UNIT}”",
    ),
    "an indicator of another unit": (
        _indicator(单位=OTHER_UNIT),
        ("error", INDICATORS_FILE, 2, "单位"),
        f"没有项目“档案数字化”.*“{UNIT}”",
    ),
    "an indicator of a carried-over project": (
        _all(_projects(CARRYOVER), lambda case: case.indicators.append(INDICATOR | {"项目名称": "旧项目"})),
        ("info", INDICATORS_FILE, 3, "项目名称"),
        "上年结转项目",
    ),
    "an indicator twice": (
        lambda case: case.indicators.append(dict(INDICATOR)),
        ("warning", INDICATORS_FILE, 3, None),
        "与第 2 行完全相同",
    ),
    "a project without indicators": (
        _projects(PROJECT | {"项目名称": "新项目"}),
        ("warning", PROJECTS_FILE, 3, "项目名称"),
        "没有绩效指标",
    ),
    "no indicators at all": (
        lambda case: case.tables.pop(INDICATORS_FILE) and None,
        ("warning", INDICATORS_FILE, None, None),
        "1 个本年项目",
    ),
    "an indicator without value": (
        _indicator(指标值=""),
        ("warning", INDICATORS_FILE, 2, "指标值"),
        "没有指标值",
    ),
    "funds without revenue": (
        _all(
            _projects(FUND_PROJECT), lambda case: case.indicators.append(INDICATOR | {"项目名称": "库房建设"})
        ),
        ("info", "revenue.csv", None, None),
        "表7只列合计 50,000.00 元",
    ),
    "revenue that is not the expenditure": (
        _all(
            _projects(FUND_PROJECT),
            lambda case: case.indicators.append(INDICATOR | {"项目名称": "库房建设"}),
            _table("revenue.csv", REVENUE | {"金额(元)": "40000"}),
        ),
        ("error", "revenue.csv", None, "金额(元)"),
        "收入合计 40,000.00 元.*支出合计 50,000.00 元，收入少 10,000.00 元",
    ),
    "revenue of a fund nobody spends": (
        _table("revenue.csv", REVENUE),
        ("error", "revenue.csv", None, "金额(元)"),
        "支出合计 0.00 元，收入多 50,000.00 元",
    ),
    "revenue of another source": (
        _table("revenue.csv", REVENUE | {"资金来源": "一般公共预算"}),
        ("info", "revenue.csv", 2, None),
        "没有使用",
    ),
    "a sum of three public expenses": (
        _table("three_public.csv", THREE_PUBLIC, THREE_PUBLIC | {"项目": "合计", "一般公共预算(元)": "101"}),
        ("error", "three_public.csv", 3, "一般公共预算(元)"),
        "“合计”为 101.00 元，各项之和为 100.00 元，多 1.00 元",
    ),
    "an item that is none": (
        _table("three_public.csv", THREE_PUBLIC | {"项目": "会议费"}),
        ("error", "three_public.csv", 2, "项目"),
        "不是“三公”经费的项目",
    ),
    "an item twice": (
        _table("three_public.csv", THREE_PUBLIC, THREE_PUBLIC | {"项目": "1.公务接待费"}),
        ("error", "three_public.csv", 3, "项目"),
        "与第 2 行相同",
    ),
    "a code with two names": (
        _table(
            "functional_classification.csv",
            {"编码": "2012677", "名称": "甲"},
            {"编码": "2012677", "名称": "乙"},
        ),
        ("error", "functional_classification.csv", 3, "编码"),
        "第 2 行是“甲”，这一行是“乙”",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_faults_between_rows(tmp_path: Path, kind: str) -> None:
    spoil, place, message = FAULTS[kind]
    case = Case()
    spoil(case)
    (fault,) = faults_of(case, tmp_path)
    assert (fault.severity, fault.file, fault.row, fault.column) == place
    assert re.search(message, f"{fault.message}。{fault.remedy}")


# --- what is right --------------------------------------------------------------------------------------------------


def test_the_departments_own_names_override(tmp_path: Path) -> None:
    case = Case()
    case.basic[0] |= {"功能科目编码": "2012677", "功能科目名称": ""}
    case.tables["functional_classification.csv"] = [{"编码": "2012677", "名称": "特色业务"}]
    inputs = read(case, tmp_path)
    assert inputs.faults == ()
    assert inputs.ledger.function_names == {"2012677": "特色业务"}
    assert inputs.ledger.basic[0].function_name == "特色业务"


def test_blank_names_come_from_the_classification(tmp_path: Path) -> None:
    case = Case()
    blank = dict.fromkeys(("功能科目名称", "部门经济科目名称", "部门经济科目类", "政府经济科目名称"), "")
    given = read(case, tmp_path).ledger.basic
    case.basic[0] |= blank
    assert read(case, tmp_path).ledger.basic == given


def test_units_in_their_order(tmp_path: Path) -> None:
    case = Case()
    third = "某某县史志室"
    case.basic[:] = [case.basic[0] | {"单位": name} for name in (third, OTHER_UNIT)]
    case.tables["units.csv"] = [
        {"单位": UNIT, "单位代码": "017001", "单位类型": "参公", "编制人数": "12", "在职人数": "11"},
        {"单位": OTHER_UNIT, "单位代码": "017002", "单位类型": "事业", "编制人数": "3", "在职人数": ""},
    ]
    ledger = read(case, tmp_path).ledger
    assert [(unit.number, unit.name, unit.kind) for unit in ledger.units] == [
        (1, UNIT, "参公"),
        (2, OTHER_UNIT, "事业"),
        (3, third, "行政"),
    ]
    assert (ledger.units[1].code, ledger.units[1].authorised_staff, ledger.units[1].actual_staff) == (
        "017002",
        3,
        None,
    )
    assert [(line.unit_number, line.unit_kind) for line in ledger.basic] == [(3, "行政"), (2, "事业")]
    assert ledger.projects[0].unit_number == 1


def test_rows_of_one_project(tmp_path: Path) -> None:
    """Same unit and name: one project, whatever differs; the same name in another unit is another."""
    case = Case()
    case.projects.extend([PROJECT | {"功能科目编码": "2012699"}, PROJECT | {"年度": "上年结转"}, SAME_NAME])
    case.indicators[0]["单位"] = UNIT
    case.indicators.append(INDICATOR | {"单位": OTHER_UNIT})
    ledger = read(case, tmp_path).ledger
    assert [line.project_number for line in ledger.projects] == [1, 1, 1, 2]
    assert [indicator.project_number for indicator in ledger.indicators] == [1, 2]


@pytest.mark.parametrize("name", ["档案数字化（二期）", "档案数字化 (二期)"])
def test_an_indicator_may_spell_the_project_in_another_width(tmp_path: Path, name: str) -> None:
    case = Case()
    case.projects[0]["项目名称"] = "档案数字化(二期)"
    case.indicators[0]["项目名称"] = name
    inputs = read(case, tmp_path)
    assert [(fault.severity, fault.file) for fault in inputs.faults] == [("warning", INDICATORS_FILE)]
    assert len(inputs.ledger.indicators) == 1


def test_the_whole_period(tmp_path: Path) -> None:
    case = Case()
    case.projects[0] |= WHOLE
    case.projects.append(CARRYOVER)
    stated, blank = read(case, tmp_path).ledger.projects
    assert stated.states_whole_period
    assert stated.whole_period.municipal == stated.whole_period.total == 100000
    assert not blank.states_whole_period
    assert blank.whole_period.total == 0


def test_levels_without_a_total_of_the_whole_period(tmp_path: Path) -> None:
    case = Case()
    case.projects[0] |= WHOLE | {"实施期合计(元)": ""}
    (project,) = read(case, tmp_path).ledger.projects
    assert project.whole_period.total == 100000


def test_revenue(tmp_path: Path) -> None:
    case = Case()
    case.projects.append(FUND_PROJECT)
    case.indicators.append(INDICATOR | {"项目名称": "库房建设"})
    case.tables["revenue.csv"] = [
        REVENUE | {"金额(元)": "20000", "单位": ""},
        REVENUE | {"金额(元)": "30000.00", "收入科目编码": "103014801", "收入科目名称": "土地出让价款收入"},
        REVENUE | {"资金来源": "单位资金", "金额(元)": "7"},
        REVENUE | {"年度": "上年结转", "金额(元)": "9"},
    ]
    inputs = read(case, tmp_path)
    assert {fault.severity for fault in inputs.faults} == {"info"}
    assert [(line.unit, line.amount) for line in inputs.ledger.revenue] == [(UNIT, 20000), (UNIT, 30000)]
    assert inputs.rows["revenue"] == (2, 3)


def test_revenue_is_not_compared_with_lines_that_could_not_be_read(tmp_path: Path) -> None:
    case = Case()
    case.projects[0]["合计(元)"] = "?"
    case.tables["revenue.csv"] = [dict(REVENUE)]
    assert [(fault.file, fault.column) for fault in faults_of(case, tmp_path)] == [
        (PROJECTS_FILE, "合计(元)")
    ]


def test_three_public_expenses(tmp_path: Path) -> None:
    case = Case()
    case.tables["three_public.csv"] = [
        THREE_PUBLIC | {"项目": "因公出国(境)费", "一般公共预算(元)": "0"},
        THREE_PUBLIC,
        THREE_PUBLIC | {"项目": "公务用车购置及运行费", "一般公共预算(元)": "30"},
        THREE_PUBLIC | {"项目": "其中：①公务用车购置费", "一般公共预算(元)": "10"},
        THREE_PUBLIC | {"项目": "② 公务用车运行维护费", "一般公共预算(元)": "20"},
        THREE_PUBLIC | {"项目": "合计", "一般公共预算(元)": "130"},
    ]
    lines = read(case, tmp_path).ledger.three_public
    assert [(line.item, line.general_public) for line in lines] == [
        ("因公出国（境）费", 0),
        ("公务接待费", 100),
        ("公务用车购置费", 10),
        ("公务用车运行维护费", 20),
    ]


@pytest.mark.parametrize(("amount", "count"), [("0", 1), ("", 0)])
def test_zeros_are_given_and_blanks_are_not(tmp_path: Path, amount: str, count: int) -> None:
    case = Case()
    case.tables["three_public.csv"] = [THREE_PUBLIC | {"一般公共预算(元)": amount}]
    assert len(read(case, tmp_path).ledger.three_public) == count


def test_amounts_are_exact(tmp_path: Path) -> None:
    case = Case()
    case.basic[:] = [case.basic[0] | {"金额(元)": f"{number}.10"} for number in range(100)]
    assert sum(line.amount for line in read(case, tmp_path).ledger.basic) == Decimal("4960.00")
