"""What a document says of itself, and how a finding names a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from xltools.budget.reading_words import YEAR_BEGINS
from xltools.model.disclosure import Disclosure, ReadPanel, ReadRow, Spot
from xltools.model.finding import CellRef, Finding, Kind, Severity
from xltools.model.fold import fold_name

_YEAR = re.compile(rf"{YEAR_BEGINS}(20[0-9]{{2}})(?:年|(?=预算|财政|项目|一般))")


def year_in(text: str) -> int | None:
    """The year of a title."""
    found = _YEAR.search(fold_name(text))
    return int(found[1]) if found else None


def most_common(values: Iterable[str]) -> str | None:
    """The value that most have, the first of equals; compared folded."""
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for value in values:
        counts[fold_name(value)] += 1
        shown.setdefault(fold_name(value), value)
    return shown[counts.most_common(1)[0][0]] if counts else None


def document_year(disclosure: Disclosure) -> int | None:
    """The document's year, or the one that most titles of its tables say."""
    if disclosure.year is not None:
        return disclosure.year
    years = (year_in(table.title) for table in disclosure.tables.values())
    common = most_common(str(year) for year in years if year is not None)
    return int(common) if common else None


def document_department(disclosure: Disclosure) -> str | None:
    """The document's department, or the name that most headings say."""
    named = (table.department for table in disclosure.tables.values())
    return disclosure.department or most_common(name for name in named if name)


def where(spot: Spot | CellRef) -> str:
    """`“表5 一般公共预算支出表”B7`."""
    return f"“{spot.sheet}”{spot.cell}"


def digits(value: Decimal) -> str:
    """A number without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def found_at(
    spot: Spot | CellRef,
    rule: str,
    message: str,
    fix: str,
    *,
    kind: Kind = "hard",
    severity: Severity | None = None,
    value: str | None = None,
    expected: str | None = None,
    gap: str | None = None,
    allowance: str | None = None,
    cells: tuple[CellRef, ...] = (),
) -> Finding:
    """A finding at a cell; `message` goes on from the cell's name. Soft ones are warnings."""
    return Finding(
        rule,
        kind,
        severity or ("error" if kind == "hard" else "warning"),
        f"{where(spot)}{message}",
        fix,
        spot.sheet,
        spot.cell,
        value,
        expected,
        gap,
        allowance,
        cells or (CellRef(spot.sheet, spot.cell),),
    )


def label_cell(sheet: str, panel: ReadPanel, row: ReadRow, index: int = 0) -> CellRef:
    """The cell of a row's label; with no columns known, the row's first figure."""
    if index < len(panel.label_columns):
        return CellRef(sheet, f"{_letters(panel.label_columns[index])}{row.number}")
    figure = next(iter(row.figures.values()), None)
    return CellRef(sheet, figure.spot.cell if figure else f"A{row.number}")


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
