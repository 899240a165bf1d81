"""A report in a browser, in the words of who reads it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from made_up_checks import made_up_checks

DEPARTMENTS = 60
ENTRIES = list(made_up_checks(DEPARTMENTS, 1500))
FOUND = [(entry, each) for entry in ENTRIES for each in entry.record["findings"]]
"""Each finding with its workbook, in the order of the list."""

Open = Callable[..., "ReportPage"]


class ReportPage:
    """`wrong` collects what the browser complains of."""

    def __init__(self, page: Page, wrong: list[str]) -> None:
        self.page = page
        self.wrong = wrong
        self.grid = page.get_by_role("grid")

    def count(self) -> int:
        """How many rows the list has, in sight or not."""
        return int(self.grid.get_attribute("aria-rowcount") or 0) - 1

    def rows(self) -> list[list[str]]:
        """The texts of the rows that are drawn, from the top."""
        return self.page.evaluate(
            """[...document.querySelectorAll("[role=grid] [role=row][aria-selected]")]
               .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)
               .map((row) => [...row.children].map((cell) => cell.textContent))"""
        )

    def active(self) -> list[str]:
        """The texts of the row that the arrow keys stand on."""
        row = self.grid.get_attribute("aria-activedescendant")
        return self.page.locator(f"#{row} > *").all_text_contents()

    def filter(self, label: str, value: str) -> None:
        """Sets a filter: picks a choice by its value, or types."""
        field = self.page.locator("#filters").get_by_label(label, exact=True)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
            # What is typed is taken when the typing pauses.
            expect(field).to_have_class(re.compile(r"\bset\b"))

    def sort(self, heading: str) -> None:
        self.page.get_by_role("columnheader", name=heading).get_by_role("button").click()

    def wait_for_view(self, address: str, label: str) -> None:
        """The page turns to a view after the key or click that asked for it: waits until the list has the focus.

        Raises:
            TimeoutError: Playwright's; it is not there within half a minute.
        """
        self.page.wait_for_function(
            """([address, label]) => location.hash === address
               && document.activeElement.getAttribute("aria-label") === label""",
            arg=[address, label],
        )

    def go_to(self, address: str) -> None:
        """As the address typed in; the view is drawn when this returns."""
        self.page.evaluate(
            """(address) => new Promise((done) => {
                 addEventListener("hashchange", () => done(), { once: true });
                 location.hash = address;
               })""",
            address,
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """What has the focus: its label or text."""
        return self.page.evaluate(
            """(() => { const node = document.activeElement;
               return node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent; })()"""
        )

    @property
    def detail(self) -> str:
        return self.page.get_by_role("region", name="问题详情").inner_text()

    def pdf(self, path: Path) -> Path:
        self.page.pdf(path=path, prefer_css_page_size=True)
        return path
