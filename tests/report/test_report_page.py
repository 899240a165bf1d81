"""The report in a real browser: what it shows, how it is filtered, sorted, drilled into and printed."""

import subprocess

import pytest

from made_up_checks import finding, made_up_checks, readable, unreadable
from xltools.tasks.report_html import ReportEntry, write_report

DEPARTMENTS, FINDINGS = 60, 1500
ENTRIES = list(made_up_checks(DEPARTMENTS, FINDINGS))
FOUND = [(entry, each) for entry in ENTRIES for each in entry.record["findings"]]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_report(tmp_path_factory.mktemp("report") / "报告.html", ENTRIES)


@pytest.fixture
def workbooks(open_report, path):
    return open_report(path)


@pytest.fixture
def findings(open_report, path):
    return open_report(path, "#findings")


def with_error(entry):
    return entry.record["status"] != "unreadable" and any(
        each["severity"] == "error" for each in entry.record["findings"]
    )


class TestWorkbooks:
    def test_the_state_of_each(self, workbooks):
        assert workbooks.count() == DEPARTMENTS
        first = ENTRIES[0]
        severities = [each["severity"] for each in first.record["findings"]]
        errors, warnings, tails = (str(severities.count(each)) for each in ("error", "warning", "info"))
        shown = [first.department, first.name, "有错误", errors, warnings, tails, "0", "62", "2"]
        assert workbooks.rows()[0] == shown

    def test_the_totals(self, workbooks):
        text = workbooks.page.locator("#totals").inner_text().replace("\n", " ")
        read = [entry for entry in ENTRIES if entry.record["status"] != "unreadable"]
        errors = sum(each["severity"] == "error" for entry in read for each in entry.record["findings"])
        assert f"工作簿 {DEPARTMENTS}" in text
        assert f"无法读取 {DEPARTMENTS - len(read)}" in text
        assert f"错误 {errors}" in text
        assert (
            f"未检 {2 * sum(bool(entry.record['obligations']['not_checked']) for entry in ENTRIES)}" in text
        )

    def test_one_that_cannot_be_read(self, workbooks):
        workbooks.filter("结论", "unreadable")
        assert [row[2:] for row in workbooks.rows()] == [["无法读取", *[""] * 6]]
        workbooks.page.get_by_role("gridcell").first.click()
        assert "不是 Excel 工作簿" in workbooks.rows()[0][-1]

    def test_by_name_and_state(self, workbooks):
        workbooks.filter("部门或文件名", "水利局")
        assert workbooks.count() == sum("水利局" in entry.name for entry in ENTRIES)
        workbooks.filter("结论", "errors")
        assert workbooks.count() == sum("水利局" in entry.name and with_error(entry) for entry in ENTRIES)

    def test_those_that_break_a_rule(self, workbooks):
        workbooks.filter("规则", "5-1")
        wanted = [entry for entry in ENTRIES if any(f["rule"] == "5-1" for f in entry.record["findings"])]
        assert workbooks.count() == len(wanted)
        counts = [sum(f["rule"] == "5-1" for f in entry.record["findings"]) for entry in wanted]
        shown = [int(row[3]) for row in workbooks.rows()]
        assert shown == counts[: len(shown)]

    def test_a_total_pressed_filters(self, workbooks):
        workbooks.page.get_by_role("button", name="无法读取").click()
        assert workbooks.count() == 1
        workbooks.page.get_by_role("button", name="无法读取").click()
        assert workbooks.count() == DEPARTMENTS

    def test_sorted_by_errors(self, workbooks):
        workbooks.sort("错误")
        shown = [int(row[3]) for row in workbooks.rows()]
        assert shown == sorted(shown, reverse=True)
        workbooks.sort("错误")
        assert (
            workbooks.page.get_by_role("columnheader", name="错误").get_attribute("aria-sort") == "ascending"
        )


FILTERS = {
    "级别": ("warning", lambda entry, each: each["severity"] == "warning"),
    "规则": ("2-2", lambda entry, each: each["rule"] == "2-2"),
    "表": ("表3 支出总表", lambda entry, each: each["sheet"] == "表3 支出总表"),
    "问题中的文字": (
        "c12",
        lambda entry, each: "C12" in each["message"] + each["fix"] + (each["cell"] or ""),
    ),
    "部门或文件名": ("民政局", lambda entry, each: "民政局" in entry.name),
    "结论": ("clean", lambda entry, each: entry.record["status"] == "clean"),
}


class TestFindings:
    def test_all_of_them(self, findings):
        assert findings.count() == len(FOUND)

    @pytest.mark.parametrize("label", FILTERS)
    def test_a_filter(self, findings, label):
        value, wants = FILTERS[label]
        findings.filter(label, value)
        assert findings.count() == sum(wants(entry, each) for entry, each in FOUND)

    def test_tails_are_no_information(self, findings):
        findings.filter("级别", "tail")
        assert findings.count() == sum(each["severity"] == "info" for _, each in FOUND)

    def test_filters_add_up_and_are_cleared(self, findings):
        findings.filter("规则", "2-2")
        findings.filter("表", "表3 支出总表")
        findings.filter("级别", "error")
        wanted = ("2-2", "表3 支出总表", "error")
        assert findings.count() == sum((f["rule"], f["sheet"], f["severity"]) == wanted for _, f in FOUND)
        findings.page.get_by_role("button", name="清除筛选").click()
        assert findings.count() == len(FOUND)

    def test_sorted_by_the_gap(self, findings):
        findings.sort("差额")
        shown = [abs(float(row[7])) for row in findings.rows()]
        largest = sorted((abs(float(each["gap"] or 0)) for _, each in FOUND), reverse=True)
        assert shown == largest[: len(shown)]

    def test_rules_sort_as_people_count(self, findings):
        findings.sort("规则")
        findings.sort("规则")
        findings.press("Tab")
        assert findings.rows()[0][2] == "X-22"

    def test_cells_sort_by_row_then_column(self, findings):
        findings.sort("单元格")
        shown = [row[4] for row in findings.rows() if row[4] != "—"]
        assert shown == sorted(shown, key=lambda cell: (int(cell[1:]), cell[0]))

    def test_everything_about_one(self, findings):
        findings.filter("级别", "error")
        findings.page.get_by_role("gridcell").first.click()
        entry, each = next((entry, each) for entry, each in FOUND if each["severity"] == "error")
        for text in ("value", "expected", "gap", "allowance", "message", "fix", "rule", "sheet"):
            assert each[text] in findings.detail
        assert entry.department in findings.detail
        assert "、".join(cell["cell"] for cell in each["cells"]) in findings.detail
        assert "最可能有误的单元格" in findings.detail

    def test_what_a_rule_is_about_is_said(self, findings):
        findings.filter("规则", "5-1")
        findings.page.get_by_role("gridcell").first.click()
        assert "规则 5-1：表5每一行：合计 = 基本支出 + 项目支出" in findings.detail


class TestOneWorkbook:
    def test_drilling_down_and_back(self, workbooks):
        workbooks.page.get_by_role("gridcell").first.click()
        assert workbooks.page.url.endswith("#workbook-0")
        assert workbooks.count() == len(ENTRIES[0].record["findings"])
        workbooks.page.go_back()
        assert workbooks.count() == DEPARTMENTS

    def test_what_was_not_checked_and_why(self, open_report, path):
        side = open_report(path, "#workbook-0").page.get_by_role("complementary").inner_text()
        assert "未检的规则（2）" in side
        for rule in ENTRIES[0].record["obligations"]["not_checked"]:
            assert rule["rule"] in side
            assert rule["why"] in side

    def test_the_suspected_cell_leads_to_its_findings(self, open_report, path):
        report = open_report(path, "#workbook-0")
        suspect = ENTRIES[0].record["explanations"][0]["suspects"][0]
        words = f"“{suspect['sheet']}”{suspect['cell']}"
        side = report.page.get_by_role("complementary")
        assert (
            f"现为 {suspect['value']}，应为 {suspect['suggested']}（相邻两位数字颠倒）" in side.inner_text()
        )
        side.get_by_role("button", name=words, exact=True).click()
        assert report.active()[2:4] == [suspect["sheet"], suspect["cell"]]

    def test_a_table_shows_its_findings_alone(self, open_report, path):
        report = open_report(path, "#workbook-0")
        first = report.page.get_by_role("complementary").locator(".sheets button").first
        sheet = first.inner_text()
        first.click()
        assert report.count() == sum(each["sheet"] == sheet for each in ENTRIES[0].record["findings"])


class TestKeyboard:
    def test_the_focus_goes_from_top_to_bottom(self, workbooks):
        order = []
        for _ in range(40):
            workbooks.press("Tab")
            order.append(workbooks.focused())
            if order[-1] == "各部门" and len(order) > 5:
                break
        named = [
            "跳到列表",
            "各部门",
            "全部问题",
            "打印",
            "部门或文件名",
            "结论",
            "级别",
            "规则",
            "表",
            "问题中的文字",
        ]
        assert [name for name in order if name in named][: len(named)] == named
        assert workbooks.page.evaluate("document.activeElement.getAttribute('role')") == "grid"

    def test_the_focus_is_seen(self, workbooks):
        for _ in range(25):
            workbooks.press("Tab")
            style = workbooks.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", workbooks.focused()

    def test_skipping_to_the_list(self, workbooks):
        workbooks.press("Tab", "Enter")
        assert workbooks.focused() == "各部门"

    def test_walking_opening_and_closing(self, findings):
        findings.press("Tab", "Enter", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown")
        assert findings.active()[4] == FOUND[1][1]["cell"]
        findings.press("Enter")
        assert findings.focused() == "问题详情"
        assert FOUND[1][1]["message"] in findings.detail
        findings.press("Escape")
        assert findings.focused() == "全部问题"
        assert findings.page.get_by_role("region", name="问题详情").count() == 0

    def test_home_end_and_pages(self, findings):
        findings.press("Tab", "Enter", "End")
        assert findings.active()[-1] == FOUND[-1][1]["message"]
        assert findings.rows()[-1][-1] == FOUND[-1][1]["message"]
        findings.press("Home")
        assert findings.active()[-1] == FOUND[0][1]["message"]
        findings.press("PageDown", "PageDown", "PageUp", "PageUp")
        assert findings.active()[-1] == FOUND[0][1]["message"]

    def test_down_into_a_workbook_and_up_again(self, workbooks):
        workbooks.press("Tab", "Enter", "ArrowDown", "ArrowDown", "Enter")
        assert workbooks.page.url.endswith("#workbook-1")
        assert workbooks.focused() == f"{ENTRIES[1].department}的问题"
        workbooks.press("Escape")
        assert workbooks.page.url.endswith("#workbooks")
        assert workbooks.focused() == "各部门"

    def test_the_active_row_is_told(self, findings):
        findings.press("Tab", "Enter", "ArrowDown")
        row = findings.grid.get_attribute("aria-activedescendant")
        assert findings.page.locator(f"#{row}").get_attribute("aria-selected") == "true"
        assert findings.page.locator(f"#{row}").get_attribute("aria-rowindex") == "2"


class TestPaper:
    @staticmethod
    def text(pdf):
        return subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, encoding="utf-8"
        ).stdout.replace(" ", "")

    def test_the_page_is_a4(self, workbooks, tmp_path):
        pdf = workbooks.pdf(tmp_path / "a.pdf")
        told = subprocess.run(["pdfinfo", pdf], capture_output=True, check=True, encoding="utf-8").stdout
        assert "(A4)" in told

    def test_all_workbooks(self, workbooks, tmp_path):
        text = self.text(workbooks.pdf(tmp_path / "a.pdf"))
        assert all(entry.name.removesuffix(".xlsx") in text for entry in ENTRIES)
        assert "清除筛选" not in text

    def test_one_workbook(self, open_report, path, tmp_path):
        text = self.text(open_report(path, "#workbook-0").pdf(tmp_path / "a.pdf"))
        assert ENTRIES[0].department in text
        for each in ENTRIES[0].record["findings"]:
            assert each["value"] in text
        assert "没有找到表7" in text

    def test_only_what_is_asked_for(self, findings, tmp_path):
        findings.filter("级别", "warning")
        text = self.text(findings.pdf(tmp_path / "a.pdf"))
        assert "筛选：级别：警告" in text
        wanted = {each["value"] for _, each in FOUND if each["severity"] == "warning"}
        others = {each["value"] for _, each in FOUND if each["severity"] == "error"}
        assert all(value in text for value in wanted)
        assert not any(f"\n{value}" in text for value in others - wanted)


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


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_it_stays_text(self, open_report, tmp_path, text):
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
        tags = report.page.evaluate("document.querySelectorAll('script, img, svg, b').length")
        report.page.get_by_role("gridcell").first.click()
        for view in ("#findings", "#workbooks", "#workbook-1"):
            report.page.evaluate("view => { location.hash = view; }", view)
            report.page.wait_for_timeout(50)
            report.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert report.page.evaluate("window.hacked") is None
        assert report.page.evaluate("document.querySelectorAll('script, img, svg, b').length") == tags

    def test_what_is_shown_is_what_was_said(self, open_report, tmp_path):
        texts = [text for text in HOSTILE if text.isprintable() and "\udce4" not in text]
        record = readable("a.xlsx", [finding("5-1", "error", message=text, fix=text) for text in texts])
        report = open_report(write_report(tmp_path / "a.html", [ReportEntry("a.xlsx", record)]), "#findings")
        assert [row[-1] for row in report.rows()] == texts

    def test_text_that_turns_its_surroundings_is_told_by_its_code(self, open_report, tmp_path):
        record = readable("a.xlsx", [finding("5-1", "error", message="合计\u202e43.491\u2028")])
        report = open_report(write_report(tmp_path / "a.html", [ReportEntry("a.xlsx", record)]), "#findings")
        assert report.rows()[0][-1] == "合计⟦U+202E⟧43.491⟦U+2028⟧"

    def test_texts_of_a_megabyte(self, open_report, tmp_path):
        long = "很长的文字" * 200_000
        found = finding("5-1", "error", sheet=long, value=long, message=long, fix=long)
        entry = ReportEntry(long, readable("a.xlsx", [found]), long)
        report = open_report(write_report(tmp_path / "a.html", [entry]), "#workbook-0")
        report.page.get_by_role("gridcell").first.click()
        assert "全部显示（1,000,000 字）" in report.detail
        report.page.get_by_role("region").get_by_role("button", name="全部显示").nth(1).click()
        assert len(report.detail) > 1_000_000

    def test_scripts_from_elsewhere_do_not_run(self, open_report, path):
        """Should something get in after all, the policy of the page stops it."""
        report = open_report(path)
        report.page.evaluate(
            """() => { const script = document.createElement("script");
                       script.textContent = "window.hacked = 1"; document.body.append(script); }"""
        )
        assert report.page.evaluate("window.hacked") is None
        assert report.page.evaluate("fetch('data:,x').then(() => 'fetched', () => 'refused')") == "refused"
        assert any("Content Security Policy" in words for words in report.wrong)
        report.wrong.clear()


@pytest.mark.slow
def test_a_hundred_thousand_findings(open_report, tmp_path):
    last = ""

    def entries():
        nonlocal last
        for entry in made_up_checks(300, 100_000):
            last = entry.record["findings"][-1]["message"] if entry.record["findings"] else last
            yield entry

    report = open_report(write_report(tmp_path / "a.html", entries()), "#findings")
    assert report.count() >= 100_000
    assert report.page.locator("[role=row]").count() < 100
    report.press("Tab", "Enter", "End")
    assert report.active()[-1] == last
    report.filter("问题中的文字", "194.34")
    assert 0 < report.count() < 100_000


def test_nothing_to_show(open_report, tmp_path):
    report = open_report(write_report(tmp_path / "a.html", []))
    assert report.count() == 0
    assert "没有符合条件的部门" in report.page.inner_text("main")
