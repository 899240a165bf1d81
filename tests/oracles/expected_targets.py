"""The performance-target sheets worked out a second time from the input files, and read back by their labels."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

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


def read_target(sheet: Worksheet) -> TargetSheet:
    """What a target sheet shows; `sheet` comes from openpyxl with data_only."""
    labels: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                labels[cell.value].append((cell.row, cell.column))
    anchors = _merge_anchors(sheet)

    def value(label: str, occurrence: int = 0) -> object:
        row, column = labels[label][occurrence]
        if label in _UNDER_THEIR_LABEL:
            return sheet.cell(row + 1, column).value
        while anchors.get((row, column + 1)) == labels[label][occurrence]:
            column += 1
        return sheet.cell(row, column + 1).value

    # The level1 cells stand in the column left of the first 二级指标, from the row after it to the row of 负责人.
    top, level2_column = labels["二级指标"][0]
    bottom = labels["负责人"][-1][0]
    lines = [
        tuple(_shown(sheet, anchors, row, level2_column - 1 + offset) for offset in range(_INDICATOR_COLUMNS))
        for row in range(top + 1, bottom)
    ]
    levels = [f"其中：{level}" for level in LEVELS]
    return TargetSheet(
        str(value("项目名称")),
        {label: _as_text(value(label)) for label in TEXT_LABELS},
        [_as_fen(value("实施期资金总额")), *(_as_fen(value(level)) for level in levels)],
        [_as_fen(value("年度资金总额")), *(_as_fen(value(level, 1)) for level in levels)],
        lines,
    )


def _merge_anchors(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _shown(sheet: Worksheet, anchors: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> str:
    return _as_text(sheet.cell(*anchors.get((row, column), (row, column))).value)


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _as_fen(value: object) -> int:
    return fen_of("" if value is None else format(value, ".15g") if isinstance(value, float) else str(value))
