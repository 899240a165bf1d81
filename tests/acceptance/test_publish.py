"""The disclosure document holds what the tables say, and its contents lead to the right pages."""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

import xltools
from oracles.disclosure_document import complaints, contents_entries, headings, tables_by_heading
from oracles.expected_tables import SAMPLE, expected_tables
from oracles.expected_targets import expected_targets
from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from oracles.sheet_tables import wrong_cells
from oracles.values import cached_values
from sample_department import sample_with
from xltools.tasks.publishing import pages

SEEDS = range(8)
WORDY = "按照年度工作计划组织实施，专人负责，定期调度，确保资金使用规范、安全、有效；" * 20
HOSTILE = {
    "主要职责": [
        "一\x01二\x0b三\u2028四\ufffe\u202e五",
        "承担全部工作，" * 1500,
        "A" * 3000,
        "\U0001f600\U0001f468\u200d\U0001f469 𠮷野家 e\u0301",
        "<w:p>&amp;]]><!-- {PAGE} \\h =1+1",
        "  空格\t制表\r\n换行",
    ],
    "战略目标": "长" * 10_000,
    "内设机构": ["处\x02室" * 3, "科" * 300],
    "部门名称": "国家" + "某" * 60 + "局\U0001f600",
}


@pytest.fixture
def without_pdf(monkeypatch):
    monkeypatch.setattr(pages, "converted", lambda *_: None)


@pytest.fixture(scope="module")
def published(tmp_path_factory, libreoffice):
    folder = tmp_path_factory.mktemp("公开")
    return xltools.publish(with_much_text(folder / "部门"), folder)


def with_much_text(folder: Path) -> Path:
    """The sample department whose second project has much to say: more than a page in the usual size."""
    sample_with(folder, lambda facts: None)
    path = folder / "projects.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, first, second, *rest = csv.reader(file)
    for heading in ("项目概况", "项目实施计划"):
        second[headings.index(heading)] = WORDY
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, first, second, *rest])
    return folder


@pytest.fixture(scope="module")
def paper(published) -> list[str]:
    """The words of each page of the PDF, without spaces."""
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext (poppler) is not installed")
    shown = subprocess.run(
        [pdftotext, "-raw", str(published.pdf), "-"], capture_output=True, check=True
    ).stdout
    return [re.sub(r"\s", "", page) for page in shown.decode().split("\f")[:-1]]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.usefixtures("without_pdf")
def test_every_figure_of_the_sample(tmp_path):
    document = xltools.publish(SAMPLE, tmp_path).docx
    assert complaints(document, expected_tables(SAMPLE)) == []


@pytest.mark.usefixtures("without_pdf")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_made_up_departments(tmp_path, seed):
    folder = add_facts(make_department(tmp_path / "部门", seed), seed)
    document = xltools.publish(folder, tmp_path / "公开").docx
    assert complaints(document, expected_tables(folder)) == []
    targets = [
        tables for heading, tables in tables_by_heading(document).items() if re.match(r"\d+．", heading)
    ]
    assert len(targets) == len(expected_targets(folder))


@pytest.mark.usefixtures("without_pdf")
def test_target_sheets_say_what_they_say(tmp_path):
    document = xltools.publish(SAMPLE, tmp_path).docx
    found = tables_by_heading(document)
    for number, target in enumerate(expected_targets(SAMPLE), 1):
        (table,) = found[f"{number}．{target.project}"]
        words = {cell.text for row in table.rows for cell in row.cells}
        assert {target.project, *target.texts.values()} <= words
        assert {text for line in target.indicators for text in line} <= words


@pytest.mark.usefixtures("without_pdf")
def test_documents_are_valid(tmp_path, open_xml_validator):
    folder = add_facts(make_department(tmp_path / "部门", 3), 3)
    hostile = sample_with(tmp_path / "怪", lambda facts: facts.update(HOSTILE))
    documents = [
        xltools.publish(source, tmp_path / name).docx
        for source, name in ((SAMPLE, "甲"), (folder, "乙"), (hostile, "丙"))
    ]
    assert open_xml_validator.validate(documents) == {document: [] for document in documents}


@pytest.mark.usefixtures("without_pdf")
def test_wide_tables_lie_across_and_headings_are_repeated(tmp_path):
    document = xltools.publish(SAMPLE, tmp_path).docx
    opened = docx.Document(str(document))
    turns = [section.orientation == WD_ORIENT.LANDSCAPE for section in opened.sections]
    assert turns.count(True) == 3  # 表2, 表9, 表12
    for title, (table, *_) in tables_by_heading(document).items():
        if not title.startswith("表"):
            continue
        repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert (repeated[0], repeated[-1]) == (True, False), title


@pytest.mark.slow
def test_the_contents_of_the_file_lead_to_the_pages_of_the_pdf(published, paper):
    entries = contents_entries(published.docx)
    assert [text for text, _ in entries] == [text for level, text in headings(published.docx) if level <= 2]
    wrong = [(text, page) for text, page in entries if bare(text) not in paper[page - 1]]
    assert wrong == []
    assert [page for _, page in entries] == sorted(page for _, page in entries)
    for text, page in entries:
        assert f"—{page}—" in paper[page - 1], text


@pytest.mark.slow
def test_the_pdf_shows_headings_in_order_and_its_contents(published, paper):
    whole = "".join(paper[2:])
    place = 0
    for _, text in headings(published.docx):
        place = whole.find(bare(text), place)
        assert place >= 0, text
    contents = re.sub(r"\.{2,}", " ", paper[1])
    for text, page in contents_entries(published.docx):
        assert f"{bare(text)} {page}" in contents
    assert "—" not in paper[0]


@pytest.mark.slow
def test_no_page_is_empty_and_every_figure_is_on_paper(published, paper):
    assert [number for number, page in enumerate(paper, 1) if len(page) < 15] == []
    whole = "".join(paper)
    for table in expected_tables(SAMPLE):
        for row in table.rows:
            assert all(bare(cell) in whole for cell in row if cell)


@pytest.mark.slow
def test_every_target_sheet_has_a_page_of_its_own(published, paper):
    names = [text for level, text in headings(published.docx) if level == 3 and re.match(r"\d+．", text)]
    assert len(names) == 17
    pages_of_names = [
        next(number for number, page in enumerate(paper) if bare(name) in page) for name in names
    ]
    first = pages_of_names[0]
    assert pages_of_names == [*range(first, first + 17)]
    catalogue = next(page for text, page in contents_entries(published.docx) if text.startswith("附件3"))
    assert catalogue - 1 == first + 17
    second = paper[first + 1]
    assert bare(WORDY) in second
    assert "负责人" in second


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_is_published_is_read_back_whole(published, tmp_path, kind):
    read = xltools.read_document(getattr(published, kind), tmp_path / "读出.xlsx")
    assert wrong_cells(cached_values(read.path), expected_tables(SAMPLE)) == []
    assert read.overall
    forms = [sheet for sheet in openpyxl.load_workbook(read.path) if re.match(r"绩效\d", sheet.title)]
    for sheet, target in zip(forms, expected_targets(SAMPLE), strict=True):
        wordy = target.project == "党群服务和人才专项经费"
        changed = dict.fromkeys(("项目概况", "项目实施计划"), WORDY) if wordy else {}
        texts = {target.project, *(target.texts | changed).values(), *(sum(target.indicators, ()))}
        amounts = {f"{amount / 100:,.2f}" for amount in (*target.year, *target.whole_period) if amount}
        assert {bare(text) for text in texts if text} | amounts <= _words(sheet), sheet.title
    report = xltools.check(read.path)
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert report.obligations.checked >= 60
    assert report.year == 2025
    assert "X-21" not in {entry.rule for entry in report.obligations.not_checked}


def _words(sheet) -> set[str]:
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return {bare(str(value)) for value in values} | {
        f"{value:,.2f}" for value in values if isinstance(value, int | float)
    }
