"""publish: what it writes, what it asks for, what it says where there is no LibreOffice."""

from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn

import xltools
from oracles.disclosure_document import headings
from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from sample_department import sample_with
from xltools.budget.glossary import TERMS
from xltools.tasks import publish as publish_module
from xltools.tasks.publishing import pages
from xltools.tasks.publishing.outcome import published_lines

NAME = "中国共产党长治市上党区委员会组织部2025年部门预算公开"


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch):
    monkeypatch.setattr(pages, "converted", lambda *_: None)
    monkeypatch.setattr(publish_module, "find_soffice", lambda: None)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sample") / "公开.xlsx").path


def text_of(document: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(document)).paragraphs)


def lines(published) -> str:
    return "\n".join(line.text for line in published_lines(published))


def test_a_folder_and_its_workbook_give_the_same_document_every_time(workbook, tmp_path):
    before = workbook.read_bytes()
    written = [
        xltools.publish(source, tmp_path / name).docx.read_bytes()
        for source, name in ((workbook, "甲"), (workbook, "乙"), (SAMPLE, "丙"))
    ]
    assert written[0] == written[1] == written[2]
    assert workbook.read_bytes() == before


def test_parts_in_order(workbook, tmp_path):
    published = xltools.publish(workbook, tmp_path / "新" / "文件夹")
    assert published.docx == tmp_path / "新" / "文件夹" / f"{NAME}.docx"
    found = headings(published.docx)
    assert [text for level, text in found if level == 1] == [
        "第一部分　部门概况",
        "第二部分　2025年部门预算公开表",
        "第三部分　2025年部门预算情况说明",
        "第四部分　名词解释",
    ]
    second = [text for level, text in found if level == 2]
    assert second[:3] == ["一、主要职责", "二、机构设置", "表1　2025年预算收支总表"]
    assert [text for text in second if text.startswith("附件")] == [
        "附件1　2025年部门整体支出绩效目标表",
        "附件2　项目支出绩效目标表",
        "附件3　政府购买服务指导性目录",
    ]
    assert published.headings == len(found)


def test_without_libreoffice_the_document_is_written_and_says_why(workbook, tmp_path):
    published = xltools.publish(workbook, tmp_path)
    assert published.pdf is None
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.docx"]
    assert "没有找到 LibreOffice" in published.why_no_pdf
    assert published.why_no_pdf in lines(published)
    assert "目录里还没有页码" in lines(published)
    opened = docx.Document(str(published.docx))
    assert opened.settings.element.find(qn("w:updateFields")) is not None
    instructions = [text.text for text in opened.element.body.iter(qn("w:instrText"))]
    assert instructions[0].split()[:2] == ["TOC", "\\o"]


def test_an_older_pdf_is_told(workbook, tmp_path):
    (tmp_path / f"{NAME}.pdf").write_bytes(b"%PDF-1.7")
    assert "以前生成的" in xltools.publish(workbook, tmp_path).why_no_pdf
    assert "以前生成的" not in xltools.publish(workbook, tmp_path / "新").why_no_pdf


def test_a_document_open_in_word_is_left_alone(workbook, tmp_path):
    first = xltools.publish(workbook, tmp_path)
    assert first.in_use == ()
    (tmp_path / f".~lock.{NAME}.docx#").write_text(",user,host,,;", encoding="utf-8")
    second = xltools.publish(workbook, tmp_path)
    assert second.docx != first.docx
    assert f"“{NAME}.docx”正被其他程序使用" in lines(second)


def test_missing_facts_are_marked_and_listed(tmp_path):
    def forget(facts):
        for key in ("主要职责", "内设机构", "编制人数"):
            del facts[key]

    published = xltools.publish(sample_with(tmp_path / "部门", forget), tmp_path / "公开")
    assert [fault.column for fault in published.missing] == ["主要职责", "内设机构", "编制人数"]
    marked = [
        run.text
        for paragraph in docx.Document(str(published.docx)).paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert marked == ["【请填写主要职责】", "【请填写内设机构】", "【请填写编制人数】"]
    assert "待补充：3 处" in lines(published)


def test_duties_that_come_with_numbers_keep_them(tmp_path):
    folder = sample_with(
        tmp_path / "部门", lambda facts: facts.update(主要职责=["（一）甲事。", "（二）乙事；"])
    )
    text = text_of(xltools.publish(folder, tmp_path / "公开").docx)
    assert "\n（一）甲事。\n（二）乙事。\n" in text


def test_the_cover_and_its_date(workbook, tmp_path):
    assert text_of(xltools.publish(workbook, tmp_path / "甲").docx).split("\n")[:3] == [
        NAME.removesuffix("2025年部门预算公开"),
        "2025年部门预算公开",
        "二〇二五年",
    ]
    dated = xltools.publish(workbook, tmp_path / "乙", date="2025年2月28日").docx
    assert text_of(dated).split("\n")[2] == "2025年2月28日"


def test_a_department_without_projects(tmp_path):
    folder = make_department(tmp_path / "部门", 0)
    text = text_of(xltools.publish(folder, tmp_path / "公开").docx)
    assert "没有项目支出，本表无数据" in text
    assert text.count("注：本表无数据") >= 5


def test_every_term_is_explained(workbook, tmp_path):
    text = text_of(xltools.publish(workbook, tmp_path).docx)
    for term, meaning in TERMS:
        assert f"\n{term}：{meaning}" in text


def test_a_folder_that_cannot_be_made(workbook, tmp_path):
    (tmp_path / "公开").write_text("", encoding="utf-8")
    with pytest.raises(xltools.XltoolsError, match="公开"):
        xltools.publish(workbook, tmp_path / "公开")


def test_a_missing_font_is_told_where_there_is_something_to_draw(workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(publish_module, "find_chinese_font", lambda: None)
    published = xltools.publish(workbook, tmp_path / "示例")
    assert not published.has_charts
    assert "没有中文字体" in lines(published)
    empty = xltools.publish(make_department(tmp_path / "输入", 0), tmp_path / "空")
    assert empty.has_charts
    assert "没有中文字体" not in lines(empty)
