"""Why a figure may stand where another belongs: slips of the hand and of the eye, only where they fit exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum

from xltools.model.number import round_half_up


class Reason(Enum):
    """A slip; the value is the phrase a clerk reads."""

    SIGN = "正负号相反"
    DIGITS_SWAPPED = "相邻两位数字颠倒"
    YUAN = "把元填进了万元表（大了一万倍）"
    POINT_LOST = "漏了小数点"
    HUNDREDFOLD = "大了一百倍（疑为按百分数填写）"
    HUNDREDTH = "小了一百倍"
    TENFOLD = "多写一个零（大了十倍）"
    TENTH = "少写一个零（小了十倍）"
    DIGIT_DOUBLED = "一位数字重复录入"
    DIGIT_DROPPED = "漏录一位数字"
    NEIGHBOUR = "与相邻行或列的数相同，疑为错行或错列"
    LAST_YEAR = "与上年数相同，疑为未更新"

    def __str__(self) -> str:
        return self.value


_FACTORS = {
    Reason.YUAN: Decimal(10_000),
    Reason.HUNDREDFOLD: Decimal(100),
    Reason.HUNDREDTH: Decimal("0.01"),
    Reason.TENFOLD: Decimal(10),
    Reason.TENTH: Decimal("0.1"),
}


def reason(
    value: Decimal,
    suggested: Decimal,
    *,
    neighbours: Iterable[Decimal] = (),
    last_year: Decimal | None = None,
) -> Reason | None:
    """The likeliest slip that turns exactly `suggested` into `value`, or None.

    `neighbours` are the figures of the adjacent rows and columns, `last_year` the same figure a year ago; all
    amounts in one unit. A printed zero has no digits to slip on: only a lost or copied figure explains it.
    """
    if value == suggested:
        return None
    if suggested:
        for slip, original in originals(value):
            if original == suggested:
                return slip
    if value and any(value == neighbour for neighbour in neighbours):
        return Reason.NEIGHBOUR
    if last_year is not None and value == last_year:
        return Reason.LAST_YEAR
    return None


def originals(value: Decimal) -> Iterator[tuple[Reason, Decimal]]:
    """Every other figure, none zero, that one slip of the hand turns into `value`, likeliest slip first."""
    if value:
        yield from (found for found in _originals(value) if found[1] not in (value, 0))


def _originals(value: Decimal) -> Iterator[tuple[Reason, Decimal]]:
    yield Reason.SIGN, -value
    sign = -1 if value < 0 else 1
    text = _as_typed(abs(value))
    point = text.find(".")
    places = len(text) - point - 1 if point >= 0 else 0
    shown = format(abs(value), f".{max(places, 2)}f")
    digits, point_at = shown.replace(".", ""), shown.index(".")
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            yield Reason.DIGITS_SWAPPED, sign * Decimal(swapped[:point_at] + "." + swapped[point_at:])
    yield Reason.YUAN, value / _FACTORS[Reason.YUAN]
    yield Reason.YUAN, round_half_up(value / _FACTORS[Reason.YUAN])
    # The last digit typed after a point is not a zero.
    if point < 0 and text[-1] != "0":
        for lost in range(1, min(len(text), 3)):
            yield Reason.POINT_LOST, value.scaleb(-lost)
    for slip in (Reason.HUNDREDFOLD, Reason.HUNDREDTH, Reason.TENFOLD, Reason.TENTH):
        yield slip, value / _FACTORS[slip]
    for at in range(len(text) - 1):
        if text[at] == text[at + 1]:
            yield Reason.DIGIT_DOUBLED, sign * Decimal(text[:at] + text[at + 1 :])
    for at in range(len(text) + 1):
        if at > point >= 0 and places >= 2:
            continue
        for digit in "0123456789":
            if at == 0 and digit == "0":
                continue
            yield Reason.DIGIT_DROPPED, sign * Decimal(text[:at] + digit + text[at:])
    if point < 0:
        for digit in "123456789":
            yield Reason.DIGIT_DROPPED, sign * Decimal(f"{text}.{digit}")


def _as_typed(value: Decimal) -> str:
    """Plain digits without the zeros that a person does not type after the point."""
    return format(value.normalize(), "f")
