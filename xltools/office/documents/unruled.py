"""Tables of a page without lines around their cells: rows of words that stand under one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from xltools.office.documents.alignment import Field, aligned, body_columns
from xltools.office.documents.content import Grid

Words = Sequence[dict[str, Any]]
"""The words of a line from left to right, each with where it stands."""

_APART = 0.9
"""Heights of a line between the words of two cells; within a cell they are nearer."""
_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 3
_SHORT = re.compile(r"[\u4e00-\u9fff]{1,4}")
"""合计 at the left side, below a heading in the middle of its cell."""
_MOST_BETWEEN = 4
_SAME = 2.0
_LONGEST = 40
"""Letters of a cell; a longer one is a sentence."""
_WIDEST = 0.5
"""Of the width of the table: a line of one cell that is wider is a paragraph or a title."""
_FAR = 3.0
"""Heights of a line between two rows of one table."""
_AMOUNT = re.compile(r"-?[0-9][0-9,，]*\.[0-9]+|-?[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{3,}|[—-]")
_WIDER = 0.8
"""Of the gaps between lines, in order: where many names are broken, most gaps are within a row."""
_WITHIN = 0.6
"""Of the room between two rows: lines that are nearer are of one row, whose words were broken."""


def fields_of(words: Words) -> list[Field]:
    """The words of a line, those near one another as one."""
    found: list[Field] = []
    for word in words:
        last = found[-1] if found else None
        gap = word["x0"] - last.end if last else 0.0
        height = word["bottom"] - word["top"]
        if last and gap < _APART * height:
            space = " " if gap > height / 4 and last.text[-1].isascii() and word["text"][0].isascii() else ""
            found[-1] = Field(last.start, word["x1"], f"{last.text}{space}{word['text']}")
        else:
            found.append(Field(word["x0"], word["x1"], word["text"]))
    return found


def tables_in(lines: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """The first line of each table and the one after its last."""
    rows = [fields_of(line) for line in lines]
    first = 0
    while first < len(rows):
        if len(rows[first]) < 2 or _is_labelled(rows[first]):
            first += 1
            continue
        end = _end(rows, lines, first)
        if _is_table(rows[first:end]):
            yield first, end
        first = max(end, first + 1)


def grid_of(lines: Sequence[Words], place: str) -> Grid:
    """The lines of a table as a grid; a name broken over lines is one again."""
    rows = _whole([fields_of(line) for line in lines], lines)
    headings = next((index for index, row in enumerate(rows) if _has_figure(row)), 0)
    return aligned(rows, place, headings)


def _end(rows: Sequence[Sequence[Field]], lines: Sequence[Words], first: int) -> int:
    """Where a table ends: at a paragraph, a wide gap, or words that stand under none of its columns."""
    for index in range(first + 1, len(rows)):
        if _gap(lines[index - 1], lines[index]) > _FAR * _height(lines[index]):
            return index
        if len(rows[index]) == 1 and not (
            _is_under(rows[index][0], rows[first:index]) or _begins_a_row(rows[index][0], rows[index + 1 :])
        ):
            return index
    return len(rows)


def _height(line: Words) -> float:
    height: float = max(word["bottom"] - word["top"] for word in line)
    return height


def _is_under(field: Field, rows: Sequence[Sequence[Field]]) -> bool:
    """Whether words stand below those of one column, and are no paragraph or title."""
    left = min(row[0].start for row in rows)
    right = max(row[-1].end for row in rows)
    if _SHORT.fullmatch(field.text):
        return True
    return field.end - field.start <= _WIDEST * (right - left) and any(
        field.start < above.end and above.start < field.end for row in rows for above in row
    )


def _begins_a_row(field: Field, below: Sequence[Sequence[Field]]) -> bool:
    """Whether the next row of several cells begins where these words do: the rest of a name on another page."""
    row = next((row for row in below[:_MOST_BETWEEN] if len(row) > 1), None)
    return row is not None and abs(row[0].start - field.start) < _SAME


def _is_labelled(row: Sequence[Field]) -> bool:
    """Whether a line says whose the table is, and in what measure: 部门：某局 单位：万元."""
    return any(":" in field.text or "：" in field.text for field in row)


def _is_table(rows: Sequence[Sequence[Field]]) -> bool:
    several = [row for row in rows if len(row) > 1]
    return (
        (len(several) >= _FEWEST_ROWS or max(map(len, several), default=0) > _FEWEST_COLUMNS)
        and len(body_columns(several)) >= _FEWEST_COLUMNS
        and (any(map(_has_figure, several)) or not any(map(_is_labelled, rows)))
        and all(len(field.text) <= _LONGEST and "。" not in field.text for row in several for field in row)
    )


def _whole(rows: Sequence[Sequence[Field]], lines: Sequence[Words]) -> list[list[Field]]:
    """The lines of one row put together, by the room between lines that surely are rows of their own."""
    room = _room(lines)
    found: list[list[Field]] = []
    for index, row in enumerate(rows):
        if index and _gap(lines[index - 1], lines[index]) < _WITHIN * room:
            for field in row:
                _put(found[-1], field)
            found[-1].sort()
        else:
            found.append(list(row))
    return found


def _room(lines: Sequence[Words]) -> float:
    """The usual room between two rows: that of most of the wider gaps; 0 where rows follow without any."""
    gaps = sorted(_gap(upper, lower) for upper, lower in pairwise(lines))
    return max(gaps[int(len(gaps) * _WIDER)], 0.0) if gaps else 0.0


def _put(row: list[Field], field: Field) -> None:
    """Adds words to those they stand below."""
    for place, above in enumerate(row):
        if above.start < field.end and field.start < above.end:
            both = (above.text[-1] + field.text[0]).isascii() and (above.text[-1] + field.text[0]).isalpha()
            text = f"{above.text}{' ' if both else ''}{field.text}"
            row[place] = Field(min(above.start, field.start), max(above.end, field.end), text)
            return
    row.append(field)


def _has_figure(row: Iterable[Field]) -> bool:
    return any(_AMOUNT.fullmatch(field.text) for field in row)


def _gap(upper: Words, lower: Words) -> float:
    """The room between two lines; less than nothing where one stands beside the other."""
    top: float = min(word["top"] for word in lower) - max(word["bottom"] for word in upper)
    return top
