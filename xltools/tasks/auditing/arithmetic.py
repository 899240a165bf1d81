"""Changes, rates and shares worked out again from what the workbook knows, with the rounding that is allowed."""

from __future__ import annotations

from decimal import Decimal

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity, is_ratio, may_be_ratio
from xltools.model.number import round_half_up

_CENT = Decimal("0.01")


def is_change(stated: Quantity, this: Known, last: Known) -> bool:
    """Whether `stated` is the difference of two amounts: of the printed, of the exact ones, or within rounding."""
    amount = abs(stated.value)
    step = max(stated.step, _CENT)
    if abs(amount - abs(this.printed - last.printed)) <= (step / 2 if stated.step > _CENT else Decimal(0)):
        return True
    if this.exact is not None and last.exact is not None:
        return abs(amount - abs(this.exact - last.exact)) <= step / 2
    least, most = _difference(this, last)
    return least - step / 2 < amount < most + step / 2


def is_rate(stated: Quantity, this: Known, last: Known) -> bool:
    """Whether `stated` is the change in per cent of last year's."""
    if is_ratio(stated, this.printed - last.printed, last.printed):
        return True
    if this.exact is not None and last.exact is not None:
        return is_ratio(stated, this.exact - last.exact, last.exact)
    return may_be_ratio(stated, _difference(this, last), last.bounds)


def is_share(stated: Quantity, part: Known, whole: Known) -> bool:
    """Whether `stated` is the part in per cent of the whole."""
    if is_ratio(stated, part.printed, whole.printed):
        return True
    if part.exact is not None and whole.exact is not None:
        return is_ratio(stated, part.exact, whole.exact)
    return may_be_ratio(stated, part.bounds, whole.bounds)


def rate_of(this: Known, last: Known, step: Decimal) -> Decimal | None:
    """The rate that should be stated, rounded to `step`; None where last year had nothing."""
    if not last.printed:
        return None
    return round_half_up(abs(this.printed - last.printed) * 100 / abs(last.printed), step)


def share_of(part: Known, whole: Known, step: Decimal) -> Decimal | None:
    """The share that should be stated, rounded to `step`."""
    return round_half_up(part.printed * 100 / whole.printed, step) if whole.printed else None


def direction(this: Known, last: Known) -> int:
    """1 for more than last year, -1 for less, 0 for the same as printed."""
    return (this.printed > last.printed) - (this.printed < last.printed)


def _difference(this: Known, last: Known) -> tuple[Decimal, Decimal]:
    (this_least, this_most), (last_least, last_most) = this.bounds, last.bounds
    ends = (this_most - last_least, this_least - last_most)
    least = Decimal(0) if min(ends) <= 0 <= max(ends) else min(map(abs, ends))
    return least, max(map(abs, ends))
