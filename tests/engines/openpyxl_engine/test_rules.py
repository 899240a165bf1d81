"""Conditional formats and validations."""

import openpyxl
import pytest
import xlwings
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from engines.conftest import Opened
from engines.openpyxl_engine import ExcelError


def _build(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.worksheets[0]
    style = DifferentialStyle(fill=PatternFill(bgColor="FF00FF00"))
    sheet.conditional_formatting.add("A1:D10", Rule("expression", formula=["$A1>5"], dxf=style))
    listed = DataValidation("list", formula1='"是,否"', sqref="A2:A9", allow_blank=True)
    listed.error, listed.errorTitle, listed.prompt = "只能填是或否", "填错了", "请选择"
    sheet.add_data_validation(listed)
    sheet.add_data_validation(DataValidation("decimal", formula1="0", formula2="$C$1", sqref="B2:B9"))
    sheet.add_data_validation(DataValidation("custom", formula1="C2>A2", sqref="C2:C9"))


@pytest.fixture
def sheet(opened: Opened) -> xlwings.Sheet:
    return opened(_build).sheets["甲"]


def test_a_new_rule_comes_first(sheet: xlwings.Sheet) -> None:
    sheet["B2"].select()
    added = sheet["B2:B5"].conditional_formats.add_custom(
        '=$C2="错"', fill_color="#FFC7CE", font_color=(156, 0, 6), font_bold=True, stop_if_true=True
    )
    assert (added.type, added.formula, added.fill_color) == ("custom", '=$C2="错"', (255, 199, 206))
    assert (added.font_color, added.font_bold, added.stop_if_true) == ((156, 0, 6), True, True)
    assert [rule.formula for rule in sheet["B2"].conditional_formats] == ['=$C2="错"', "=$A2>5"]
    assert [rule.formula for rule in sheet["B6"].conditional_formats] == ["=$A2>5"]
    sheet["B2:B5"].conditional_formats[0].delete()
    assert [rule.formula for rule in sheet["B2"].conditional_formats] == ["=$A2>5"]
    with pytest.raises(ExcelError):
        added.delete()


def test_formulas_are_relative_to_the_active_cell(sheet: xlwings.Sheet) -> None:
    """As in Excel: with A1 active, "=A1>0" on C5 means the cell itself."""
    sheet["A1"].select()
    sheet["C5:C9"].conditional_formats.add_custom("=A1>0")
    key, rules = next(iter(sheet.impl.worksheet.conditional_formatting._cf_rules.items()))
    assert (str(key.sqref), rules[0].formula) == ("C5:C9", ["C5>0"])
    assert sheet["C5"].conditional_formats[0].formula == "=A1>0"
    sheet["C6"].select()
    assert sheet["C5"].conditional_formats[0].formula == "=C6>0"


def test_rules_cleared_from_a_part_stay_elsewhere(sheet: xlwings.Sheet) -> None:
    sheet["A1:D2"].conditional_formats.clear()
    assert len(sheet["A1:D2"].conditional_formats) == 0
    key, rules = next(iter(sheet.impl.worksheet.conditional_formatting._cf_rules.items()))
    assert (str(key.sqref), rules[0].formula) == ("A3:D10", ["$A3>5"])


def test_cell_value_rules(sheet: xlwings.Sheet) -> None:
    added = sheet["E1:E9"].conditional_formats.add_cell_value("between", 1, "=$A$1", font_italic=True)
    assert (added.operator, added.formula1, added.formula2) == ("between", "=1", "=$A$1")
    assert (added.font_italic, added.fill_color) == (True, None)
    with pytest.raises(NotImplementedError):
        sheet["E1:E9"].conditional_formats.add_color_scale(["#ff0000", "#00ff00"])


def test_validations_are_read(sheet: xlwings.Sheet) -> None:
    listed = sheet["A3:A4"].data_validation
    assert (listed.type, listed.source, listed.in_cell_dropdown) == ("list", "是,否", True)
    assert (listed.error_title, listed.error_message, listed.input_message) == (
        "填错了",
        "只能填是或否",
        "请选择",
    )
    assert (listed.ignore_blank, listed.alert_style) == (True, "stop")
    decimal = sheet["B2:B9"].data_validation
    assert (decimal.type, decimal.operator) == ("decimal", "between")
    assert (decimal.formula1, decimal.formula2) == ("=0", "=$C$1")
    sheet["C5"].select()
    assert sheet["C5"].data_validation.formula == "=C5>A5"
    assert sheet["D1"].data_validation.type == "none"
    assert sheet["A1:A2"].data_validation.type == "mixed_criteria"
    assert sheet["A2:B2"].data_validation.type == "inconsistent"


def test_validations_are_set_and_deleted(sheet: xlwings.Sheet) -> None:
    sheet["A3"].data_validation.delete()
    assert [sheet[f"A{row}"].data_validation.type for row in (2, 3, 4)] == ["list", "none", "list"]
    sheet["F1:F3"].data_validation.set_list(sheet["A1:A9"])
    assert sheet["F1:F3"].data_validation.source == "=甲!$A$1:$A$9"
    sheet["F2"].data_validation.set_whole_number("greater_than", 3)
    assert sheet["F2"].data_validation.formula1 == "=3"
    assert sheet["F1"].data_validation.type == sheet["F3"].data_validation.type == "list"
