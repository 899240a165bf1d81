"""Files: copies of the open workbook, saving, read-only files, PDF."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from engines.conftest import Opened
from engines.excel_model import Excel
from engines.excel_model.com import com_error
from oracles import validator


def _plain(workbook: Workbook) -> None:
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"] = 1, "=A1+1"
    workbook.create_sheet("乙")["A1"] = "=甲!A2*10"


def _value(path: Path, sheet: str, cell: str) -> object:
    return openpyxl.load_workbook(path, data_only=True)[sheet][cell].value


def test_a_copy_holds_unsaved_edits_and_leaves_the_book_alone(opened: Opened, tmp_path: Path) -> None:
    book = opened(_plain)
    before = Path(book.fullname).read_bytes()
    book.sheets["甲"]["A1"].value = 5
    for number, value in ((1, 5), (2, 7)):
        book.sheets["甲"]["A1"].value = value
        copy = tmp_path / f"副本{number}.xlsx"
        book.api.SaveCopyAs(str(copy))
        assert (_value(copy, "甲", "A1"), _value(copy, "乙", "A1")) == (value, (value + 1) * 10)
    assert book.api.Saved is False
    assert Path(book.fullname).read_bytes() == before
    assert book.name == "book1.xlsx"


def test_a_copy_cannot_replace_an_open_book(opened: Opened, tmp_path: Path) -> None:
    book = opened(_plain)
    with pytest.raises(com_error):
        book.api.SaveCopyAs(book.fullname)
    with pytest.raises(com_error):
        book.api.SaveCopyAs(str(tmp_path / "没有" / "副本.xlsx"))


def test_save_and_save_as(opened: Opened, tmp_path: Path) -> None:
    book = opened(_plain)
    book.sheets["甲"]["A1"].value = 3
    book.save()
    assert book.api.Saved is True
    assert _value(Path(book.fullname), "乙", "A1") == 40
    book.save(tmp_path / "新.xlsx")
    assert book.fullname == str(tmp_path / "新.xlsx")
    with pytest.raises(com_error):
        book.api.SaveAs(str(tmp_path / "新.xlsx"), FileFormat=52)


def test_a_read_only_book_is_not_saved(excel: Excel, tmp_path: Path) -> None:
    path = tmp_path / "只读.xlsx"
    Workbook().save(path)
    book = excel.open_book(path, read_only=True)
    assert book.api.ReadOnly is True
    book.sheets[0]["A1"].value = 1
    with pytest.raises(com_error):
        book.save()


def test_what_is_written_is_valid(opened: Opened, open_xml_validator: object, tmp_path: Path) -> None:
    book = opened(_plain)
    sheet = book.sheets["甲"]
    sheet["A1"].color, sheet["A1"].font.bold = "#ff0000", True
    sheet["A1"].add_hyperlink("#乙!A1", "到乙", "提示")
    sheet["A2"].add_note("批注")
    sheet["A1:B1"].merge()
    sheet["A1:C9"].conditional_formats.add_custom("=A1>1", fill_color="#00ff00")
    sheet.copy(after=sheet)
    path, source = tmp_path / "写出.xlsx", Path(book.fullname)
    book.api.SaveCopyAs(str(path))
    found = validator.validate([path, source])
    assert {error.description for error in found[path]} <= {error.description for error in found[source]}
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None


def test_pdf(opened: Opened, libreoffice: object, tmp_path: Path) -> None:
    book = opened(_plain)
    target = tmp_path / "打印.pdf"
    book.to_pdf(target)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_sheet_on_which_only_values_change_is_written(opened: Opened, tmp_path: Path) -> None:
    book = opened(_plain)
    assert book.sheets["乙"]["A1"].value == 20
    book.save()
    book.sheets["甲"]["A1"].value = 5
    book.api.SaveCopyAs(str(tmp_path / "副本.xlsx"))
    assert _value(tmp_path / "副本.xlsx", "乙", "A1") == 60
