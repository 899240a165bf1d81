"""Finds the slots of a performance form by their labels, on a sheet that a person may have rearranged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from xltools.budget.performance import Grid, slots
from xltools.tasks.reading.form_area import FormArea, Position, first_filled, fold_label

_MOST_ROWS_BELOW = 6
"""How far below its label the words of a slot may begin."""


@dataclass(frozen=True, slots=True)
class SlotRule:
    """How a slot is found. `offset` is how many columns the value stands right of its label as printed; `owner` the
    label at whose column a label that occurs twice stands."""

    name: str
    label: str
    shown: str
    offset: int
    below: bool
    owner: str


@cache
def slot_rules(grid: Grid) -> tuple[SlotRule, ...]:
    """The slots of a form but for its growing blocks."""
    found: list[SlotRule] = []
    owners: dict[str, str] = {}
    for slot in slots(grid):
        if slot.name in ("indicators", "tasks"):
            continue
        label = fold_label(slot.label)
        period = slot.name.partition(".")[0]
        owner = owners.setdefault(period, label) if "." in slot.name else ""
        before = grid[slot.row][: slot.column][::-1]
        offset = 0 if slot.below else before.index(slot.label) + 1
        found.append(
            SlotRule(slot.name, label, slot.label, offset, slot.below, owner if owner != label else "")
        )
    return tuple(found)


def places(area: FormArea, grid: Grid) -> Iterator[tuple[str, Position | None, str]]:
    """(slot, the cell of its value, why there is none) for each slot."""
    for rule in slot_rules(grid):
        label = _label_of(area, rule)
        if label is None:
            yield rule.name, None, f"“{area.sheet}”上找不到“{rule.shown}”一格"
        elif rule.below:
            yield rule.name, _below(area, label), ""
        else:
            yield rule.name, _beside(area, label, rule.offset), ""


def _label_of(area: FormArea, rule: SlotRule) -> Position | None:
    found = area.labels.get(rule.label, [])
    if not rule.owner:
        return found[0] if found else None
    heads = {name: area.labels.get(name, []) for name in _owners(rule.owner)}
    for place in found:
        if _owner_of(place, heads) == rule.owner:
            return place
    return None


@cache
def _owners(owner: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((owner, "实施期资金总额", "年度资金总额")))


def _owner_of(place: Position, heads: dict[str, list[Position]]) -> str:
    """The 资金总额 that a level belongs to: the last one above it, in its own column if there is one."""
    above = [
        (column == place[1], -abs(column - place[1]), row, name)
        for name, positions in heads.items()
        for row, column in positions
        if row <= place[0]
    ]
    return max(above)[3] if above else ""


def _beside(area: FormArea, label: Position, offset: int) -> Position:
    """The cell right of a label: what the form merges there, else the first that holds something."""
    row = label[0]
    begin = area.area(*label).last_column + 1
    end = area.next_label(row, begin - 1)
    if (row, begin) in area.merged:
        return row, begin
    filled = first_filled(area, ((row, column) for column in range(begin, end)))
    as_printed = label[1] + offset
    return filled or (row, as_printed if begin <= as_printed < end else begin)


def _below(area: FormArea, label: Position) -> Position:
    head = area.area(*label)
    start = (head.last_row + 1, label[1])
    if start in area.merged:
        return start
    last_column = max(head.last_column, area.next_label(label[0], label[1]) - 1)
    for row in range(start[0], start[0] + _MOST_ROWS_BELOW):
        if area.next_label(row, 0) <= area.last_column:
            break
        filled = first_filled(area, ((row, column) for column in range(label[1], last_column + 1)))
        if filled:
            return filled
    return start
