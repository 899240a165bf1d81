"""Values of whole blocks: Excel answers every cell of a range, also those past the used ones, where the model stops."""

from __future__ import annotations

from typing import Any

from pyopenvba.apps.excel._model import Range
from pyopenvba.interpreter._values import EMPTY, VBAArray

from .calculation import calculating
from .patching import wraps

_LARGEST = 2_000_000


@wraps(Range, "_values")
def values(original: Any, target: Any, *, raw: bool) -> object:
    area = target.first
    if target.single or area.rows * area.columns > _LARGEST:
        return original(target, raw=raw)
    used = target.sheet.used_bounds() or (0, 0, 0, 0)
    with calculating(target.sheet.book.calculator):
        items = [
            target._read(row, column, raw=raw) if row <= used[2] and column <= used[3] else EMPTY
            for column in range(area.left, area.right + 1)
            for row in range(area.top, area.bottom + 1)
        ]
    return VBAArray([(1, area.rows), (1, area.columns)], items=items)
