"""The values of an old workbook written as one of today, in memory: what is read next need not know of old formats."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from xltools.office.archive import compress, write_archive
from xltools.office.cells import ErrorValue, boolean_cell, number_cell, text_cell
from xltools.office.legacy.xls import LegacyBook, LegacySheet, Value
from xltools.office.ranges import Range, format_cell, format_range
from xltools.office.workbook import Workbook
from xltools.office.xml_text import MAX_TEXT_LENGTH, XML_DECLARATION, escape_attribute, escape_text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_FIRST_FORMAT = 164


def as_workbook(book: LegacyBook, name: str) -> Workbook:
    """A workbook of the same sheets, values, number formats and merged ranges; `name` is what messages call it."""
    sheets = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(book.sheets, 1)}
    parts = {
        "[Content_Types].xml": _content_types(sheets),
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _relationships(
            [("worksheet", part.removeprefix("xl/")) for part in sheets] + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(book.formats),
        **{part: _worksheet(sheet) for part, sheet in sheets.items()},
    }
    data = write_archive((part, compress((XML_DECLARATION + text).encode())) for part, text in parts.items())
    return Workbook.from_bytes(data, name)


def _content_types(parts: dict[str, LegacySheet]) -> str:
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}{kind}+xml"/>'
        for part, kind in [
            ("xl/workbook.xml", "sheet.main"),
            ("xl/styles.xml", "styles"),
            *((part, "worksheet") for part in parts),
        ]
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(links: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _workbook(book: LegacyBook) -> str:
    sheets = "".join(
        f'<sheet name="{escape_attribute(sheet.name)}" sheetId="{number}"'
        f'{"" if sheet.visible else " state=" + chr(34) + "hidden" + chr(34)} r:id="rId{number}"/>'
        for number, sheet in enumerate(book.sheets, 1)
    )
    settings = '<workbookPr date1904="1"/>' if book.is_1904 else ""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{settings}<sheets>{sheets}</sheets></workbook>'


def _styles(formats: tuple[str, ...]) -> str:
    """The style of index n shows the format of index n."""
    numbers = "".join(
        f'<numFmt numFmtId="{_FIRST_FORMAT + index}" formatCode="{escape_attribute(code)}"/>'
        for index, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{_FIRST_FORMAT + index}"/>' for index in range(len(formats)))
    return f'<styleSheet xmlns="{_MAIN}"><numFmts>{numbers}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>'


def _worksheet(sheet: LegacySheet) -> str:
    merges = "".join(f'<mergeCell ref="{format_range(Range(*area))}"/>' for area in sheet.merges)
    after = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(_rows(sheet))}</sheetData>{after}</worksheet>'


def _rows(sheet: LegacySheet) -> Iterator[str]:
    for row, cells in groupby(sheet.cells, key=lambda cell: cell[0]):
        yield f'<row r="{row}">'
        for _, column, value, style in cells:
            yield f'<c r="{format_cell(row, column)}"{_cell(value, style)}'
        yield "</row>"


def _cell(value: Value, style: int) -> str:
    if isinstance(value, Decimal):
        return number_cell(style, value)
    if isinstance(value, bool):
        return boolean_cell(style, value)
    if isinstance(value, ErrorValue):
        return f' s="{style}" t="e"><v>{escape_text(value.code)}</v></c>'
    return text_cell(style, value[:MAX_TEXT_LENGTH])
