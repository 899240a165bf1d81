"""Numbers of a text with their unit of measure, and whether they agree with a figure as it is printed there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xltools.model.number import round_half_up

MONEY, PERCENT = "万元", "%"
_IN_TEN_THOUSANDS = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
_COUNTS = {"台(套)": "台套", "人": "名", "家": "个", "项": "个", "张": "个", "份": "个"}
_MINOR = ("项", "张", "份")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.第])-?(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,8})?|[0-9]{1,15}(?:\.[0-9]{1,8})?)"
    r"(?P<unit>亿元|万元|元|个百分点|%|平方米|台\(套\)|台套|人次|批次|辆|台|套|个|人|名|家|批|项|张|份)"
    r"(?P<bound>\(?(?:以上|以下|以内|及以上))?(?P<about>左右|余|多)?"
)
_HALF_CENT = Decimal("0.005")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: `value` in 万元, in per cent or in its own unit; `step` is the place of its last digit."""

    value: Decimal
    step: Decimal
    measure: str
    shown: str
    start: int
    end: int
    about: bool = False
    """Said to be near only: 约, 左右."""
    is_minor: bool = False
    """Of a unit of measure that most often counts other things."""

    @property
    def is_money(self) -> bool:
        return self.measure == MONEY


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers with a unit; not the bounds of a kind of thing (`50万元以上的设备`)."""
    for match in _NUMBER.finditer(text):
        if match["bound"]:
            continue
        digits, written = match["digits"].replace(",", ""), match["unit"]
        number = Decimal(digits)
        step = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
        if match[0].startswith("-"):
            number = -number
        factor = _IN_TEN_THOUSANDS.get(written)
        measure = MONEY if factor else _COUNTS.get(written, written)
        scale = factor or Decimal(1)
        about = bool(match["about"]) or text[: match.start()].endswith(("约", "约为", "近", "超过"))
        shown = match[0].removesuffix(match["about"] or "")
        yield Quantity(
            number * scale, step * scale, measure, shown, match.start(), match.end(), about, written in _MINOR
        )


def agrees(quantity: Quantity, printed: Decimal, exact: Decimal | None) -> bool:
    """Whether the text states an amount that is printed with two decimals; `exact` is the unrounded one, if known."""
    gap = abs(quantity.value - printed)
    if gap == 0:
        return True
    if quantity.step > _CENT and quantity.is_money:
        return gap <= quantity.step / 2
    if quantity.step < _CENT and quantity.is_money:
        return abs(quantity.value - exact) <= quantity.step / 2 if exact is not None else gap <= _HALF_CENT
    return False


def is_ratio(stated: Quantity, part: Decimal, whole: Decimal) -> bool:
    """Whether `stated` per cent is part ÷ whole, rounded as it is written."""
    return whole != 0 and round_half_up(abs(part / whole) * 100, stated.step) == abs(stated.value)


def may_be_ratio(stated: Quantity, part: tuple[Decimal, Decimal], whole: tuple[Decimal, Decimal]) -> bool:
    """The same where both are known within bounds, (least, most)."""
    if whole[0] <= 0:
        return True
    least, most = part[0] / whole[1] * 100, part[1] / whole[0] * 100
    return least - stated.step / 2 <= abs(stated.value) <= most + stated.step / 2
