"""A printed grid as a Word table: merged cells, heading rows repeated on every page, no row torn in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from xltools.office.printed import PrintedCell, PrintedGrid

_TWIPS_PER_CM = 567
_ROW_HEIGHT, _CLOSE_ROW_HEIGHT = 0.55, 0.48
"""In cm, at least: a row grows with its text."""
_MANY_ROWS = 28
"""A table with more rows than this has them closer: a form then stays on its page."""
_CELL_MARGIN = 0.12
_DIGIT = 0.21
"""In cm: a bold digit of a wide font."""
_LEAST_SHARE = 0.45
"""Columns of words are not made narrower than this part of their width for the sake of numbers."""
_INDENT = 0.35
"""In cm, for each step that the sheet sets a cell in."""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_JUSTIFICATION = {"left": "left", "center": "center", "right": "right", "general": "left"}


def table_xml(grid: PrintedGrid, width_in_cm: float, heading_rows: int, style: str, cell_style: str) -> Any:
    """The element of a table so wide, its columns in the proportions of the sheet.

    Args:
        style: the id of the table's style; `cell_style`: of its paragraphs.
    """
    from docx.oxml import parse_xml

    widths = _twips(grid, width_in_cm)
    margin = round(_CELL_MARGIN * _TWIPS_PER_CM)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    height = round((_ROW_HEIGHT if grid.rows <= _MANY_ROWS else _CLOSE_ROW_HEIGHT) * _TWIPS_PER_CM)
    rows = "".join(
        _row(line, widths, height, index < heading_rows, cell_style) for index, line in _lines(grid)
    )
    return parse_xml(
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _twips(grid: PrintedGrid, width_in_cm: float) -> list[int]:
    """Columns in the proportions of the sheet, but none too narrow for its numbers: those are never broken."""
    total = width_in_cm * _TWIPS_PER_CM
    scale = total / sum(grid.widths)
    natural = [width * scale for width in grid.widths]
    needed = _room_for_numbers(grid)
    widened: set[int] = set()
    widths = natural
    while narrow := {column for column, width in enumerate(widths) if width < needed[column]} - widened:
        widened |= narrow
        rest = total - sum(needed[column] for column in widened)
        others = sum(width for column, width in enumerate(natural) if column not in widened)
        if rest < others * _LEAST_SHARE:
            return [round(width) for width in natural]
        widths = [
            needed[column] if column in widened else width * rest / others
            for column, width in enumerate(natural)
        ]
    return [round(width) for width in widths]


def _room_for_numbers(grid: PrintedGrid) -> list[float]:
    """What the longest number of each column takes, in twips."""
    needed = [0.0] * len(grid.widths)
    for cell in grid.cells:
        if cell.horizontal == "right" and cell.columns == 1 and cell.text:
            room = (len(cell.text) * _DIGIT + 2 * _CELL_MARGIN) * _TWIPS_PER_CM
            needed[cell.column] = max(needed[cell.column], room)
    return needed


def _lines(grid: PrintedGrid) -> Iterator[tuple[int, list[tuple[PrintedCell, bool]]]]:
    """Each row with the cells that stand in it from the left; True where a cell goes on from the row above."""
    lines: list[list[tuple[PrintedCell, bool]]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            lines[row].append((cell, row > cell.row))
    for index, line in enumerate(lines):
        yield index, sorted(line, key=lambda entry: entry[0].column)


def _row(
    line: Sequence[tuple[PrintedCell, bool]],
    widths: Sequence[int],
    height: int,
    heading: bool,
    cell_style: str,
) -> str:
    cells = "".join(_cell(cell, continued, widths, cell_style) for cell, continued in line)
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>'
        f"{'<w:tblHeader/>' if heading else ''}</w:trPr>{cells}</w:tr>"
    )


def _cell(cell: PrintedCell, continued: bool, widths: Sequence[int], cell_style: str) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        merge = "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{cell_style}"/>{_indent(cell)}'
        f'<w:jc w:val="{_JUSTIFICATION.get(cell.horizontal, "left")}"/></w:pPr>'
        f"{'' if continued else _run(cell)}</w:p></w:tc>"
    )


def _indent(cell: PrintedCell) -> str:
    if not cell.indent:
        return ""
    return f'<w:ind w:left="{round(cell.indent * _INDENT * _TWIPS_PER_CM)}"/>'


def _run(cell: PrintedCell) -> str:
    if not cell.text:
        return ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_printable(line))}</w:t>' for line in cell.text.split("\n")
    )
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{"<w:b/>" if cell.bold else ""}</w:rPr>{lines}</w:r>'


def _printable(text: str) -> str:
    """Without characters that XML does not take."""
    return "".join(each for each in text if each == "\t" or (each >= " " and each not in "\ufffe\uffff"))
