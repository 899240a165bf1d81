"""Documents of offices with other forms: their titles, headings and layouts, read by the same reader."""

from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from xltools.office.workbook import Workbook
from xltools.tasks.check import check
from xltools.tasks.read_document import DocumentRead, read_document
from xltools.tasks.reading.tables import TablesRead, read_tables

YUAN = "编制单位：某局\t\t\t\t\t单位：元\n"
BY_FUNCTION = (
    "项目\t\t\t\t{kind}\t\t\n"
    "功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出\n"
    "类\t款\t项\t\t\t\t\n"
    "201\t\t\t一般公共服务支出\t127,886,849\t84,861,719\t43,025,130\n"
    "201\t06\t\t财政事务\t127,886,849\t84,861,719\t43,025,130\n"
    "201\t06\t01\t行政运行\t84,861,719\t84,861,719\t\n"
    "201\t06\t02\t一般行政管理事务\t43,025,130\t\t43,025,130\n"
    "\t\t\t合计\t127,886,849\t84,861,719\t43,025,130\n"
)


def read_text(tmp_path: Path, text: str) -> DocumentRead:
    path = tmp_path / "公开.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path, tmp_path / "读出.xlsx")


def tables_of(read: DocumentRead) -> TablesRead:
    return read_tables(Workbook.from_bytes(read.path.read_bytes(), read.path.name))


def values_of(read: DocumentRead, number: int) -> dict[tuple[str, str], Decimal]:
    """The figures of a table in 万元 by row and column, but for blank ones."""
    return {
        (figure.key.row, figure.key.column): figure.value
        for figure in tables_of(read).tables[number].figures()
        if figure.value is not None
    }


@pytest.mark.parametrize(
    ("number", "title", "kind"),
    [
        (5, "2025年部门一般公共预算支出功能分类预算表", "一般公共预算支出"),
        (8, "2025年部门政府性基金预算支出功能分类预算表", "政府性基金预算支出"),
        (9, "2025年部门国有资本经营预算支出功能分类预算表", "国有资本经营预算支出"),
    ],
)
def test_tables_by_function_with_codes_in_three_columns(
    tmp_path: Path, number: int, title: str, kind: str
) -> None:
    read = read_text(tmp_path, f"{title}\n{YUAN}{BY_FUNCTION.format(kind=kind)}")
    assert read.tables == (number,)
    found = values_of(read, number)
    assert found["合计", "total"] == Decimal("12788.6849")
    assert found["2010601", "basic"] == Decimal("8486.1719")
    assert found["2010602", "project"] == Decimal("4302.5130")
    assert len(found) == 13


def test_economic_classes_with_codes_beside_their_names(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        f"2025年部门一般公共预算基本支出部门预算经济分类预算表\n{YUAN}"
        "项目\t\t\t一般公共预算基本支出\t\t\n"
        "经济分类科目编码\t\t部门经济分类科目名称\t合计\t人员经费\t公用经费\n"
        "类\t款\t\t\t\t\n"
        "301\t\t工资福利支出\t13,150,000\t13,150,000\t\n"
        "301\t01\t基本工资\t13,150,000\t13,150,000\t\n"
        "302\t\t商品和服务支出\t1,000,000\t\t1,000,000\n"
        "302\t01\t办公费\t1,000,000\t\t1,000,000\n"
        "\t\t合计\t14,150,000\t13,150,000\t1,000,000\n",
    )
    found = values_of(read, 6)
    assert found["合计", "total"] == 1415
    assert found["工资福利支出", "personnel"] == 1315
    assert sum(key[0].startswith("商品和服务支出") for key in found) == 4
    assert not any(panel.strange for panel in tables_of(read).tables[6].panels)


def test_totals_alone_are_totals(tmp_path: Path) -> None:
    """表1 without 当年预算安排 and 上年结转安排, 表5 without 基本支出 and 项目支出."""
    read = read_text(
        tmp_path,
        f"2025年部门财务收支预算总表\n{YUAN}"
        "本年收入\t\t本年支出\t\n项目\t预算数\t项目\t预算数\n"
        "1. 一般公共预算资金\t164,978,640\t一、一般公共服务支出\t164,978,640\n"
        "收入总计\t164,978,640\t支出总计\t164,978,640\n\n"
        "一般公共预算支出预算表\n单位：万元\n功能科目代码\t功能科目名称\t金额\n"
        "\t合计\t16,497.86\n201\t一般公共服务支出\t16,497.86\n",
    )
    assert read.tables == (1, 5)
    found = values_of(read, 1)
    assert found["201", "total"] == found["一般公共预算", "revenue"] == Decimal("16497.8640")
    assert found["收入总计", "revenue"] == found["支出总计", "total"] == Decimal("16497.8640")
    assert values_of(read, 5) == {
        ("合计", "total"): Decimal("16497.86"),
        ("201", "total"): Decimal("16497.86"),
    }


ACROSS = (
    "2025年部门“三公”经费和机关运行经费预算表\n编制单位：某局\t单位：万元\n"
    "“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数\n"
    "合计\t因公出国(境)费\t公务接待费\t公务用车购置及运行费\t\t\t\n"
    "\t\t\t小计\t购置费\t运行费\t\n"
    "346.30\t288.70\t25.40\t32.20\t\t32.20\t2,517.78\n"
)


def word_across(tmp_path: Path) -> Path:
    """三公 with its items side by side, headings merged as they are printed."""
    document = docx.Document()
    lines = [line.split("\t") for line in ACROSS.splitlines()]
    for line in lines[:2]:
        document.add_paragraph("\t".join(line))
    grid = document.add_table(len(lines) - 2, 7)
    for row, texts in enumerate(lines[2:]):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    for first, last in [((0, 0), (0, 5)), ((1, 3), (1, 5)), ((0, 6), (2, 6))]:
        grid.cell(*first).merge(grid.cell(*last))
    for column in range(3):
        grid.cell(1, column).merge(grid.cell(2, column))
    document.save(str(tmp_path / "三公.docx"))
    return tmp_path / "三公.docx"


def test_three_public_items_side_by_side(tmp_path: Path) -> None:
    read = read_document(word_across(tmp_path), tmp_path / "读出.xlsx")
    assert read.tables == (10,)
    assert values_of(read, 10) == {
        ("合计", "total"): Decimal("346.30"),
        ("因公出国（境）费", "total"): Decimal("288.70"),
        ("公务接待费", "total"): Decimal("25.40"),
        ("公务用车购置及运行费", "total"): Decimal("32.20"),
        ("公务用车运行维护费", "total"): Decimal("32.20"),
    }
    assert set(tables_of(read).tables[10].panels[0].missing) == {
        "general_public",
        "government_managed_funds",
        "state_capital_operations",
    }


def test_a_contradiction_in_them_is_found(tmp_path: Path) -> None:
    path = word_across(tmp_path)
    assert not any(
        found.rule == "10-2" for found in check(read_document(path, tmp_path / "对.xlsx").path).findings
    )
    document = docx.Document(str(path))
    document.tables[0].cell(3, 1).text = "298.70"
    document.save(str(path))
    report = check(read_document(path, tmp_path / "错.xlsx").path)
    assert any(found.rule == "10-2" and found.severity == "error" for found in report.findings)


def test_title_department_and_unit_in_one_cell(tmp_path: Path) -> None:
    document = docx.Document()
    grid = document.add_table(4, 3)
    grid.cell(0, 0).merge(grid.cell(0, 2)).text = "一般公共预算支出预算表\n部门：某办公厅 单位：元"
    for row, texts in enumerate(
        [
            ("功能科目代码", "功能科目名称", "金额"),
            ("", "合计", "90667900"),
            ("201", "一般公共服务支出", "90667900"),
        ],
        1,
    ):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    document.save(str(tmp_path / "公开.docx"))
    read = read_document(tmp_path / "公开.docx", tmp_path / "读出.xlsx")
    assert read.tables == (5,)
    assert values_of(read, 5)["合计", "total"] == Decimal("9066.79")
    assert openpyxl.load_workbook(read.path)["表5 一般公共预算支出表"]["A1"].value == "一般公共预算支出预算表"


def test_a_unit_of_measure_broken_over_two_cells(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "一般公共预算支出预算表\n\t\t单位：万\n部门：某院\t\t元\n功能科目代码\t功能科目名称\t金额\n"
        "\t合计\t513.75\n201\t一般公共服务支出\t513.75\n",
    )
    assert values_of(read, 5)["合计", "total"] == Decimal("513.75")


def test_words_that_refer_to_a_table_are_no_title(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"详见单位的项目绩效目标表\n\n2025年部门支出预算总表\n{YUAN}{BY_FUNCTION}")
    assert read.tables == (3,)
    assert not any("绩效" in why for why in read.unread)


def test_a_contents_is_no_table(tmp_path: Path) -> None:
    """Its lines stand in 情况说明, where no titles are looked for."""
    contents = "目录\n一、收支预算总表\n二、收入预算总表\n三、支出预算总表\n\n"
    read = read_text(tmp_path, f"{contents}2025年部门支出预算总表\n{YUAN}{BY_FUNCTION}")
    assert read.tables == (3,)
    assert tables_of(read).missing[1] == "没有找到表1（预算收支总表）"


def test_a_name_that_a_page_broke_inside_brackets_is_one(tmp_path: Path) -> None:
    head = "项目名称\t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算\t财政专户管理资金\t单位资金\n"
    read = read_text(
        tmp_path,
        f"2025年项目支出预算表\n单位：万元\n{head}某局\t11.00\t11.00\t\t\t\t\n"
        f"配套资金（中\t11.00\t11.00\t\t\t\t\n— 3 —\n{head}央）\t\t\t\t\t\t\n",
    )
    sheet = openpyxl.load_workbook(read.path).worksheets[0]
    assert [sheet.cell(row, 1).value for row in range(3, sheet.max_row + 1)] == [
        "项目名称",
        "某局",
        "配套资金（中央）",
    ]
