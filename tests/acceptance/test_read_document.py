"""What others published is audited: PDF files made by LibreOffice, read back, held against what they print."""

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pypdf
import pytest

import xltools
from command_line import xltools as command
from oracles.expected_tables import SAMPLE, published_tables
from oracles.published_documents import write_word
from oracles.sheet_tables import wrong_cells
from oracles.values import cached_values
from xltools.model.errors import XltoolsError
from xltools.office.libreoffice import find_soffice
from xltools.tasks.export_pdf import export_pdf

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="module")
def workbook(folder) -> Path:
    return xltools.fill(SAMPLE, folder / "部门预算公开.xlsx").path


@pytest.fixture(scope="module")
def pdf(workbook) -> Path:
    return export_pdf(workbook, workbook.with_suffix(".pdf"))


@pytest.fixture(scope="module")
def read(pdf, folder):
    return xltools.read_document(pdf, folder / "读出.xlsx")


def test_every_figure_of_a_pdf_comes_over(read):
    assert read.tables == tuple(range(1, 14))
    assert wrong_cells(cached_values(read.path), published_tables()) == []


def test_target_sheets_of_a_pdf_come_over(read, workbook):
    assert read.overall
    book = openpyxl.load_workbook(read.path)
    text = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    written = openpyxl.load_workbook(workbook, data_only=True)
    names = [
        str(sheet.cell(cell.row, cell.column + 1).value or sheet.cell(cell.row, cell.column + 2).value)
        for sheet in written
        if re.match(r"绩效\d", sheet.title)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "项目名称"
    ]
    assert read.targets >= 17
    assert len(names) == 17
    assert [name for name in names if name not in text] == []


def test_the_check_finds_no_error_in_it(read):
    report = xltools.check(read.path)
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.obligations.checked >= 60


def test_planted_contradictions_are_found(folder):
    tables = published_tables()
    row = next(row for row in tables[4].rows if row[0] == "2013201")
    assert row[2] == "149.34"
    kept, row[2] = row[2], "194.34"
    try:
        document = write_word(folder / "有错.docx", tables)
    finally:
        row[2] = kept
    read = xltools.read_document(document, folder / "有错.xlsx")
    report = xltools.check(read.path)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert errors
    assert any("194.34" in str(finding) for finding in errors)


@pytest.fixture(scope="module")
def printed(folder) -> Path:
    """The folder with two Word documents as PDF: 有线 with lines around the cells, 无线 without any."""
    documents = [
        write_word(folder / "有线.docx", ruled=True, merged=True, whole_rows=True),
        write_word(folder / "无线.docx", whole_rows=True),
    ]
    soffice = find_soffice()
    assert soffice
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


def test_a_word_document_as_pdf_comes_over(printed):
    """Some pages break a table between two rows of its headings."""
    read = xltools.read_document(printed / "有线.pdf", printed / "有线.xlsx")
    assert read.tables == tuple(range(1, 14))
    assert wrong_cells(cached_values(read.path), published_tables()) == []


def test_tables_without_lines_come_over(printed):
    """Every figure of every row; the rest of a name that a page broke may stand in a row of its own."""
    read = xltools.read_document(printed / "无线.pdf", printed / "无线.xlsx")
    assert read.tables == tuple(range(1, 14))
    assert read.others == 0
    book = openpyxl.load_workbook(read.path)
    for table in published_tables():
        sheet = next(sheet for sheet in book if sheet.title.startswith(f"表{table.number} "))
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found = [
            amounts for row in rows if (amounts := [value for value in row if isinstance(value, float | int)])
        ]
        printed_rows = [
            [float(row[column]) for column in table.figure_columns if row[column]] for row in table.rows
        ]
        numbers = [list(range(1, len(table.header[0]) + 1))] if table.number in (12, 13) else []
        assert [row for row in found if row not in numbers] == [row for row in printed_rows if row], (
            table.title
        )


def test_a_narrative_in_a_pdf_is_checked(printed):
    """Its one sentence is right; beside another total it is not."""
    workbook = xltools.read_document(printed / "有线.pdf", printed / "对照.xlsx").path
    report = xltools.check_narrative(printed / "有线.pdf", workbook)
    assert report.trouble is None
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    book = openpyxl.load_workbook(workbook)
    for row in book["表1 收支总表"].iter_rows():
        for cell in row:
            if cell.value == 981.2:
                cell.value = 980.3
    book.save(printed / "改过.xlsx")
    report = xltools.check_narrative(printed / "有线.pdf", printed / "改过.xlsx")
    assert any("981.20万元" in str(finding) for finding in report.findings if finding.severity == "error")


def test_a_scan_is_told(tmp_path):
    from PIL import Image

    Image.new("RGB", (600, 800), "white").save(tmp_path / "扫描.pdf")
    with pytest.raises(XltoolsError, match=r"“扫描\.pdf”里没有文字，多半是扫描件"):
        xltools.read_document(tmp_path / "扫描.pdf", tmp_path / "读出.xlsx")


def test_an_encrypted_pdf_is_told(pdf, tmp_path):
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(pdf), pages=(0, 1))
    writer.encrypt("secret")
    written = io.BytesIO()
    writer.write(written)
    (tmp_path / "加密.pdf").write_bytes(written.getvalue())
    with pytest.raises(XltoolsError, match=r"“加密\.pdf”加了打开密码"):
        xltools.read_document(tmp_path / "加密.pdf", tmp_path / "读出.xlsx")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>"]
)
def test_a_damaged_pdf_is_one_sentence(tmp_path, data):
    (tmp_path / "坏.pdf").write_bytes(data)
    with pytest.raises(XltoolsError) as caught:
        xltools.read_document(tmp_path / "坏.pdf", tmp_path / "读出.xlsx")
    assert "\n" not in str(caught.value)
    assert "“坏.pdf”" in str(caught.value)


def test_the_command_says_what_was_read_and_what_was_not(tmp_path):
    document = write_word(
        tmp_path / "公开.docx", [table for table in published_tables() if table.number != 7]
    )
    run = command("read", str(document), "-o", "读出.xlsx", cwd=tmp_path)
    assert run.code == 0, run.text
    assert "预算公开表：12 张" in run.text
    assert "没有找到表7" in run.text
    assert (tmp_path / "读出.xlsx").exists()
