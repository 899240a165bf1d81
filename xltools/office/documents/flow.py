"""The lines of pages put together to paragraphs: a line that fills its width goes on in the next."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xltools.office.documents.content import Extent, Grid, TextLine

_PAGE_NUMBER = re.compile(r"[-—–─_·.]*第?[0-9]{1,4}页?(?:[/,，共]{1,2}[0-9]{1,4}页?)?[-—–─_·.]*")
_CONTENTS = re.compile(r"[.…·]{4,}|\t")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
)
"""The beginning of a heading or an item, which no line goes on with."""
_AT_SIDE = 1.0
"""Heights of a line between the side of the text and a line that begins or ends there."""
_LATIN = 0.6
"""Width of a digit in heights of a line: a number that had no room goes to the next line whole."""
_NONE = (0.0, float("inf"))
_FEWEST = 3
"""Lines of a page that fill its width, by which the sides of its text are known."""
_SHORTEST = 0.55
"""Of the width of a page: narrower lines say nothing about where the text begins and ends."""


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page."""
    words = "".join(unicodedata.normalize("NFKC", text).split())
    return bool(_PAGE_NUMBER.fullmatch(words))


def paragraphs_of(
    items: Sequence[TextLine | Grid], running: frozenset[str] = frozenset()
) -> list[TextLine | Grid]:
    """The items with lines that are one paragraph as one line; numbers of pages and running heads part none.

    Args:
        running: the texts of running heads.
    """
    sides = _sides(items)
    found: list[TextLine | Grid] = []
    last: tuple[int, TextLine] | None = None
    for item in items:
        if isinstance(item, Grid):
            last = None
        elif item.text in running or is_page_number(item.text):
            pass
        elif item.extent is None:
            last = None
        else:
            if last is not None and _goes_on(last[1], item, sides):
                upper = found[last[0]]
                assert isinstance(upper, TextLine)
                found[last[0]] = replace(upper, text=_joined(upper.text, item.text))
                last = last[0], item
                continue
            last = None if _CONTENTS.search(item.text) else (len(found), item)
        found.append(item)
    return found


def _sides(items: Iterable[TextLine | Grid]) -> dict[str, tuple[float, float]]:
    """Where the text of a page begins and ends, by the place of its lines.

    A page with few lines that fill their width goes by the others of its width.
    """
    pages: dict[str, list[Extent]] = defaultdict(list)
    alike: dict[int, list[Extent]] = defaultdict(list)
    for item in items:
        if isinstance(item, TextLine) and item.extent is not None and not _CONTENTS.search(item.text):
            pages[item.place].append(item.extent)
            alike[round(item.extent.page_width)].append(item.extent)
    found = {}
    for place, extents in pages.items():
        every = alike[round(extents[0].page_width)]
        found[place] = _sides_of(extents) or _sides_of(every) or _NONE
    return found


def _sides_of(extents: Sequence[Extent]) -> tuple[float, float] | None:
    long = [each for each in extents if each.right - each.left >= _SHORTEST * each.page_width]
    if len(long) < _FEWEST:
        return None
    left, right = min(each.left for each in long), max(each.right for each in long)
    filled = sum(right - each.right < 2 * each.height for each in long)
    return (left, right) if filled >= _FEWEST else None


def _goes_on(upper: TextLine, lower: TextLine, sides: Mapping[str, tuple[float, float]]) -> bool:
    above, below = upper.extent, lower.extent
    if above is None or below is None or _CONTENTS.search(lower.text) or _NUMBERED.search(lower.text):
        return False
    height = above.height
    if abs(height - below.height) > height / 4:
        return False
    if below.left - sides[lower.place][0] > _AT_SIDE * height:
        return False
    unbroken = re.match(r"[!-~]*", lower.text)
    room = max(len(unbroken[0]) * _LATIN if unbroken else 0, 1.0) + _AT_SIDE
    return above.right + room * height >= sides[upper.place][1]


def _joined(upper: str, lower: str) -> str:
    apart = upper[-1:].isalpha() and lower[:1].isalpha() and (upper[-1:] + lower[:1]).isascii()
    return f"{upper}{' ' if apart else ''}{lower}"
