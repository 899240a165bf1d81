"""Refreshes the cached values of live headings: titles with the year, the department's name."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.budget import charts, console
from xltools.budget.form import FILLED
from xltools.budget.live_text import DEPARTMENT_LINE, is_live, live_formula, live_value
from xltools.budget.performance import OVERALL_TITLE, TARGET_TITLE
from xltools.model.ledger import DepartmentFacts
from xltools.office.workbook import Workbook

_LAST_HEADING_ROW = 20
"""Headings stand at the top of a sheet, a logo or a few rows of a person's own above them at most."""


def declared_texts() -> list[str]:
    """Every heading that follows 单位信息, as declared."""
    texts = [
        console.TITLE,
        DEPARTMENT_LINE,
        "{year}",
        "{department}",
        OVERALL_TITLE,
        TARGET_TITLE,
        charts.TITLE,
    ]
    for table in FILLED:
        texts.append(table.title)
        texts += [text for line in table.headings for text in line]
    return [text for text in dict.fromkeys(texts) if is_live(text)]


def refresh_headings(workbook: Workbook, sheets: Iterable[str], facts: DepartmentFacts) -> None:
    """A heading that a person replaced by words of her own is no formula any more and stays."""
    values = {live_formula(text): live_value(text, facts) for text in declared_texts()}
    for name in sheets:
        sheet = workbook.sheet(name)
        for row, column, cell in list(sheet.iter_formulas(_LAST_HEADING_ROW)):
            value = values.get(cell.formula or "")
            if value is not None and cell.value != value:
                sheet.set_formula(row, column, cell.formula or "", value)
