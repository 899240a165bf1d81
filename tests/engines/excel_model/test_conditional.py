"""Conditional formats: read from a file, added, changed, deleted, written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from engines.conftest import Opened
from engines.excel_model.com import com_error

from .conftest import Saved, made_rules

RED, GREEN = (PatternFill(bgColor=color, fill_type="solid") for color in ("FF0000", "00FF00"))


def _ruled(workbook: Workbook) -> None:
    sheet: Any = workbook.worksheets[0]
    for row in range(1, 10):
        sheet.cell(row, 1, row)
    sheet.conditional_formatting.add("A1:A9", made_rules.CellIsRule("between", ["2", "4"], fill=RED))
    sheet.conditional_formatting.add(
        "B1:B9", made_rules.FormulaRule(["$A1>5"], font=Font(bold=True, color="0000FF"))
    )
    sheet.conditional_formatting.add(
        "C1:C9", made_rules.ColorScaleRule("min", None, "FF0000", "max", None, "00FF00")
    )
    workbook.create_sheet("乙")
    workbook.defined_names["标记"] = DefinedName("标记", attr_text="TRUE", hidden=True)


def _written(sheet: Any) -> list[tuple[int, str, list[str], str | None]]:
    """Priority, area, formulas and fill of each rule, as openpyxl reads them."""
    return sorted(
        (
            rule.priority,
            str(area.sqref),
            rule.formula,
            rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None,
        )
        for area in sheet.conditional_formatting
        for rule in area.rules
    )


def _fill(rule: Any) -> str | None:
    return rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None


def test_rules_of_the_file(opened: Opened) -> None:
    sheet = opened(_ruled).sheets["甲"]
    value, custom, scale = sheet["A1:C9"].conditional_formats
    assert (value.type, value.operator, value.formula1, value.formula2) == (
        "cell_value",
        "between",
        "=2",
        "=4",
    )
    assert (value.fill_color, value.font_color, value.font_bold) == ((255, 0, 0), None, None)
    assert (custom.type, custom.formula) == ("custom", "=$A1>5")
    assert (custom.fill_color, custom.font_color, custom.font_bold) == (None, (0, 0, 255), True)
    assert (scale.type, scale.stop_if_true) == ("color_scale", None)
    assert len(sheet["B3"].conditional_formats) == 1
    assert len(sheet["D1:E9"].conditional_formats) == 0
    assert custom.impl.api.AppliesTo.Address == "$B$1:$B$9"


def test_a_new_rule_counts_first(opened: Opened, saved: Saved) -> None:
    book = opened(_ruled)
    added = book.sheets["甲"]["A2:C3"].conditional_formats.add_custom(
        "=标记", fill_color="#ffc7ce", font_color="#9c0006", font_bold=True, stop_if_true=True
    )
    assert (added.type, added.formula, added.fill_color) == ("custom", "=标记", (255, 199, 206))
    assert (added.font_color, added.font_bold, added.font_italic) == ((156, 0, 6), True, None)
    assert added.stop_if_true is True
    assert book.sheets["甲"].cells.conditional_formats[0].formula == "=标记"
    assert _written(saved(book)["甲"]) == [
        (1, "A2:C3", ["标记"], "FFFFC7CE"),
        (2, "A1:A9", ["2", "4"], "00FF0000"),
        (3, "B1:B9", ["$A1>5"], None),
        (4, "C1:C9", [], None),
    ]


def test_relative_references_stand_for_the_active_cell(opened: Opened, saved: Saved) -> None:
    book = opened(_ruled)
    sheet = book.sheets["乙"]
    sheet.activate()
    sheet["C3"].select()
    sheet["A1:A5"].conditional_formats.add_custom("=D3>1", fill_color="#ff0000")
    assert _written(saved(book)["乙"]) == [(1, "A1:A5", ["B1>1"], "FFFF0000")]
    assert sheet["A5"].conditional_formats[0].formula == "=D3>1"
    sheet["A2"].select()
    assert sheet["A5"].conditional_formats[0].formula == "=B2>1"


def test_rules_of_areas_far_apart(opened: Opened, saved: Saved) -> None:
    book = opened(_ruled)
    book.sheets["乙"].range("B2:B3,D7").conditional_formats.add_custom("=标记", fill_color="#ff0000")
    assert _written(saved(book)["乙"]) == [(1, "B2:B3 D7", ["标记"], "FFFF0000")]


def test_a_rule_is_deleted(opened: Opened, saved: Saved) -> None:
    book = opened(_ruled)
    for rule in list(book.sheets["甲"].cells.conditional_formats):
        if rule.type == "cell_value":
            rule.delete()
            with pytest.raises(com_error):
                rule.impl.api.SetFirstPriority()
    assert [area for _, area, _, _ in _written(saved(book)["甲"])] == ["B1:B9", "C1:C9"]


def test_clearing_cells_splits_the_rules_on_them(opened: Opened, saved: Saved) -> None:
    book = opened(_ruled)
    book.sheets["甲"]["A3:B4"].conditional_formats.clear()
    assert _written(saved(book)["甲"])[:2] == [
        (1, "A1:A2 A5:A9", ["2", "4"], "00FF0000"),
        (2, "B1:B2 B5:B9", ["$A1>5"], None),
    ]


def test_a_rule_is_changed(opened: Opened, saved: Saved) -> None:
    book = opened(_ruled)
    rule = book.sheets["甲"]["A1"].conditional_formats[0]
    rule.set(operator="greater_than", formula1="=7", formula2=None, fill_color="#0000ff")
    assert _written(saved(book)["甲"])[0] == (1, "A1:A9", ["7"], "FF0000FF")


@pytest.mark.parametrize("formula", ["=乙!A1>1", "文字"])
def test_what_is_kept_elsewhere_in_a_file_is_not_guessed(opened: Opened, formula: str) -> None:
    cells = opened(_ruled).sheets["甲"]["A1"]
    with pytest.raises(NotImplementedError):
        cells.api.FormatConditions.Add(Type=2, Formula1=formula)


def test_a_protected_sheet_takes_no_rules(opened: Opened) -> None:
    sheet = opened(_ruled).sheets["甲"]
    sheet.api.Protect()
    changes: list[Callable[[xlwings.Sheet], object]] = [
        lambda one: one["A1"].conditional_formats.add_custom("=标记", fill_color="#ff0000"),
        lambda one: one["A1"].conditional_formats.clear(),
        lambda one: one["A1"].conditional_formats[0].delete(),
    ]
    for change in changes:
        with pytest.raises(com_error):
            change(sheet)
    assert len(sheet.cells.conditional_formats) == 3


def test_saved_twice_with_other_styles_between(opened: Opened, tmp_path: Path) -> None:
    book = opened(_ruled)
    sheet = book.sheets["乙"]
    for number in range(3):
        sheet[number, 0].color = (number, 0, 0)
        sheet[number, 1].conditional_formats.add_custom("=标记", fill_color=(0, number, 0))
        book.api.SaveCopyAs(str(tmp_path / f"{number}.xlsx"))
    written = openpyxl.load_workbook(tmp_path / "2.xlsx")
    assert [fill for _, _, _, fill in _written(written["乙"])] == ["FF000200", "FF000100", "FF000000"]
    assert _written(written["甲"])[0] == (1, "A1:A9", ["2", "4"], "00FF0000")
    assert written["乙"]["A3"].fill.fgColor.rgb == "FF020000"
