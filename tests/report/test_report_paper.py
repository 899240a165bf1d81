"""The report on paper."""

import subprocess

from report_page import ENTRIES, FOUND


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
