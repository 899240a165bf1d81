"""Amounts: exact decimals that know their unit, and the one rounding used everywhere.

`Yuan` (元) and `TenThousandYuan` (万元) are both Decimals to Python and different types to the type checker,
so that the two units never meet as bare numbers.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Yuan = NewType("Yuan", Decimal)
TenThousandYuan = NewType("TenThousandYuan", Decimal)

NO_YUAN = Yuan(Decimal(0))
_CENT = Decimal("0.01")
_TEN_THOUSAND = Decimal(10_000)


def to_decimal(value: float | int | str | Decimal) -> Decimal:
    """The decimal a person sees in the cell: 15 significant digits of a double, all digits of anything else.

    Excel shows and rounds doubles by their first 15 digits; `Decimal(repr(x))` or Python's `round` differ from
    it on half-cents.
    """
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    return Decimal(value)


def round_half_up(value: Decimal, unit: Decimal = _CENT) -> Decimal:
    """`value` to the nearest multiple of `unit` (a power of ten), halves away from zero, as Excel's ROUND."""
    return value.quantize(unit, ROUND_HALF_UP)


def in_ten_thousands(amount: Yuan) -> TenThousandYuan:
    """元 → 万元 as printed: two decimals, half up."""
    return TenThousandYuan(round_half_up(amount / _TEN_THOUSAND))
