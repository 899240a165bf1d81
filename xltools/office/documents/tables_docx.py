"""The lines and tables of a Word document in order: merged cells kept, what was deleted left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from xltools.office.archive import read_archive
from xltools.office.documents.content import Content, Grid, GridCell, TextLine
from xltools.office.documents.volume import require_modest

_LEFT_OUT = frozenset(
    ("del", "moveFrom", "Fallback", "txbxContent", "instrText", "delText", "pPr", "rPr", "tbl")
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WITHIN = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_MOST_COLUMNS = 200


def read_docx(data: bytes, name: str) -> Content:
    """The content of a .docx file.

    Raises:
        XltoolsError: it is another kind of file, or damaged.
    """
    require_modest(read_archive(data, name), name)
    import docx

    body = docx.Document(io.BytesIO(data)).element.body
    reader = _Reader()
    items = tuple(reader.items(body))
    unread = []
    if pictures := sum(1 for each in body.iter() if _local(each) == "blip"):
        unread.append(f"文档中有 {pictures} 幅图片，图片里的文字和数字没有读")
    return Content(items, tuple(unread))


class _Reader:
    """Walks a document; counts its paragraphs and tables."""

    def __init__(self) -> None:
        self._paragraphs = self._tables = 0

    def items(self, parent: Any) -> Iterator[TextLine | Grid]:
        for child in parent:
            match _local(child):
                case "p":
                    yield from self._lines(child)
                case "tbl":
                    self._tables += 1
                    grid = _grid(child, f"第 {self._tables} 个表格")
                    if grid is not None:
                        yield grid
                case tag if tag in _WITHIN:
                    yield from self.items(child)

    def _lines(self, paragraph: Any) -> Iterator[TextLine | Grid]:
        self._paragraphs += 1
        place = f"第 {self._paragraphs} 段"
        for line in text_of(paragraph).split("\n"):
            if line.strip():
                yield TextLine(line.strip(), place)
        for box in paragraph.iter():
            if _local(box) == "txbxContent" and not _is_copy(box):
                yield from self.items(box)


def text_of(element: Any) -> str:
    """The words of a paragraph as they show."""
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        tag = _local(child)
        if tag in _LEFT_OUT:
            continue
        if tag == "t":
            parts.append(child.text or "")
        elif tag in _BREAKS:
            parts.append(_BREAKS[tag])
        else:
            _collect(child, parts)


def _grid(table: Any, place: str) -> Grid | None:
    cells: dict[tuple[int, int], GridCell] = {}
    hanging: dict[int, tuple[int, int]] = {}
    """By column, the cell that a merge down may go on with."""
    rows = columns = 0
    for line in _children(table, "tr"):
        if _property(line, "trPr", "del") is not None:
            continue
        column = _number(_property(line, "trPr", "gridBefore"), 0)
        for each in _children(line, "tc"):
            width = _number(_property(each, "tcPr", "gridSpan"), 1)
            merge = _property(each, "tcPr", "vMerge")
            above = hanging.get(column)
            if merge is not None and _value(merge) != "restart" and above is not None:
                cells[above] = replace(cells[above], rows=rows + 1 - above[0])
            else:
                cells[rows, column] = GridCell(rows, column, _cell_text(each), 1, width)
                hanging.pop(column, None)
                if merge is not None:
                    hanging[column] = rows, column
            column += width
            if column > _MOST_COLUMNS:
                return None
        columns = max(columns, column)
        rows += 1
    if not any(cell.text for cell in cells.values()):
        return None
    return Grid(tuple(cells.values()), rows, columns, place)


def _cell_text(cell: Any) -> str:
    lines = [text_of(each) for each in cell.iter() if _local(each) == "p" and not _is_copy(each)]
    return "\n".join(line.strip() for line in lines if line.strip())


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if _local(child) == tag:
            yield child
        elif _local(child) in _WITHIN:
            yield from _children(child, tag)


def _property(element: Any, holder: str, name: str) -> Any:
    for properties in _children(element, holder):
        return next(_children(properties, name), None)
    return None


def _value(element: Any) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}val")), "")


def _number(element: Any, otherwise: int) -> int:
    text = "" if element is None else _value(element)
    return min(int(text), _MOST_COLUMNS) if text.isdigit() else otherwise


def _is_copy(element: Any) -> bool:
    """Whether it is the old form of a drawing that stands there a second time."""
    return any(_local(each) == "Fallback" for each in element.iterancestors())


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
