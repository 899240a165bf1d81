"""A workbook as input: the same as the folder, and what only a workbook can hold."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from input_cases import BASIC, FUND_PROJECT, INDICATOR, PROJECT, REVENUE, UNIT, Case
from oracles.made_up import make_department
from xltools.model.errors import InputError, InputFault, XltoolsError
from xltools.tasks.fill import fill
from xltools.tasks.read_input import Correction, Inputs, read_input

Sheet = Any
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "organization_department"


def full_case() -> Case:
    """Every table, numbers as numbers."""
    case = Case()
    case.projects.append(dict(FUND_PROJECT))
    case.indicators.append(INDICATOR | {"项目名称": "库房建设"})
    case.tables["revenue.csv"] = [dict(REVENUE)]
    case.tables["units.csv"] = [{"单位": UNIT, "单位类型": "参公", "编制人数": 12}]
    case.tables["three_public.csv"] = [
        {
            "项目": "公务接待费",
            "一般公共预算(元)": "100",
            "政府性基金预算(元)": "",
            "国有资本经营预算(元)": "",
        }
    ]
    case.tables["functional_classification.csv"] = [{"编码": "2012604", "名称": "档案馆"}]
    for rows in case.tables.values():
        for row in rows:
            for heading, value in row.items():
                if heading.endswith("(元)") and value:
                    row[heading] = float(value)
    return case


def edited(case: Case, path: Path, edit: Callable[[openpyxl.Workbook], None]) -> Path:
    case.workbook(path)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def column_of(sheet: Sheet, heading: str, row: int = 3) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == heading)


def set_cell(sheet_name: str, heading: str, value: object, number_format: str = "General") -> Any:
    def edit(book: openpyxl.Workbook) -> None:
        sheet: Sheet = book[sheet_name]
        cell = sheet.cell(4, column_of(sheet, heading))
        cell.value = value
        cell.number_format = number_format

    return edit


def test_the_workbook_equals_the_folder(tmp_path: Path) -> None:
    case = full_case()
    folder, workbook = (
        read_input(case.folder(tmp_path / "case")),
        read_input(case.workbook(tmp_path / "case.xlsx")),
    )
    assert workbook.ledger == folder.ledger
    assert workbook.faults == ()
    assert workbook.corrections == ()
    assert set(workbook.rows["projects"]) == {4, 5}
    assert not workbook.is_form


def test_the_sample_as_a_workbook(tmp_path: Path) -> None:
    case = Case()
    case.tables = {}
    for name in ("basic_expenditure.csv", "projects.csv", "indicators.csv", "functional_classification.csv"):
        with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
            case.tables[name] = list(csv.DictReader(file))
    case.facts = json.loads((SAMPLE / "unit.json").read_text(encoding="utf-8"))
    workbook = read_input(case.workbook(tmp_path / "sample.xlsx"))
    assert workbook.ledger == read_input(SAMPLE).ledger


def test_a_workbook_with_the_public_tables_is_a_form(tmp_path: Path) -> None:
    assert read_input(full_case().workbook(tmp_path / "case.xlsx", form=True)).is_form


def test_codes_stored_as_numbers_become_text(tmp_path: Path) -> None:
    case = full_case()
    expected = read_input(case.folder(tmp_path / "case")).ledger
    case.basic[0] |= {"功能科目编码": 2012601, "部门经济科目编码": 30101, "政府经济科目编码": 50101.0}
    case.projects[0] |= {"功能科目编码": 2012604}
    inputs = read_input(case.workbook(tmp_path / "case.xlsx"))
    assert inputs.ledger == expected
    assert [(correction.sheet, correction.old, correction.new) for correction in inputs.corrections] == [
        ("支出明细", Decimal(2012601), "2012601"),
        ("支出明细", Decimal(30101), "30101"),
        ("支出明细", Decimal(50101), "50101"),
        ("项目清单", Decimal(2012604), "2012604"),
    ]
    assert {fault.severity for fault in inputs.faults} == {"info"}
    assert (inputs.corrections[0].row, inputs.corrections[0].column) == (4, 3)


def _clear(sheet_name: str, row: int, column: int) -> Any:
    def edit(book: openpyxl.Workbook) -> None:
        sheet: Sheet = book[sheet_name]
        sheet.cell(row, column).value = None

    return edit


READ_AS: dict[tuple[str, str], Callable[[Inputs], object]] = {
    ("支出明细", "金额"): lambda inputs: inputs.ledger.basic[0].amount,
    ("支出明细", "年度"): lambda inputs: inputs.ledger.basic[0].year,
    ("支出明细", "资金来源"): lambda inputs: inputs.ledger.basic[0].source,
    ("支出明细", "单位"): lambda inputs: inputs.ledger.basic[0].unit,
    ("支出明细", "功能科目编码"): lambda inputs: inputs.ledger.basic[0].function_code,
    ("项目清单", "填报日期"): lambda inputs: inputs.ledger.projects[0].texts["date"],
    ("绩效指标", "指标值"): lambda inputs: inputs.ledger.indicators[0].value,
}


@pytest.mark.parametrize(
    ("column", "cell", "number_format", "value", "is_corrected", "said"),
    [
        (("支出明细", "金额"), "1,234.50", "General", Decimal("1234.50"), True, ["info"]),
        (("支出明细", "金额"), "１２３４", "General", Decimal(1234), True, ["info"]),
        (("支出明细", "金额"), 0.1 + 0.2, "General", Decimal("0.3"), False, []),
        (("支出明细", "金额"), 1234.5, '#,##0.00"元"', Decimal("1234.5"), False, []),
        (("支出明细", "资金来源"), " 一般公共预算", "General", "一般公共预算", True, []),
        (("支出明细", "年度"), "当年", "General", "本年", True, ["info"]),
        (("支出明细", "单位"), f"{UNIT} ", "General", UNIT, True, []),
        (("支出明细", "功能科目编码"), 2012601, "0000000", "2012601", True, ["info"]),
        (("支出明细", "功能科目编码"), "２０１２６０１", "General", "2012601", True, ["info"]),
        (("项目清单", "填报日期"), date(2024, 12, 16), "yyyy-mm-dd", "2024-12-16", True, []),
        (("项目清单", "填报日期"), 20241216, "General", "20241216", True, []),
        (("绩效指标", "指标值"), 1, "0%", "100%", True, []),
        (("绩效指标", "指标值"), 0.955, "0.00%", "95.50%", True, []),
        (("绩效指标", "指标值"), 188, "General", "188", False, []),
    ],
)
def test_what_cells_are_read_as(
    tmp_path: Path,
    column: tuple[str, str],
    cell: object,
    number_format: str,
    value: object,
    is_corrected: bool,
    said: list[str],
) -> None:
    inputs = read_input(edited(full_case(), tmp_path / "case.xlsx", set_cell(*column, cell, number_format)))
    assert READ_AS[column](inputs) == value
    assert [correction.new for correction in inputs.corrections] == ([value] if is_corrected else [])
    assert [fault.severity for fault in inputs.faults] == said


def errors_of(path: Path) -> list[InputFault]:
    with pytest.raises(InputError) as caught:
        read_input(path)
    return [fault for fault in caught.value.faults if fault.severity == "error"]


@pytest.mark.parametrize(
    ("edit", "place", "message"),
    [
        (
            set_cell("支出明细", "金额", "=100*12"),
            ("支出明细", 4, "金额"),
            "没有计算结果.*Excel 或 WPS.*保存",
        ),
        (set_cell("绩效指标", "指标值", "=1+1"), ("绩效指标", 4, "指标值"), "没有计算结果"),
        (set_cell("支出明细", "金额", "#N/A"), ("支出明细", 4, "金额"), "公式出错（#N/A）"),
        (set_cell("支出明细", "金额", True), ("支出明细", 4, "金额"), "不是金额"),
        (set_cell("支出明细", "金额", -5), ("支出明细", 4, "金额"), "不能是负数"),
        (set_cell("支出明细", "金额", 1e12), ("支出明细", 4, "金额"), "1 万亿"),
        (set_cell("支出明细", "金额", None), ("支出明细", 4, "金额"), "不能为空"),
        (set_cell("支出明细", "单位", None), ("支出明细", 4, "单位"), "不能为空.*合并的单元格"),
        (set_cell("支出明细", "功能科目编码", 201260), ("支出明细", 4, "功能科目编码"), "现为 6 位"),
        (set_cell("支出明细", "功能科目编码", 2012601.5), ("支出明细", 4, "功能科目编码"), "只能是数字"),
        (
            lambda book: book["支出明细"].cell(3, 2, "单位名称"),
            ("支出明细", 3, "单位"),
            "缺少这一列.*“单位名称”",
        ),
        (lambda book: book["项目清单"].delete_rows(1, 3), ("项目清单", None, None), "没有找到标题行"),
        (lambda book: book["单位信息"].cell(4, 3, "二〇二五"), ("单位信息", 4, "年度"), "2000 至 2100"),
        (lambda book: book["单位信息"].cell(4, 3, "=2024+1"), ("单位信息", 4, "年度"), "没有计算结果"),
        (_clear("单位信息", 3, 1), ("单位信息", None, None), "没有找到标题行"),
        (_clear("单位信息", 5, 3), ("单位信息", 5, "部门名称"), "不能为空"),
    ],
)
def test_errors_of_cells(
    tmp_path: Path, edit: Callable[[Any], None], place: tuple[str, int | None, str | None], message: str
) -> None:
    (fault,) = errors_of(edited(full_case(), tmp_path / "case.xlsx", edit))
    assert (fault.file, fault.row, fault.column) == place
    assert re.search(message, f"{fault.message}。{fault.remedy}")


def _type_as_text(path: Path, cell: str) -> None:
    """Gives a formula cell the type Excel writes where the result is an empty text; XlsxWriter leaves it out."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(f'<c r="{cell}">'.encode(), f'<c r="{cell}" t="str">'.encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_cached_values_of_formulas(tmp_path: Path) -> None:
    """As Excel saves them; XlsxWriter writes formula and value."""
    path = tmp_path / "case.xlsx"
    book = xlsxwriter.Workbook(path)
    basic, projects, facts = (book.add_worksheet(name) for name in ("支出明细", "项目清单", "单位信息"))
    basic.write_row(0, 0, list(BASIC))
    basic.write_row(1, 0, list(BASIC.values()))
    basic.write_formula(1, 11, "=50050*12", None, 600600)
    basic.write_formula(1, 1, "=2012600+1", None, 2012601)
    basic.write_formula(2, 0, '=IF(A4="","",A4)', None, "")
    projects.write_row(0, 0, list(PROJECT))
    facts.write_row(0, 0, ["类别", "项目", "内容"])
    facts.write_row(1, 0, ["基本情况", "年度", 2025])
    facts.write_row(2, 1, ["部门名称", UNIT])
    book.close()
    _type_as_text(path, "A3")
    inputs = read_input(path)
    (line,) = inputs.ledger.basic
    assert (line.amount, line.function_code) == (600600, "2012601")
    assert inputs.ledger.department.name == UNIT
    assert inputs.corrections == (Correction("支出明细", 2, 2, Decimal(2012601), "2012601"),)
    assert [fault.severity for fault in inputs.faults] == ["info", "warning"]
    assert "公式会被它的结果代替" in inputs.faults[1].message


def test_tables_stand_where_people_put_them(tmp_path: Path) -> None:
    def move(book: openpyxl.Workbook) -> None:
        sheet: Sheet = book["支出明细"]
        sheet.insert_rows(1, 4)
        sheet.insert_cols(1, 3)
        sheet.insert_rows(8)
        book["单位信息"].insert_rows(1, 2)
        book["项目清单"].title = "项目清单 "

    case = full_case()
    path = edited(case, tmp_path / "case.xlsx", move)
    inputs = read_input(path)
    assert inputs.ledger == read_input(case.folder(tmp_path / "case")).ledger
    assert inputs.rows["basic"] == (9,)


def test_facts_on_the_sheet(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet: Sheet = book["单位信息"]
        rows = {(row[0].value, row[1].value): row[0].row for row in sheet.iter_rows(min_row=4, max_col=2)}
        sheet.cell(rows["基本情况", "部门代码"], 3, 17).number_format = "000"
        sheet.cell(rows["上年数(元)", "基本支出"], 3, "1,000.00")
        sheet.cell(rows["国有资产", "截至日期"], 3, date(2025, 5, 14))
        sheet.cell(rows["变动原因", "收入"], 1, "变动的原因")

    inputs = read_input(edited(full_case(), tmp_path / "case.xlsx", edit))
    department = inputs.ledger.department
    assert department.code == "017"
    assert department.values["上年数(元)/基本支出"] == 1000
    assert department.values["国有资产/截至日期"] == "2025-05-14"
    assert department.values["内设机构"] == ("办公室", "业务科")
    assert [correction.new for correction in inputs.corrections] == ["017", Decimal("1000.00"), "2025-05-14"]


@pytest.mark.parametrize(
    ("item", "message"),
    [("编制人员数", "是否应为“编制人数”"), ("电话", "不影响其他项目")],
)
def test_an_unknown_fact_on_the_sheet(tmp_path: Path, item: str, message: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet: Sheet = book["单位信息"]
        sheet.insert_rows(4)
        for column, text in enumerate(("基本情况", item, 12), 1):
            sheet.cell(4, column, text)

    (fault,) = read_input(edited(full_case(), tmp_path / "case.xlsx", edit)).faults
    assert (fault.severity, fault.file, fault.row, fault.column) == ("warning", "单位信息", 4, item)
    assert message in fault.remedy


def test_a_sheet_is_missing(tmp_path: Path) -> None:
    path = edited(full_case(), tmp_path / "case.xlsx", lambda book: book.remove(book["单位信息"]))
    with pytest.raises(XltoolsError, match=r"没有工作表“单位信息”；.*xltools init"):
        read_input(path)


def test_public_tables_without_inputs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("表1 收支总表")
    book.save(tmp_path / "case.xlsx")
    with pytest.raises(XltoolsError, match="“支出明细”、“项目清单”、“单位信息”；它是已生成的公开表"):
        read_input(tmp_path / "case.xlsx")


@pytest.mark.parametrize("seed", [3, 6, 9])
def test_a_filled_workbook_reads_as_what_it_was_filled_from(tmp_path: Path, seed: int) -> None:
    folder = make_department(tmp_path / "inputs", seed)
    filled = read_input(fill(folder, tmp_path / "filled.xlsx").path)
    assert filled.ledger == read_input(folder).ledger
    assert filled.is_form
    assert filled.corrections == ()
