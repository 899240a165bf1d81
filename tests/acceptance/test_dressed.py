"""A template that people dressed up keeps everything they put there, and their references follow their rows."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

import xltools
from oracles.dressed import MAIN, Dress, dress, sheet_part
from oracles.edits import edit_cells
from oracles.expected_tables import REPOSITORY, SAMPLE, expected_tables, read_records
from oracles.sheet_tables import find_table, wrong_cells
from oracles.values import cached_values, differences, formula_cells

TEMPLATE = REPOSITORY / "workbooks" / "template_2025.xlsx"
FIXED, GROWING = "表1 收支总表", "表5 一般公共预算支出表"
TOTAL_ROW, NOTE_ROW = 6, 11
"""Of 表5 in the template: 合计, and 注：本表无数据 below the last row of figures."""
OWN_SHEET = {
    "A1": f"='{GROWING}'!C{TOTAL_ROW}",
    "A2": f"='{GROWING}'!A{NOTE_ROW}&\"\"",
    "A3": f"=SUM('{GROWING}'!$C${TOTAL_ROW}:$C${NOTE_ROW})",
    "A4": f"='{GROWING}'!C{TOTAL_ROW}-'{FIXED}'!B6",
    "A5": "=SUM(明细_金额)",
    "A6": f"=COUNTA('{GROWING}'!A:A)",
}
DRESSES = (
    Dress(FIXED, f"='{FIXED}'!$D$6:$D$35", f"'{FIXED}'!D6:F6", ["A4", "B36"], "J20"),
    Dress(
        GROWING,
        f"='{GROWING}'!$C${TOTAL_ROW}:$C${NOTE_ROW}",
        f"'{GROWING}'!C{TOTAL_ROW}:E{TOTAL_ROW}",
        ["A4", f"A{NOTE_ROW}"],
        f"J{NOTE_ROW + 9}",
    ),
)
TABLES = expected_tables(SAMPLE)
ADDED_ROWS = len(TABLES[4].rows) - 1


pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("dressed") / "本区模板.xlsx"
    dress(TEMPLATE, path, DRESSES, OWN_SHEET)
    return path


@pytest.fixture(scope="module")
def workbook(template) -> Path:
    return xltools.fill(SAMPLE, template.with_name("部门.xlsx"), template=template).path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def compressed(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as package, path.open("rb") as file:
        entry = package.getinfo(name)
        file.seek(entry.header_offset + 26)
        name_length, extra_length = (int.from_bytes(file.read(2), "little") for _ in range(2))
        file.seek(name_length + extra_length, 1)
        return file.read(entry.compress_size)


def test_figures_are_as_without_the_dress(workbook):
    assert wrong_cells(cached_values(workbook), TABLES) == []


def test_no_part_is_lost_and_untouched_ones_keep_their_compressed_bytes(template, workbook):
    before, after = parts_of(template), parts_of(workbook)
    assert set(before) - set(after) <= {"xl/calcChain.xml"}
    touched = {name for name in before if name in after and before[name] != after[name]}
    moved = ("dress2-drawing", "dress2-chart", "dress2-comments", "dress2-vmlDrawing")
    for name in touched:
        allowed = name.startswith(
            ("xl/worksheets/", "xl/workbook.xml", "[Content_Types]", "xl/_rels/workbook")
        )
        chart_of_ours = name in {f"xl/charts/chart{number}.xml" for number in (1, 2, 3, 4)}
        assert (
            allowed
            or chart_of_ours
            or any(part in name for part in moved)
            or name.endswith(("sharedStrings.xml", "styles.xml", "app.xml", "core.xml"))
        ), name
    for name in set(before) & set(after) - touched:
        assert compressed(template, name) == compressed(workbook, name), name
    assert [name for name in before if "dress1-" in name and name not in set(before) - touched] == []


@pytest.mark.parametrize("sheet", [FIXED, GROWING])
def test_sheets_keep_what_they_carry(template, workbook, sheet):
    before, after = parts_of(template), parts_of(workbook)
    old = etree.fromstring(before[sheet_part(before, sheet)])
    new = etree.fromstring(after[sheet_part(after, sheet)])
    for name in ("drawing", "legacyDrawing"):
        assert [dict(e.attrib) for e in new.iter(f"{{{MAIN}}}{name}")] == [
            dict(e.attrib) for e in old.iter(f"{{{MAIN}}}{name}")
        ]
    for path in (".//{*}sparkline", ".//{*}dataValidation", ".//{*}control", ".//{*}controlPr"):
        assert len(new.findall(path)) == len(old.findall(path)) > 0, path
    rels = sheet_part(after, sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"
    assert after[rels] == before[rels]


def test_references_follow_their_rows(workbook):
    formulas = {address_of(position): text for position, text in formula_cells(workbook)["我的核对"].items()}
    note = NOTE_ROW + ADDED_ROWS
    found = find_table(cached_values(workbook), TABLES[4])
    assert found.first_row == TOTAL_ROW
    assert formulas["A1"] == OWN_SHEET["A1"]
    assert formulas["A2"] == f"='{GROWING}'!A{note}&\"\""
    assert formulas["A3"] == f"=SUM('{GROWING}'!$C${TOTAL_ROW}:$C${note})"
    assert {cell: formulas[cell] for cell in ("A4", "A5", "A6")} == {
        cell: OWN_SHEET[cell] for cell in ("A4", "A5", "A6")
    }
    parts = parts_of(workbook)
    (chart,) = [part for name, part in parts.items() if re.search(r"dress2-chart\d+\.xml$", name)]
    assert f"$C${TOTAL_ROW}:$C${note}" in chart.decode()
    comments = next(part for name, part in parts.items() if "dress2-comments" in name)
    assert set(re.findall(r'ref="(\w+)"', comments.decode())) == {"A4", f"A{note}"}


def test_drawings_move_with_the_rows_below_them_only(template, workbook):
    def rows(path: Path) -> list[int]:
        (drawing,) = [
            part for name, part in parts_of(path).items() if re.search(r"dress2-drawing\d+\.xml$", name)
        ]
        return [int(row) for row in re.findall(r"<xdr:from>.*?<xdr:row>(\d+)<", drawing.decode(), re.S)]

    chart_row = NOTE_ROW + 8
    assert sorted(rows(template)) == [0, 3, chart_row]
    assert sorted(rows(workbook)) == [0, 3, chart_row + ADDED_ROWS]


@pytest.mark.slow
def test_it_opens_and_recalculates(template, workbook, libreoffice, open_xml_validator, tmp_path):
    errors = open_xml_validator.validate([template, workbook])
    assert errors[template] == []
    assert errors[workbook] == []
    recalculated = cached_values(libreoffice.recalculate(workbook, tmp_path)[0])
    own = recalculated.pop("我的核对")
    assert wrong_cells(recalculated, TABLES) == []
    ours = {sheet: cells for sheet, cells in formula_cells(workbook).items() if sheet != "我的核对"}
    assert differences(cached_values(workbook), recalculated, only=ours) == []
    figures = [float(line[2] or 0) for line in TABLES[4].rows]
    assert own[1, 1] == figures[0]
    assert own[3, 1] == pytest.approx(sum(figures))
    assert own[4, 1] == 0


def test_refilled_it_stays_dressed(workbook, tmp_path):
    again = xltools.fill(workbook, tmp_path / "重填.xlsx").path
    assert again.read_bytes() == workbook.read_bytes()


def test_words_colours_and_sizes_of_people_stay(tmp_path):
    """Restyled with openpyxl, which loses drawings but keeps cells."""
    book = openpyxl.load_workbook(TEMPLATE)
    page = book[GROWING]
    page["G2"] = "内部资料"
    page["A3"] = "编报单位：手写的部门名称"
    page.column_dimensions["B"].width = 61
    page.row_dimensions[5].height = 44
    page["A7"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFEEAA")
    page["C7"].number_format = "0.00"
    restyled = tmp_path / "改过的模板.xlsx"
    book.save(restyled)
    workbook = xltools.fill(SAMPLE, tmp_path / "部门.xlsx", template=restyled).path
    assert wrong_cells(cached_values(workbook), TABLES) == []
    page = openpyxl.load_workbook(workbook)[GROWING]
    assert page["G2"].value == "内部资料"
    assert page["A3"].value == "编报单位：手写的部门名称"
    assert page.column_dimensions["B"].width == 61
    assert page.row_dimensions[5].height == 44


def test_new_rows_in_a_dressed_workbook_move_what_stands_below(workbook, tmp_path):
    """A line of another 类 adds three rows to 表5. (openpyxl types it in: it keeps notes, not drawings.)"""
    copy = tmp_path / "部门.xlsx"
    copy.write_bytes(workbook.read_bytes())
    lines = read_records(SAMPLE / "basic_expenditure.csv")
    new_line = {**lines[0], "功能科目编码": "2050803", "功能科目名称": "培训支出"}
    edit_cells(copy, "支出明细", len(lines), new_line)
    book = openpyxl.load_workbook(xltools.fill(copy, tmp_path / "重填.xlsx").path)
    note = NOTE_ROW + ADDED_ROWS + 3
    assert {cell.coordinate for row in book[GROWING].iter_rows() for cell in row if cell.comment} == {
        "A4",
        f"A{note}",
    }
    assert book["我的核对"]["A3"].value == f"=SUM('{GROWING}'!$C${TOTAL_ROW}:$C${note})"


def address_of(position):
    return f"{chr(64 + position[1])}{position[0]}"
