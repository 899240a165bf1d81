"""A desktop for all tests of the window, and a finished workbook for each."""

import shutil

import pytest

from desktop import desktop as new_desktop
from xltools.resources import sample_path
from xltools.tasks.fill import fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    return fill(sample_path(), tmp_path_factory.mktemp("filled") / "公开.xlsx").path


@pytest.fixture
def workbook(filled, tmp_path):
    """A copy of one's own, in a folder whose name has spaces."""
    folder = tmp_path / "我的 部门"
    folder.mkdir()
    return shutil.copyfile(filled, folder / "部门预算公开 2025.xlsx")


@pytest.fixture(scope="session")
def desktop(tmp_path_factory):
    """A screen as notebooks have it."""
    with new_desktop(tmp_path_factory.mktemp("desktop"), (1366, 768)) as found:
        yield found


@pytest.fixture
def window(desktop, workbook):
    """The window with the workbook in it."""
    with desktop.window(workbook, cwd=workbook.parent) as found:
        yield found
