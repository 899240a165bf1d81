"""What a cell of a performance form holds, as a figure: amounts in the form's unit of measure, or counts."""

from __future__ import annotations

import re
from decimal import Decimal

from xltools.model.disclosure import Flaw
from xltools.model.fold import fold_name
from xltools.office.cells import Cell, ErrorValue

_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_WITH_UNIT = re.compile(r"(.+?)(亿元|万元|元|亿|万|人|名|个)")
_NOTHING = frozenset(("", "-", "--", "—", "——", "/", "无"))
_BEYOND_ALL = Decimal(10) ** 15
"""What no budget comes to, and more than decimals of 28 digits calculate with."""
_IN_YUAN = {"亿元": 10**8, "亿": 10**8, "万元": 10**4, "万": 10**4, "元": 1}


def read_value(cell: Cell, yuan: int = 0) -> tuple[Decimal | None, Flaw | None]:
    """The number in a cell and what is wrong with how it stands there; nothing and a dash are (None, None).

    Args:
        yuan: how many 元 the form's unit of measure is; 0 for a count.
    """
    value, flaw = _read(cell, yuan)
    if value is not None and abs(value) >= _BEYOND_ALL:
        return None, Flaw.NOT_A_NUMBER
    return value, flaw


def _read(cell: Cell, yuan: int) -> tuple[Decimal | None, Flaw | None]:
    value = cell.value
    if isinstance(value, ErrorValue):
        return None, Flaw.ERROR_VALUE
    if isinstance(value, bool):
        return None, Flaw.NOT_A_NUMBER
    if isinstance(value, Decimal):
        return value, None
    if value is None:
        return None, Flaw.NOT_CALCULATED if cell.formula and not cell.is_text else None
    return _read_text(fold_name(value).removeprefix("¥"), yuan)


def _read_text(text: str, yuan: int) -> tuple[Decimal | None, Flaw | None]:
    if text in _NOTHING:
        return None, None
    if _NUMBER.fullmatch(text):
        return _decimal(text), Flaw.TEXT_NUMBER
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1]):
        return _decimal(text[:-1]) / 100, Flaw.PERCENT
    typed = _WITH_UNIT.fullmatch(text)
    if typed is None or not _NUMBER.fullmatch(typed[1]) or (typed[2] in _IN_YUAN) != bool(yuan):
        return None, Flaw.NOT_A_NUMBER
    number = _decimal(typed[1])
    return (number * _IN_YUAN[typed[2]] / yuan if yuan else number), Flaw.WITH_UNIT


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
