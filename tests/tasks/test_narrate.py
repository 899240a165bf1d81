"""narrate: what it writes, what it asks for, what it refuses."""

from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX

import xltools
from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from sample_department import sample_with
from xltools.office.workbook import Workbook
from xltools.tasks import narrate as narrate_module
from xltools.tasks.narrate import narrate
from xltools.tasks.narrating.outcome import narrated_lines


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sample") / "公开.xlsx").path


def lines(narrated, wanted) -> str:
    return "\n".join(line.text for line in narrated_lines(narrated, wanted))


def test_a_folder_and_its_workbook_give_the_same_document_every_time(workbook, tmp_path):
    written = [
        narrate(source, tmp_path / name, sources=True).path.read_bytes()
        for source, name in ((workbook, "甲.docx"), (workbook, "乙.docx"), (SAMPLE, "丙.docx"))
    ]
    assert written[0] == written[1] == written[2]


def test_inputs_stay_as_they_are(workbook, tmp_path):
    before = workbook.read_bytes()
    narrate(workbook, tmp_path / "情况说明.docx")
    assert workbook.read_bytes() == before


def test_what_was_written(workbook, tmp_path):
    wanted = tmp_path / "情况说明.docx"
    narrated = narrate(workbook, wanted)
    assert (narrated.path, narrated.year, narrated.missing, narrated.faults) == (wanted, 2025, (), ())
    assert narrated.numbers == sum(1 for _ in narrated.narrative.numbers()) > 80
    text = lines(narrated, wanted)
    assert f"已生成：{wanted}" in text
    assert f"情况说明：12 部分，{narrated.numbers} 个数字" in text
    assert "待补充" not in text


def test_missing_reasons_are_marked_and_listed(tmp_path):
    folder = sample_with(tmp_path / "部门", lambda facts: facts["变动原因"].clear())
    narrated = narrate(folder, tmp_path / "情况说明.docx")
    assert [fault.column for fault in narrated.missing] == [
        "变动原因/收入",
        "变动原因/支出",
        "变动原因/一般公共预算",
        "变动原因/机关运行经费",
    ]
    marked = [
        run.text
        for paragraph in docx.Document(str(narrated.path)).paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert marked == ["【请说明变动原因】"] * 4
    text = lines(narrated, narrated.path)
    assert (
        "变动原因/收入：没有填写，“一、预算收支数据变动情况及原因”中以黄色的“【请说明变动原因】”标出" in text
    )
    assert "待补充：4 处" in text


def test_facts_that_contradict_one_another_are_told(tmp_path):
    folder = sample_with(tmp_path / "部门", lambda facts: facts["国有资产"].update({"公务用车实有": 5}))
    (fault,) = narrate(folder, tmp_path / "情况说明.docx").faults
    assert "公务用车实有 5 辆，车辆分类合计 4 辆" in fault.message


def changed(workbook: Path, copy: Path, write) -> Path:
    book = Workbook.open(workbook)
    (name,) = [name for name in book.sheet_names if name.startswith("表11")]
    sheet = book.sheet(name)
    for row, cells in sheet.iter_rows():
        if any(cell.value == "部门合计" for cell in cells.values()):
            write(sheet, row)
            break
    return book.save(copy)


def test_a_figure_that_the_inputs_do_not_come_to_is_told(workbook, tmp_path):
    wrong = changed(workbook, tmp_path / "改错.xlsx", lambda sheet, row: sheet.set_number(row, 2, 43))
    narrated = narrate(wrong, tmp_path / "情况说明.docx")
    (fault,) = narrated.faults
    assert (fault.value, fault.column) == ("43", "B6")
    assert "按填报数据应为 34.37" in fault.message
    text = "".join(paragraph.text for paragraph in docx.Document(str(narrated.path)).paragraphs)
    assert "机关运行经费财政拨款预算43.00万元" in text


def test_words_where_a_figure_belongs_are_refused(workbook, tmp_path):
    wrong = changed(workbook, tmp_path / "改错.xlsx", lambda sheet, row: sheet.set_text(row, 2, "三十四"))
    with pytest.raises(xltools.XltoolsError, match="B6 是“三十四”，不是数值"):
        narrate(wrong, tmp_path / "情况说明.docx")
    assert not (tmp_path / "情况说明.docx").exists()


def test_a_balanced_workbook_is_told_as_it_prints(tmp_path):
    folder = make_department(tmp_path / "部门", 8, Shape(lines=60, projects=6))
    book = xltools.fill(folder, tmp_path / "公开.xlsx", balanced=True)
    assert book.moved
    narrated = narrate(book.path, tmp_path / "情况说明.docx", charts=False)
    assert narrated.faults == ()


@pytest.mark.parametrize("name", ["情况说明", "情况说明.doc", "情况说明.xlsx"])
def test_the_output_is_a_word_document(workbook, tmp_path, name):
    with pytest.raises(xltools.XltoolsError, match=r"应以 \.docx 结尾"):
        narrate(workbook, tmp_path / name)


def test_sources_that_cannot_be_used(tmp_path):
    with pytest.raises(xltools.XltoolsError, match="找不到"):
        narrate(tmp_path / "没有.xlsx", tmp_path / "情况说明.docx")
    folder = sample_with(tmp_path / "部门", lambda facts: facts.update({"年度": "今年"}))
    with pytest.raises(xltools.InputError):
        narrate(folder, tmp_path / "情况说明.docx")


def test_without_a_chinese_font_the_charts_are_left_out_and_it_is_said(workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(narrate_module, "find_chinese_font", lambda: None)
    narrated = narrate(workbook, tmp_path / "情况说明.docx")
    assert (narrated.charts, narrated.pictures) == (4, 0)
    assert "没有中文字体" in lines(narrated, narrated.path)
    assert len(docx.Document(str(narrated.path)).inline_shapes) == 0


def test_charts_are_described_for_those_who_do_not_see_them(workbook, tmp_path):
    if narrate_module.find_chinese_font() is None:
        pytest.skip("no Chinese font")
    document = docx.Document(str(narrate(workbook, tmp_path / "情况说明.docx").path))
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == 4
    assert all("万元" in words for words in described)
    assert narrate(workbook, tmp_path / "无图.docx", charts=False).charts == 0


def test_headings_are_headings(workbook, tmp_path):
    document = docx.Document(str(narrate(workbook, tmp_path / "情况说明.docx", sources=True).path))
    levels = [
        paragraph.style.name
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert levels.count("Heading 1") == 2
    assert levels.count("Heading 2") == 12
    assert document.core_properties.author == "中国共产党长治市上党区委员会组织部"
