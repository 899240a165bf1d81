"""The lines around a table: its title, department and unit of measure above it, notes below, page numbers between."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xltools.budget.reading_words import says_no_data, says_nothing_planned, title_of
from xltools.model.fold import fold_name

TARGET, OVERALL = 101, 102
"""Beside the numbers of the 13 tables: a target sheet of a project, and the one of the department."""
_FORM = re.compile(r"(项目|整体)(?:支出)?绩效目标(?:申报)?表(?:\(.*\))?$")
_ANY_TITLE = re.compile(r"(?:表|目录|清单)(?:\([^()]*\))?$")
_REFERS = re.compile(r"^(?:详见|见|参见|附)(?!表|件)")
"""Words that but refer to a table: 详见单位的项目绩效目标表."""
_ABOVE = re.compile(
    r"(?:金额)?单位:?\(?(?:人民币)?(?:亿|百万|万|千)?元|^\(?(?:亿|百万|万|千)?元\)?$|公开表?-?[0-9]{1,2}(?:表)?$|"
    r"^(?:部门|部门名称|单位名称|(?:编制|编报|填报|预算)(?:单位|部门)):|^\(?20[0-9]{2}年度?\)?$|^(?:附件|附表|表)[0-9一二三四五六七八九十]{1,3}:?$"
)
_NOTE = re.compile(r"^(?:注|说明|备注|附注)[0-9]?[:.、]")
_LONGEST_TITLE = 60
_LONGEST_LINE = 80
_CONTENTS = re.compile(r"[.…·]{3,}|\t\s*[0-9]+$")


def kind_of_title(text: str) -> int | None:
    """The table whose title a line is, TARGET or OVERALL; 0 of some other table; None where it is none."""
    if len(text) > _LONGEST_TITLE or _CONTENTS.search(text):
        return None
    if number := title_of(text):
        return number
    words = fold_name(text)
    if _REFERS.search(words):
        return None
    if form := _FORM.search(words):
        return OVERALL if form[1] == "整体" else TARGET
    return 0 if _ANY_TITLE.search(words) else None


def title_in(row: Mapping[int, str]) -> int | None:
    """The same of a row of a table with words in one cell alone."""
    return kind_of_title(next(iter(row.values()))) if len(row) == 1 else None


def stands_above(text: str) -> bool:
    """Whether a line is one of those between a title and its table."""
    return len(text) <= _LONGEST_LINE and bool(_ABOVE.search(fold_name(text)))


def is_note(text: str) -> bool:
    """Whether a line right below a table is a note to it."""
    return bool(_NOTE.search(fold_name(text))) or (
        len(text) <= _LONGEST_LINE and (says_no_data(text) or says_nothing_planned(text))
    )
