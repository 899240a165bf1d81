"""Each kind of file by its bytes: another sentence, with the file's name, what it is and what to do."""

import pytest

from office.gate.archives import small_workbook, zipped
from office.gate.compound_files import compound_file
from xltools.model.errors import XltoolsError
from xltools.office.gate.compound import has_entry
from xltools.office.gate.kinds import Kind, kind_of, kind_of_package
from xltools.office.gate.sentences import SENTENCES
from xltools.office.package import Package
from xltools.office.workbook import Workbook

WORKBOOK = zipped(small_workbook())
FILES = {
    Kind.EMPTY: b"",
    Kind.ZIP: WORKBOOK,
    Kind.CUT_OFF_ZIP: WORKBOOK[:-60],
    Kind.ENCRYPTED: compound_file({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 5000}),
    Kind.XLS: compound_file({"Workbook": b"\x09\x08\x10\x00", "\x05SummaryInformation": b""}),
    Kind.ET: compound_file({"Workbook": b"\x09\x08\x10\x00", "ETExtData": b""}),
    Kind.DOC: compound_file({"WordDocument": b"", "1Table": b""}),
    Kind.PPT: compound_file({"PowerPoint Document": b""}),
    Kind.OTHER_COMPOUND: compound_file({"Something": b""}),
    Kind.OLD_XLS: b"\x09\x04\x06\x00\x00\x04\x10\x00",
    Kind.PDF: b"%PDF-1.7\n%\xe2\xe3",
    Kind.RTF: b"{\\rtf1\\ansi",
    Kind.IMAGE: b"\x89PNG\r\n\x1a\n",
    Kind.OTHER_ARCHIVE: b"Rar!\x1a\x07\x01\x00",
    Kind.PROGRAM: b"MZ\x90\x00\x03",
    Kind.XML_2003: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    Kind.HTML: b"\xef\xbb\xbf\r\n<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>",
    Kind.MHTML: b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    Kind.XML: b"<?xml version='1.0'?><a/>",
    Kind.CSV: "科目,金额\n201,5\n".encode("gbk"),
    Kind.SYLK: b"ID;PWXL;N;E",
    Kind.TEXT: "部门预算".encode(),
    Kind.UNKNOWN: b"\x00\x01\x02\x03" * 50,
}


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.name)
def test_the_bytes_tell(kind):
    assert kind_of(FILES[kind]) is kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("科目\t金额\n".encode("utf-16"), Kind.CSV),
        ("<html><body>".encode("utf-16"), Kind.HTML),
        (b"<table border=1><tr><td>1</td></tr></table>", Kind.HTML),
        (b"%PDF-1.7\n" + WORKBOOK, Kind.PDF),
        (b"MZ" + WORKBOOK, Kind.PROGRAM),
        (("甲" * 5000).encode("gbk"), Kind.TEXT),
        (WORKBOOK + b"\0" * 10, Kind.ZIP),
    ],
)
def test_other_encodings_and_files_of_two_kinds(data, kind):
    assert kind_of(data) is kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "xl/workbook.bin"], Kind.XLSB),
        (["[Content_Types].xml", "word/document.xml"], Kind.DOCX),
        (["[Content_Types].xml", "ppt/presentation.xml"], Kind.PPTX),
        (["mimetype", "content.xml"], Kind.OPEN_DOCUMENT),
        (["a.txt"], Kind.OTHER_ZIP),
        (["[Content_Types].xml", "xl/styles.xml"], Kind.XLSX),
    ],
)
def test_archives(names, kind):
    assert kind_of_package(names) is kind
    with pytest.raises(XltoolsError, match=SENTENCES[kind][:6]):
        Package.from_bytes(zipped(dict.fromkeys(names, b"<Types/>")), "预算.xlsx")


def test_the_small_workbook_is_sound():
    assert Workbook.from_bytes(WORKBOOK, "x.xlsx").sheet_names == ["表1 收支总表"]


def test_every_kind_has_a_sentence_that_a_gbk_console_shows():
    assert set(SENTENCES) == set(Kind)
    for kind, half in SENTENCES.items():
        half.encode("gbk")
        assert "；" in half, kind


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.name)
def test_the_file_is_named_once(kind):
    if kind is Kind.ZIP:
        return
    with pytest.raises(XltoolsError) as caught:
        Package.from_bytes(FILES[kind], "预算.xls")
    assert str(caught.value) == f"“预算.xls”{SENTENCES[kind]}。"


def test_words_in_a_cell_are_no_entry():
    """The name as text of a cell, at any place, is no entry of the directory."""
    text = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    for shift in (0, 2, 64):
        assert not has_entry(
            compound_file({"Workbook": b"x" * shift + text + b"y" * 200}), "EncryptedPackage"
        )
