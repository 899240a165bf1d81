"""Text copied from pages: lines broken where they were full are put together again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from xltools.budget.narrative_reading.scopes import is_heading, is_numbered
from xltools.office.documents.paragraphs import TextParagraph

_WIDEST = 160
"""Columns of a window; a text with wider lines was not broken by a page."""
_SPARE = 4
"""Columns that a full line may leave: two letters, or a sign that may not begin a line."""
_FEWEST = 4
"""The broken sentences that tell a text whose lines were broken where they were full."""
_SHORTEST = 24
"""Columns; a shorter line without a comma may be a title or a cell of a table."""
_ENDS = re.compile(r"[。；：！？;:!?]$")
_STOPS = re.compile(r"[。！？]$")
_COMMA = re.compile("[，、；：。]")
_PAGE_NUMBER = re.compile(r"[—–-]+[0-9]{1,3}[—–-]+|第[0-9]{1,3}页")


def unwrapped(paragraphs: Sequence[TextParagraph]) -> list[TextParagraph]:
    """The paragraphs; a line that breaks off in the middle of a sentence is joined with what follows.

    Where many do, the lines were broken where they were full: those full ones that end a sentence go on as well.
    """
    lines = [each for each in paragraphs if not _PAGE_NUMBER.fullmatch(_close(each.text))]
    widest = max((_width(each.text) for each in lines if not _is_title(each)), default=0)
    if widest > _WIDEST:
        return list(paragraphs)
    broken = sum(_breaks_off(each) and _may_go_on(behind) for each, behind in pairwise(lines))
    is_wrapped = broken >= _FEWEST
    longest = max((len(each.text) for each in lines), default=0)
    found: list[TextParagraph] = []
    goes_on = False
    for each in lines:
        if goes_on and _may_go_on(each):
            found[-1] = TextParagraph(found[-1].text + each.text, found[-1].is_heading)
        else:
            found.append(each)
        is_full = _width(each.text) >= widest - _SPARE or len(each.text) >= longest
        runs_on = is_full or not _STOPS.search(each.text)
        goes_on = _breaks_off(each) or (
            is_wrapped and runs_on and not _is_title(each) and _is_long(each.text)
        )
    return found


def _breaks_off(line: TextParagraph) -> bool:
    """Whether a line is no title and does not end what it says."""
    return not _is_title(line) and not _ENDS.search(line.text) and _is_long(line.text)


def _may_go_on(line: TextParagraph) -> bool:
    return not line.is_heading and not is_numbered(_close(line.text))


def _is_title(line: TextParagraph) -> bool:
    return line.is_heading or is_heading(_close(line.text))


def _is_long(text: str) -> bool:
    return _width(text) >= _SHORTEST or _COMMA.search(text) is not None


def _close(text: str) -> str:
    return re.sub(r"\s", "", text)


def _width(text: str) -> int:
    """In columns, without the blanks that spread the letters of a line."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in _close(text))
