"""The charts of a sheet: points them at other ranges and refreshes the values they show before any recalculation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from xltools.office.cells import number_text
from xltools.office.references import REFERENCE_LOST, Range, format_absolute, parse_range, quote_sheet
from xltools.office.workbook import Workbook
from xltools.office.xml_text import unescape

_PART = re.compile(r"<((?:\w+:)?)(cat|val)>.*?</\1\2>", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f>([^<]*)</")
_REFERENCE = re.compile(r"<((?:\w+:)?)(str|num)Ref>\s*(<\1f>([^<]*)</\1f>)(.*?)</\1\2Ref>", re.DOTALL)
_CACHE = re.compile(r"<((?:\w+:)?)(?:str|num)Cache(?:/>|>.*?</\1(?:str|num)Cache>)", re.DOTALL)
_FORMAT = re.compile(r"<(?:\w+:)?formatCode>[^<]*</(?:\w+:)?formatCode>")


def point_charts(workbook: Workbook, sheet: str, labels: Range, values: Range) -> None:
    """Series whose labels or values stand in these columns of the sheet take these rows; `refresh_charts` follows.

    So do those that have lost their rows. A chart of other columns, or of another sheet, stays.
    """

    def pointed(match: re.Match[str]) -> str:
        prefix, part = match.groups()
        kind, area = ("str", labels) if part == "cat" else ("num", values)
        if not _is_in_columns(match[0], sheet, area):
            return match[0]
        reference = escape(f"{quote_sheet(sheet)}!{format_absolute(area)}")
        inside = f"<{prefix}{kind}Ref><{prefix}f>{reference}</{prefix}f></{prefix}{kind}Ref>"
        return f"<{prefix}{part}>{inside}</{prefix}{part}>"

    _change_charts(workbook, sheet, lambda text: _PART.sub(pointed, text))


def refresh_charts(workbook: Workbook, sheet: str) -> None:
    """Gives the charts of the sheet the values that stand in the cells they refer to."""

    def refreshed(match: re.Match[str]) -> str:
        prefix, kind, formula, reference, rest = match.groups()
        place = _place(unescape(reference))
        if place is None or not workbook.has_sheet(place[0]):
            return match[0]
        number_format = _FORMAT.search(rest) if kind == "num" else None
        cache = _cache(prefix, kind, list(_values(workbook, *place)), number_format)
        return f"<{prefix}{kind}Ref>{formula}{cache}{_CACHE.sub('', rest)}</{prefix}{kind}Ref>"

    _change_charts(workbook, sheet, lambda text: _REFERENCE.sub(refreshed, text))


def _change_charts(workbook: Workbook, sheet: str, change: Callable[[str], str]) -> None:
    package = workbook.package
    for drawing in package.related_parts(workbook.sheet(sheet).part, "drawing"):
        for part in package.related_parts(drawing, "chart"):
            text = package.read_text(part)
            changed = change(text)
            if changed != text:
                package.write(part, changed.encode())


def _is_in_columns(part: str, sheet: str, area: Range) -> bool:
    formula = _FORMULA.search(part)
    if formula is None or REFERENCE_LOST in formula[1]:
        return True
    place = _place(unescape(formula[1]))
    return place is not None and (place[0], place[1].first_column, place[1].last_column) == (
        sheet,
        area.first_column,
        area.last_column,
    )


def _place(reference: str) -> tuple[str, Range] | None:
    """The sheet and range of `'表1 收支总表'!$B$6:$B$11`; None for anything else."""
    sheet, _, area = reference.rpartition("!")
    try:
        return sheet.removeprefix("'").removesuffix("'").replace("''", "'"), parse_range(area)
    except ValueError:
        return None


def _values(workbook: Workbook, sheet: str, area: Range) -> Iterator[object]:
    """What stands in the rows that are not hidden: a chart leaves the others out."""
    cells = workbook.sheet(sheet)
    for row in range(area.first_row, area.last_row + 1):
        if cells.row_hidden(row):
            continue
        for column in range(area.first_column, area.last_column + 1):
            yield None if cells.is_empty(row, column) else cells.cell(row, column).value


def _cache(prefix: str, kind: str, values: list[object], number_format: re.Match[str] | None) -> str:
    p = prefix
    form = f"<{p}formatCode>General</{p}formatCode>" if number_format is None else number_format[0]
    texts = [_number(value) if kind == "num" else _words(value) for value in values]
    points = "".join(
        f'<{p}pt idx="{index}"><{p}v>{text}</{p}v></{p}pt>' for index, text in enumerate(texts) if text
    )
    count = f'<{p}ptCount val="{len(values)}"/>'
    return f"<{p}{kind}Cache>{form if kind == 'num' else ''}{count}{points}</{p}{kind}Cache>"


def _number(value: object) -> str:
    return number_text(value) if isinstance(value, Decimal) else ""


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    return escape(str(value)) if isinstance(value, str) else ""
