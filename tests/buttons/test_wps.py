"""WPS by the experiment: the button changes the workbook that is open there, after a warning."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from openpyxl import load_workbook

from engines import excel_model
from oracles.workbook_state import workbook_state
from xltools import buttons
from xltools.office.live import wps

TABLE5 = "表5 一般公共预算支出表"


@pytest.fixture
def wps_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A model of Excel that answers to the name of WPS."""
    with excel_model.install() as program:
        monkeypatch.setattr(wps, "is_wanted", lambda: True)
        client = sys.modules["win32com.client"]

        def running(name: str) -> object:
            assert name.endswith(".Application")
            import xlwings

            return xlwings.apps.active.impl.xl

        monkeypatch.setattr(client, "GetActiveObject", running, raising=False)
        yield program


@pytest.mark.slow
def test_the_open_workbook_is_changed(
    wps_program: Any, tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(buttons, "_show", lambda text, title, *, failed: told.append(text))
    path = tmp_path / "预算.xlsx"
    copyfile(filled, path)
    book = wps_program.open_book(path)
    book.app.calculation = "manual"
    sheet = book.sheets[TABLE5]
    sheet.api.Unprotect()
    sheet.range("C9").formula = 194.34
    sheet.api.Protect()
    assert buttons.main(["mark", f"--file={path}"]) == 0
    assert "试验功能" in told[0]
    book.api.SaveCopyAs(str(tmp_path / "看.xlsx"))
    assert workbook_state(tmp_path / "看.xlsx").sheets[TABLE5].marks.keys() == {"C9"}
    assert load_workbook(path)[TABLE5]["C9"].value != 194.34, "the file itself waits to be saved"
