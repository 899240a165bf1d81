"""三公经费: the four kinds of expense by fund; the two sums people also write are checked and left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from xltools.budget.tables.table10 import FUNDS, PRINTED_ROWS
from xltools.budget.vocabulary import ThreePublicItem
from xltools.model.fold import fold_word
from xltools.model.ledger import ThreePublicLine
from xltools.model.number import NO_YUAN, Yuan
from xltools.tasks.inputs.faults import Faults, in_yuan, suggestion
from xltools.tasks.inputs.records import Record, Records

_NUMBERING = re.compile(r"^(?:其中:|[0-9]{1,2}[.、)]|\([0-9一二三四]\)|[①②③④⑤⑥]|[一二三四]、)+")


def _folded(item: str) -> str:
    return _NUMBERING.sub("", fold_word(item))


_PARTS: Mapping[str, tuple[ThreePublicItem, ...]] = {
    _folded(label): parts for label, parts in PRINTED_ROWS
} | {
    "公务用车购置及运行维护费": (ThreePublicItem.VEHICLE_PURCHASE, ThreePublicItem.VEHICLE_OPERATION),
    "公务用车运行费": (ThreePublicItem.VEHICLE_OPERATION,),
}
"""What each row that may be written sums."""


def read_three_public(
    records: Records, faults: Faults
) -> tuple[tuple[ThreePublicLine, ...], tuple[int, ...]]:
    """A line for each kind of expense that is given, and its row. Rows without any amount are not given."""
    lines: dict[ThreePublicItem, ThreePublicLine] = {}
    rows: dict[ThreePublicItem, int] = {}
    sums: list[tuple[Record, tuple[ThreePublicItem, ...]]] = []
    heading = records.heading("item")
    met: dict[str, int] = {}
    for record in records.rows:
        item = record.values["item"]
        if not record.is_whole or all(record.values[fund] is None for fund in FUNDS):
            continue
        parts = _PARTS.get(_folded(item))
        if parts is None:
            known = [label for label, _ in PRINTED_ROWS]
            remedy = (
                f"请改为{'、'.join(f'“{each}”' for each in ThreePublicItem)}之一{suggestion(item, known)}"
            )
            faults.add("error", records.place, record.row, heading, item, "不是“三公”经费的项目", remedy)
            continue
        key = "、".join(parts)
        if key in met:
            message = f"项目重复，与第 {met[key]} 行相同"
            faults.add("error", records.place, record.row, heading, item, message, "请合并为一行")
            continue
        met[key] = record.row
        if len(parts) > 1:
            sums.append((record, parts))
            continue
        amounts = {fund: Yuan(record.values[fund] or NO_YUAN) for fund in FUNDS}
        lines[parts[0]] = ThreePublicLine(item=parts[0].value, **amounts)
        rows[parts[0]] = record.row
    if records.is_complete:
        _check_sums(records, sums, lines, faults)
    return tuple(lines.values()), tuple(rows.values())


def _check_sums(
    records: Records,
    sums: list[tuple[Record, tuple[ThreePublicItem, ...]]],
    lines: Mapping[ThreePublicItem, ThreePublicLine],
    faults: Faults,
) -> None:
    for record, parts in sums:
        for fund in FUNDS:
            given = record.values[fund]
            if given is None:
                continue
            total = sum((getattr(lines[part], fund) for part in parts if part in lines), Decimal(0))
            if given != total:
                gap = given - total
                faults.add(
                    "error",
                    records.place,
                    record.row,
                    records.heading(fund),
                    given,
                    f"“{record.values['item']}”为 {in_yuan(given)}，各项之和为 {in_yuan(total)}，"
                    f"{'多' if gap > 0 else '少'} {in_yuan(abs(gap))}",
                    "请核对；这一行由程序合计，也可以删去",
                )
