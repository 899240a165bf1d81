"""Values for formulas that were saved without any, as openpyxl and other programs write them.

Such cells are never read as zeros. formualizer calculates them where every formula concerned is made of functions
that it was seen to calculate as LibreOffice does; otherwise LibreOffice does it, in a profile of its own that always
recalculates. The values go into the workbook in memory; the file stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

from xltools.model.errors import XltoolsError
from xltools.office.cells import ErrorValue
from xltools.office.libreoffice import find_soffice, recalculated
from xltools.office.ranges import format_cell
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook

ALLOWED = frozenset(
    (
        *("SUM", "SUMIF", "SUMIFS", "ROUND", "ABS", "MAX", "MIN", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS"),
        *("IF", "IFERROR", "AND", "OR", "NOT", "INDEX", "MATCH", "VLOOKUP"),
        *("LEFT", "RIGHT", "MID", "LEN", "TRIM", "SUBSTITUTE", "CHAR", "CONCATENATE"),
    )
)
"""Functions that formualizer calculates as LibreOffice does; never those that take a range where one value belongs."""
_WITHOUT_VALUE = re.compile(r"(?:</f>|<f[^>]*/>)(?:<v\s*/>|<v></v>)?</c>")
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
_TEXT = re.compile(r'"[^"]*"')
Cells = dict[str, list[tuple[int, int]]]


def supply_values(workbook: Workbook, ignoring: Container[str] = ()) -> bool:
    """Calculates every formula that has no value; says whether there were any.

    Args:
        ignoring: sheets whose values nobody asks for.

    Raises:
        XltoolsError: there are, and neither way of calculating them works.
    """
    lacking = _lacking(workbook, ignoring)
    if not lacking:
        return False
    for calculate in (_by_formualizer, _by_libreoffice):
        calculated = calculate(workbook, lacking)
        if calculated is not None and _take(workbook, calculated, lacking):
            return True
    sheet, places = next(iter(lacking.items()))
    raise XltoolsError(
        f"“{sheet}”{format_cell(*places[0])} 等 {sum(map(len, lacking.values()))} 个公式没有计算结果，无法核对。"
        "请用 Excel 或 WPS 打开工作簿，保存一次，再试。"
    )


def _lacking(workbook: Workbook, ignoring: Container[str]) -> Cells:
    found: Cells = {}
    for name in workbook.sheet_names:
        if name in ignoring:
            continue
        sheet = workbook.sheet(name)
        places = list(_places(sheet))
        if places:
            found[name] = places
    return found


def _places(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for number in sheet.xml.row_numbers():
        row = sheet.xml.rows[number]
        if row.text is not None and not ("<f" in row.text and _WITHOUT_VALUE.search(row.text)):
            continue
        for column, rest in sheet.xml.cells_of(number, row).items():
            if "<f" in rest and _WITHOUT_VALUE.search(rest) and not sheet.cell(number, column).is_text:
                yield number, column


def _by_formualizer(workbook: Workbook, lacking: Cells) -> Workbook | None:
    for name, places in lacking.items():
        sheet = workbook.sheet(name)
        for place in places:
            functions = set(_FUNCTION.findall(_TEXT.sub("", (sheet.cell(*place).formula or "").upper())))
            if not functions <= ALLOWED:
                return None
    try:
        import formualizer
    except ImportError:
        return None
    try:
        result = formualizer.recalculate_xlsx_bytes(workbook.to_bytes())
        return Workbook.from_bytes(result["bytes"], "recalculated")
    except Exception:
        # Whatever another program makes of the file, there is a second way.
        return None


def _by_libreoffice(workbook: Workbook, _lacking: Cells) -> Workbook | None:
    if find_soffice() is None:
        return None
    data = recalculated(workbook.to_bytes())
    return Workbook.from_bytes(data, "recalculated") if data else None


def _take(workbook: Workbook, calculated: Workbook, lacking: Cells) -> bool:
    """Puts the values in, unless one is missing."""
    setters: list[Callable[[], None]] = []
    for name, places in lacking.items():
        if not calculated.has_sheet(name):
            return False
        sheet, source = workbook.sheet(name), calculated.sheet(name)
        for row, column in places:
            value = source.cell(row, column).value
            # Cells that share a formula get their own.
            sheet.xml.writable(row)
            formula = sheet.cell(row, column).formula or ""
            if value is None or (isinstance(value, ErrorValue) and value.code == "#NAME?"):
                return False
            setters.append(_setter(sheet, row, column, formula, value))
    for put in setters:
        put()
    return True


def _setter(sheet: Sheet, row: int, column: int, formula: str, value: object) -> Callable[[], None]:
    return lambda: sheet.set_formula(row, column, formula, value)  # type: ignore[arg-type]
