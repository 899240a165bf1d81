"""A browser, and pages of reports opened in it from their files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from oracles.browser import browser as running_browser
from report_page import ENTRIES, Open, ReportPage
from xltools.tasks.report_html import write_report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def open_report(browser: Browser) -> Iterator[Open]:
    """Opens a report; in the end nothing may have gone wrong in it, and nothing been asked of the network."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    requests: list[str] = []
    wrong: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda message: wrong.append(message.text))

    def open_page(path: Path, view: str = "") -> ReportPage:
        page = context.new_page()
        page.goto(f"{path.as_uri()}{view}")
        page.wait_for_selector("#progress:empty", state="attached")
        return ReportPage(page, wrong)

    yield open_page
    context.close()
    assert wrong == []
    assert all(url.startswith("file:") for url in requests)
    assert len(set(requests)) == 1


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the made-up departments."""
    return write_report(tmp_path_factory.mktemp("report") / "报告.html", ENTRIES)


@pytest.fixture
def workbooks(open_report: Open, path: Path) -> ReportPage:
    """It, open at the departments."""
    return open_report(path)


@pytest.fixture
def findings(open_report: Open, path: Path) -> ReportPage:
    """It, open at the findings."""
    return open_report(path, "#findings")
