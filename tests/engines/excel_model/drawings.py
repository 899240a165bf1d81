"""Drawings and charts when lines are inserted or deleted: the anchors follow the cells under them, the charts the
cells they show. Both are moved in the parts of the package."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pyopenvba._xml import escape_text, unescape
from pyopenvba.apps.excel._notes import _moved_edge
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.shapes._xlsx import read_drawing

from .areas import LineEdit

_ANCHOR = re.compile(r"<((?:\w+:)?(?:twoCell|oneCell)Anchor)\b([^>]*)>.*?</\1>", re.DOTALL)
_EDGE = {
    True: re.compile(r"(<(?:\w+:)?row>)(\d+)(<.*?Off>)(-?\d+)(?=</)", re.DOTALL),
    False: re.compile(r"(<(?:\w+:)?col>)(\d+)(<.*?Off>)(-?\d+)(?=</)", re.DOTALL),
}
_CHART = re.compile(r"xl/charts/chart\d+\.xml")
_SHOWN = re.compile(r"<((?:\w+:)?f)>(.*?)</\1>", re.DOTALL)


def move_anchors(sheet: Any, change: LineEdit) -> Callable[[], None]:
    """Works out where the sheet's drawing goes; what is returned puts it there once the lines have moved."""
    if not sheet.drawing_part and not sheet.shapes_:
        return lambda: None
    if sheet.drawing_dirty or any(shape.control is not None for shape in sheet.shapes_):
        raise VBAUnsupportedError("moving form controls and shapes that are not saved yet is not implemented")
    moved = _ANCHOR.sub(lambda found: _moved_anchor(found, change), sheet.drawing_xml)

    def place() -> None:
        sheet.drawing_xml = moved
        sheet.book.package.write(sheet.drawing_part, moved.encode("utf-8"))
        sheet.shapes_ = read_drawing(moved, sheet.drawing_grid())

    return place


def _moved_anchor(found: re.Match[str], change: LineEdit) -> str:
    anchor = found.group(0)
    if 'editAs="absolute"' in found.group(2):
        return anchor
    edges = list(_EDGE[change.rows].finditer(anchor))
    lines = [_moved_line(edge, change) for edge in edges]
    if 'editAs="oneCell"' in found.group(2) and len(lines) > 1:
        by = lines[0][0] - int(edges[0].group(2))  # it keeps its size
        lines[1] = int(edges[1].group(2)) + by, int(edges[1].group(4))
    for edge, (line, offset) in reversed(list(zip(edges, lines, strict=True))):
        text = f"{edge.group(1)}{line}{edge.group(3)}{offset}"
        anchor = anchor[: edge.start()] + text + anchor[edge.end() :]
    return anchor


def _moved_line(edge: re.Match[str], change: LineEdit) -> tuple[int, int]:
    line, offset = int(edge.group(2)), int(edge.group(4))
    moved: tuple[int, int] = _moved_edge(line, offset, change.start - 1, change.count, change.delete)
    return moved


def move_charts(book: Any, change: LineEdit) -> None:
    """The cells every chart of the workbook shows."""
    rewrite_charts(book, lambda formula: change.formula("=" + formula, "")[1:])


def rewrite_charts(book: Any, rewrite: Callable[[str], str]) -> None:
    for part in (
        [] if book.package is None else [one for one in book.package.names() if _CHART.fullmatch(one)]
    ):
        text = book.package.read(part).decode("utf-8")
        changed = rewritten_chart(text, rewrite)
        if changed != text:
            book.package.write(part, changed.encode("utf-8"))


def rewritten_chart(xml: str, rewrite: Callable[[str], str]) -> str:
    """A chart's part with each formula rewritten."""

    def rewritten(found: re.Match[str]) -> str:
        tag, formula = found.groups()
        return f"<{tag}>{escape_text(rewrite(unescape(formula)))}</{tag}>"

    return _SHOWN.sub(rewritten, xml)
