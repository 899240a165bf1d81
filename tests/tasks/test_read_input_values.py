"""Single values: what is taken, what is refused, and what is said of it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from input_cases import UNIT, Case
from xltools.budget.inputs import BASIC, PROJECTS, UNITS
from xltools.model.errors import InputError, InputFault
from xltools.tasks.inputs.amounts import read_amount
from xltools.tasks.inputs.convert import read_value
from xltools.tasks.inputs.reading import Reading
from xltools.tasks.read_input import Inputs, read_input

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def severities(reading: Reading) -> list[str]:
    return [note.severity for note in reading.notes]


# --- amounts --------------------------------------------------------------------------------------------------------


@given(
    st.decimals(0, "999999999999.99", places=2),
    st.sampled_from(
        ["{:.2f}", "{:f}", "{:,.2f}", " {:,} ", "￥{:,.2f}", "¥ {:.2f}", "{:,.2f}元", "{:.2f} 元", "+{:.2f}"]
    ),
    st.booleans(),
)
def test_amounts_read_back(amount: Decimal, pattern: str, full_width: bool) -> None:
    text = pattern.format(amount)
    reading = read_amount(text.translate(FULL_WIDTH) if full_width else text, in_workbook=False)
    assert reading.value == amount
    assert severities(reading) == (["info"] if full_width else [])


@pytest.mark.parametrize("text", ["0", "-", "—", "——", "－", "–", "0.00", "-0", "００"])
def test_zero(text: str) -> None:
    reading = read_amount(text, in_workbook=False)
    assert reading.value == 0
    assert not reading.is_error
    assert not reading.value.is_signed()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("12万", "带有“万”.*此处应为 120000$"),
        ("1.5亿元", "带有“亿”.*此处应为 150000000$"),
        ("万", "不是金额"),
        ("1.2.3", "不是金额"),
        ("1,23", "千位逗号"),
        ("1,234,56", "千位逗号"),
        ("12,3456.00", "千位逗号"),
        (",123", "千位逗号"),
        ("12 34", "不是金额"),
        ("十二元", "不是金额"),
        ("元", "不是金额"),
        (".", "不是金额"),
        ("---", "不是金额"),
        ("约100", "不是金额"),
        ("100。5", "不是金额"),
        ("10²", "不是金额"),
        ("١٢٣", "不是金额"),
        ("NaN", "不是金额"),
        ("Infinity", "不是金额"),
        ("1_000", "不是金额"),
        ("6.00E+05", "科学计数法"),
        ("-100", "不能是负数"),
        ("－100", "不能是负数"),
        ("(1,234.00)", "不能是负数"),
        ("（100）", "不能是负数"),
        ("1000000000000", "1 万亿"),
        ("1000000000000.00", "1 万亿"),
        ("9" * 40, "1 万亿"),
        ("=1+1", "是公式"),
    ],
)
def test_no_amounts(text: str, message: str) -> None:
    reading = read_amount(text, in_workbook=False)
    (note,) = reading.notes
    assert (reading.value, note.severity) == (None, "error")
    assert re.search(message, f"{note.message}。{note.remedy}")


@pytest.mark.parametrize("text", ["0.001", "33333.333", "999999999999.995", "0.1" + "0" * 40 + "1"])
def test_fractions_of_a_cent_are_kept_and_told(text: str) -> None:
    reading = read_amount(text, in_workbook=False)
    assert reading.value == Decimal(text)
    assert severities(reading) == ["warning"]


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_an_error(text: str) -> None:
    reading = read_value(text, BASIC.column("amount"), in_workbook=False)
    assert (reading.value is None) == reading.is_error
    assert reading.is_error or 0 <= reading.value < 10**12


# --- other kinds ----------------------------------------------------------------------------------------------------

FUNCTION = BASIC.column("function_code")
SOURCE = BASIC.column("source")
YEAR = BASIC.column("year")
STAFF = UNITS.column("authorised_staff")
UNIT_CODE = UNITS.column("code")
DATE = PROJECTS.column("date")
ATTRIBUTE = PROJECTS.column("attribute")


@pytest.mark.parametrize(
    ("text", "column", "value", "said"),
    [
        ("2013201", FUNCTION, "2013201", []),
        (" 2013201 ", FUNCTION, "2013201", []),
        ("２０１３２０１", FUNCTION, "2013201", ["info"]),
        ("2013201.0", FUNCTION, "2013201", ["info"]),
        ("'2013201", FUNCTION, "2013201", ["info"]),
        ('="2013201"', FUNCTION, "2013201", ["info"]),
        ("007", UNIT_CODE, "007", []),
        ("101-A", UNIT_CODE, "101-A", []),
        ("1.0", UNIT_CODE, "1.0", []),
        (" 一般公共预算　", SOURCE, "一般公共预算", []),
        ("政府性基金", SOURCE, "政府性基金预算", ["info"]),
        ("国有资本经营", SOURCE, "国有资本经营预算", ["info"]),
        ("财政专户", SOURCE, "财政专户管理资金", ["info"]),
        ("当年", YEAR, "本年", ["info"]),
        ("今年", YEAR, "本年", ["info"]),
        ("结转", YEAR, "上年结转", ["info"]),
        ("一次性项目(1年结束)", ATTRIBUTE, "一次性项目（1年结束）", []),
        ("自定的属性", ATTRIBUTE, "自定的属性", []),
        ("31", STAFF, 31, []),
        ("３１", STAFF, 31, []),
        ("31.0", STAFF, 31, []),
        ("", STAFF, None, []),
        ("20241216", DATE, "20241216", []),
        ("2024-12-16", DATE, "2024-12-16", []),
        ("2024/12/6", DATE, "2024-12-06", []),
        ("2024.12.16", DATE, "2024-12-16", []),
        ("2024年12月16日", DATE, "2024年12月16日", []),
        ("2024-02-30", DATE, "2024-02-30", ["warning"]),
        ("年底", DATE, "年底", ["warning"]),
    ],
)
def test_values_taken(text: str, column: object, value: object, said: list[str]) -> None:
    reading = read_value(text, column, in_workbook=False)  # type: ignore[arg-type]
    assert reading.value == value
    assert severities(reading) == said


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("20132", FUNCTION, "应为 7 位，现为 5 位.*项级"),
        ("20132011", FUNCTION, "应为 7 位，现为 8 位"),
        ("行政运行", FUNCTION, "只能是数字"),
        ("2013201.5", FUNCTION, "只能是数字"),
        ("2.0132E+06", FUNCTION, "科学计数法"),
        ("", FUNCTION, "不能为空"),
        ("一般公共预算拨款", SOURCE, "不在可选.*是否应为“一般公共预算”"),
        ("拨款", SOURCE, "不在可选"),
        ("2025", YEAR, "请改为“本年”或“上年结转”"),
        ("31人", STAFF, "整数"),
        ("31.5", STAFF, "整数"),
        ("-1", STAFF, "整数"),
    ],
)
def test_values_refused(text: str, column: object, message: str) -> None:
    reading = read_value(text, column, in_workbook=False)  # type: ignore[arg-type]
    assert reading.is_error
    (note,) = reading.notes
    assert re.search(message, f"{note.message}。{note.remedy}")


# --- where they stand -----------------------------------------------------------------------------------------------


def read(case: Case, path: Path) -> Inputs:
    return read_input(case.folder(path / "case"))


def only_error(case: Case, path: Path) -> InputFault:
    with pytest.raises(InputError) as caught:
        read(case, path)
    (fault,) = [fault for fault in caught.value.faults if fault.severity == "error"]
    return fault


@pytest.mark.parametrize(
    ("table", "heading", "value"),
    [
        ("basic_expenditure.csv", "单位", ""),
        ("basic_expenditure.csv", "功能科目编码", "abc"),
        ("basic_expenditure.csv", "政府经济科目编码", "501"),
        ("basic_expenditure.csv", "经费类型", "项目经费"),
        ("basic_expenditure.csv", "资金来源", "拨款"),
        ("basic_expenditure.csv", "年度", ""),
        ("basic_expenditure.csv", "金额(元)", ""),
        ("projects.csv", "项目名称", "  "),
        ("projects.csv", "项目类别", "一般类"),
        ("projects.csv", "合计(元)", "九万"),
        ("projects.csv", "省级财政资金(元)", "4,00"),
        ("indicators.csv", "三级指标", ""),
    ],
)
def test_the_place_of_an_error(tmp_path: Path, table: str, heading: str, value: str) -> None:
    case = Case()
    case.tables[table].insert(0, dict(case.tables[table][0]))
    if table == "projects.csv":
        case.tables[table][0]["项目名称"] = "另一项目"
    case.tables[table][1] |= {heading: value}
    fault = only_error(case, tmp_path)
    assert (fault.file, fault.row, fault.column) == (table, 3, heading)
    assert fault.value == (value.strip() or None)


def test_text_stays_text(tmp_path: Path) -> None:
    case = Case()
    texts = ["=SUM(A1)", "+1", "-1", "@x", "*?~", '“引号”"x"', "第一行\n第二行", "　　首行缩进"]
    case.projects[0] |= {"项目概况": "\n".join(texts), "立项依据": "=1+1", "负责人": " 张三 "}
    project = read(case, tmp_path).ledger.projects[0]
    assert project.texts["overview"] == "\n".join(texts)
    assert project.texts["basis"] == "=1+1"
    assert project.texts["responsible"] == "张三"
    assert "necessity" not in project.texts


def test_control_characters_are_removed_and_told(tmp_path: Path) -> None:
    case = Case()
    case.projects[0]["项目概况"] = "扫描\x0b2\x00万\x1f卷"
    inputs = read(case, tmp_path)
    assert inputs.ledger.projects[0].texts["overview"] == "扫描2万卷"
    assert [(fault.severity, fault.column) for fault in inputs.faults] == [("warning", "项目概况")]


def test_lone_surrogates_of_json_are_removed(tmp_path: Path) -> None:
    case = Case()
    folder = case.folder(tmp_path / "case")
    file = folder / "unit.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"017"', '"017", "战略目标": "甲\\ud800乙"'),
        encoding="utf-8",
    )
    inputs = read_input(folder)
    assert inputs.ledger.department.values["战略目标"] == "甲乙"
    assert [fault.severity for fault in inputs.faults] == ["warning"]


@pytest.mark.parametrize(("length", "is_refused"), [(32_767, False), (32_768, True)])
def test_long_texts(tmp_path: Path, length: int, is_refused: bool) -> None:
    case = Case()
    case.projects[0]["项目概况"] = "长" * length
    if is_refused:
        fault = only_error(case, tmp_path)
        assert "32,767" in fault.message
        assert fault.value is not None
        assert len(fault.value) == 60
    else:
        assert len(read(case, tmp_path).ledger.projects[0].texts["overview"]) == length


def test_astral_characters_count_twice(tmp_path: Path) -> None:
    case = Case()
    case.projects[0]["项目概况"] = "𠮷" * 16_384
    assert "32,768" in only_error(case, tmp_path).message


def test_the_same_warning_is_told_once_with_its_rows(tmp_path: Path) -> None:
    case = Case()
    case.tables["basic_expenditure.csv"] = [
        case.basic[0] | {"功能科目编码": "2019999", "功能科目名称": "自定", "金额(元)": str(amount)}
        for amount in range(9)
    ]
    warnings = read(case, tmp_path).faults
    (fault,) = [fault for fault in warnings if "名称" in fault.message or "科目表" in fault.message]
    assert fault.row == 2
    assert "第 3、4、5、6、7 行等另外 8 处同此" in fault.message


def test_messages_fit_a_gbk_console(tmp_path: Path) -> None:
    case = Case()
    case.basic[0] |= {"资金来源": "一般公共预算拨款", "金额(元)": "12万"}
    case.projects[0] |= {"单位": UNIT, "省级财政资金(元)": "1"}
    with pytest.raises(InputError) as caught:
        read(case, tmp_path)
    str(caught.value).encode("gbk")
