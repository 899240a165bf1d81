"""The projects that get a target sheet, and the names of their sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from xltools.budget.performance import TARGET_PREFIX
from xltools.budget.vocabulary import BudgetYear
from xltools.model.ledger import Indicator, ProjectLine
from xltools.model.table import Department

_MAX_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(
    {"/": "／", "\\": "＼", "?": "？", "*": "＊", "[": "（", "]": "）", ":": "：", "'": "’"}
    | {chr(code): " " for code in range(32)}
)


@dataclass(frozen=True, slots=True)
class TargetProject:
    """A project of this year: all its rows in list order, and its indicators."""

    number: int
    lines: tuple[ProjectLine, ...]
    indicators: tuple[Indicator, ...]

    @property
    def name(self) -> str:
        return self.lines[0].name

    def source(self, attribute: str) -> ProjectLine:
        """The row whose field the form shows: the first of this year that says something, else the first that does."""
        for this_year in (True, False):
            for line in self.lines:
                if (line.year == BudgetYear.CURRENT) is this_year and line.texts.get(attribute):
                    return line
        return self.lines[0]


def target_projects(department: Department) -> list[TargetProject]:
    """The projects that have a row of this year, in list order."""
    lines: dict[int, list[ProjectLine]] = defaultdict(list)
    for line in department.ledger.projects:
        lines[line.project_number].append(line)
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in department.ledger.indicators:
        indicators[indicator.project_number].append(indicator)
    return [
        TargetProject(number, tuple(rows), tuple(indicators[number]))
        for number, rows in lines.items()
        if any(row.year == BudgetYear.CURRENT for row in rows)
    ]


def sheet_names(projects: Sequence[TargetProject]) -> list[str]:
    """`绩效01 项目名称`, fit for a sheet name: allowed characters, 31 at most, each different."""
    digits = max(2, len(str(len(projects))))
    names = []
    for index, project in enumerate(projects, 1):
        prefix = f"{TARGET_PREFIX}{index:0{digits}d} "
        readable = " ".join(project.name.translate(_FORBIDDEN).split())
        names.append(prefix + _shortened(readable, _MAX_SHEET_NAME - len(prefix)))
    return names


def _shortened(text: str, length: int) -> str:
    """At most `length` UTF-16 units, as Excel counts; names of a series differ at both ends, so both stay."""
    if _units(text) <= length:
        return text.strip(" ’")
    head, tail = text, ""
    while _units(head) > (length - 1 + 1) // 2:
        head = head[:-1]
    tail = text[len(head) :]
    while _units(head) + 1 + _units(tail) > length:
        tail = tail[1:]
    return f"{head}…{tail}".strip(" ’")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
