"""生成说明 and 导出PDF: what they leave beside the workbook is what the commands make of the same state."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from docx import Document

from buttons.conftest import Desk
from oracles.workbook_state import workbook_state
from xltools.tasks.export_pdf import export_pdf
from xltools.tasks.narrate import narrate


def _paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


@pytest.mark.slow
def test_the_narrative(desk: Desk) -> None:
    before = workbook_state(desk.copy_now())
    message = desk.press("narrate")
    document = desk.path.with_name(f"{desk.path.stem} 情况说明.docx")
    assert document.name in message
    narrate(desk.copy_now(), desk.folder / "命令.docx")
    assert _paragraphs(document) == _paragraphs(desk.folder / "命令.docx")
    assert workbook_state(desk.saved()).differences(before) == []


@pytest.mark.slow
def test_the_pdf(desk: Desk, libreoffice: object) -> None:
    sheet = desk.book.sheets.active.name
    message = desk.press("export_pdf")
    document = desk.path.with_suffix(".pdf")
    assert document.name in message
    # Letter by letter: the engines print with LibreOffice, where another font breaks the lines elsewhere, and hidden
    # sheets count among the pages.
    printed = _letters(export_pdf(desk.copy_now(), desk.folder / "命令.pdf"))
    assert sum(printed.values()) > 5_000
    assert printed - _letters(document) == Counter()
    assert desk.book.sheets.active.name == sheet


@pytest.mark.slow
def test_only_what_is_published_is_printed(filled: Path, tmp_path: Path, libreoffice: object) -> None:
    words = _words(export_pdf(filled, tmp_path / "公开表.pdf"))
    assert any("收支总表" in word for word in words)
    assert not [word for word in words if "部门预算公开工作簿" in word or word == "录入"]


def _letters(path: Path) -> Counter[str]:
    """How often each letter is printed, digits apart."""
    return Counter(letter for word in _words(path) for letter in word if not letter.isdigit())


def _words(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split()
