"""Target sheets that were there before: kept with what people did to them, whoever saved the workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import xltools
from xltools.tasks.filling.target_projects import _shortened

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "organization_department"
SECOND = "绩效02 党群服务和人才专项经费"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return xltools.fill(SAMPLE, tmp_path / "部门.xlsx").path


def test_what_people_did_survives_a_program_that_drops_cached_values(filled: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book[SECOND]["J3"] = "旁注"
    book[SECOND]["B12"] = "手写概况"
    book[SECOND].column_dimensions["C"].width = 44
    book.save(filled)
    again = openpyxl.load_workbook(xltools.fill(filled, tmp_path / "再填.xlsx").path)
    sheet = again[SECOND]
    assert (sheet["J3"].value, sheet["B12"].value) == ("旁注", "手写概况")
    assert sheet.column_dimensions["C"].width == 44
    assert sum(name.startswith(("绩效0", "绩效1")) for name in again.sheetnames) == 17


def test_words_on_the_form_that_an_indicator_row_replaces_are_told(filled: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book[SECOND]["D25"] = "只写在表上的指标"
    book.save(filled)
    result = xltools.fill(filled, tmp_path / "再填.xlsx")
    told = [str(fault) for fault in result.faults if fault.file == SECOND]
    assert len(told) == 1
    assert "“只写在表上的指标”" in told[0]
    assert "绩效指标" in told[0]


def test_nothing_is_told_when_nothing_is_lost(filled: Path, tmp_path: Path) -> None:
    assert xltools.fill(filled, tmp_path / "再填.xlsx").faults == ()


@pytest.mark.parametrize(
    ("name", "length", "shortened"),
    [
        ("到村工作大学生培训经费", 26, "到村工作大学生培训经费"),
        ("补助配套资金（中央）", 8, "补助配套…中央）"),
        ("𠮷" * 10, 9, "𠮷𠮷…𠮷𠮷"),
    ],
)
def test_long_names_keep_both_ends(name: str, length: int, shortened: str) -> None:
    assert _shortened(name, length) == shortened
    assert len(shortened.encode("utf-16-le")) // 2 <= length
