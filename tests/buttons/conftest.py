"""Buttons pressed in an open workbook, on two engines that stand for Excel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import xlwings

from xltools import buttons
from xltools.tasks.fill import fill
from xltools.tasks.perform import Job, perform

SAMPLE = Path(__file__).parents[2] / "samples" / "organization_department"
ENGINES = ("openpyxl_engine", "excel_model")
"""An engine over openpyxl; xlwings' own engine for Windows over a model of Excel."""


class Desk:
    """Excel with a workbook of the sample department open in it, and the same workbook as a file beside."""

    def __init__(self, excel: Any, folder: Path, source: Path) -> None:
        self.excel = excel
        self.folder = folder
        self.path = folder / "部门 预算2025.xlsx"
        copyfile(source, self.path)
        self.book: xlwings.Book = self.open(self.path)

    def open(self, path: Path) -> xlwings.Book:
        """Opens a workbook and makes it the one whose buttons are pressed."""
        book: xlwings.Book = self.excel.open_book(path)
        book.app.calculation = "manual"
        book.set_mock_caller()
        self.book = book
        return book

    def will_answer(self, answer: str) -> None:
        """What the person clicks in the next question."""
        desktop = getattr(self.excel, "desktop", None)
        if desktop is None:
            self.excel.will_answer(answer)
        else:
            desktop.answers.append(answer)

    def press(self, action: str, boxes: int = 1) -> str:
        """Presses a button; gives the text of the message box that it ends with, the last of so many."""
        before = len(self.excel.alerts)
        getattr(buttons, action)()
        assert len(self.excel.alerts) == before + boxes
        alert = self.excel.alerts[-1]
        return str(alert[1] if isinstance(alert, tuple) else alert.text)

    def copy_now(self) -> Path:
        """The workbook as it stands, for the command."""
        path = self.folder / "命令.xlsx"
        self.book.api.SaveCopyAs(str(path))
        return path

    def saved(self) -> Path:
        """The open workbook in a file: contents and looks, not always the results of formulas."""
        path = self.folder / "按钮.xlsx"
        in_memory = getattr(self.book.impl, "workbook", None)
        if in_memory is None:
            self.book.api.SaveCopyAs(str(path))
        else:
            # Without LibreOffice, which calculates what the engine over openpyxl saves.
            in_memory.save(path)
        return path


def by_command(action: str, path: Path) -> None:
    """What the command does to the file."""
    perform(action, Job(path, path, path))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the sample department."""
    return fill(SAMPLE, tmp_path_factory.mktemp("filled") / "预算.xlsx").path


@pytest.fixture(params=ENGINES)
def excel(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Excel, by each engine."""
    install: AbstractContextManager[Any] = import_module(f"engines.{request.param}").install()
    with install as running:
        yield running


@pytest.fixture
def desk(excel: Any, tmp_path: Path, filled: Path) -> Desk:
    return Desk(excel, tmp_path, filled)
