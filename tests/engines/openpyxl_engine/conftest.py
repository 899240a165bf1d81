"""An Excel for each test."""

from collections.abc import Iterator

import pytest

from engines.openpyxl_engine import Excel, install


@pytest.fixture
def excel() -> Iterator[Excel]:
    with install() as installed:
        yield installed
