"""The sheets to look things up in: 科目, 政府购买服务目录; and the blank 校验结果."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from template.book import Area, Book, set_columns, set_page
from template.looks import (
    AMOUNT_FORMAT,
    BOLD,
    BOX,
    CENTRE,
    FREE,
    GREY_TAB,
    HEADING,
    HINT,
    LEFT,
    LINK,
    OPTIONAL_HEADING,
    REQUIRED_HEADING,
    SHEET_TITLE,
    TEXT_FORMAT,
    TITLE,
    WRAP,
    Look,
    indented,
)
from xltools.budget.classification import (
    department_economic_names,
    function_names,
    government_economic_names,
    purchase_catalogue,
    revenue_names,
)
from xltools.budget.console import (
    CHANGE_HEADINGS,
    CHANGES_AREA,
    CHANGES_MODEL,
    CHANGES_TITLE,
    CHECK_SUMMARY,
    CLASSIFICATION_SHEET,
    FINDING_HEADINGS,
    FINDINGS_AREA,
    FINDINGS_MODEL,
    FINDINGS_SHEET,
    FINDINGS_TITLE,
    LIVE_STATES,
    NOT_CHECKED,
    PURCHASE_SHEET,
)
from xltools.budget.crosschecks.catalogue import RULES
from xltools.budget.live_checks import BROKEN, FAILED, LIVE_AREA, LIVE_HEADINGS, LIVE_TITLE, TAIL, live_checks


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of the classification: its title, its defined names, the length of the codes that lines carry."""

    title: str
    prefix: str
    leaf_length: int = 0

    @property
    def code_name(self) -> str:
        return f"{CLASSIFICATION_SHEET}_{self.prefix}编码"

    @property
    def names_name(self) -> str:
        return f"{CLASSIFICATION_SHEET}_{self.prefix}名称"

    @property
    def leaf_name(self) -> str:
        """The codes that an input line may carry, without the 类 and 款 above them."""
        level = {7: "项级", 5: "款级"}[self.leaf_length]
        return f"{CLASSIFICATION_SHEET}_{self.prefix}{level}编码"


FUNCTION = CodeList("支出功能分类科目", "功能", 7)
DEPARTMENT_ECONOMIC = CodeList("部门预算支出经济分类科目", "部门经济", 5)
GOVERNMENT_ECONOMIC = CodeList("政府预算支出经济分类科目", "政府经济", 5)
REVENUE_CODES = CodeList("收入分类科目（基金、国有资本）", "收入")

_CODE_HEADING, _NAME_HEADING = "编码", "名称"
_FINDING_WIDTHS = (9, 9, 8, 18, 9, 15, 15, 13, 10, 44, 40, 30)
_FIRST_ROW = 3


def add_classification(book: Book) -> None:
    """Four lists side by side; hidden columns on the right hold the codes that lines may carry."""
    sheet = book.add_sheet(CLASSIFICATION_SHEET, GREY_TAB)
    lists: tuple[tuple[CodeList, Mapping[str, str]], ...] = (
        (FUNCTION, function_names()),
        (DEPARTMENT_ECONOMIC, department_economic_names()),
        (GOVERNMENT_ECONOMIC, government_economic_names()),
        (REVENUE_CODES, revenue_names()),
    )
    sheet.set_row(0, 27)
    sheet.write_string(0, 0, "2025年政府收支分类科目", book.look(SHEET_TITLE))
    hint = "录入时的下拉列表取自这里；本部门用到而这里没有的，填在“科目补充”。"
    sheet.write_string(0, 4, hint, book.look(HINT))
    code_look: Look = {**BOX, **LEFT, "num_format": TEXT_FORMAT}
    for index, (declared, names) in enumerate(lists):
        column = 3 * index
        for place, width in ((column, 11), (column + 1, 38), (column + 2, 2)):
            sheet.set_column(place, place, width)
        book.write_merged(sheet, Area(1, column, 1, column + 1), declared.title, book.look(HEADING))
        for offset, heading in enumerate((_CODE_HEADING, _NAME_HEADING)):
            sheet.write_string(2, column + offset, heading, book.look(HEADING))
        for row, (code, name) in enumerate(sorted(names.items()), _FIRST_ROW):
            level = (len(code) - 3) // 2
            weight = {} if level else BOLD
            sheet.write_string(row, column, code, book.look(code_look, weight))
            sheet.write_string(row, column + 1, name, book.look(BOX, WRAP, indented(level), weight))
        last = _FIRST_ROW + len(names) - 1
        book.name(declared.code_name, sheet, Area(_FIRST_ROW, column, last, column))
        book.name(declared.names_name, sheet, Area(_FIRST_ROW, column + 1, last, column + 1))
        if declared.leaf_length:
            leaves = [code for code in sorted(names) if len(code) == declared.leaf_length]
            place = 3 * len(lists) + index
            sheet.set_column(place, place, 11, None, {"hidden": True})
            sheet.write_column(_FIRST_ROW, place, leaves, book.look(code_look))
            area = Area(_FIRST_ROW, place, _FIRST_ROW + len(leaves) - 1, place)
            book.name(declared.leaf_name, sheet, area, hidden=True)
    longest = max(len(names) for _, names in lists)
    sheet.print_area(0, 0, _FIRST_ROW + longest - 1, 3 * len(lists) - 2)
    sheet.repeat_rows(1, 2)
    sheet.freeze_panes(_FIRST_ROW, 0)
    set_page(sheet, landscape=True)


def add_purchase_catalogue(book: Book) -> None:
    """政府购买服务指导性目录 as printed: each row names its own level."""
    sheet = book.add_sheet(PURCHASE_SHEET, GREY_TAB)
    set_columns(sheet, (12, 26, 30, 40))
    sheet.set_row(0, 33)
    book.write_merged(sheet, Area(0, 0, 0, 3), "政府购买服务指导性目录", book.look(TITLE))
    for column, heading in enumerate(("代码", "一级目录", "二级目录", "三级目录")):
        sheet.write_string(1, column, heading, book.look(HEADING))
    sheet.set_row(1, 21)
    entries = purchase_catalogue()
    for row, entry in enumerate(entries, 2):
        weight = BOLD if entry.level1 else {}
        sheet.set_row(row, 18)
        sheet.write_string(row, 0, entry.code, book.look(BOX, LEFT, weight))
        for column, text in enumerate((entry.level1, entry.level2, entry.level3), 1):
            book.write_text(sheet, row, column, text, book.look(BOX, WRAP, LEFT, weight))
    sheet.print_area(0, 0, len(entries) + 1, 3)
    sheet.repeat_rows(1)
    sheet.freeze_panes(2, 0)
    set_page(sheet)


def add_findings(book: Book) -> None:
    """校验结果: a place for findings, and below it the live checks."""
    sheet = book.add_sheet(FINDINGS_SHEET, GREY_TAB)
    set_columns(sheet, _FINDING_WIDTHS)
    sheet.set_row(0, 27)
    sheet.write_string(0, 0, FINDINGS_SHEET, book.look(SHEET_TITLE))
    sheet.write_string(1, 0, NOT_CHECKED, book.look(HINT))
    book.name(CHECK_SUMMARY, sheet, Area(1, 0, 1, 0), hidden=True)
    last = len(FINDING_HEADINGS) - 1
    sheet.write_string(2, 0, FINDINGS_TITLE, book.look(LEFT, BOLD))
    sheet.set_row(3, 24)
    for column, heading in enumerate(FINDING_HEADINGS):
        look = REQUIRED_HEADING if column == last else OPTIONAL_HEADING
        sheet.write_string(3, column, heading, book.look(look))
    _add_growing_rows(book, sheet, 4, (FINDINGS_AREA, FINDINGS_MODEL), last)
    _add_changes(book, sheet, 7)
    _add_live_checks(book, sheet, 12, last)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    set_page(sheet, landscape=True)


def _add_changes(book: Book, sheet: Worksheet, first: int) -> None:
    """What the last button changed in figures and words: old and new."""
    sheet.write_string(first, 0, CHANGES_TITLE, book.look(LEFT, BOLD))
    sheet.set_row(first + 1, 21)
    for column, heading in enumerate(CHANGE_HEADINGS):
        sheet.write_string(first + 1, column, heading, book.look(OPTIONAL_HEADING))
    _add_growing_rows(book, sheet, first + 2, (CHANGES_AREA, CHANGES_MODEL), len(CHANGE_HEADINGS) - 1)


def _add_growing_rows(book: Book, sheet: Worksheet, first: int, names: tuple[str, str], last: int) -> None:
    """A row to fill, and the hidden one that new rows copy their look from."""
    for row, name in enumerate(names, first):
        for column in range(last + 1):
            sheet.write_blank(row, column, None, book.look(*_finding_look(column)))
        book.name(name, sheet, Area(row, 0, row, last), hidden=True)
    sheet.set_row(first + 1, None, None, {"hidden": True})


def _finding_look(column: int) -> tuple[Look, ...]:
    if column == 4:
        return (BOX, CENTRE, LINK)
    return (
        BOX,
        WRAP,
        LEFT if column > 8 else CENTRE,
        *((FREE,) if column == len(FINDING_HEADINGS) - 1 else ()),
    )


def _add_live_checks(book: Book, sheet: Worksheet, first: int, last: int) -> None:
    """One line per relation and column; the values are filled in with the tables."""
    sheet.write_string(first, 0, LIVE_TITLE, book.look(LEFT, BOLD))
    sheet.set_row(first + 1, 21)
    for column, heading in enumerate(LIVE_HEADINGS[:-1]):
        sheet.write_string(first + 1, column, heading, book.look(OPTIONAL_HEADING))
    at = len(LIVE_HEADINGS) - 1
    book.write_merged(
        sheet, Area(first + 1, at, first + 1, last), LIVE_HEADINGS[-1], book.look(OPTIONAL_HEADING)
    )
    top = first + 2
    for row, check in enumerate(live_checks(RULES), top):
        sheet.write_string(row, 0, check.rule, book.look(BOX, CENTRE))
        for column in (1, 2):
            sheet.write_blank(row, column, None, book.look(BOX, CENTRE))
        sheet.write_blank(row, 3, None, book.look(BOX, {"num_format": AMOUNT_FORMAT}))
        sheet.write_string(row, at, check.sentence, book.look(LEFT))
    bottom = top + len(live_checks(RULES)) - 1
    book.name(LIVE_AREA, sheet, Area(top, 0, bottom, at), hidden=True)
    book.name(LIVE_STATES, sheet, Area(top, 1, bottom, 1), hidden=True)
    for state, look in (
        (BROKEN, {"bg_color": "#F8CBAD", "bold": True}),
        (FAILED, {"bg_color": "#F8CBAD", "bold": True}),
        (TAIL, {"font_color": "#7F6000"}),
    ):
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{state}"',
            "format": book.workbook.add_format(look),
        }
        sheet.conditional_format(top, 1, bottom, 1, rule)
