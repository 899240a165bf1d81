"""The HTML report with 100,000 findings, interleaved with the same findings as one plain table of HTML."""

from __future__ import annotations

import html
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser

from xltools.tasks.report_html import write_report

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from made_up_checks import made_up_checks
from oracles.browser import browser

DEPARTMENTS, FINDINGS = 300, 100_000
ROUNDS = 1
_SHOWN = ("rule", "severity", "sheet", "cell", "value", "expected", "gap", "message")


def plain_table(path: Path) -> Path:
    """A row for each finding, and nothing else."""
    with path.open("w", encoding="utf-8") as page:
        page.write('<!DOCTYPE html><meta charset="utf-8"><table>')
        for entry in made_up_checks(DEPARTMENTS, FINDINGS):
            for finding in entry.record["findings"]:
                cells = (entry.name, *(finding[key] or "" for key in _SHOWN))
                page.write("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in cells))
        page.write("</table>")
    return path


def seconds_to(running: Browser, path: Path, first: str, last: str) -> tuple[float, float]:
    """Until the first row is to be seen, and until all rows are there and the page answers."""
    page = running.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(300_000)
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector(first)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    seen = time.perf_counter() - start
    page.wait_for_load_state("load")
    page.wait_for_selector(last, state="attached")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    complete = time.perf_counter() - start
    page.close()
    return seen, complete


def measure(folder: Path) -> None:
    start = time.perf_counter()
    report = write_report(folder / "report.html", made_up_checks(DEPARTMENTS, FINDINGS))
    written = time.perf_counter() - start
    table = plain_table(folder / "table.html")
    times: dict[str, list[tuple[float, float]]] = {"report": [], "table": []}
    with browser() as running:
        seconds_to(running, report, "[role=gridcell]", "#progress:empty")
        for _ in range(ROUNDS):
            times["report"].append(seconds_to(running, report, "[role=gridcell]", "#progress:empty"))
            times["table"].append(seconds_to(running, table, "td", "table"))
    median = {
        key: [statistics.median(each) for each in zip(*values, strict=True)] for key, values in times.items()
    }
    print(
        f"report of {FINDINGS} findings: {report.stat().st_size / 1e6:.1f} MB, made up and written in {written:.1f} s"
    )
    for key, (seen, complete) in median.items():
        print(f"  {key:7}  first view {seen:5.2f} s, complete {complete:5.2f} s")
    print(
        f"  ratio to the plain table: first view {median['table'][0] / median['report'][0]:.1f}, "
        f"complete {median['table'][1] / median['report'][1]:.1f}"
    )
