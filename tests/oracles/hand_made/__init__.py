"""The published budget as other people would type it: the same 13 tables in workbooks of every layout.

A `Layout` says how; `layout_of(seed)` draws one. Every figure written is noted with its cell (`Spot`), so
that a reader can be held against it cell by cell. Nothing of xltools is imported.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from unittest import mock

from oracles import expected_tables
from oracles.expected_tables import SAMPLE, ExpectedTable, published_tables
from oracles.hand_made.layout import Layout, choices, layout_of
from oracles.hand_made.rows import Origin
from oracles.hand_made.sheets import Spot, place_drafts, write_workbook
from oracles.hand_made.table import draft_of

__all__ = ["HandMade", "Layout", "Origin", "Spot", "choices", "layout_of", "make_workbook"]


@dataclass(frozen=True)
class HandMade:
    """`placed` has every figure cell, blank ones too, with the amount (万元) that stands there."""

    layout: Layout
    placed: Mapping[Spot, tuple[Origin, Decimal | None]] = field(default_factory=dict)
    sheet_of: Mapping[int, str] = field(default_factory=dict)


def make_workbook(path: Path, layout: Layout, seed: int = 0, without: Iterable[int] = ()) -> HandMade:
    """Writes a workbook; tables `without` are left out."""
    dice = random.Random(f"hand made {seed}")
    left_out = set(without)
    tables = [table for table in _source(layout.yuan) if table.number not in left_out]
    drafts = [draft_of(table, layout, dice) for table in tables]
    sheets = place_drafts(drafts, layout.sheets, layout.names, layout.shuffled, dice)
    written = write_workbook(path, sheets, layout.engine)
    scale = 10_000 if layout.yuan else 1
    placed = {
        spot: (amount.origin, amount.value / scale if amount.value is not None else None)
        for spot, amount in written.items()
        if isinstance(amount.origin, Origin)
    }
    sheet_of = {draft.number: sheet.name for sheet in sheets for draft, _, _ in sheet.parts}
    return HandMade(layout, placed, sheet_of)


@cache
def _source(yuan: bool) -> list[ExpectedTable]:
    if not yuan:
        return published_tables()
    with mock.patch.object(expected_tables, "in_ten_thousands", _in_yuan):
        return expected_tables.expected_tables(SAMPLE)


def _in_yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}" if fen else ""
