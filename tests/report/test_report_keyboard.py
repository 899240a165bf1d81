"""The report by keyboard alone."""

from report_page import DEPARTMENTS, ENTRIES, FOUND


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
        workbooks.wait_for_view("#workbook-1", f"{ENTRIES[1].department}的问题")
        workbooks.press("Escape")
        workbooks.wait_for_view("#workbooks", "各部门")
        assert workbooks.count() == DEPARTMENTS

    def test_the_active_row_is_told(self, findings):
        findings.press("Tab", "Enter", "ArrowDown")
        row = findings.grid.get_attribute("aria-activedescendant")
        assert findings.page.locator(f"#{row}").get_attribute("aria-selected") == "true"
        assert findings.page.locator(f"#{row}").get_attribute("aria-rowindex") == "2"
