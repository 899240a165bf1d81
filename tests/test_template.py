"""The committed template: not older than what `budget/` declares, and as a clerk and a printer need it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from oracles.values import cached_values
from xltools.budget import charts, console, department
from xltools.budget.actions import ACTIONS, BUTTON_PLACES
from xltools.budget.form import FILLED, STRUCTURE_CHART, TABLES
from xltools.budget.inputs import BASIC, INPUT_SHEETS, PROJECTS, Kind
from xltools.budget.live_text import (
    DEPARTMENT_LINE,
    NUMBER_LINE,
    UNIT_OF_MEASURE_LINE,
    is_live,
    live_formula,
)
from xltools.budget.performance import (
    OVERALL_GRID,
    OVERALL_SHEET,
    OVERALL_WIDTHS,
    TARGET_GRID,
    TARGET_SHEET,
    TARGET_WIDTHS,
    slots,
)
from xltools.cli.application import application
from xltools.model.table import ABOVE, LEFT, Figure, Label
from xltools.resources import template_path

ROOT = Path(__file__).resolve().parent.parent
WIDEST_FIGURE = "1,234,567.89"
A4 = 9

Box = tuple[int, int, int, int]
"""First column, first row, last column, last row, as openpyxl gives a range."""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("built") / "模板.xlsx"
    build(path)
    return path


@pytest.fixture(scope="module")
def template() -> Workbook:
    return openpyxl.load_workbook(template_path())


def build(path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "build_template.py"), "-o", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def place(book: Workbook, name: str) -> tuple[Worksheet, Box]:
    """Where a workbook-level name points: one range on one sheet that is there."""
    ((sheet, area),) = book.defined_names[name].destinations
    return book[sheet], range_boundaries(area)


def spoken(cell: Cell) -> str:
    """The words of a cell: a live heading as its formula."""
    return "" if cell.value is None else str(cell.value)


def as_printed(text: str) -> str:
    return f"={live_formula(text)}" if is_live(text) else text


def rows_of(sheet: Worksheet, box: Box) -> Iterator[tuple[Cell, ...]]:
    first_column, first_row, last_column, last_row = box
    yield from sheet.iter_rows(first_row, last_row, first_column, last_column)


def heading_box(book: Workbook, table) -> tuple[Worksheet, int]:
    """The sheet of a table and the first row of its headings, which end right above its data but for hidden rows."""
    sheet, (_, first_row, _, _) = place(book, f"{table.anchor}_数据")
    while sheet.row_dimensions[first_row - 1].hidden:
        first_row -= 1
    return sheet, first_row - len(table.headings)


def column_dimension(sheet: Worksheet, column: int) -> ColumnDimension:
    """Width and style of a column; a run of equal columns is one entry."""
    return next(each for each in sheet.column_dimensions.values() if each.min <= column <= each.max)


def anchors(book: Workbook) -> dict[str, tuple[str, int, int]]:
    """Every workbook-level name: its sheet, height and width. Where it stands there is the designer's choice."""
    found = {}
    for name in book.defined_names:
        sheet, (first_column, first_row, last_column, last_row) = place(book, name)
        found[name] = (sheet.title, last_row - first_row + 1, last_column - first_column + 1)
    return found


def headings(book: Workbook) -> dict[str, list[str]]:
    """The words of every sheet that are no data: what stands above a region, all of a sheet without one."""
    last_rows = {sheet.title: sheet.max_row for sheet in book.worksheets}
    for table in FILLED:
        sheet, (_, first_row, _, _) = place(book, f"{table.anchor}_数据")
        last_rows[sheet.title] = first_row - 1
    return {
        sheet.title: [
            text
            for row in sheet.iter_rows(max_row=last_rows[sheet.title])
            for cell in row
            if (text := spoken(cell))
        ]
        for sheet in book.worksheets
    }


def test_it_is_not_stale(built, template):
    """Run `make template` if this fails; restyling the committed file is free."""
    fresh = openpyxl.load_workbook(built)
    assert template.sheetnames == fresh.sheetnames
    assert anchors(template) == anchors(fresh)
    assert headings(template) == headings(fresh)


def test_the_same_declarations_give_the_same_bytes(built, tmp_path):
    build(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == built.read_bytes()


def test_the_sheets_stand_in_order(template):
    references = template.sheetnames[-2:]
    assert template.sheetnames == [
        console.SHEET,
        department.SHEET,
        *(sheet.name for sheet in INPUT_SHEETS),
        *(table.sheet for table in TABLES),
        *charts.CHART_SHEETS,
        OVERALL_SHEET,
        TARGET_SHEET,
        console.FINDINGS_SHEET,
        *references,
    ]
    assert references == ["科目", "政府购买服务目录"]


@pytest.mark.parametrize("table", FILLED, ids=lambda table: table.anchor)
class TestTable:
    def test_head(self, template, table):
        sheet = template[table.sheet]
        above = [spoken(cell) for row in sheet.iter_rows(max_row=3) for cell in row if cell.value]
        number = [NUMBER_LINE.format(number=table.number)] if table.number else []
        assert above == [*number, *map(as_printed, (table.title, DEPARTMENT_LINE, UNIT_OF_MEASURE_LINE))]

    def test_headings_stand_and_merge_as_declared(self, template, table):
        sheet, first_row = heading_box(template, table)
        merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
        for row, line in enumerate(table.headings):
            for column, text in enumerate(line):
                cell = sheet.cell(first_row + row, column + 1)
                owner = next((area for area in merged.values() if cell.coordinate in area), None)
                if text == LEFT:
                    assert owner is not None
                    assert owner.min_col < cell.column
                elif text == ABOVE:
                    assert owner is not None
                    assert owner.min_row < cell.row
                else:
                    assert spoken(cell) == as_printed(text)
                    assert owner is None or (owner.min_row, owner.min_col) == (cell.row, cell.column)

    def test_region_and_model_rows(self, template, table):
        sheet, (first_column, first_row, last_column, last_row) = place(template, f"{table.anchor}_数据")
        assert (sheet.title, first_column, last_column) == (table.sheet, 1, len(table.columns))
        next_row = last_row + 1
        if table.grows:
            assert first_row == last_row
            models_sheet, models = place(template, f"{table.anchor}_行样")
            assert models_sheet is sheet
            assert models == (1, next_row, last_column, last_row + len(table.styles))
            rows = range(next_row, next_row + len(table.styles))
            assert all(sheet.row_dimensions[row].hidden for row in rows)
            assert all(cell.value is None for cells in rows_of(sheet, models) for cell in cells)
            next_row = models[3] + 1
        else:
            assert f"{table.anchor}_行样" not in template.defined_names
        note_sheet, note = place(template, f"{table.anchor}_注")
        assert (note_sheet, note[:2]) == (sheet, (1, next_row))
        names = [f"{table.anchor}_{part}" for part in ("数据", "行样", "注")]
        assert all(template.defined_names[name].hidden for name in names if name in template.defined_names)

    def test_looks_of_rows(self, template, table):
        """Figures print two decimals and no zero, in columns that hold the widest amount."""
        sheet, region = place(template, f"{table.anchor}_数据")
        rows = list(rows_of(sheet, region))
        if table.grows:
            rows += rows_of(*place(template, f"{table.anchor}_行样"))
        for cells in rows:
            for cell, column in zip(cells, table.columns, strict=True):
                assert cell.border.left.style == cell.border.bottom.style == "thin"
                assert cell.font.name == "宋体"
                if isinstance(column, Figure):
                    assert cell.number_format == "#,##0.00;-#,##0.00;;@"
                    assert cell.alignment.horizontal == "right"
                    width = column_dimension(sheet, cell.column).width
                    assert width >= len(WIDEST_FIGURE) + 1

    def test_no_typed_figure(self, template, table):
        sheet, region = place(template, f"{table.anchor}_数据")
        for cells in rows_of(sheet, region):
            for cell, column in zip(cells, table.columns, strict=True):
                if isinstance(column, Label):
                    assert cell.data_type == "s" or cell.value is None
                else:
                    assert cell.data_type == "f" or cell.value is None

    def test_print_set_up(self, template, table):
        sheet, first_row = heading_box(template, table)
        _, (_, note_row, _, _) = place(template, f"{table.anchor}_注")
        _, (_, data_row, _, _) = place(template, f"{table.anchor}_数据")
        _, top, last_column, bottom = range_boundaries(sheet.print_area.rpartition("!")[2])
        assert top == 1
        assert bottom >= note_row
        assert last_column >= len(table.columns)
        assert sheet.print_title_rows == f"${first_row}:${data_row - 1}"
        chart = table is STRUCTURE_CHART
        assert (sheet.page_setup.orientation == "landscape") == (table.landscape or chart)
        # None is the default of the file format: one page.
        assert sheet.page_setup.fitToHeight == (None if chart or not table.grows else 0)


@pytest.mark.parametrize(
    ("name", "grid", "widths"),
    [(OVERALL_SHEET, OVERALL_GRID, OVERALL_WIDTHS), (TARGET_SHEET, TARGET_GRID, TARGET_WIDTHS)],
    ids=["overall", "target"],
)
def test_forms_say_what_their_grids_say(template, name, grid, widths):
    """Below the first growing block rows have moved, above it each word stands in its cell."""
    sheet = template[name]
    growing = min(slot.row for slot in slots(grid) if slot.name in ("tasks", "indicators"))
    words = [
        (row, column, as_printed(text))
        for row, line in enumerate(grid[:growing], 1)
        for column, text in enumerate(line, 1)
        if text not in ("", LEFT, ABOVE) and not (text.startswith("{") and text.endswith("}"))
    ]
    assert [(row, column, spoken(sheet.cell(row, column))) for row, column, _ in words] == words
    said = {spoken(cell) for row in sheet.iter_rows() for cell in row}
    assert {slot.label for slot in slots(grid)} <= said
    measured = [column_dimension(sheet, column).width for column in range(1, len(widths) + 1)]
    assert measured == pytest.approx(widths, abs=0.7)


class TestInputs:
    def columns(self, template):
        for declaration in INPUT_SHEETS:
            for column in declaration.columns:
                sheet, box = place(template, declaration.defined_name(column.attribute))
                yield declaration, column, sheet, box

    def test_every_column_has_its_heading_and_name(self, template):
        for declaration, column, sheet, (first, first_row, last, last_row) in self.columns(template):
            assert (sheet.title, first) == (declaration.name, last)
            assert last_row == declaration.last_row
            assert spoken(sheet.cell(first_row - 1, first)) == column.heading
            assert sheet.auto_filter.ref.endswith(str(last_row))
            assert sheet.freeze_panes == f"A{first_row}"

    def test_new_rows_are_free_and_have_the_right_format(self, template):
        formats = {Kind.AMOUNT: "#,##0.00", Kind.CODE: "@", Kind.CHOICE: "@", Kind.TEXT: "@", Kind.DATE: "@"}
        for _, column, sheet, (first, first_row, _, _) in self.columns(template):
            cell = sheet.cell(first_row, first)
            below = column_dimension(sheet, first)
            for styled in (cell, below):
                assert not styled.protection.locked
                assert styled.number_format == formats.get(column.kind, styled.number_format)
            assert cell.value is None
            assert not sheet.protection.sheet

    def test_every_column_explains_itself(self, template):
        for _, column, sheet, box in self.columns(template):
            validation = self.validation(sheet, box)
            assert validation.promptTitle == column.heading[:32]
            assert column.hint in validation.prompt

    def test_drop_downs_hold_the_fixed_words(self, template):
        offered = 0
        for _, column, sheet, box in self.columns(template):
            if column.choices:
                offered += 1
                validation = self.validation(sheet, box)
                assert validation.type == "list"
                assert validation.formula1 == '"' + ",".join(column.choices) + '"'
                assert (validation.errorStyle in (None, "stop")) == column.strict
        assert offered

    def test_drop_downs_from_the_workbook(self, template):
        for declaration, attribute, name in (
            (BASIC, "function_code", "科目_功能项级编码"),
            (BASIC, "department_economic_code", "科目_部门经济款级编码"),
            (BASIC, "government_economic_code", "科目_政府经济款级编码"),
            (PROJECTS, "unit", "单位_单位"),
        ):
            validation = self.validation(*place(template, declaration.defined_name(attribute)))
            assert name in validation.formula1
            assert name in template.defined_names
            assert validation.errorStyle == "warning"

    def test_amounts_are_not_negative(self, template):
        for _, column, sheet, box in self.columns(template):
            if column.kind is Kind.AMOUNT:
                validation = self.validation(sheet, box)
                rule = (validation.type, validation.operator, validation.formula1)
                assert rule == ("decimal", "greaterThanOrEqual", "0")

    def validation(self, sheet: Worksheet, box: Box):
        """The one validation of a column, from its first to its last row."""
        address = f"{get_column_letter(box[0])}{box[1]}"
        (found,) = (each for each in sheet.data_validations.dataValidation if address in each.sqref)
        assert f"{get_column_letter(box[0])}{box[3]}" in found.sqref
        return found

    def test_facts_have_their_labels_and_names(self, template):
        for fact in department.FACTS:
            sheet, (column, row, _, _) = place(template, fact.defined_name)
            assert [spoken(sheet.cell(row, column - back)) for back in (2, 1)] == [fact.section, fact.item]
            assert not sheet.cell(row, column).protection.locked
        sheet, (column, row, _, _) = place(template, department.YEAR.defined_name)
        assert sheet.cell(row, column).value == 2025
        for name, words in (
            (department.TASKS_NAME, department.TASK_HEADINGS),
            (department.OVERALL_INDICATORS_NAME, department.OVERALL_INDICATOR_HEADINGS),
        ):
            sheet, (column, row, last_column, _) = place(template, name)
            above = [spoken(sheet.cell(row - 1, each)) for each in range(column, last_column + 1)]
            assert tuple(above) == words


class TestProtection:
    def test_figures_and_headings_are_locked_without_a_password(self, template):
        for name in (*(table.sheet for table in FILLED), charts.SHEET, OVERALL_SHEET, TARGET_SHEET):
            protection = template[name].protection
            assert protection.sheet
            assert not protection.password
            assert not protection.hashValue
            # False: people may restyle, and add a logo.
            assert not any((protection.formatCells, protection.formatColumns, protection.formatRows))
            assert not protection.objects
        for table in FILLED:
            cells = [cell for row in template[table.sheet].iter_rows() for cell in row]
            assert all(cell.protection.locked for cell in cells)
            assert any(cell.data_type == "f" for cell in cells)

    def test_the_target_form_lets_people_write_but_not_change_amounts(self, template):
        sheet = template[TARGET_SHEET]
        for slot in slots(TARGET_GRID):
            locked = sheet.cell(slot.row + 1, slot.column + 1).protection.locked
            assert locked == ("." in slot.name)

    def test_the_console_is_free(self, template):
        assert not template[console.SHEET].protection.sheet


def test_the_console_says_what_each_button_does_and_how_to_do_without(template):
    sheet, (column, first_row, last_column, last_row) = place(template, BUTTON_PLACES)
    assert (sheet.title, column) == (console.SHEET, last_column)
    said = [
        tuple(cell.value for cell in cells)
        for cells in sheet.iter_rows(first_row, last_row, column, column + 2)
    ]
    assert said == [(action.caption, action.purpose, action.command) for action in ACTIONS]
    named = {word for action in ACTIONS for word in re.findall(r"xltools ([\w-]+)", action.command)}
    assert named <= set(application.commands)


def test_every_sheet_prints_on_a4_with_page_numbers(template):
    for sheet in template.worksheets:
        assert sheet.page_setup.paperSize == A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_options.horizontalCentered
        assert "第 &P 页 共 &N 页" in sheet.oddFooter.center.text


def test_the_index_leads_to_every_sheet(template):
    sheet = template[console.SHEET]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    targets = {link.location.rpartition("!")[0].strip("'") for link in links}
    assert targets == set(template.sheetnames) - {console.SHEET}


def references(chart) -> Iterator[tuple[str, Box]]:
    """Every sheet and range that a chart is drawn from, but for its title."""
    for series in chart.series:
        for reference in (series.cat.strRef or series.cat.numRef, series.val.numRef):
            title, _, area = reference.f.rpartition("!")
            yield title.strip("'"), range_boundaries(area)


def test_the_pie_shows_its_region_and_the_hidden_rows_around_it(template):
    """What is inserted at either end of the region is then within the range of the chart."""
    sheet, region = place(template, "图表_数据")
    (chart,) = sheet._charts
    first, last = region[1] - 1, region[3] + 1
    assert list(references(chart)) == [(sheet.title, (at, first, at, last)) for at in (region[0], region[2])]
    for row in (first, last):
        assert sheet.row_dimensions[row].hidden
        assert not any(cell.value for cell in sheet[row])
    assert chart.visible_cells_only


def test_the_bars_show_their_blocks(template):
    found = template[charts.SHEET]._charts
    for chart, declared in zip(found, charts.BAR_CHARTS, strict=True):
        sheet, (first, top, last, bottom) = place(template, declared.anchor)
        title = chart.title.tx.strRef.f
        assert title == f"'{sheet.title}'!$A${top}"
        wanted = [
            (sheet.title, (at, top + 2, at, bottom))
            for figure in range(first + 1, last + 1)
            for at in (first, figure)
        ]
        assert list(references(chart)) == wanted
        assert [cell.value for cell in sheet[top + 1][:last]] == list(declared.headings)
        assert [sheet.cell(row, first).value for row in range(top + 2, bottom + 1)] == [
            bar.label for bar in declared.bars
        ]


def test_charts_print_with_their_figures_on_one_page(template):
    for name in charts.CHART_SHEETS:
        sheet = template[name]
        _, _, last_column, last_row = range_boundaries(sheet.print_area.rpartition("!")[2])
        for chart in sheet._charts:
            corner = chart.anchor.to
            assert corner.col + (corner.colOff > 0) <= last_column
            assert corner.row + (corner.rowOff > 0) <= last_row
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight in (None, 1)


def test_excel_opens_it_without_repair(open_xml_validator, built):
    assert open_xml_validator.validate([built, template_path()]) == {built: [], template_path(): []}


class TestInLibreOffice:
    def test_cached_values_are_what_the_formulas_give(self, libreoffice, tmp_path):
        assert libreoffice.stale_formulas(template_path(), tmp_path) == []

    def test_the_console_tells_what_the_tables_miss(self, libreoffice, template, tmp_path):
        """A line typed after filling, one with a code stored as a number, and a project row."""
        changes = {}
        for declaration, rows in (
            (BASIC, [{"function_code": "2010101", "amount": 100}, {"function_code": 2010101, "amount": 5}]),
            (PROJECTS, [{"function_code": "2010101", "amount": 7}]),
        ):
            for offset, line in enumerate(rows):
                for attribute, value in line.items():
                    sheet, (column, row, _, _) = place(template, declaration.defined_name(attribute))
                    address = f"{get_column_letter(column)}{row + offset}"
                    changes.setdefault(sheet.title, {})[address] = value
        result = libreoffice.edit_then_recalculate(template_path(), changes, tmp_path)
        values = cached_values(result)[console.SHEET]

        def state(which: console.State):
            _, (column, row, _, _) = place(template, which.value)
            return values[row, column]

        assert state(console.State.UNCOVERED_BASIC) == 2
        assert state(console.State.UNCOVERED_PROJECTS) == 1
        assert state(console.State.NUMERIC_CODES) == 1
        assert state(console.State.LINES_NOW) == 3
        assert state(console.State.CONCLUSION) == console.NOT_COVERED
