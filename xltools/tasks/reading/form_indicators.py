"""Reads the indicator block of a performance form: 一级, 二级, 三级指标 and 指标值, for one period or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xltools.budget.vocabulary import Period
from xltools.model.disclosure import ReadIndicator
from xltools.office.cells import Cell
from xltools.tasks.reading.form_area import FormArea, Position, fold_label, text_of

_ENDS = ("负责人", "经办人", "填报日期", "联系电话")
_REMARKS = ("注:", "说明:", "备注:", "填表说明")


@dataclass(frozen=True, slots=True)
class _Group:
    """The columns of one period."""

    period: str
    level2: int
    level3: int
    value: int


def first_indicator_cell(area: FormArea) -> Position | None:
    """The first cell of the block."""
    heads = area.labels.get("一级指标")
    return (_head_rows(area, heads[0])[1] + 1, heads[0][1]) if heads else None


def read_block(area: FormArea, shown: Callable[[Cell], str]) -> tuple[list[ReadIndicator], str]:
    """The indicators in reading order, and why there are none where the block was not found."""
    heads = area.labels.get("一级指标")
    if not heads:
        return [], f"“{area.sheet}”上找不到“一级指标”一格"
    top, bottom = _head_rows(area, heads[0])
    groups = _groups(area, top, bottom)
    if not groups:
        return [], f"“{area.sheet}”上找不到“三级指标”“指标值”两栏"
    found: list[ReadIndicator] = []
    level1 = ""
    level2 = [""] * len(groups)
    for row in area.cells:
        if row <= bottom:
            continue
        if _is_end(area, row):
            break
        level1_here = _word(area, row, heads[0][1])
        if level1_here:
            level1, level2 = level1_here, [""] * len(groups)
        named = [_word(area, row, group.level2) for group in groups]
        for index, group in enumerate(groups):
            # The other period names it where this one leaves it blank.
            level2[index] = named[index] or (next(filter(None, named), "") or level2[index])
            name = text_of(area.cell(row, group.level3))
            value = area.cell(row, group.value)
            text = shown(value)
            if name or text:
                spot = area.spot(row, group.value)
                found.append(ReadIndicator(group.period, level1, level2[index], name, text, spot))
    return found, ""


def _word(area: FormArea, row: int, column: int) -> str:
    """A level's name; written vertically it has line breaks."""
    return "".join(text_of(area.cell(row, column)).split())


def _head_rows(area: FormArea, head: Position) -> Position:
    """The first and the last row of the block's heading."""
    values = [row for row, _ in area.labels.get("指标值", []) if row >= head[0]]
    return head[0], max(values[0] if values else head[0], head[0])


def _groups(area: FormArea, top: int, bottom: int) -> list[_Group]:
    def columns(word: str) -> list[int]:
        return sorted(column for row, column in area.labels.get(word, []) if top <= row <= bottom)

    periods = {column: period for period in Period for column in columns(f"{period}指标")}
    level2, level3 = columns("二级指标"), columns("三级指标")
    groups: list[_Group] = []
    for value in columns("指标值"):
        name = max((column for column in level3 if column < value), default=None)
        if name is None or not level2:
            continue
        kind = max((column for column in level2 if column < name), default=level2[0])
        heading = max((column for column in periods if column <= value), default=None)
        period = periods[heading] if heading is not None else Period.YEAR
        groups.append(_Group(period, kind, name, value))
    return groups


def _is_end(area: FormArea, row: int) -> bool:
    words = [fold_label(cell.value) for cell in area.cells[row].values() if isinstance(cell.value, str)]
    return bool(words) and (any(word in _ENDS for word in words) or words[0].startswith(_REMARKS))
