"""The dressed workbook as a fixture."""

import pytest

from office.dressed import dressed_workbook


@pytest.fixture(scope="session")
def dressed() -> bytes:
    """See dressed_workbook."""
    return dressed_workbook()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """openpyxl says what it will not keep; here it only reads."""
    for item in items:
        if item.path.parent.name == "office":
            item.add_marker(pytest.mark.filterwarnings("ignore:.*not supported and will be removed"))
