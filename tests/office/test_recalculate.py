"""Formulas saved without values are calculated, or the workbook is refused; none is ever read as zero."""

import os
import re
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

import xltools
from office import crashing
from office.uncalculated import edited, opened, plain, saved, supplied, workbook_of
from oracles.expected_tables import SAMPLE
from xltools.model.errors import XltoolsError
from xltools.office import libreoffice as helper
from xltools.office import recalculate
from xltools.office.recalculate import supply_values
from xltools.office.workbook import Workbook


@pytest.fixture
def alone(monkeypatch):
    """No LibreOffice on this computer."""
    monkeypatch.setattr(helper, "find_soffice", lambda: None)


@pytest.fixture
def without_formualizer(monkeypatch):
    monkeypatch.setattr(recalculate, "_by_formualizer", lambda workbook: None)


@pytest.fixture
def nobody(monkeypatch):
    """Whoever is asked to calculate fails the test."""

    def asked(*_: object) -> None:
        raise AssertionError("asked to calculate")

    monkeypatch.setattr(recalculate, "_by_formualizer", asked)
    monkeypatch.setattr(recalculate, "_by_libreoffice", asked)


@pytest.mark.slow
def test_a_filled_workbook_without_its_values(libreoffice, tmp_path):
    """Every formula of the sample's tables, checks and targets gets back the value that was taken out."""
    path = tmp_path / "样例.xlsx"
    xltools.fill(SAMPLE, path)
    data = path.read_bytes()
    full, stripped = opened(data), data
    for part in full.package.part_names:
        if part.startswith("xl/worksheets/sheet"):
            stripped = edited(stripped, _without_values, part)
    workbook = opened(stripped)
    assert supply_values(workbook)
    count = 0
    for name in full.sheet_names:
        for row, column, cell in full.sheet(name).iter_formulas(100_000):
            count += 1
            assert workbook.sheet(name).cell(row, column) == cell, (name, row, column)
    assert count > 1500


def _without_values(xml: str) -> str:
    xml = re.sub(r'(<c [^>]*?) t="\w+"([^>]*><f)', r"\1\2", xml)
    return re.sub(r"(</f>|<f[^>]*/>)<v>[^<]*</v>", r"\1<v></v>", xml)


class TestWhatHasValues:
    """Nothing is calculated, and nothing changes."""

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="B1"><f>1+1</f><v>2</v></c>',
            '<c r="B1"><f>1-1</f><v>0</v></c>',
            '<c r="B1" t="str"><f>IF(1,"")</f><v></v></c>',
            '<c r="B1" s="0" t="str"><f>IF(1,"")</f><v/></c>',
            '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            '<c r="B1">\n  <f>1+1</f>\n  <v>2</v>\n</c>',
            '<c r="B1"><f t="shared" ref="B1" si="0">1+1</f><v>2</v></c>',
            '<c r="B1"><v/></c>',
        ],
    )
    def test_are_left_alone(self, nobody, cell):
        data = edited(workbook_of({"B1": 1}), lambda xml: re.sub(r'<c r="B1".*?</c>', cell, xml))
        data = edited(data, lambda xml: xml.replace('fullCalcOnLoad="1"', ""), "xl/workbook.xml")
        workbook = opened(data)
        assert supply_values(workbook) is False
        assert workbook.to_bytes() == data

    def test_a_workbook_of_ours_although_it_asks_excel_to_calculate(self, nobody, tmp_path):
        path = tmp_path / "样例.xlsx"
        xltools.fill(SAMPLE, path)
        with zipfile.ZipFile(path) as package:
            assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")
        assert supply_values(Workbook.open(path)) is False

    def test_a_sheet_nobody_asks_for(self, nobody):
        assert supply_values(opened(workbook_of({"A1": "=1+1"})), ignoring={"表1"}) is False


class TestFormsOfFormulas:
    def test_the_file_stays(self, alone, tmp_path):
        path = tmp_path / "原.xlsx"
        data = workbook_of({"A1": "=1+1"})
        path.write_bytes(data)
        supply_values(Workbook.open(path))
        assert path.read_bytes() == data

    def test_only_what_lacks_a_value_gets_one(self, alone):
        """A1 says 5 though 1+1 is 2: whoever saved it is believed; A2 has none."""
        data = workbook_of({"A1": "=1+1", "A2": "=A3+1"}, {"A3": 3})
        value = supplied(
            edited(data, lambda xml: re.sub(r"<f>1\+1</f><v ?/?>(</v>)?", "<f>1+1</f><v>5</v>", xml))
        )
        assert (value("A1"), value("A2")) == (5, 4)

    def test_an_empty_text_is_a_value_beside_a_formula_without_one(self, alone):
        """A1 was saved as an empty text, though it would be 2 now."""
        data = workbook_of({"A1": "=1+1", "A2": "=1+2"})
        empty = '<c r="A1" t="str"><f>1+1</f><v/></c>'
        value = supplied(edited(data, lambda xml: re.sub(r'<c r="A1".*?</c>', empty, xml)))
        assert value("A1") in (None, "")
        assert value("A2") == 3

    def test_a_sheet_changed_since_it_was_opened(self, alone):
        workbook = opened(workbook_of({}, {"A1": 1}))
        workbook.sheet("表1").set_formula(1, 2, "A1+1", None)
        assert supply_values(workbook)
        assert workbook.sheet("表1").cell(1, 2).value == 2

    def test_style_and_formula_stay(self, alone):
        book = openpyxl.Workbook()
        book.active["B2"] = "=SUM(1,2)"
        book.active["B2"].number_format = "0.00"
        workbook = opened(saved(book))
        before = workbook.sheet("Sheet").cell(2, 2)
        supply_values(workbook)
        after = workbook.sheet("Sheet").cell(2, 2)
        assert before.style
        assert before.value is None
        assert after == before._replace(value=Decimal(3))

    def test_shared(self, alone):
        """B1:B3 share one formula, as Excel writes copied formulas; openpyxl keeps that and drops the values."""

        def share(xml: str) -> str:
            xml = xml.replace("<f>A1*2</f>", '<f t="shared" ref="B1:B3" si="0">A1*2</f>')
            return re.sub(r"<f>A[23]\*2</f>", '<f t="shared" si="0"/>', xml)

        data = workbook_of({f"B{row}": f"=A{row}*2" for row in (1, 2, 3)}, {"A1": 1, "A2": 2.5, "A3": -3})
        value = supplied(edited(data, share))
        assert [value(f"B{row}") for row in (1, 2, 3)] == [2, 5, -6]

    def test_an_array_fills_all_its_cells(self, libreoffice):
        data = workbook_of({"B1": ArrayFormula("B1:B3", "=A1:A3*2")}, {"A1": 1, "A2": 2.5, "A3": -3})
        workbook = opened(data)
        assert supply_values(workbook)
        sheet = workbook.sheet("表1")
        assert [plain(sheet.cell(row, 2).value) for row in (1, 2, 3)] == [2, 5, -6]
        assert '<f t="array" ref="B1:B3">' in sheet.xml.cells(1)[2]

    def test_an_array_in_one_cell(self, libreoffice):
        """SUM((A1:A3>0)*A1:A3), entered with Ctrl+Shift+Enter."""
        formula = ArrayFormula("B1", "=SUM((A1:A3>0)*A1:A3)")
        assert supplied(workbook_of({"B1": formula}, {"A1": 1, "A2": 2.5, "A3": -3}))("B1") == 3.5

    def test_errors_stay_errors(self, libreoffice):
        """A sum over an error is one, too; IFERROR gives its other value."""
        value = supplied(workbook_of({"A1": "=1/0", "A2": "=SUM(A1,1)", "A3": "=IFERROR(A1,7)"}))
        assert [value("A1"), value("A2"), value("A3")] == ["#DIV/0!", "#DIV/0!", 7]

    def test_texts_and_truths(self, alone):
        formulas = {"B1": '=IF(A1=0," 前<后> ","")', "B2": '=IF(A1=0,"","有")', "B3": "=AND(A1=0,TRUE)"}
        value = supplied(workbook_of(formulas, {"A1": 0}))
        assert (value("B1"), value("B2"), value("B3")) == (" 前<后> ", "", True)

    def test_zeros_written_by_xlsxwriter(self, alone, tmp_path):
        """XlsxWriter, and so pandas, gives each formula the value 0 and asks Excel to calculate on opening."""
        path = tmp_path / "x.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表1")
            sheet.write_column("A1", [1.5, 2.5])
            sheet.write_formula("A3", "=SUM(A1:A2)")
            sheet.write_formula("A4", "=A1-1.5")
        value = supplied(path.read_bytes())
        assert (value("A3"), value("A4")) == (4, 0)

    @pytest.mark.parametrize("form", ["prefix", "indent"])
    def test_xml_of_other_programs(self, alone, form):
        """Elements with a namespace prefix, or with line breaks between them."""

        def rewrite(xml: str) -> str:
            if form == "indent":
                return xml.replace("><", ">\n  <")
            xml = re.sub(r"<(/?)(\w)", r"<\1x:\2", xml)
            return xml.replace("<?x:xml", "<?xml").replace(" xmlns=", " xmlns:x=")

        data = edited(workbook_of({"A1": "=1+1"}), rewrite)
        assert supplied(data)("A1") == 2

    def test_a_workbook_with_macros(self, libreoffice):
        data = workbook_of({"A1": "=ISERROR(1)"})
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        assert (
            supplied(edited(data, lambda xml: xml.replace(kind, macros), "[Content_Types].xml"))("A1")
            is False
        )


class TestRefused:
    def test_no_libreoffice_and_no_trusted_form(self, alone):
        workbook = opened(workbook_of({"C7": '=SUMPRODUCT((LEFT(A1:A2,3)="201")*B1:B2)', "C8": "=C7"}))
        with pytest.raises(XltoolsError) as caught:
            supply_values(workbook)
        assert str(caught.value) == (
            "“表1”C7 等 2 个公式没有计算结果，无法核对（本机没有 LibreOffice，不能代为计算）。"
            "请用 Excel 或 WPS 打开工作簿，保存一次，再试。"
        )
        assert workbook.sheet("表1").cell(7, 3).value is None

    def test_a_trusted_sum_beside_a_formula_that_is_not(self, alone):
        """The sum may depend on the other by way of names and sheets: one such formula, and none is trusted."""
        book = openpyxl.Workbook()
        book.active["A1"] = "=SUM(1,2)"
        book.create_sheet("别的")["A1"] = "=TODAY()"
        with pytest.raises(XltoolsError, match="“Sheet”A1 等 2 个公式没有计算结果"):
            supply_values(opened(saved(book)))

    @pytest.mark.parametrize(
        ("formulas", "values"),
        [
            ({"B1": "=A1/A2"}, {"A1": 1, "A2": 0}),
            ({"B1": "=A1+A2-A3"}, {"A1": 0.1, "A2": 0.2, "A3": 0.3}),
            ({"B1": "=SUM(A1:A2)"}, {"A1": 1, "A2": "#N/A"}),
            ({"B1": "=B2", "B2": "=B1"}, {}),
        ],
        ids=("an error", "0.1+0.2-0.3, in Excel 0", "a typed error", "a circle"),
    )
    def test_doubtful_values_of_formualizer(self, alone, formulas, values):
        with pytest.raises(XltoolsError, match="没有计算结果"):
            supply_values(opened(workbook_of(formulas, values)))

    def test_an_array_is_left_to_libreoffice(self, alone):
        with pytest.raises(XltoolsError, match="没有计算结果"):
            supply_values(opened(workbook_of({"B1": ArrayFormula("B1:B3", "=SUM(A1:A3)")})))

    def test_a_name_that_means_another_cell_on_one_sheet(self, alone):
        book = openpyxl.Workbook()
        book.active.defined_names["数"] = DefinedName("数", attr_text="Sheet!$A$1")
        book.defined_names["数"] = DefinedName("数", attr_text="Sheet!$A$2")
        book.active["B1"] = "=数+1"
        with pytest.raises(XltoolsError, match="没有计算结果"):
            supply_values(opened(saved(book)))

    def test_formualizer_breaks_down(self, alone, monkeypatch):
        monkeypatch.setattr(recalculate, "_formualized", crashing.abort)
        with pytest.raises(XltoolsError, match="“表1”A1 的公式没有计算结果"):
            supply_values(opened(workbook_of({"A1": "=1+1"})))

    @pytest.mark.parametrize("formula", ["=只有WPS有的函数(1)", "=[1]Sheet1!A1"])
    def test_what_libreoffice_does_not_know(self, libreoffice, formula):
        """Another program's function, another workbook's cell: the sentence names that formula, not the first."""
        workbook = opened(workbook_of({"A1": "=1+1", "B2": formula}))
        with pytest.raises(XltoolsError, match=r"“表1”B2 的公式没有计算结果.*不能计算的函数或引用.*保存一次"):
            supply_values(workbook)

    @pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
    def test_libreoffice_takes_too_long(self, without_formualizer, monkeypatch, tmp_path):
        """It is ended with the program that it has started."""
        started = tmp_path / "started"
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > '{started}'\nwait\n")
        program.chmod(0o755)
        monkeypatch.setattr(helper, "find_soffice", lambda: str(program))
        monkeypatch.setattr(helper, "TIME_LIMIT", 1.0)
        with pytest.raises(XltoolsError, match=r"LibreOffice 出错或 1 秒内没有算完.*Excel 或 WPS"):
            supply_values(opened(workbook_of({"A1": "=1+1"})))
        assert _ends(int(started.read_text()))

    @pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
    @pytest.mark.parametrize("content", ["#!/bin/sh\nexit 1\n", "no program"])
    def test_libreoffice_breaks_down(self, without_formualizer, monkeypatch, tmp_path, content):
        program = tmp_path / "soffice"
        program.write_text(content)
        program.chmod(0o755)
        monkeypatch.setattr(helper, "find_soffice", lambda: str(program))
        with pytest.raises(XltoolsError, match="LibreOffice 出错或"):
            supply_values(opened(workbook_of({"A1": "=1+1"})))


def _ends(process: int) -> bool:
    """Whether a process is gone, or dead and not yet collected, within a few seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
