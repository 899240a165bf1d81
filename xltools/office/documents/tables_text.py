"""The lines and tables of a text file: columns parted by tabs, or set under one another with spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xltools.office.documents.alignment import Field, body_columns, is_sure, placed_in
from xltools.office.documents.content import Content, Grid, GridCell, TextLine

_MOST_LINES = 200_000
_MOST_LONE_ROWS = 3
_LONGEST_ROW, _SHORTEST_ROW = 80, 8
_PAGE_NUMBER = re.compile(r"^\s*(?:[-—–─]\s*[0-9]{1,4}\s*[-—–─]|第\s*[0-9]{1,4}\s*页)\s*$")
_FIGURE = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_MENDING = "或改用 Word、PDF、用制表符分列的文本"
_UNSURE = f"{{}}（用空格分列，分不清各列，没有当作表格）；请在列之间加空格对齐，{_MENDING}"
_DOUBTFUL = f"空白格的位置（{{}}用空格分列，数可能落在相邻的列）；请对照原文核对，{_MENDING}"
_INDENT = 8
"""Columns of a terminal; a paragraph begins with four."""
_FEWEST_WITH_GAPS = 4
_MOST_IN_PROSE = 2
"""Words apart from one another in a lone line that is no table: 部门 and 单位."""


def read_lines(text: str) -> Content:
    """The content of a text, page breaks taken as ends of lines."""
    lines = [_PAGE_NUMBER.sub("", line) for line in text.replace("\f", "\n").split("\n")]
    unread: tuple[str, ...] = ()
    if len(lines) > _MOST_LINES:
        unread = (f"文件有 {len(lines)} 行，只读了前 {_MOST_LINES} 行",)
        del lines[_MOST_LINES:]
    items: list[TextLine | Grid] = []
    unsure: list[str] = []
    doubtful: list[str] = []
    for group in _groups([line.rstrip("\r") for line in lines]):
        items += (found := group.items())
        if group.is_spaced and not isinstance(found[0], Grid):
            unsure.append(group.place)
        elif group.is_spaced:
            doubtful += (item.place for item in found if isinstance(item, Grid) and _has_gaps(item))
    return Content(tuple(items), (*unread, *_told(unsure, _UNSURE), *_told(doubtful, _DOUBTFUL)))


def _has_gaps(grid: Grid) -> bool:
    """Whether rows of several columns leave some blank: among spaces nothing says for sure which."""
    return grid.columns >= _FEWEST_WITH_GAPS and any(2 < len(row) < grid.columns for row in grid.texts())


def _told(places: Sequence[str], what: str) -> Iterator[str]:
    if places:
        which = f"{places[0]}起" + (f"等 {len(places)} 处" if len(places) > 1 else "的表")
        yield what.format(which)


class _Group(NamedTuple):
    """Lines that follow one another and are all of a table, or all of none."""

    first: int
    lines: list[str]
    separator: str

    @property
    def place(self) -> str:
        return f"第 {self.first} 行"

    @property
    def is_spaced(self) -> bool:
        """Whether it is a table whose columns are parted by spaces."""
        return self.separator == "  " and (
            len(self.lines) > 1 or len(_fields(self.lines[0])) > _MOST_IN_PROSE
        )

    def items(self) -> Sequence[TextLine | Grid]:
        """A table whose columns cannot be told for sure is given as lines: a wrong column is worse than none."""
        if self.separator == "\t":
            return [_tabbed(self.lines, self.place)]
        if self.is_spaced:
            rows = [_fields(line) for line in self.lines]
            columns = body_columns(rows)
            if is_sure(rows, columns, _FIGURE):
                return [placed_in(rows, columns, self.place)]
        return [
            TextLine(line.strip(), f"第 {number} 行")
            for number, line in enumerate(self.lines, self.first)
            if line.strip()
        ]


def _groups(lines: Sequence[str]) -> list[_Group]:
    kinds = [_separator(line) for line in lines]
    _take_in(lines, kinds)
    found: list[_Group] = []
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True), 1):
        if found and found[-1].separator == kind:
            found[-1].lines.append(line)
        else:
            found.append(_Group(number, [line], kind))
    return found


def _take_in(lines: Sequence[str], kinds: list[str]) -> None:
    """Rows with words in one column alone are of the table around them, unless they may be a paragraph."""
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and not kinds[end] and lines[end].strip():
            end += 1
        if 0 < index < end < len(lines) and kinds[index - 1] == kinds[end] != "":
            run = lines[index:end]
            if all(map(_is_indented, run)) or (len(run) <= _MOST_LONE_ROWS and all(map(_is_short, run))):
                kinds[index:end] = [kinds[end]] * len(run)
        elif 0 < index < end and kinds[index - 1] and _width(lines[index].strip()) <= _SHORTEST_ROW:
            kinds[index] = kinds[index - 1]
        index = max(end, index + 1)


def _is_indented(line: str) -> bool:
    return _fields(line)[0].start > _INDENT


def _is_short(line: str) -> bool:
    return _width(line) <= _LONGEST_ROW


def _separator(line: str) -> str:
    if "\t" in line.strip(" "):
        return "\t" if line.strip() else ""
    return "  " if len(_fields(line)) > 1 else ""


def _tabbed(lines: Iterable[str], place: str) -> Grid:
    cells = [
        GridCell(row, column, text.strip())
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split("\t"))
        if text.strip()
    ]
    rows = max(cell.row for cell in cells) + 1
    return Grid(tuple(cells), rows, max(cell.column for cell in cells) + 1, place)


def _fields(line: str) -> list[Field]:
    """The words of a line that are two columns of a terminal or more apart, with where they stand."""
    found: list[Field] = []
    position = column = 0
    for match in re.finditer(r"[^ \u3000]+", line):
        column += _width(line[position : match.start()])
        gap = _width(line[position : match.start()])
        end = column + _width(match[0])
        if found and gap < 2:
            last = found.pop()
            found.append(Field(last.start, end, f"{last.text}{' ' * gap}{match[0]}"))
        else:
            found.append(Field(column, end, match[0]))
        position, column = match.end(), end
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
