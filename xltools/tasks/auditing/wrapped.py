"""Text copied from pages: lines broken where they were full are put together again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from xltools.budget.narrative_reading.scopes import is_numbered
from xltools.office.documents.paragraphs import TextParagraph

_WIDEST = 120
"""Columns of a terminal; a line that is wider was not broken by a page."""
_SPARE = 4
"""Columns that a full line may leave: two letters, or a sign that may not begin a line."""
_FEWEST = 4
_MOST = 0.25
"""Of the full lines, those that may end a sentence by chance."""
_ENDS = re.compile(r"[。！？]$")


def unwrapped(paragraphs: Sequence[TextParagraph]) -> list[TextParagraph]:
    """The paragraphs; where full lines break off in the middle of sentences, these joined with what follows."""
    widths = [_width(each.text) for each in paragraphs if not each.is_heading]
    widest = max(widths, default=0)
    full = [each for each in paragraphs if _width(each.text) >= widest - _SPARE]
    ending = sum(_ENDS.search(each.text) is not None for each in full)
    if widest > _WIDEST or len(full) < _FEWEST or ending > _MOST * len(full):
        return list(paragraphs)
    found: list[TextParagraph] = []
    goes_on = False
    for each in paragraphs:
        if goes_on and not each.is_heading and not is_numbered(each.text):
            found[-1] = TextParagraph(found[-1].text + each.text, found[-1].is_heading)
        else:
            found.append(each)
        goes_on = not each.is_heading and _width(each.text) >= widest - _SPARE
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text.strip())
