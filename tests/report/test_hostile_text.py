"""Text from workbooks and file names that would be markup or a program if it could: it stays text."""

import pytest

from made_up_checks import finding, readable, unreadable
from xltools.tasks.report_html import ReportEntry, write_report

HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<!--<script>",
    "<img src=x onerror='window.hacked = 1'>",
    "\"><svg onload=window.hacked=1>'`",
    "${window.hacked = 1} {{7*7}} {data} {policy} {style}",
    "\u2028window.hacked = 1\u2029",
    "\u202e反过来\u2066",
    "&lt;b&gt;&amp;&#60;",
    "]]> \\u003c \\ \\\\",
    "javascript:window.hacked=1",
    "\udce4\udcb8",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_it_stays_text(open_report, tmp_path, text):
    """In every place that a workbook or a file name can fill."""
    found = finding(
        "5-1", "error", sheet=text, cell="D9", value=text, expected=text, gap=text, message=text, fix=text
    )
    record = readable(text, [found])
    suspect = {"sheet": text, "cell": "D9", "value": text, "suggested": text, "reason": text}
    record["explanations"] = [{"suspects": [suspect], "alternatives": [[suspect]]}]
    record["obligations"] = {"required": 2, "checked": 1, "not_checked": [{"rule": "7-1", "why": text}]}
    record["form"] = text
    path = write_report(
        tmp_path / "a.html", [ReportEntry(text, record, text), ReportEntry(text, unreadable(text, text))]
    )
    report = open_report(path, "#workbook-0")
    tags = "document.querySelectorAll('script, img, svg, b').length"
    # The index and the program.
    assert report.page.evaluate(tags) == 2
    report.page.get_by_role("gridcell").first.click()
    for view in ("#findings", "#workbooks", "#workbook-1"):
        report.go_to(view)
        report.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert report.page.evaluate("window.hacked") is None
    assert report.page.evaluate(tags) == 2


def test_what_is_shown_is_what_was_said(open_report, tmp_path):
    texts = [text for text in HOSTILE if text.isprintable() and "\udce4" not in text]
    record = readable("a.xlsx", [finding("5-1", "error", message=text, fix=text) for text in texts])
    report = open_report(write_report(tmp_path / "a.html", [ReportEntry("a.xlsx", record)]), "#findings")
    assert [row[-1] for row in report.rows()] == texts


def test_text_that_turns_its_surroundings_is_told_by_its_code(open_report, tmp_path):
    record = readable("a.xlsx", [finding("5-1", "error", message="合计\u202e43.491\u2028")])
    report = open_report(write_report(tmp_path / "a.html", [ReportEntry("a.xlsx", record)]), "#findings")
    assert report.rows()[0][-1] == "合计⟦U+202E⟧43.491⟦U+2028⟧"


def test_texts_of_a_megabyte(open_report, tmp_path):
    long = "很长的文字" * 200_000
    found = finding("5-1", "error", sheet=long, value=long, message=long, fix=long)
    entry = ReportEntry(long, readable("a.xlsx", [found]), long)
    report = open_report(write_report(tmp_path / "a.html", [entry]), "#workbook-0")
    report.page.get_by_role("gridcell").first.click()
    assert "全部显示（1,000,000 字）" in report.detail
    report.page.get_by_role("region").get_by_role("button", name="全部显示").nth(1).click()
    assert len(report.detail) > 1_000_000


def test_scripts_from_elsewhere_do_not_run(open_report, tmp_path):
    """Should something get in after all, the policy of the page stops it."""
    report = open_report(write_report(tmp_path / "a.html", []))
    report.page.evaluate(
        """() => { const script = document.createElement("script");
                   script.textContent = "window.hacked = 1"; document.body.append(script); }"""
    )
    assert report.page.evaluate("window.hacked") is None
    assert report.page.evaluate("fetch('data:,x').then(() => 'fetched', () => 'refused')") == "refused"
    assert any("Content Security Policy" in words for words in report.wrong)
    report.wrong.clear()
