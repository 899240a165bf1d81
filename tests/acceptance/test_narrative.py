"""预算情况说明 says what the tables say: read by a reader that knows nothing of the program."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

import xltools
from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from oracles.narrative import complaints, paragraphs

SEEDS = range(12)
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:万元|%|个|辆|平方米|台（套）)")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sample") / "部门预算公开.xlsx").path


@pytest.fixture(scope="module")
def document(workbook) -> Path:
    return xltools.narrate(workbook, workbook.with_name("情况说明.docx"), sources=True).path


def text_of(document: Path) -> str:
    return "\n".join(text for _, text in paragraphs(document))


def test_every_number_of_the_sample_is_its_figure(document):
    assert complaints(document, SAMPLE) == []


def test_rates_of_the_published_narrative(document):
    text = text_of(document)
    assert "收支总计减少103.90万元，下降9.58%" in text
    assert "比上年1037.49万元减少89.08万元，下降8.59%" in text
    assert "机关运行经费财政拨款预算34.37万元，比上年30.54万元增加3.83万元，增长12.54%" in text


def test_reasons_are_the_clerks_own(document):
    facts = json.loads((SAMPLE / "unit.json").read_text(encoding="utf-8"))
    text = text_of(document)
    assert all(reason in text for reason in facts["变动原因"].values())
    assert "【" not in text


@pytest.mark.parametrize("seed", SEEDS)
def test_made_up_departments(tmp_path, seed):
    folder = add_facts(make_department(tmp_path / "部门", seed), seed)
    document = xltools.narrate(folder, tmp_path / "情况说明.docx", charts=False).path
    assert complaints(document, folder) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12, 60))
def test_many_made_up_departments(tmp_path, seed):
    test_made_up_departments(tmp_path, seed)


def test_a_department_without_facts_is_asked_for_them(tmp_path):
    folder = make_department(tmp_path / "部门", 6)
    document = xltools.narrate(folder, tmp_path / "情况说明.docx", charts=False).path
    assert complaints(document, folder) == []
    assert text_of(document).count("【请填写上年数】") == 4


def test_the_reader_sees_a_wrong_number_anywhere(tmp_path):
    """Every number of the text but counts of things outside the tables, each changed alone."""
    document = xltools.narrate(SAMPLE, tmp_path / "情况说明.docx", charts=False).path
    opened = docx.Document(str(document))
    runs = [
        run
        for paragraph in opened.paragraphs
        for run in paragraph.runs
        if re.fullmatch(r"\d+\.\d\d(?:万元|%)|\d+个", run.text)
    ]
    assert len(runs) > 80
    unseen = []
    for run in runs:
        right = run.text
        run.text = re.sub(r"^\d", lambda digit: str((int(digit[0]) + 1) % 10), right)
        wrong = tmp_path / "改错.docx"
        opened.save(str(wrong))
        if not complaints(wrong, SAMPLE):
            unseen.append(f"{right} → {run.text}")
        run.text = right
    assert unseen == []


# --- where numbers come from ----------------------------------------------------------------------------------------


def test_every_number_has_a_hidden_bookmark_of_its_own(document):
    marked = {}
    numbers = []
    for paragraph in docx.Document(str(document)).paragraphs:
        open_marks: dict[str, str] = {}
        for element in paragraph._p:
            if element.tag == qn("w:bookmarkStart"):
                open_marks[element.get(qn("w:id"))] = element.get(qn("w:name"))
            elif element.tag == qn("w:bookmarkEnd"):
                del open_marks[element.get(qn("w:id"))]
            elif element.tag == qn("w:r"):
                text = "".join(each.text or "" for each in element.iter(qn("w:t")))
                for name in open_marks.values():
                    marked[name] = text
        if paragraph.style and paragraph.style.name == "Body Text":
            numbers += NUMBER.findall(paragraph.text.replace("50万元以上", "").replace("100万元以上", ""))
    assert list(marked) == [f"_n{index:03d}" for index in range(1, len(marked) + 1)]
    assert list(marked.values()) == numbers


def test_the_cells_of_the_list_of_sources_hold_the_numbers(document, workbook):
    book = openpyxl.load_workbook(workbook, data_only=True)
    (table,) = docx.Document(str(document)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "数字", "所在语句", "来源", "计算"]
    figures = 0
    for index, (number, shown, sentence, source, worked) in enumerate(rows[1:], 1):
        assert number == str(index)
        linked = table.rows[index].cells[1]._tc.iter(qn("w:hyperlink"))
        assert [link.get(qn("w:anchor")) for link in linked] == [f"_n{index:03d}"]
        assert shown in sentence
        assert source
        if worked:
            continue
        sheet, cell = source.split("!")
        assert f"{book[sheet][cell].value:.2f}万元" == shown
        figures += 1
    assert figures > 40


def test_facts_in_the_list_of_sources_are_on_the_sheet(document, workbook):
    book = openpyxl.load_workbook(workbook, data_only=True)
    (table,) = docx.Document(str(document)).tables
    given = 0
    for row in table.rows[1:]:
        _, shown, _, source, worked = (cell.text for cell in row.cells)
        if worked.endswith("元换算为万元"):
            sheet, cell = source.split("!")
            assert f"{book[sheet][cell].value / 10_000:.2f}万元" == shown
            given += 1
    assert given >= 5


# --- as a document --------------------------------------------------------------------------------------------------


def test_documents_are_valid(document, tmp_path, open_xml_validator):
    folder = add_facts(make_department(tmp_path / "部门", 3), 3)
    other = xltools.narrate(folder, tmp_path / "情况说明.docx").path
    assert open_xml_validator.validate([document, other]) == {document: [], other: []}


@pytest.mark.slow
def test_libreoffice_shows_every_number(document, tmp_path, libreoffice):
    pdf = libreoffice.to_pdf(document, tmp_path)
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext (poppler) is not installed")
    shown = subprocess.run([pdftotext, str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    shown = re.sub(r"\s", "", shown)
    text = re.sub(r"\s", "", text_of(document))
    assert set(NUMBER.findall(text)) <= set(NUMBER.findall(shown))
