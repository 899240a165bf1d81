"""预算情况说明 says what the tables say: read by a reader that knows nothing of the program."""

import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
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
from oracles.odd_departments import ODD

SEEDS = range(4)
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


def test_a_department_without_facts_is_asked_for_them(tmp_path):
    folder = make_department(tmp_path / "部门", 6)
    document = xltools.narrate(folder, tmp_path / "情况说明.docx", charts=False).path
    assert complaints(document, folder) == []
    assert text_of(document).count("【请填写上年数】") == 4


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


@pytest.fixture(scope="module")
def made_up(tmp_path_factory) -> tuple[Path, Path]:
    """The workbook and the narrative of a department with several units and every source."""
    folder = tmp_path_factory.mktemp("made up")
    department = ODD["five sources, both years"][0]
    units = {"教育局机关": "行政", "第一中学": "事业"}
    lines = [{**row, "单位": unit} for unit in units for row in department.basic]
    inputs = replace(department, basic=lines, units=units).write(folder / "部门")
    workbook = xltools.fill(inputs, folder / "部门预算公开.xlsx").path
    return workbook, xltools.narrate(workbook, folder / "情况说明.docx", charts=False, sources=True).path


@pytest.mark.parametrize("which", ["sample", "made up"])
def test_numbers_follow_from_the_cells_that_the_list_of_sources_names(request, which):
    """Every number, worked out again from what stands in its cells as openpyxl reads them."""
    workbook, document = (
        [request.getfixturevalue(name) for name in ("workbook", "document")]
        if which == "sample"
        else request.getfixturevalue("made_up")
    )
    book = openpyxl.load_workbook(workbook, data_only=True)
    (table,) = docx.Document(str(document)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "数字", "所在语句", "来源", "计算"]
    followed = Counter()
    for index, (number, shown, sentence, source, worked) in enumerate(rows[1:], 1):
        assert number == str(index)
        linked = table.rows[index].cells[1]._tc.iter(qn("w:hyperlink"))
        assert [link.get(qn("w:anchor")) for link in linked] == [f"_n{index:03d}"]
        assert shown in sentence
        cells = [_in_cells(book, place) for place in source.split("；")]
        way = next((sign for sign in ("÷", "之差", " + ", "的个数", "换算", "：") if sign in worked), "")
        assert _follows(shown, cells, worked, way), (shown, source, worked)
        followed[way] += 1
    assert followed[""] > 40
    assert min(followed[way] for way in ("÷", "之差", " + ", "的个数", "换算")) > 0


def _in_cells(book: openpyxl.Workbook, place: str) -> list[object]:
    """What stands in a cell or a range."""
    sheet, reference = place.split("!")
    cells = book[sheet][reference]
    return [cell.value for row in cells for cell in row] if isinstance(cells, tuple) else [cells.value]


def _follows(shown: str, cells: list[list[object]], worked: str, way: str) -> bool:
    """Whether a number is what its calculation of the values of its cells comes to."""
    number = Decimal(re.match(r"[\d.]+", shown)[0])
    if way == "的个数":
        (values,) = cells
        kind = re.search("本年(.+类)项目", worked)
        return number <= len(values) and (not kind or number <= values.count(kind[1]))
    values = [Decimal(str(value or 0)) for (value,) in cells]
    # Facts are in 元, figures in 万元; last year's projects and the whole of 政府采购 stand in no cell.
    known = {_rounded(value) for value in values} | {_rounded(value / 10_000) for value in values}
    known |= {abs(one - other) for one in known for other in known} | {
        sum(_rounded(value / 10_000) for value in values)
    }
    operands = [Decimal(each) for each in re.findall(r"\d+\.\d\d(?!\d)", worked)]
    if way == "换算":
        return number in known and "万元" in shown
    if way in ("", "："):
        return number in {*values, *map(_rounded, values)}
    if not set(operands) <= known:
        return False
    first, *others = operands
    if way == " + ":
        return number == sum(operands)
    if "之差 ÷" in worked:
        return number == _rounded(abs(first - others[0]) * 100 / others[1])
    return number == (_rounded(first * 100 / others[0]) if way == "÷" else abs(first - others[0]))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


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
