"""校验结果, first part: the findings of a check, one row each, with what people wrote in 审核说明."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from xltools.budget.console import FINDING_HEADINGS, FINDINGS_AREA, FINDINGS_MODEL
from xltools.model.finding import KIND_NAMES, SEVERITY_NAMES, Finding
from xltools.office.ranges import Range
from xltools.office.references import quote_sheet
from xltools.office.sheet import Sheet
from xltools.office.text_height import MAX_ROW_HEIGHT, height_for
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import Place, RowChanges, place_of, text_of, write_text

RULE_AT, SHEET_AT, CELL_AT, NOTE_AT = 0, 3, 4, len(FINDING_HEADINGS) - 1
_NUMBERS = (5, 6, 7, 8)
_FONT_SIZE, _LEAST_HEIGHT = 11, 18.0
Key = tuple[str, str, str]
"""Rule, sheet and cell: what a person's 审核说明 belongs to."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A row of the list as text; `note` is the 审核说明."""

    texts: tuple[str, ...]
    note: str = ""

    @property
    def key(self) -> Key:
        return self.texts[RULE_AT], self.texts[SHEET_AT], self.texts[CELL_AT]


def row_of(finding: Finding, note: str = "") -> FindingRow:
    """A finding as a row."""
    return FindingRow(
        (
            finding.rule,
            KIND_NAMES[finding.kind],
            SEVERITY_NAMES[finding.severity],
            finding.sheet or "",
            finding.cell or "",
            finding.value or "",
            finding.expected or "",
            finding.gap or "",
            finding.allowance or "",
            f"{finding.message}。",
            f"{finding.fix}。",
        ),
        note,
    )


def noted_rows(workbook: Workbook) -> dict[Key, FindingRow]:
    """The rows of the present list to which somebody wrote an 审核说明."""
    found: dict[Key, FindingRow] = {}
    place = place_of(workbook, FINDINGS_AREA)
    sheet = workbook.sheet(place.sheet)
    for row in range(place.area.first_row, place.area.last_row + 1):
        texts = [text_of(sheet, row, place.area.first_column + at) for at in range(NOTE_AT + 1)]
        if texts[NOTE_AT].strip():
            entry = FindingRow(tuple(texts[:NOTE_AT]), texts[NOTE_AT])
            found[entry.key] = entry
    return found


class FindingsFilling:
    """The list on its way into the workbook."""

    def __init__(self, workbook: Workbook, rows: Sequence[FindingRow]) -> None:
        self._workbook = workbook
        self._rows = rows
        self._place = place_of(workbook, FINDINGS_AREA)

    def plan(self, changes: RowChanges) -> None:
        """Asks for a row per finding, one at least."""
        sheet, area = self._workbook.sheet(self._place.sheet), self._place.area
        old = [
            tuple(text_of(sheet, row, area.first_column + at) for at in (RULE_AT, SHEET_AT, CELL_AT))
            for row in range(area.first_row, area.last_row + 1)
        ]
        new = [row.key for row in self._rows] or [("", "", "")]
        model = place_of(self._workbook, FINDINGS_MODEL).area.first_row
        changes.fit(self._place, old, new, [model] * len(new))

    def write(self, changes: RowChanges) -> None:
        """Writes the rows, with a link to each cell."""
        sheet = self._workbook.sheet(self._place.sheet)
        area = changes.area(self._place)
        first = area.first_column
        self._workbook.set_defined_name(FINDINGS_AREA, Place(sheet.name, area).refers_to(), hidden=True)
        links = first + CELL_AT
        sheet.remove_hyperlinks_in(Range(area.first_row, links, area.last_row, links))
        if not self._rows:
            for at in range(NOTE_AT + 1):
                if not sheet.is_empty(area.first_row, first + at):
                    sheet.clear(area.first_row, first + at)
            return
        for number, row in enumerate(self._rows, area.first_row):
            _write_row(sheet, number, first, row)
        sheet.add_hyperlinks(
            (number, links, f"{quote_sheet(row.texts[SHEET_AT])}!{row.texts[CELL_AT]}", "转到这一格")
            for number, row in enumerate(self._rows, area.first_row)
            if row.texts[SHEET_AT] and row.texts[CELL_AT] and self._workbook.has_sheet(row.texts[SHEET_AT])
        )


def _write_row(sheet: Sheet, number: int, first: int, row: FindingRow) -> None:
    height = _LEAST_HEIGHT
    for at, text in enumerate((*row.texts, row.note)):
        amount = _amount(text) if at in _NUMBERS else None
        if amount is not None:
            sheet.set_number(number, first + at, amount)
        else:
            write_text(sheet, number, first + at, text)
        if at > CELL_AT and text:
            height = max(height, height_for(text, sheet.column_width(first + at), _FONT_SIZE))
    sheet.set_row_height(number, min(height, MAX_ROW_HEIGHT))


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
