"""formualizer calculates only forms of formulas in which it agrees with LibreOffice; the rest is left to that."""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from office.uncalculated import plain, saved, supplied
from oracles.values import cached_values
from xltools.office import libreoffice as helper
from xltools.office.calculable import FUNCTIONS, is_trusted
from xltools.office.recalculate import supply_values
from xltools.office.workbook import Workbook

DATA, RESULTS = "明细 数据", "It's 表"
ROWS = (
    ("20132", "基本支出", 12345.67, "张"),
    ("2013201", "项目支出", 100.005, "y"),
    ("2080505", "基本支出", 0.1, None),
    ("2080506", "项目支出", -50.25, "x"),
    ("2101101", "基本支出", 2.5, "Y"),
    ("2210201", "项目支出", 100000000, "z*"),
    ("合计", None, None, None),
)
D = f"'{DATA}'!"
TRUSTED = (
    "SUM(额)", f"SUM({D}C1:C2,5,{D}C4)", f"SUM({D}C:C)", f"{D}C1+{D}C2-{D}C4*2/4", "50%*一格", "-一格^2", "(1+2)*3",
    'SUMIFS(额,码,"201*")', 'SUMIFS(额,码,"20132")', 'SUMIFS(额,码,A200&"*")', 'SUMIFS(额,码,"208????")',
    'SUMIFS(额,额,"<0",码,"208*")', 'SUMIFS(额,码,"<>208*")', 'ROUND(SUMIFS(额,码,"2*")/10000,2)',
    'SUMIF(码,"2*",额)', 'SUMIF(额,">0")', f'SUMIF({D}D1:D7,"y",额)', f'SUMIF({D}D1:D7,"z~*",额)',
    'COUNTIF(码,"合*")', 'COUNTIF(额,"<=2.5")', f'COUNTIF({D}D1:D7,"")', 'COUNTIFS(码,"2*",额,">0")',
    f"COUNTA({D}D1:D7)", "MAX(额)", f"MIN(额,{D}C1)", "AVERAGE(额)", "ABS(-1.5)",
    "ROUND(2.5,0)", "ROUND(-2.5,0)", "ROUND(1.005,2)", "ROUND(100.005,2)", "ROUND(1.115*100,0)", "ROUND(1234.5,-2)",
    f'IF({D}D3="",1,2)', f'IF({D}D1="张","是","")', f"IF({D}C7=0,0,1/{D}C7)", f"IF({D}C4<0,-{D}C4,{D}C4)",
    f'IFERROR(VLOOKUP("9",{D}A1:C7,3,FALSE),"")', f'VLOOKUP("2101101",{D}A1:C7,3,0)',
    'INDEX(额,MATCH("2080505",码,0))', f"INDEX({D}A1:C7,2,3)", f"LEFT({D}A2,3)",
    f'AND({D}C1>0,{D}D1<>"x")', f"OR({D}C1<0,{D}C4<0)", "NOT(FALSE)", f"{D}D3", f"{D}A1",
)  # fmt: skip
"""Each is calculated by formualizer, and by LibreOffice to compare."""
OTHERS = (
    f'SUMPRODUCT((LEFT({D}A1:A6,3)="201")*{D}C1:C6)', f'SUMPRODUCT(({D}B1:B6="基本支出")*{D}C1:C6)',
    '"合计"&ROUND(SUM(额),2)&"万元"', "1/0", f"COUNTIF({D}A1:A7,1/0)", 'VLOOKUP("没有",码,1,0)', "1+2=3",
    f"ISERROR({D}A1)", f"ROW({D}A5)", f'TEXT({D}C1,"#,##0.00")', 'IF(一格>0,"","x")', "SUM(额,1/0)",
)  # fmt: skip
"""These are left to LibreOffice."""


def department_of(formulas: tuple[str, ...]) -> bytes:
    """Ledger lines, names for their columns, and the formulas on a second sheet, in column B."""
    book = openpyxl.Workbook()
    data = book.active
    assert data is not None
    data.title = DATA
    for row in ROWS:
        data.append(row)
    for name, refers_to in (("码", "$A$1:$A$7"), ("额", "$C$1:$C$7"), ("一格", "$C$1")):
        book.defined_names[name] = DefinedName(name, attr_text=D + refers_to)
    results = book.create_sheet(RESULTS)
    results["A200"] = "208"
    for number, formula in enumerate(formulas, 1):
        results.cell(number, 2, "=" + formula)
    return saved(book)


def assert_alike(data: bytes, formulas: tuple[str, ...], calculated: Path) -> None:
    value = supplied(data, RESULTS)
    expected = cached_values(calculated)[RESULTS]
    for number, formula in enumerate(formulas, 1):
        # The oracle leaves out blank cells and empty texts.
        right = expected.get((number, 2), "")
        found = value(f"B{number}")
        assert found == (pytest.approx(right, rel=1e-14) if type(right) in (int, float) else right), formula
        assert isinstance(found, bool) == isinstance(right, bool), formula


class TestLibreOfficesValues:
    """Workbooks by openpyxl: ledger lines, workbook-level names, another sheet's cells, wildcards."""

    def test_formualizer_agrees(self, libreoffice, tmp_path, monkeypatch):
        path = tmp_path / "甲.xlsx"
        path.write_bytes(department_of(TRUSTED))
        (calculated,) = libreoffice.recalculate(path, tmp_path / "算")
        monkeypatch.setattr(helper, "find_soffice", lambda: None)
        assert_alike(path.read_bytes(), TRUSTED, calculated)
        used = {name for formula in TRUSTED for name in re.findall(r"([A-Z]+)\(", formula)}
        assert used == set(FUNCTIONS)

    def test_the_rest_is_left_to_libreoffice(self, libreoffice, tmp_path):
        path = tmp_path / "乙.xlsx"
        path.write_bytes(department_of(OTHERS))
        (calculated,) = libreoffice.recalculate(path, tmp_path / "算")
        assert_alike(path.read_bytes(), OTHERS, calculated)

    def test_rounding_of_amounts_on_the_edge(self, libreoffice, tmp_path, monkeypatch):
        """Half cents, 元 turned into 万元, differences: 300 rows of amounts, rounded as the tables round."""
        numbers = random.Random(7)
        book = openpyxl.Workbook()
        sheet = book.active
        for row in range(1, 301):
            for column in range(1, 5):
                amount = numbers.choice(
                    (
                        numbers.randint(-9999, 9999) + 0.005,
                        numbers.randint(-99999, 99999) * 50,
                        numbers.random(),
                    )
                )
                sheet.cell(row, column, amount)
            for column, formula in enumerate(
                ("SUM(A{0}:D{0})/10000", "A{0}*1.1", "A{0}+B{0}-C{0}", "D{0}/7"), 6
            ):
                sheet.cell(row, column, f"=ROUND({formula.format(row)},2)")
        path = tmp_path / "丙.xlsx"
        book.save(path)
        (calculated,) = libreoffice.recalculate(path, tmp_path / "算")
        expected = cached_values(calculated)["Sheet"]
        monkeypatch.setattr(helper, "find_soffice", lambda: None)
        workbook = Workbook.open(path)
        assert supply_values(workbook)
        found = {
            (row, column): plain(workbook.sheet("Sheet").cell(row, column).value)
            for row in range(1, 301)
            for column in range(6, 10)
        }
        assert found == {place: expected[place] for place in found}


class TestTrustedForms:
    NAMES: Mapping[str, str] = {"码": "area", "额": "area", "一格": "cell"}

    @pytest.mark.parametrize("formula", [*TRUSTED, "sum(a1:a3)", "SUM( A1 , B1 )", "表1!B7", "SUM(表一!C:C)"])
    def test_accepted(self, formula):
        assert is_trusted(formula, self.NAMES)

    @pytest.mark.parametrize(
        "formula",
        [
            "SUMPRODUCT(A1:A2,B1:B2)", 'SUM((LEFT(A1:A3,3)="201")*B1:B3)', "ROUND(额,2)", "额", "A1:A3",
            "IF(额>0,1,0)", "SUM(A1:A3*2)", "SUM(A1:A3 A2:A4)", "SUM((A1,B1))", "SUMIF(A1:A3,B1:B3,C1:C3)",
            "INDEX(A1:A3,1):INDEX(A1:A3,2)", "A1=B1", "A1=1", "A1-B1=0", "IF(A1+A2=0,1,2)", "SUM(A1:A3)=0",
            'A1&"x"', "VLOOKUP(A1,A1:C3,2)", "MATCH(1,A1:A3,1)", "MATCH(1,A1:A3)", "[1]S!A1", "SUM(一:三!A1)",
            "表!A1:表!B2", "没有", "T[列]", "{1,2}", "#REF!+1", "NOW()", "LOG10(3)", '_xlfn.IFS(A1="",1)',
            "", "SUM(A1", "A1)", "A1 B1", "1,2",
        ],
    )  # fmt: skip
    def test_left_to_libreoffice(self, formula):
        assert not is_trusted(formula, self.NAMES)
