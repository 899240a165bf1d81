"""Performance forms are read wherever they stand: our own sheets, and sheets that people made or rearranged."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from operator import attrgetter
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xltools
from oracles.expected_targets import expected_targets
from oracles.made_up import make_department
from xltools.model.disclosure import OVERALL, TARGETS, Flaw, ReadForm
from xltools.office.workbook import Workbook
from xltools.resources import template_path
from xltools.tasks.reading.forms import read_forms, read_overall, read_targets

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "organization_department"
LEVELS = ("total", "central", "provincial", "municipal", "self_raised", "other")
FUNDING = (
    "资金总额",
    "其中：中央财政资金",
    "其中：省级财政资金",
    "其中：市县(区)财政资金",
    "其中：单位自筹",
    "其中：其他资金",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("filled") / "部门.xlsx").path


@pytest.fixture
def book(filled: Path) -> Workbook:
    return Workbook.open(filled)


def amounts(form: ReadForm, period: str = "levels") -> list[Decimal | None]:
    return [form.figures[f"{period}.{level}"].value for level in LEVELS]


def small_form(sheet: Worksheet, row: int, name: str, amount: object, *, merged: bool = True) -> None:
    """A form as a clerk would make it by hand from `row` on, in 8 columns."""

    def put(offset: int, *cells: tuple[int, object, int]) -> None:
        for column, text, last in cells:
            sheet.cell(row + offset, column, text)
            if merged and last > column:
                sheet.merge_cells(
                    start_row=row + offset, start_column=column, end_row=row + offset, end_column=last
                )

    put(0, (1, "2025年项目支出绩效目标表", 8))
    put(1, (7, "金额单位：元", 8))
    put(2, (1, "项目名称", 1), (2, name, 8))
    put(3, (1, "主管部门及代码", 1), (2, "007-某局", 4), (5, "实施单位", 5), (6, "某所", 8))
    for index, label in enumerate(FUNDING):
        value = amount if index in (0, 3) else None
        whole, year = ("实施期" + label, "年度" + label) if index == 0 else (label, label)
        put(4 + index, (2, whole, 3), (4, value, 4), (5, year, 6), (7, value, 8))
    put(10, (1, "项目总体目标", 1), (2, "实施期目标", 4), (5, "年度目标", 8))
    put(11, (2, "全部完成", 4), (5, "完成一半", 8))
    put(12, (1, "绩效指标", 1), (2, "一级指标", 2), (3, "实施期指标", 5), (6, "年度指标", 8))
    heads = ("二级指标", "三级指标", "指标值")
    put(13, *((3 + index, head, 0) for index, head in enumerate(heads * 2)))
    put(14, (2, "产出指标", 0), (3, "数量指标", 0), (4, "人数", 0), (5, "9人", 0), (6, "数量指标", 0))
    put(14, (7, "人数", 0), (8, "5人", 0))
    put(15, (4, "次数", 0), (5, "2次", 0))
    put(16, (1, "负责人", 0), (2, "张三", 0), (3, "经办人", 0), (4, "李四", 0))


def test_every_sheet_of_the_sample_as_its_files_say(book: Workbook) -> None:
    with (SAMPLE / "projects.csv").open(encoding="utf-8-sig") as file:
        projects = [row for row in csv.DictReader(file) if row["年度"] == "本年"]
    with (SAMPLE / "indicators.csv").open(encoding="utf-8-sig") as file:
        indicators = list(csv.DictReader(file))
    forms = read_targets(book)
    assert [form.texts["name"][1] for form in forms] == [row["项目名称"] for row in projects]
    headings = ("合计(元)", "中央财政资金(元)", "省级财政资金(元)", "市县(区)财政资金(元)", "单位自筹(元)")
    for form, row in zip(forms, projects, strict=True):
        expected = [Decimal(row[heading] or 0) for heading in (*headings, "其他资金(元)")]
        assert amounts(form) == amounts(form, "whole_period") == expected
        assert form.texts["basis"][1] == row["立项依据"].strip()
        assert form.texts["year_goal"][1] == row["年度目标"].strip()
        assert (form.texts["year"][1], form.texts["unit_of_measure"][1]) == ("2025", "元")
        assert not form.missing
        own = [entry for entry in indicators if entry["项目名称"] == row["项目名称"]]
        for period in ("实施期", "年度"):
            read = [
                (found.level1, found.level2.removesuffix("指标"), found.level3, found.value)
                for found in form.indicators
                if found.period == period
            ]
            assert sorted(read) == sorted(
                (
                    entry["一级指标"],
                    entry["二级指标"].removesuffix("指标"),
                    entry["三级指标"],
                    entry["指标值"],
                )
                for entry in own
            )


def test_figures_know_their_cell_and_project(book: Workbook) -> None:
    form = read_targets(book)[1]
    figure = form.figures["levels.total"]
    assert figure.key == (TARGETS, "党群服务和人才专项经费", "levels.total")
    assert (figure.spot.sheet, figure.spot.cell, figure.value) == (
        "绩效02 党群服务和人才专项经费",
        "G6",
        Decimal(3_000_000),
    )
    assert figure.formula
    cost = next(found for found in form.indicators if found.value == "≤100万元" and found.period == "年度")
    assert book.sheet(cost.spot.sheet).cell(cost.spot.row, cost.spot.column).value == "≤100万元"


def test_the_overall_sheet_of_the_sample(book: Workbook) -> None:
    """Amounts as published; staff from unit.json."""
    form = read_overall(book)
    assert form is not None
    facts = json.loads((SAMPLE / "unit.json").read_text(encoding="utf-8"))
    values = {slot: figure.value for slot, figure in form.figures.items() if figure.value}
    assert values == {
        "authorised_staff": facts["编制人数"],
        "actual_staff": facts["在职人数"],
        "revenue": Decimal("948.41"),
        "general_public": Decimal("948.41"),
        "carryover": Decimal("32.79"),
        "expenditure": Decimal("948.41"),
        "basic": Decimal("330.29"),
        "personnel": Decimal("295.92"),
        "operating": Decimal("34.37"),
        "project": Decimal("618.12"),
        "other_operating": Decimal("127.38"),
        "specific_goal": Decimal("490.74"),
    }
    assert form.figures["basic"].key == (OVERALL, "", "basic")
    assert form.texts["name"][1] == facts["部门名称"]
    assert [[i.level1, i.level2, i.level3, i.value] for i in form.indicators] == facts["整体指标"]
    assert not form.missing


@pytest.mark.parametrize("seed", [3, 6, 7])
def test_made_up_departments(tmp_path: Path, seed: int) -> None:
    """Forms in list order; two units may have a project of one name: the second's key ends in #2."""
    inputs = make_department(tmp_path / "输入", seed)
    forms = read_targets(Workbook.open(xltools.fill(inputs, tmp_path / "部门.xlsx").path))
    expected = expected_targets(inputs)
    assert len(forms) == len(expected)
    keys = [form.figures["levels.total"].key.row for form in forms]
    assert len(set(keys)) == len(keys)
    for form, sheet in zip(forms, expected, strict=True):
        assert [int((value or 0) * 100) for value in amounts(form)] == list(sheet.year)


def test_blank_forms_are_none() -> None:
    """The template: the form's sample sheet and an overall sheet without a name."""
    forms = read_forms(Workbook.open(template_path()))
    assert forms.targets == ()
    assert forms.overall is None


@pytest.mark.parametrize("merged", [True, False])
def test_forms_by_hand_stacked_on_a_sheet_of_another_name(tmp_path: Path, merged: bool) -> None:
    """Two below each other, unmerged too; a remark right of the form is no part of it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附件3"
    small_form(sheet, 3, "甲项目", 94000, merged=merged)
    small_form(sheet, 25, "乙项目", "1,200元", merged=merged)
    sheet["K7"] = 5
    book.save(tmp_path / "手工.xlsx")
    first, second = read_targets(Workbook.open(tmp_path / "手工.xlsx"))
    assert (first.texts["name"][1], second.texts["name"][1]) == ("甲项目", "乙项目")
    assert amounts(first) == [94000, None, None, 94000, None, None]
    assert first.figures["levels.central"].spot.cell == "G8"
    assert second.figures["levels.total"].value == 1200
    assert second.figures["levels.total"].flaw is Flaw.WITH_UNIT
    assert (first.texts["whole_period_goal"][1], first.texts["year_goal"][1]) == ("全部完成", "完成一半")
    assert [(i.period, i.level2, i.level3, i.value, i.spot.cell) for i in first.indicators] == [
        ("实施期", "数量指标", "人数", "9人", "E17"),
        ("年度", "数量指标", "人数", "5人", "H17"),
        ("实施期", "数量指标", "次数", "2次", "E18"),
    ]
    assert first.texts["responsible"][1] == "张三"
    assert "overview" in first.missing
    assert "项目概况" in first.missing["overview"]


def test_rows_and_columns_inserted_and_sheets_renamed(filled: Path, tmp_path: Path) -> None:
    """Values only, as a clerk pastes them: a blank row in the middle, a column in front, no merged cells."""
    source = openpyxl.load_workbook(filled, data_only=True)["绩效02 党群服务和人才专项经费"]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet9"
    for cells in source.iter_rows():
        for cell in cells:
            if cell.value is not None:
                row = cell.row + (2 if cell.row > 8 else 0)
                sheet.cell(row, cell.column + 1, cell.value)
    book.save(tmp_path / "手工.xlsx")
    (form,) = read_targets(Workbook.open(tmp_path / "手工.xlsx"))
    (original,) = [form for form in read_targets(Workbook.open(filled)) if form.sheet.startswith("绩效02")]
    assert amounts(form) == amounts(original)
    assert amounts(form, "whole_period") == amounts(original, "whole_period")
    assert {slot: text for slot, (_, text) in form.texts.items()} == {
        slot: text for slot, (_, text) in original.texts.items()
    }
    fields = attrgetter("period", "level1", "level2", "level3", "value")
    assert list(map(fields, form.indicators)) == list(map(fields, original.indicators))


@pytest.mark.parametrize(
    ("typed", "value", "flaw"),
    [
        ("94000", 94000, Flaw.TEXT_NUMBER),
        ("９４，０００", 94000, Flaw.TEXT_NUMBER),
        ("9.4万元", 94000, Flaw.WITH_UNIT),
        ("约九万", None, Flaw.NOT_A_NUMBER),
        ("—", None, None),
        ("12%", Decimal("0.12"), Flaw.PERCENT),
        ("", None, None),
    ],
)
def test_what_people_type_for_an_amount(book: Workbook, typed: str, value: object, flaw: Flaw | None) -> None:
    book.sheet("绩效01 招聘到村社区工作大学生保险经费").set_text(6, 7, typed)
    figure = read_targets(book)[0].figures["levels.total"]
    assert (figure.value, figure.flaw, figure.shown) == (value, flaw, typed)


def test_a_formula_without_a_value_is_not_zero(book: Workbook) -> None:
    book.sheet("整体绩效目标").set_formula(8, 4, "1+1", None)
    overall = read_overall(book)
    assert overall is not None
    assert overall.figures["revenue"].flaw is Flaw.NOT_CALCULATED


def test_an_overall_sheet_in_yuan(book: Workbook) -> None:
    sheet = book.sheet("整体绩效目标")
    sheet.set_text(2, 7, "金额单位：元")
    sheet.set_number(8, 4, 9_484_100)
    overall = read_overall(book)
    assert overall is not None
    figure = overall.figures["revenue"]
    assert (figure.value, figure.shown, figure.scale) == (Decimal("948.41"), "9484100", 10_000)
    assert overall.figures["authorised_staff"].value == 31


def test_a_target_sheet_in_ten_thousands_is_not_taken_for_yuan(book: Workbook) -> None:
    book.sheet("绩效01 招聘到村社区工作大学生保险经费").set_text(2, 7, "金额单位：万元")
    form = read_targets(book)[0]
    assert not form.figures
    assert "万元" in form.missing["levels.total"]


def test_a_missing_label_is_told(book: Workbook) -> None:
    book.sheet("绩效01 招聘到村社区工作大学生保险经费").set_text(6, 5, "今年的钱")
    form = read_targets(book)[0]
    assert {slot for slot in form.missing if not slot.startswith("levels.")} == set()
    assert "年度资金总额" in form.missing["levels.total"]
    assert amounts(form, "whole_period")[0] == 94000


def test_a_form_for_the_year_alone(tmp_path: Path) -> None:
    """Title with spaces, the year below it, on a sheet named like an input sheet; one period only."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "绩效指标"
    rows: list[tuple[object, ...]] = [
        ("项 目 支 出 绩 效 目 标 申 报 表",),
        ("（2025年度）", None, None, "单位：元"),
        ("项目名称：", "甲项目"),
        ("项目资金", "年度资金总额：", 300),
        (None, "其中：中央财政资金", 100),
        (None, "市县（区）财政资金", 200),
        ("绩效\n指标", "一级指标", "二级指标", "三级指标", "指标值"),
        (None, "产\n出\n指\n标", "数量指标", "人数", "9人"),
        (None, None, "质量指标", "合格率", "100%"),
        (None, "满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"),
        ("注：本表由单位填写",),
        (None, "效益指标", "社会效益", "写在表外", "无"),
    ]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "手工.xlsx")
    (form,) = read_targets(Workbook.open(tmp_path / "手工.xlsx"))
    assert (form.texts["name"][1], form.texts["year"][1]) == ("甲项目", "2025")
    found = {slot: figure.value for slot, figure in form.figures.items()}
    assert found == {"levels.total": 300, "levels.central": 100, "levels.municipal": 200}
    assert {"whole_period.total", "whole_period.central", "levels.other"} <= set(form.missing)
    assert [(i.period, i.level1, i.level2, i.value) for i in form.indicators] == [
        ("年度", "产出指标", "数量指标", "9人"),
        ("年度", "产出指标", "质量指标", "100%"),
        ("年度", "满意度指标", "服务对象满意度指标", "≥95%"),
    ]


def test_one_period_below_the_other(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[tuple[object, ...]] = [("2025年项目支出绩效目标表",), ("项目名称", "甲项目")]
    for period, amount in (("实施期", 900), ("年度", 300)):
        rows.append((None, f"{period}资金总额", amount))
        rows += [(None, label, amount if "市县" in label else None) for label in FUNDING[1:]]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "手工.xlsx")
    (form,) = read_targets(Workbook.open(tmp_path / "手工.xlsx"))
    assert amounts(form) == [300, None, None, 300, None, None]
    assert amounts(form, "whole_period") == [900, None, None, 900, None, None]


def test_a_percentage_by_format_is_read_as_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    small_form(sheet, 1, "甲项目", 94000)
    sheet["H15"] = 0.95
    sheet["H15"].number_format = "0%"
    book.save(tmp_path / "手工.xlsx")
    (form,) = read_targets(Workbook.open(tmp_path / "手工.xlsx"))
    assert [found.value for found in form.indicators if found.period == "年度"] == ["95%"]


def test_a_list_of_contents_is_no_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, text in enumerate(("目录", "项目支出绩效目标表", "部门整体支出绩效目标表"), 1):
        sheet.cell(row, 1, text)
    book.save(tmp_path / "目录.xlsx")
    forms = read_forms(Workbook.open(tmp_path / "目录.xlsx"))
    assert (forms.targets, forms.overall) == ((), None)
