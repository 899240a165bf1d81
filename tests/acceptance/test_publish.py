"""The disclosure document holds what the tables say, and its contents lead to the right pages."""

import re
import shutil
import subprocess

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

import xltools
from oracles.disclosure_document import complaints, contents_entries, headings, tables_by_heading
from oracles.expected_tables import SAMPLE, expected_tables
from oracles.expected_targets import expected_targets
from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from xltools.tasks.publishing import pages

SEEDS = range(8)


@pytest.fixture
def without_pdf(monkeypatch):
    monkeypatch.setattr(pages, "converted", lambda *_: None)


@pytest.fixture(scope="module")
def published(tmp_path_factory, libreoffice):
    return xltools.publish(SAMPLE, tmp_path_factory.mktemp("公开"))


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
    documents = [
        xltools.publish(source, tmp_path / name).docx for source, name in ((SAMPLE, "甲"), (folder, "乙"))
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
