"""The performance-target sheets worked out a second time from the input files, and read back by their labels."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine

from oracles.expected_tables import THIS_YEAR, Record, fen_of, read_records
from oracles.made_up_words import INDICATOR_OUTLINE, LEVELS, LONG_TEXTS

Line = tuple[str, ...]
TEXT_LABELS = (
    "主管部门及代码",
    "实施单位",
    "项目属性",
    "项目期",
    *LONG_TEXTS,
    "负责人",
    "经办人",
    "联系电话",
    "填报日期",
)
_UNDER_THEIR_LABEL = ("实施期目标", "年度目标")
_INDICATOR_COLUMNS = 7


@dataclass
class TargetSheet:
    """What one target sheet shows. Amounts are in 分, total first, then the five levels."""

    project: str
    texts: dict[str, str] = field(default_factory=dict)
    whole_period: list[int] = field(default_factory=list)
    year: list[int] = field(default_factory=list)
    indicators: list[Line] = field(default_factory=list)
    """一级 | 二级 三级 值 (实施期) | 二级 三级 值 (年度); a merged cell's text stands in each of its rows."""


def expected_targets(folder: Path) -> list[TargetSheet]:
    """A sheet for each project with a row of this year, in list order."""
    projects: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in read_records(folder / "projects.csv"):
        projects[row["单位"], row["项目名称"]].append(row)
    indicators = read_records(folder / "indicators.csv")
    found = []
    for (unit, name), rows in projects.items():
        this_year = [row for row in rows if row["年度"] == THIS_YEAR]
        if this_year:
            own = [
                row for row in indicators if row["项目名称"] == name and row.get("单位") in (None, "", unit)
            ]
            texts = {label: this_year[0].get(label) or "" for label in TEXT_LABELS}
            texts["实施单位"] = texts["实施单位"] or unit
            year = _amounts(this_year, "")
            whole = _amounts(this_year, "实施期") if this_year[0].get("实施期合计(元)") else year
            found.append(TargetSheet(name, texts, whole, year, _indicator_lines(own)))
    return found


def _amounts(rows: Sequence[Record], prefix: str) -> list[int]:
    return [sum(fen_of(row[f"{prefix}{heading}(元)"]) for row in rows) for heading in ("合计", *LEVELS)]


def _indicator_lines(indicators: Sequence[Record]) -> list[Line]:
    """Every 一级 and 二级指标 that the form prints, an empty row under those without an indicator."""
    members: dict[tuple[str, str], list[Record]] = {
        (level1, level2): [] for level1, level2s in INDICATOR_OUTLINE.items() for level2 in level2s
    }
    for row in indicators:
        level2 = row["二级指标"].removesuffix("指标")
        members[next(key for key in members if key[1].removesuffix("指标") == level2)].append(row)
    lines: list[Line] = []
    for (level1, level2), rows in members.items():
        periods = [
            [(row["三级指标"], row["指标值"]) for row in rows if row.get("期") in (None, "", period)]
            for period in ("实施期", "年度")
        ]
        for number in range(max(1, *map(len, periods))):
            whole, year = (period[number] if number < len(period) else ("", "") for period in periods)
            lines.append((level1, level2, *whole, level2, *year))
    return lines


def read_targets(workbook: Path) -> dict[str, TargetSheet]:
    """What the target sheets of a workbook show, by sheet name, in the workbook's order."""
    book = python_calamine.load_workbook(workbook)
    return {
        name: _read_target(book.get_sheet_by_name(name))
        for name in book.sheet_names
        if name.startswith("绩效") and name[2].isdigit()
    }


def _read_target(sheet: python_calamine.CalamineSheet) -> TargetSheet:
    texts = {
        (row, column): _as_text(value)
        for row, line in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(line)
    }
    anchors = {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    labels: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, text in texts.items():
        labels[text].append(position)

    def value(label: str, occurrence: int = 0) -> str:
        row, column = place = labels[label][occurrence]
        if label in _UNDER_THEIR_LABEL:
            return texts[row + 1, column]
        while anchors.get((row, column + 1)) == place:
            column += 1
        return texts[row, column + 1]

    # 一级指标 stands left of the first 二级指标; the last row of the form follows the last indicator.
    top, level2_column = labels["二级指标"][0]
    bottom = labels["负责人"][-1][0]
    columns = range(level2_column - 1, level2_column - 1 + _INDICATOR_COLUMNS)
    lines = [
        tuple(texts[anchors.get((row, column), (row, column))] for column in columns)
        for row in range(top + 1, bottom)
    ]
    levels = [f"其中：{level}" for level in LEVELS]
    return TargetSheet(
        value("项目名称"),
        {label: value(label) for label in TEXT_LABELS},
        [fen_of(value("实施期资金总额")), *(fen_of(value(level)) for level in levels)],
        [fen_of(value("年度资金总额")), *(fen_of(value(level, 1)) for level in levels)],
        lines,
    )


def _as_text(value: object) -> str:
    """Numbers by their 15 digits, as Excel shows them."""
    return format(value, ".15g") if isinstance(value, float) else str(value)
