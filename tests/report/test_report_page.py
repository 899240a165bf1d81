"""The report in a real browser: what it shows, how it is filtered, sorted, drilled into and printed."""

import pytest

from made_up_checks import made_up_checks
from report_page import DEPARTMENTS, ENTRIES, FOUND
from xltools.tasks.report_html import write_report


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
        workbooks.wait_for_view("#workbook-0", f"{ENTRIES[0].department}的问题")
        assert workbooks.count() == len(ENTRIES[0].record["findings"])
        workbooks.page.go_back()
        workbooks.wait_for_view("", "各部门")
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
