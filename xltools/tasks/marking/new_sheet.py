"""校验结果 in a workbook that has none: the headings, a place for findings, in styles of its own."""

from __future__ import annotations

from xltools.budget.console import (
    CHECK_SUMMARY,
    FINDING_HEADINGS,
    FINDINGS_AREA,
    FINDINGS_MODEL,
    FINDINGS_SHEET,
    LIVE_STATES,
)
from xltools.office.cell_styles import CellLook, add_cell_styles, remove_cell_styles
from xltools.office.ranges import Range
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import Place, is_place, place_of
from xltools.tasks.marking.findings_sheet import CELL_AT, NOTE_AT

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WIDTHS = (9, 9, 8, 22, 9, 15, 15, 13, 11, 44, 40, 30)
_TITLE_ROW, _SUMMARY_ROW, _HEADING_ROW, _FIRST_ROW, _MODEL_ROW = 1, 2, 3, 4, 5
_LINE = "BFBFBF"
_NAMES = (FINDINGS_AREA, FINDINGS_MODEL, CHECK_SUMMARY)


def has_findings_sheet(workbook: Workbook) -> bool:
    """Whether there is a place for findings; a name whose sheet somebody deleted is none."""
    return all(is_place(workbook, name) for name in (FINDINGS_AREA, FINDINGS_MODEL))


def add_findings_sheet(workbook: Workbook) -> None:
    """Adds the sheet behind the others."""
    name = FINDINGS_SHEET
    while workbook.has_sheet(name):
        name += "_"
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, 1)
    )
    sheet = workbook.add_sheet(
        name,
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{_HEADING_ROW}" '
        f'topLeftCell="A{_FIRST_ROW}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18"/><cols>{columns}</cols><sheetData/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    )
    title, plain, heading, centre, text, link = add_cell_styles(
        workbook,
        [
            CellLook(bold=True, font_size=15),
            CellLook(),
            CellLook(bold=True, fill="D9E1F2", border=_LINE, horizontal="center", wrap=True),
            CellLook(border=_LINE, horizontal="center", wrap=True),
            CellLook(border=_LINE, horizontal="left", wrap=True),
            CellLook(border=_LINE, horizontal="center", underline=True, font_colour="0563C1"),
        ],
    )
    sheet.set_text(_TITLE_ROW, 1, FINDINGS_SHEET, style=title)
    sheet.set_style(_SUMMARY_ROW, 1, plain)
    for column, words in enumerate(FINDING_HEADINGS, 1):
        sheet.set_text(_HEADING_ROW, column, words, style=heading)
        style = link if column == CELL_AT + 1 else centre if column <= NOTE_AT - 2 else text
        for row in (_FIRST_ROW, _MODEL_ROW):
            sheet.set_style(row, column, style)
    sheet.set_row_hidden(_MODEL_ROW)
    last = len(FINDING_HEADINGS)
    for name, row, end in (
        (FINDINGS_AREA, _FIRST_ROW, last),
        (FINDINGS_MODEL, _MODEL_ROW, last),
        (CHECK_SUMMARY, _SUMMARY_ROW, 1),
    ):
        area = Range(row, 1, row, end)
        workbook.set_defined_name(name, Place(sheet.name, area).refers_to(), hidden=True)


def remove_findings_sheet(workbook: Workbook) -> None:
    """Takes the sheet away again, unless it is the template's own."""
    if not has_findings_sheet(workbook) or is_place(workbook, LIVE_STATES):
        return
    workbook.remove_sheet(place_of(workbook, FINDINGS_AREA).sheet)
    for name in _NAMES:
        workbook.delete_defined_name(name)
    remove_cell_styles(workbook)
