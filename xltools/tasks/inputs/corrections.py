"""Cells of a workbook that hold something else than what was read from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xltools.office.number_formats import plain_digits
from xltools.tasks.inputs.raw import RawValue, StoredNumber


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell of an input sheet to be rewritten, so that formulas see what was read. Row and column from 1."""

    sheet: str
    row: int
    column: int
    old: str | Decimal
    new: str | Decimal


Rewriting = tuple[str | Decimal, str | Decimal]
"""What a cell holds and what it should hold."""


def rewriting(raw: RawValue, value: object, *, is_text: bool) -> Rewriting | None:
    """What the cell holds and what it should, or None where they are alike.

    A year or a telephone number stored as a number in a column of text reads and matches as text does.
    """
    if value is None or value == "" or raw == value or not isinstance(raw, str | StoredNumber):
        return None
    if not isinstance(value, str | int | Decimal):
        return None
    new = Decimal(value) if isinstance(value, int) else value
    if isinstance(raw, str):
        return raw, new
    if is_text and raw.shown == plain_digits(raw.value):
        return None
    return raw.value, new
