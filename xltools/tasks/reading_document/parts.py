"""A document as tables with the lines above and below them, and the words that are left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from xltools.budget.reading_words import all_headings, heading_words, is_continuation, is_total, says_no_data
from xltools.model.fold import fold_name
from xltools.office.documents.content import Content, Grid, TextLine, is_same_width, joined
from xltools.office.documents.flow import is_page_number
from xltools.tasks.reading_document.captions import (
    OVERALL,
    TARGET,
    is_note,
    kind_of_title,
    stands_above,
    title_in,
)

_MOST_LINES_ABOVE = 6
_AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]+|(?!20[0-9]{2}$)[0-9]{3,}")
_MOST_HEADING_ROWS = 10
_MOST_ALONE = 3
_REST = re.compile(r"[^0-9一二三四五六七八九十(（①-⑳.][^0-9、.]{0,11}")
"""The last words of a cell that a page broke; no number, and nothing with a number of its own."""


@dataclass(slots=True)
class Table:
    """A table; `kind` is that of its title, 0 where it is none of the form."""

    kind: int
    grid: Grid
    above: list[TextLine]
    below: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parts:
    """The tables and the narrative of a document; `lone` are titles of tables that no table follows."""

    tables: list[Table]
    narrative: list[str]
    lone: list[TextLine]


def parts_of(content: Content) -> Parts:
    """Takes a document apart."""
    tables: list[Table] = []
    narrative: list[TextLine] = []
    pending: list[TextLine] = []
    for item in _split_at_titles(_unstacked(_without_running_heads(content))):
        if isinstance(item, TextLine):
            pending.append(item)
            continue
        if tables and _goes_on(tables[-1], pending, item):
            tables[-1].grid = _continued(tables[-1].grid, item)
        else:
            before, above = _above(pending)
            narrative += _after(tables, before)
            tables.append(Table(_kind(above, item), item, above))
        pending = []
    narrative += _after(tables, pending)
    lines = [line for line in narrative if not is_page_number(line.text)]
    return Parts(tables, [line.text for line in lines], _lone(lines, tables))


def _without_running_heads(content: Content) -> Iterator[TextLine | Grid]:
    """The items but for running heads: the target sheets of many projects have one title too."""
    for item in content.items:
        if not isinstance(item, TextLine) or item.text not in content.running or kind_of_title(item.text):
            yield item


def _unstacked(items: Iterable[TextLine | Grid]) -> Iterator[TextLine | Grid]:
    """The grids without first rows that hold title, department and unit of measure in one cell."""
    for item in items:
        while isinstance(item, Grid) and item.rows > 1 and (lines := _stacked(item.texts()[0])):
            yield from (TextLine(line, item.place) for line in lines)
            item = item.slice(1, item.rows)
        yield item


def _stacked(row: Mapping[int, str]) -> list[str]:
    text = next(iter(row.values())) if len(row) == 1 else ""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    titles = [kind_of_title(line) is not None for line in lines]
    belongs = all(title or stands_above(line) for title, line in zip(titles, lines, strict=True))
    return lines if len(lines) > 1 and any(titles) and belongs else []


def _split_at_titles(items: Iterable[TextLine | Grid]) -> Iterator[TextLine | Grid]:
    """The grids cut where the title of another table stands in them."""
    for item in items:
        if isinstance(item, TextLine):
            yield item
            continue
        first = 0
        for number, row in enumerate(item.texts()):
            kind = title_in(row)
            if number and kind and any(len(each) > 1 for each in item.texts()[first:number]):
                yield item.slice(first, number)
                first = number
        yield item.slice(first, item.rows) if first else item


def _above(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """The lines of the narrative, and the last ones, which belong to the table that follows."""
    first = len(lines)
    titled = False
    for index in range(len(lines) - 1, max(len(lines) - _MOST_LINES_ABOVE, 0) - 1, -1):
        text = lines[index].text
        is_title = not titled and kind_of_title(text) is not None
        if is_page_number(text):
            continue
        if not is_title and not stands_above(text):
            break
        titled = titled or is_title
        first = index
    above = [line for line in lines[first:] if not is_page_number(line.text)]
    return list(lines[:first]), above


def _after(tables: Sequence[Table], lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines but for the notes at their beginning, which go below the table before them."""
    count = 0
    if tables:
        while count < len(lines) and (is_note(lines[count].text) or is_page_number(lines[count].text)):
            count += 1
        tables[-1].below += [line for line in lines[:count] if not is_page_number(line.text)]
    return list(lines[count:])


def _kind(above: Sequence[TextLine], grid: Grid) -> int:
    for line in above:
        if kind := kind_of_title(line.text):
            return kind
    for row in grid.texts()[:_MOST_LINES_ABOVE]:
        if kind := title_in(row):
            return kind
    return 0


def _goes_on(table: Table, between: Sequence[TextLine], grid: Grid) -> bool:
    """Whether a grid is the rest of the table before it, on another page."""
    texts = [line.text for line in between if not is_page_number(line.text)]
    known = {fold_name(line.text) for line in table.above}
    if not is_same_width(table.grid, grid):
        return False
    if not all(fold_name(text) in known or is_continuation(text) or stands_above(text) for text in texts):
        return False
    if any(map(is_continuation, texts)):
        return True
    if any(fold_name(text) in known and kind_of_title(text) is not None for text in texts):
        # Every project has a target sheet of the same title; a table prints its title again on each page.
        return table.kind not in (TARGET, OVERALL)
    rows = grid.texts()
    if texts or any(title_in(row) is not None for row in rows[:2]):
        return False
    return (
        bool(_repeated(table.grid, grid)) or not _begins_with_headings(rows) or _is_headings_alone(table.grid)
    )


def _is_headings_alone(grid: Grid) -> bool:
    """Whether a grid ends before its first figures: a page broke it between two rows of headings."""
    rows = grid.texts()
    words = {fold_name(text) for row in rows for text in row.values()}
    return (
        len(rows) <= _MOST_ALONE
        and not any(is_total(row.get(0, "")) for row in rows)
        and not any(map(_AMOUNT.fullmatch, words))
    )


def _begins_with_headings(rows: Sequence[Mapping[int, str]]) -> bool:
    words = [heading_words(text) for row in rows[:1] for text in row.values()]
    return len(words) > 1 and 2 * sum(word in all_headings() for word in words) > len(words)


def _repeated(upper: Grid, lower: Grid) -> int:
    """How many rows at the top of a grid repeat the headings above."""
    above = [_words(row) for row in upper.texts()[:_MOST_HEADING_ROWS]]
    again = [_words(row) for row in lower.texts()[:_MOST_HEADING_ROWS]]
    best = 0
    for start in range(len(above)):
        count = 0
        while (
            count < len(again)
            and start + count < len(above)
            and again[count]
            and again[count] == above[start + count]
        ):
            count += 1
        best = max(best, count)
    return best


def _words(row: Mapping[int, str]) -> tuple[str, ...]:
    """The words of a row that may be one of headings; none of a row with an amount or a code."""
    words = tuple(fold_name(text) for _, text in sorted(row.items()))
    return () if any(_AMOUNT.fullmatch(text) for text in words) else words


def _continued(upper: Grid, lower: Grid) -> Grid:
    """One grid below the other without the repeated headings; a row that a page broke is one again."""
    count = _repeated(upper, lower)
    below = lower.slice(count, lower.rows) if count else lower
    found = joined(upper, below)
    return _mended(found, upper.rows) if below.rows else found


def _mended(grid: Grid, row: int) -> Grid:
    """The same with the words of a row put to those above, where they are but the rest of them."""
    rows = grid.texts()
    above, below = rows[row - 1], rows[row]
    if not below or not all(
        column in above and _is_rest(above[column], text, column if grid.is_of_page else 0)
        for column, text in below.items()
    ):
        return grid
    kept = (cell for cell in grid.cells if cell.row != row)
    cells = tuple(
        replace(cell, row=cell.row - 1)
        if cell.row > row
        else replace(cell, text=cell.text + below.get(cell.column, ""))
        if cell.row == row - 1
        else cell
        for cell in kept
    )
    return replace(grid, cells=cells, rows=grid.rows - 1)


def _is_rest(above: str, text: str, column: int) -> bool:
    """Whether words are the last of those above; in the first column only where they close a bracket or a quote."""
    opened = _opened(above) > 0 > _opened(text)
    return opened or (column > 0 and _REST.fullmatch(text) is not None)


def _opened(text: str) -> int:
    words = fold_name(text)
    return sum(words.count(letter) for letter in "(“《") - sum(words.count(letter) for letter in ")”》")


def _lone(lines: Sequence[TextLine], tables: Sequence[Table]) -> list[TextLine]:
    """Titles of tables that were not found anywhere, as where the table is a picture, not where a note says none."""
    found = {table.kind for table in tables}
    lone: dict[int, TextLine] = {}
    for line, following in zip_longest(lines, lines[1:]):
        kind = kind_of_title(line.text)
        if kind and kind not in found and not (following and says_no_data(following.text)):
            lone[kind] = line
    return list(lone.values())
