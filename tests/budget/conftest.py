"""The sample department filled, to be changed and checked."""

from pathlib import Path

import pytest

import xltools
from oracles.expected_tables import SAMPLE
from xltools.model.ledger import Ledger
from xltools.office.workbook import Workbook


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return xltools.read_input(SAMPLE).ledger


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("filled") / "部门.xlsx").path


@pytest.fixture
def book(filled: Path) -> Workbook:
    return Workbook.open(filled)
