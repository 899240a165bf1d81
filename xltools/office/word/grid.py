"""A printed grid as a Word table: merged cells, heading rows repeated on every page, no row torn in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from xltools.office.printed import PrintedCell, PrintedGrid
from xltools.office.word.fitting import CELL_MARGIN, SIZES, TWIPS_PER_POINT, USUAL, Setting, fitting, height
from xltools.office.word.text import printable

_TWIPS_PER_CM = 567
_DIGIT, _POINT = 0.66, 0.4
"""The width of a bold digit of a wide font, of a comma or a point, as part of the size of the font."""
_LEAST_SHARE = 0.45
"""Columns of words are not made narrower than this part of their width for the sake of numbers."""
_INDENT = 0.35
"""In cm, for each step that the sheet sets a cell in."""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_JUSTIFICATION = {"left": "left", "center": "center", "right": "right", "general": "left"}


def table_xml(
    grid: PrintedGrid,
    width_in_cm: float,
    heading_rows: int,
    style: str,
    cell_style: str,
    *,
    room: float,
    least_size: float = USUAL.size,
) -> Any:
    """The element of a table so wide, its columns in the proportions of the sheet.

    Args:
        style: the id of the table's style; `cell_style`: of its paragraphs.
        room: what is left of the page, in points.
        least_size: of its font, in points, if it would not stay on its page otherwise.
    """
    from docx.oxml import parse_xml

    widths, setting = _laid_out(grid, width_in_cm, room, least_size)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(
        _row(line, widths, setting, index < heading_rows, cell_style) for index, line in _lines(grid)
    )
    return parse_xml(
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{CELL_MARGIN}" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _laid_out(
    grid: PrintedGrid, width_in_cm: float, room: float, least_size: float
) -> tuple[list[int], Setting]:
    """Columns in twips, and how the table is set, so that no number is broken.

    The columns have the proportions of the sheet, but none is too narrow for its numbers. Where numbers leave so little
    for words that the table spills over, they are set smaller; where that does not help, columns stay as they are.
    """
    scale = width_in_cm * _TWIPS_PER_CM / sum(grid.widths)
    natural = [width * scale for width in grid.widths]
    found: list[tuple[list[int], Setting]] = []
    for size in SIZES:
        exact = _widened(natural, _room_for_numbers(grid, size))
        if exact is None:
            continue
        widths = [round(width) for width in exact]
        setting = fitting(grid, widths, room, least_size, size)
        found.append((widths, setting))
        if height(grid, widths, setting) <= room:
            return found[-1]
        if exact == natural:
            break
    if found:
        return found[0]
    widths = [round(width) for width in natural]
    return widths, fitting(grid, widths, room, least_size)


def _widened(natural: Sequence[float], needed: Sequence[float]) -> list[float] | None:
    """Columns as wide as they need to be at the cost of the others; None if those would become too narrow."""
    total = sum(natural)
    widened: set[int] = set()
    widths = list(natural)
    while narrow := {column for column, width in enumerate(widths) if width < needed[column]} - widened:
        widened |= narrow
        rest = total - sum(needed[column] for column in widened)
        others = sum(width for column, width in enumerate(natural) if column not in widened)
        if rest < others * _LEAST_SHARE:
            return None
        widths = [
            needed[column] if column in widened else width * rest / others
            for column, width in enumerate(natural)
        ]
    return widths


def _room_for_numbers(grid: PrintedGrid, size: float) -> list[float]:
    """What the longest number of each column takes, in twips."""
    needed = [0.0] * len(grid.widths)
    for cell in grid.cells:
        if cell.horizontal == "right" and cell.columns == 1 and cell.text:
            ems = sum(_POINT if sign in ",." else _DIGIT for sign in cell.text)
            room = ems * size * TWIPS_PER_POINT + 2 * CELL_MARGIN
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
    setting: Setting,
    heading: bool,
    cell_style: str,
) -> str:
    cells = "".join(_cell(cell, continued, widths, setting, cell_style) for cell, continued in line)
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{round(setting.row * TWIPS_PER_POINT)}" w:hRule="atLeast"/>'
        f"{'<w:tblHeader/>' if heading else ''}</w:trPr>{cells}</w:tr>"
    )


def _cell(
    cell: PrintedCell, continued: bool, widths: Sequence[int], setting: Setting, cell_style: str
) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        merge = "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{cell_style}"/>{_line(setting)}{_indent(cell)}'
        f'<w:jc w:val="{_JUSTIFICATION.get(cell.horizontal, "left")}"/></w:pPr>'
        f"{'' if continued else _run(cell, setting)}</w:p></w:tc>"
    )


def _line(setting: Setting) -> str:
    if setting.line == USUAL.line:
        return ""
    return f'<w:spacing w:line="{round(setting.line * TWIPS_PER_POINT)}" w:lineRule="exact"/>'


def _indent(cell: PrintedCell) -> str:
    if not cell.indent:
        return ""
    return f'<w:ind w:left="{round(cell.indent * _INDENT * _TWIPS_PER_CM)}"/>'


def _run(cell: PrintedCell, setting: Setting) -> str:
    if not cell.text:
        return ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(cell.text).split("\n")
    )
    half_points = round(setting.size * 2)
    size = (
        "" if setting.size == USUAL.size else f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )
    bold = "<w:b/>" if cell.bold else ""
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{bold}{size}</w:rPr>{lines}</w:r>'
