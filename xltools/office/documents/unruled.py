"""Tables of a page without lines around their cells: rows of words that stand under one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from xltools.office.documents.alignment import (
    Field,
    Span,
    body_columns,
    columns_of,
    is_over,
    placed_in,
)
from xltools.office.documents.content import Grid
from xltools.office.documents.flow import is_page_number

Words = Sequence[dict[str, Any]]
"""The words of a line from left to right, each with where it stands."""

_APART = 0.9
"""Heights of a line between the words of two cells; within a cell they are nearer."""
_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 3
LABEL = re.compile(r"^(?:(?:金额)?单位|部门|部门名称|单位名称|(?:编制|编报|填报|预算)(?:单位|部门))\s*[:：]")
"""What stands above a table, below its title: whose it is, and in what measure."""
_SHORT = re.compile(r"[\u4e00-\u9fff]{1,4}")
"""合计 at the left side, below a heading in the middle of its cell."""
_MOST_BETWEEN = 4
_FEWEST_GAPS = 2
_SAME = 2.0
_LONGEST = 40
"""Letters of a cell; a longer one is a sentence."""
_WIDEST = 0.5
"""Of the width of the table: a line of one cell that is wider is a paragraph or a title."""
_MOST_IN = 0.8
"""Of the words of a page's first table, which stand over the columns of the one that went on before."""
_FAR = 3.0
"""Heights of a line between two rows of one table."""
_AMOUNT = re.compile(r"-?[0-9][0-9,，]*\.[0-9]+|-?[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{3,}|[—-]")
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


def tables_on(
    lines: Sequence[Words], place: str, before: Sequence[Span] = ()
) -> tuple[list[tuple[int, int, Grid]], Sequence[Span]]:
    """The tables of a page, and the columns of one that goes on to its end.

    Args:
        before: the columns of a table that went on to the end of the page before.

    Returns:
        Of each table its first line, the one after its last, and the grid; a name broken over lines is one again.
    """
    rows = [fields_of(line) for line in lines]
    found: list[tuple[int, int, Grid]] = []
    columns: Sequence[Span] = ()
    for first, end in _ranges(rows, lines, before):
        whole = _whole(rows[first:end], lines[first:end])
        if first == 0 and before and _is_in(whole, before):
            columns = before
        else:
            headings = next((index for index, row in enumerate(whole) if _has_figure(row)), 0)
            columns = columns_of(whole, headings)
        found.append((first, end, placed_in(whole, columns, place)))
    last = found[-1][1] if found else 0
    goes_on = all(is_page_number(" ".join(field.text for field in row)) for row in rows[last:])
    return found, columns if found and goes_on else ()


def _ranges(
    rows: Sequence[Sequence[Field]], lines: Sequence[Words], before: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    """The first line of each table and the one after its last."""
    first = 0
    while first < len(rows):
        goes_on = first == 0 and bool(before) and _goes_on(rows, before)
        if not goes_on and (len(rows[first]) < 2 or _is_labelled(rows[first])):
            first += 1
            continue
        end = _end(rows, lines, first, [Field(*span, "") for span in before] if goes_on else [])
        if goes_on or _is_table(rows[first:end]):
            yield first, end
        first = max(end, first + 1)


def _goes_on(rows: Sequence[Sequence[Field]], before: Sequence[Span]) -> bool:
    """Whether a page begins with more of a table, not with the title of another."""
    first = next((index for index, row in enumerate(rows) if len(row) > 1), len(rows) - 1)
    return not any(map(_is_labelled, rows[: first + 1])) and _is_in(rows[:1], before)


def _is_in(rows: Sequence[Sequence[Field]], columns: Sequence[Span]) -> bool:
    """Whether rows go on with a table of the page before: their words stand over its columns."""
    fields = [field for row in rows for field in row]
    if _is_labelled(fields) or is_page_number("".join(field.text for field in fields)):
        return False
    over = sum(is_over(columns, field) and len(field.text) <= _LONGEST for field in fields)
    return over >= _MOST_IN * len(fields)


def _end(rows: Sequence[Sequence[Field]], lines: Sequence[Words], first: int, above: Sequence[Field]) -> int:
    """Where a table ends: at a paragraph, a wide gap, words under none of its columns, or the next one's title."""
    for index in range(first + 1, len(rows)):
        if _is_labelled(rows[index]):
            while index - 1 > first and len(rows[index - 1]) == 1:
                index -= 1
            return index
        if _gap(lines[index - 1], lines[index]) > _FAR * _height(lines[index]):
            return index
        if len(rows[index]) == 1 and not (
            _is_under(rows[index][0], [*filter(None, [above]), *rows[first:index]])
            or _begins_a_row(rows[index][0], rows[index + 1 :])
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
    return any(LABEL.search(field.text) for field in row)


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
    nearest = _nearest(rows, lines)
    found: list[list[Field]] = []
    for index, row in enumerate(rows):
        if index and _gap(lines[index - 1], lines[index]) < nearest:
            for field in row:
                _put(found[-1], field)
            found[-1].sort()
        else:
            found.append(list(row))
    return found


def _nearest(rows: Sequence[Sequence[Field]], lines: Sequence[Words]) -> float:
    """Lines nearer than this are of one row: less than the room between rows, where there is more than one room.

    Two lines with figures are never one row.
    """
    gaps = [_gap(upper, lower) for upper, lower in pairwise(lines)]
    if not gaps:
        return 0.0
    middle = (min(gaps) + max(gaps)) / 2
    wider = [gap for gap in gaps if gap > middle]
    apart = [gap for gap, (above, below) in zip(gaps, pairwise(rows), strict=True) if _both(above, below)]
    if len(wider) < _FEWEST_GAPS or max(gaps) - min(gaps) < _SAME:
        return min([0.0, *apart])
    return min([_WITHIN * median(wider), *apart])


def _both(above: Iterable[Field], below: Iterable[Field]) -> bool:
    return _has_figure(above) and _has_figure(below)


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
