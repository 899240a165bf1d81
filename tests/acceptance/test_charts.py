"""The charts of the workbook: what they show before anything is calculated, and after, as other programs read them."""

import json
import subprocess
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from pathlib import Path
from shutil import copyfile

import openpyxl
import pytest

import xltools
from oracles.expected_tables import SAMPLE, ExpectedTable, expected_tables, published_tables
from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from oracles.values import cached_values
from xltools.budget.charts import SHEET
from xltools.budget.form import STRUCTURE_CHART
from xltools.budget.inputs import BASIC
from xltools.office.live.open_book import OpenBook
from xltools.office.printed import PRINT_AREA
from xltools.office.workbook import Workbook
from xltools.resources import template_path
from xltools.tasks.export_pdf import printed_sheets
from xltools.tasks.fill import fill_workbook
from xltools.tasks.read_input import read_input

PIE = STRUCTURE_CHART.sheet
REVENUE, EXPENDITURE, COMPARISON = (
    "预算收入构成（按资金来源）",
    "预算支出构成（按支出性质）",
    "与上年预算对比",
)
SOURCES = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
COMPARED = {
    "收支总计": ("预算收支总计", 1, "收入总计", 1),
    "一般公共预算当年支出": ("一般公共预算当年支出", 5, "合计", 2),
    "一般公共预算基本支出": ("基本支出", 6, "合计", 2),
    "人员经费": ("人员经费", 6, "合计", 3),
    "公用经费": ("公用经费", 6, "合计", 4),
    "机关运行经费": ("机关运行经费", 11, "部门合计", 1),
    "“三公”经费": ("三公经费", 10, "合计", 1),
}
NO_DATA = "（没有数据）"
CENT = Decimal("0.01")

Shown = dict[str, dict[str, dict[str, Decimal]]]
"""Amounts in 万元 by chart (its title without the year), series and label."""


def shown(workbook: Path) -> Shown:
    """What the charts show without being calculated."""
    book = openpyxl.load_workbook(workbook)
    found: Shown = {}
    for name in (PIE, SHEET):
        for chart in book[name]._charts:
            found[title_of(chart)] = {
                series_name(series): dict(zip(labels_of(series), amounts_of(series), strict=True))
                for series in chart.series
            }
    return found


def title_of(chart) -> str:
    text = chart.title.tx
    if text.strRef is not None:
        (point,) = text.strRef.strCache.pt
        return point.v.partition("年")[2]
    return "".join(run.t for paragraph in text.rich.p for run in paragraph.r)


def series_name(series) -> str:
    return series.tx.v if series.tx.strRef is None else series.tx.strRef.strCache.pt[0].v


def labels_of(series) -> list[str]:
    return [point.v for point in series.cat.strRef.strCache.pt]


def amounts_of(series) -> list[Decimal]:
    """A point without a value is nothing."""
    cache = series.val.numRef.numCache
    points = {point.idx: point.v for point in cache.pt}
    return [Decimal(str(points.get(index, 0))) for index in range(cache.ptCount)]


def expected(tables: list[ExpectedTable], folder: Path) -> Shown:
    """The same from the tables as they must be printed, and from unit.json."""
    printed = {table.number: table.printed() for table in tables}
    last_year = json.loads((folder / "unit.json").read_text(encoding="utf-8-sig")).get("上年数(元)", {})

    def figure(table: int, label: str, column: int) -> Decimal:
        row = next(row for row in printed[table] if row[0].rpartition("、")[2] == label)
        return Decimal((row[column] or "0").replace(",", ""))

    def last(item: str) -> Decimal:
        return (Decimal(str(last_year.get(item) or 0)) / 10_000).quantize(CENT, ROUND_HALF_UP)

    classes = {row[1]: figure(5, row[0], 2) for row in printed[5] if len(row[0]) == 3}
    return {
        "一般公共预算当年拨款结构": {"金额": classes or {NO_DATA: Decimal(0)}},
        REVENUE: {"金额": {name: figure(1, name, 1) for name in (*SOURCES, "上年结转")}},
        EXPENDITURE: {"金额": {"基本支出": figure(3, "合计", 3), "项目支出": figure(3, "合计", 4)}},
        COMPARISON: {
            "上年": {name: last(item) for name, (item, *_) in COMPARED.items()},
            "本年": {name: figure(*place) for name, (_, *place) in COMPARED.items()},
        },
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sample") / "示例.xlsx").path


def test_the_sample_shows_the_published_figures(sample):
    charts = shown(sample)
    assert charts == expected(published_tables(), SAMPLE)
    rates = {
        name: ((this / charts[COMPARISON]["上年"][name] - 1) * 100).quantize(CENT, ROUND_HALF_UP)
        for name, this in charts[COMPARISON]["本年"].items()
        if this
    }
    assert rates["收支总计"] == Decimal("-9.58")
    assert rates["一般公共预算当年支出"] == Decimal("-8.59")
    assert rates["机关运行经费"] == Decimal("12.54")


@pytest.mark.parametrize("seed", [3, 4, 5, 6])
def test_made_up_departments(tmp_path, seed):
    folder = add_facts(make_department(tmp_path / "输入", seed), seed)
    charts = shown(xltools.fill(folder, tmp_path / "部门.xlsx").path)
    assert charts == expected(expected_tables(folder), folder)


def test_a_department_without_figures_says_so(tmp_path):
    folder = make_department(tmp_path / "输入", 0)
    charts = shown(xltools.fill(folder, tmp_path / "部门.xlsx").path)
    wanted = expected(expected_tables(folder), folder)
    for title in (REVENUE, EXPENDITURE, COMPARISON):
        wanted[f"{title}{NO_DATA}"] = wanted.pop(title)
    assert charts == wanted


def test_balanced_figures_are_shown_as_printed(tmp_path):
    folder = add_facts(make_department(tmp_path / "输入", 4), 4)
    workbook = xltools.fill(folder, tmp_path / "部门.xlsx", balanced=True).path
    values, charts = cached_values(workbook), shown(workbook)
    rounded = expected(expected_tables(folder), folder)
    for title, series, sheet, column in (
        (REVENUE, "金额", "表1 收支总表", 1),
        ("一般公共预算当年拨款结构", "金额", "表5 一般公共预算支出表", 2),
    ):
        assert charts[title] != rounded[title]
        cells = values[sheet]
        printed = {
            str(label).rpartition("、")[2]: Decimal(str(cells.get((row, column + 1), 0)))
            for (row, at), label in cells.items()
            if at == column and row > 5
        }
        for name, amount in charts[title][series].items():
            assert amount == printed[name], name


def test_refilling_with_more_and_fewer_rows(sample, tmp_path):
    folder = add_facts(make_department(tmp_path / "输入", 4), 4)
    grown = xltools.fill(folder, tmp_path / "大.xlsx", template=sample).path
    assert shown(grown) == expected(expected_tables(folder), folder)
    back = xltools.fill(SAMPLE, tmp_path / "回.xlsx", template=grown).path
    assert shown(back) == shown(sample)
    for path in (grown, back):
        with zipfile.ZipFile(path) as package:
            parts = [package.read(name) for name in package.namelist() if "charts/chart" in name]
        assert len(parts) == 4
        assert not any(b"#REF!" in part for part in parts)


def test_what_people_did_to_the_sheet_stays(sample, tmp_path):
    workbook = Workbook.open(sample)
    (block,) = [name for name in workbook.sheet_names if name == SHEET]
    workbook.sheet(block).set_text(4, 1, "我的年标题")
    workbook.rename_sheet(block, "我的图")
    workbook.save(tmp_path / "改.xlsx")
    again = xltools.fill(tmp_path / "改.xlsx", tmp_path / "再.xlsx").path
    charts = [title_of(chart) for chart in openpyxl.load_workbook(again)["我的图"]._charts]
    assert charts == ["标题", EXPENDITURE, COMPARISON]


def test_a_workbook_without_the_sheet_is_filled_without_it(sample, tmp_path):
    workbook = Workbook.open(sample)
    workbook.remove_sheet(SHEET)
    workbook.save(tmp_path / "无图.xlsx")
    again = xltools.fill(tmp_path / "无图.xlsx", tmp_path / "再.xlsx").path
    assert SHEET not in openpyxl.load_workbook(again).sheetnames


def test_the_sheet_is_no_table(sample):
    """It is neither published nor read; what it says twice contradicts nothing."""
    assert SHEET not in printed_sheets(Workbook.open(sample))
    report = xltools.check(sample)
    assert {finding.severity for finding in report.findings} <= {"info"}
    assert set(xltools.figures(sample)["表"]) <= set(range(1, 14))


@pytest.mark.slow
def test_a_changed_amount_reaches_the_charts(sample, libreoffice, tmp_path):
    """The cells that the charts are drawn from, once LibreOffice has calculated."""
    book = openpyxl.load_workbook(sample)
    ((sheet, area),) = book.defined_names[BASIC.defined_name("amount")].destinations
    cell = area.partition(":")[0].replace("$", "")
    amount = book[sheet][cell].value + 1_000_000
    edited = libreoffice.edit_then_recalculate(sample, {sheet: {cell: amount}}, tmp_path)
    before, after = cached_values(sample)[SHEET], cached_values(edited)[SHEET]
    labels = {label: row for (row, column), label in after.items() if column == 1}
    moved = {label for label, row in labels.items() if before.get((row, 2)) != after.get((row, 2))}
    assert moved == {"一般公共预算", "基本支出"}
    for label, column in (("一般公共预算", 2), ("基本支出", 2), ("收支总计", 3), ("一般公共预算当年支出", 3)):
        place = labels[label], column
        assert after[place] - before[place] == pytest.approx(100)


@pytest.mark.slow
def test_libreoffice_draws_them(sample, libreoffice, tmp_path):
    """A page each; every name and figure stands beside its bar as it does in its cell."""
    workbook = Workbook.open(sample)
    for name in workbook.sheet_names:
        if name not in (PIE, SHEET):
            workbook.delete_defined_name(PRINT_AREA, scope=name)
    workbook.show_only((PIE, SHEET))
    workbook.save(tmp_path / "图.xlsx")
    pdf = libreoffice.to_pdf(tmp_path / "图.xlsx")
    text = subprocess.run(
        ["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    pie, bars = ("".join(page.split()) for page in text.split("\f")[:-1])
    for share in ("90.40%", "5.41%", "1.37%", "2.82%"):
        assert share in pie
    for label in ("一般公共服务支出", "社会保障和就业支出"):
        assert pie.count(label) == 2
    for words in (
        REVENUE,
        EXPENDITURE,
        COMPARISON,
        *COMPARED,
        "财政专户管理资金",
        "1,085.10",
        "650.91",
        "32.79",
    ):
        assert bars.count(words) >= 2, words


@pytest.mark.slow
def test_the_pie_takes_in_the_rows_that_a_button_inserts(tmp_path):
    """In an open workbook the rows of the chart are Excel's to move; here from none to four."""
    path = copyfile(template_path(), tmp_path / "模板.xlsx")
    (tmp_path / "快照").mkdir()
    with import_module("engines.excel_model").install() as excel:
        book = excel.open_book(path)
        desk = OpenBook(book, tmp_path / "快照")
        finished = Workbook.open(desk.snapshot)
        fill_workbook(finished, read_input(SAMPLE).ledger)
        desk.put(finished)
        book.api.SaveCopyAs(str(tmp_path / "按钮.xlsx"))
    finished.save(tmp_path / "命令.xlsx")
    by_button, by_command = (
        openpyxl.load_workbook(tmp_path / f"{name}.xlsx")[PIE]._charts[0].series[0]
        for name in ("按钮", "命令")
    )
    assert by_button.cat.strRef.f == by_command.cat.strRef.f
    assert by_button.val.numRef.f == by_command.val.numRef.f
