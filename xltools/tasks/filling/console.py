"""操作台: the index of target sheets and the live state of the workbook."""

from __future__ import annotations

from decimal import Decimal

from xltools.budget.console import COVERED, NOT_BALANCED, STATE_FORMULAS, STILL_BALANCED, State
from xltools.model.table import Department
from xltools.office.references import Range, quote_sheet
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import Place, RowChanges, has_place, place_of, text_of, write_text

INDEX, INDEX_STYLE = "目录_数据", "目录_行样"


class IndexFilling:
    """The index of target sheets: a linked row each."""

    def __init__(self, workbook: Workbook, targets: list[str]) -> None:
        self._workbook = workbook
        self._rows = [_index_texts(name) for name in targets] or [("", "")]
        self._targets = targets
        self._place = place_of(workbook, INDEX)

    def plan(self, changes: RowChanges) -> None:
        """Asks for a row per target sheet."""
        sheet = self._workbook.sheet(self._place.sheet)
        area = self._place.area
        old = [
            tuple(text_of(sheet, row, area.first_column + offset) for offset in (0, 1))
            for row in range(area.first_row, area.last_row + 1)
        ]
        model = place_of(self._workbook, INDEX_STYLE).area.first_row
        changes.fit(self._place, old, self._rows, [model] * len(self._rows))

    def write(self, changes: RowChanges) -> None:
        """Writes numbers, names and links."""
        sheet = self._workbook.sheet(self._place.sheet)
        area = changes.area(self._place)
        self._workbook.set_defined_name(INDEX, Place(sheet.name, area).refers_to(), hidden=True)
        link_column = area.first_column + 1
        sheet.remove_hyperlinks_in(Range(area.first_row, link_column, area.last_row, link_column))
        for row, texts in enumerate(self._rows, area.first_row):
            for column, text in enumerate(texts, area.first_column):
                write_text(sheet, row, column, text)
        sheet.add_hyperlinks(
            (row, link_column, f"{quote_sheet(target)}!A1", target)
            for row, target in enumerate(self._targets, area.first_row)
        )


def _index_texts(sheet_name: str) -> tuple[str, str]:
    number, _, name = sheet_name.partition(" ")
    return number, name


def write_state(
    workbook: Workbook, department: Department, projects: int, live: str, fingerprint: Decimal | None
) -> None:
    """Records what was filled; the live formulas compare what the sheets hold now with it.

    `live` is what the live checks say in all, `fingerprint` that of the data where the figures were balanced.
    """
    ledger = department.ledger
    lines = sum(line.amount != 0 for line in ledger.basic) + sum(line.amount != 0 for line in ledger.projects)
    numbers = {State.LINES_FILLED: lines, State.PROJECTS: projects}
    cached: dict[State, Decimal | str] = {
        State.UNCOVERED_BASIC: Decimal(0),
        State.UNCOVERED_PROJECTS: Decimal(0),
        State.NUMERIC_CODES: Decimal(0),
        State.LINES_NOW: Decimal(lines),
        State.CONCLUSION: COVERED,
        State.LIVE: live,
        State.BALANCED: NOT_BALANCED if fingerprint is None else STILL_BALANCED,
    }
    for state, number in numbers.items():
        place = place_of(workbook, state.value)
        workbook.sheet(place.sheet).set_number(place.area.first_row, place.area.first_column, number)
    if has_place(workbook, State.BALANCED_PRINT.value):
        place = place_of(workbook, State.BALANCED_PRINT.value)
        sheet, row, column = workbook.sheet(place.sheet), place.area.first_row, place.area.first_column
        if fingerprint is None:
            sheet.clear(row, column)
        else:
            sheet.set_number(row, column, fingerprint)
    for state, value in cached.items():
        if not has_place(workbook, state.value):
            continue
        place = place_of(workbook, state.value)
        workbook.sheet(place.sheet).set_formula(
            place.area.first_row, place.area.first_column, STATE_FORMULAS[state], value
        )
