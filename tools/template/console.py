"""操作台: links to every sheet, the buttons' places, the live state of the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from template.book import Area, Book, set_columns, set_page
from template.lists import CLASSIFICATION_SHEET, PURCHASE_SHEET
from template.looks import (
    BOLD,
    CENTRE,
    INPUT_TAB,
    LEFT,
    LINK,
    REQUIRED_HEADING,
    SHEET_TITLE,
    TINTED,
    WRAP,
    Look,
)
from xltools.budget import charts, department
from xltools.budget.actions import ACTIONS, BUTTON_PLACES, PANEL_HEADINGS
from xltools.budget.console import (
    ALL_PASSED,
    COVERED,
    FINDINGS_SHEET,
    INDEX_HEADINGS,
    NOT_BALANCED,
    NOT_CHECKED,
    SHEET,
    SOME_BROKEN,
    STALE_BALANCE,
    STATE_FORMULAS,
    STATE_LABELS,
    STILL_BALANCED,
    TITLE,
    State,
)
from xltools.budget.form import STRUCTURE_CHART, TABLES
from xltools.budget.inputs import INPUT_SHEETS
from xltools.budget.live_text import DEPARTMENT_LINE
from xltools.budget.performance import OVERALL_SHEET, OVERALL_TITLE, TARGET_PREFIX, TARGET_SHEET, TARGET_TITLE
from xltools.tasks.filling.console import INDEX, INDEX_STYLE

_WIDTHS = (2, 9, 32, 54, 3, 16, 27, 36)
_INDEX_AT, _LINK_AT, _NOTE_AT = 1, 2, 3
_BUTTON_AT, _PURPOSE_AT, _VALUE_AT = 5, 6, 7
_PANEL_ROW = 3
_ROW_HEIGHT = 22
_NUMBER_LOOK: tuple[Look, ...] = (TINTED, CENTRE)
_LINK_LOOK: tuple[Look, ...] = (TINTED, LEFT, LINK, WRAP)
_NOTE_LOOK: tuple[Look, ...] = (TINTED, LEFT, WRAP, {"font_size": 9})
_VALUES = {State.CONCLUSION: COVERED, State.LIVE: ALL_PASSED, State.BALANCED: NOT_BALANCED}
_GREEN, _RED = "#548235", "#C00000"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the index."""

    number: str
    sheet: str
    shown: str
    note: str


def add_console(book: Book) -> None:
    """The first sheet that people see; not protected."""
    sheet = book.add_sheet(SHEET, INPUT_TAB)
    set_columns(sheet, _WIDTHS)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 33)
    book.write_text(sheet, 0, _INDEX_AT, TITLE, book.look(SHEET_TITLE, {"font_size": 17}))
    sheet.set_row(1, 21)
    book.write_text(sheet, 1, _INDEX_AT, DEPARTMENT_LINE, book.look(LEFT, {"font_size": 11}))
    last_row = _add_index(book, sheet)
    state_row = _add_actions(book, sheet)
    _add_state(book, sheet, state_row)
    sheet.print_area(0, _INDEX_AT, last_row, _VALUE_AT)
    set_page(sheet, landscape=True)
    sheet.activate()


def _entries() -> list[_Entry]:
    facts = _Entry("录入", department.SHEET, department.SHEET, "部门情况、上年数、重点任务和整体绩效指标。")
    inputs = [_Entry("录入", sheet.name, sheet.name, _first_sentence(sheet.help)) for sheet in INPUT_SHEETS]
    tables = [_Entry(table.anchor, table.sheet, table.name, _without_year(table.title)) for table in TABLES]
    chart = STRUCTURE_CHART
    return [
        facts,
        *inputs,
        *tables,
        _Entry(chart.anchor, chart.sheet, chart.name, _without_year(chart.title)),
        _Entry(chart.anchor, charts.SHEET, _without_anchor(charts.SHEET), _without_year(charts.TITLE)),
        _Entry(TARGET_PREFIX, OVERALL_SHEET, OVERALL_SHEET, _without_year(OVERALL_TITLE)),
        _Entry(
            "绩效", TARGET_SHEET, TARGET_SHEET, f"{_without_year(TARGET_TITLE)}的空白表，各项目的表由它复制。"
        ),
        _Entry("校验", FINDINGS_SHEET, FINDINGS_SHEET, "勾稽关系不符的单元格，可以填写审核说明。"),
        _Entry("参考", CLASSIFICATION_SHEET, CLASSIFICATION_SHEET, "功能、经济和收入分类科目的编码和名称。"),
        _Entry("参考", PURCHASE_SHEET, PURCHASE_SHEET, "政府购买服务指导性目录。"),
    ]


def _first_sentence(text: str) -> str:
    return text.partition("。")[0] + "。"


def _without_anchor(sheet: str) -> str:
    return sheet.partition(" ")[2]


def _without_year(title: str) -> str:
    return title.removeprefix("{year}年")


def _add_index(book: Book, sheet: Worksheet) -> int:
    """Writes the index and, below it, the growing list of target sheets; gives the last row."""
    _write_headings(book, sheet, _PANEL_ROW, INDEX_HEADINGS)
    entries = _entries()
    first = _PANEL_ROW + 1
    for row, entry in enumerate(entries, first):
        sheet.set_row(row, _ROW_HEIGHT)
        sheet.write_string(row, _INDEX_AT, entry.number, book.look(*_NUMBER_LOOK))
        target = f"internal:{quote_sheetname(entry.sheet)}!A1"
        sheet.write_url(row, _LINK_AT, target, book.look(*_LINK_LOOK), entry.shown, entry.sheet)
        sheet.write_string(row, _NOTE_AT, entry.note, book.look(*_NOTE_LOOK))
    heading_row = first + len(entries) + 1
    _write_headings(book, sheet, heading_row, (TARGET_PREFIX, "项目绩效目标表", INDEX_HEADINGS[-1]))
    for row, name in ((heading_row + 1, INDEX), (heading_row + 2, INDEX_STYLE)):
        sheet.set_row(row, 21, None, {"hidden": name == INDEX_STYLE})
        for column, look in ((_INDEX_AT, _NUMBER_LOOK), (_LINK_AT, _LINK_LOOK), (_NOTE_AT, _NOTE_LOOK)):
            sheet.write_blank(row, column, None, book.look(*look))
        book.name(name, sheet, Area(row, _INDEX_AT, row, _NOTE_AT), hidden=True)
    return heading_row + 2


def _write_headings(book: Book, sheet: Worksheet, row: int, headings: tuple[str, ...]) -> None:
    sheet.set_row(row, 21)
    for column, heading in enumerate(headings, _INDEX_AT):
        sheet.write_string(row, column, heading, book.look(REQUIRED_HEADING))


def _add_actions(book: Book, sheet: Worksheet) -> int:
    """A row for each action: the place of its button, what it does, its command; gives the next free row."""
    for column, heading in enumerate(PANEL_HEADINGS, _BUTTON_AT):
        sheet.write_string(_PANEL_ROW, column, heading, book.look(REQUIRED_HEADING))
    first = _PANEL_ROW + 1
    for row, action in enumerate(ACTIONS, first):
        sheet.write_string(row, _BUTTON_AT, action.caption, book.look(TINTED, CENTRE, BOLD))
        sheet.write_string(row, _PURPOSE_AT, action.purpose, book.look(*_NOTE_LOOK))
        sheet.write_string(row, _VALUE_AT, action.command, book.look(*_NOTE_LOOK))
    last = first + len(ACTIONS) - 1
    book.name(BUTTON_PLACES, sheet, Area(first, _BUTTON_AT, last, _BUTTON_AT), hidden=True)
    return last + 2


def _add_state(book: Book, sheet: Worksheet, first: int) -> None:
    heading = Area(first, _BUTTON_AT, first, _VALUE_AT)
    book.write_merged(sheet, heading, "状态", book.look(REQUIRED_HEADING))
    for row, (state, label) in enumerate(STATE_LABELS.items(), first + 1):
        book.write_merged(sheet, Area(row, _BUTTON_AT, row, _PURPOSE_AT), label, book.look(TINTED, LEFT))
        look = book.look(TINTED, CENTRE, WRAP, BOLD if state in (State.CONCLUSION, State.CHECK) else {})
        if state is State.CHECK:
            sheet.write_string(row, _VALUE_AT, NOT_CHECKED, look)
        elif state in STATE_FORMULAS:
            sheet.write_formula(row, _VALUE_AT, STATE_FORMULAS[state], look, _VALUES.get(state, 0))
        elif state is State.BALANCED_PRINT:
            sheet.write_blank(row, _VALUE_AT, None, look)
        else:
            sheet.write_number(row, _VALUE_AT, 0, look)
        book.name(state.value, sheet, Area(row, _VALUE_AT, row, _VALUE_AT))
        if state is State.CONCLUSION:
            _colour(book, sheet, row, state, ("=", COVERED), ("<>", COVERED))
        elif state is State.LIVE:
            _colour(book, sheet, row, state, ("<>", SOME_BROKEN), ("=", SOME_BROKEN))
        elif state is State.BALANCED:
            _colour(book, sheet, row, state, ("=", STILL_BALANCED), ("=", STALE_BALANCE))


def _colour(
    book: Book, sheet: Worksheet, row: int, state: State, good: tuple[str, str], bad: tuple[str, str]
) -> None:
    for (sign, words), colour in ((good, _GREEN), (bad, _RED)):
        rule = {
            "type": "formula",
            "criteria": f'={state.value}{sign}"{words}"',
            "format": book.workbook.add_format({"font_color": colour}),
        }
        sheet.conditional_format(row, _VALUE_AT, row, _VALUE_AT, rule)
