"""指标值 as people write them: `≤9.4万元`, `188人`, `3.5万元/人`, `100%`, `及时`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from xltools.model.fold import fold_name

_AMOUNT = re.compile(
    r"(?:不超过|不高于|不低于|不大于|小于等于|控制在|约)?[≤≥<>=≦≧]*([0-9][0-9,]*(?:\.[0-9]+)?)(.*)"
)
_MONEY = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_MONEY_UNIT = re.compile(r"(亿元|万元|千元|元|万|亿)(?:人民币)?(?:以内|以下|左右|之内)?")
_PER = re.compile(r"[/／]|每|均|单价|单位成本|标准")
_UNIT_IN_NAME = re.compile(r"[((](?:单位:)?([^()]{1,6})[))]$")


@dataclass(frozen=True, slots=True)
class Cost:
    """A total cost: `amount` as written in `unit_of_measure`, one of which is `yuan` 元."""

    amount: Decimal
    unit_of_measure: str
    yuan: Decimal

    @property
    def in_yuan(self) -> Decimal:
        return self.amount * self.yuan


@dataclass(frozen=True, slots=True)
class Unclear:
    """An amount that cannot be compared with a total, and why."""

    why: str


def read_cost(name: str, value: str) -> Cost | Unclear | None:
    """The total that a cost indicator states; None where it states none: words, a percentage, a unit price.

    `name` is the 三级指标, which may give the unit of measure: 培训成本（万元）.
    """
    text, folded_name = fold_name(value), fold_name(name)
    if not any(character.isdigit() for character in text) or _PER.search(text) or _PER.search(folded_name):
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Unclear(f"“{value}”不是一个能比较的金额") if "元" in text else None
    try:
        amount = Decimal(found[1].replace(",", ""))
    except ArithmeticError:
        return None
    rest = found[2]
    if not rest:
        named = _UNIT_IN_NAME.search(folded_name)
        if named is None:
            return Unclear(f"“{value}”没有计量单位，不知是元还是万元")
        rest = named[1]
    unit = _MONEY_UNIT.fullmatch(rest)
    if unit is None:
        return Unclear(f"“{value}”不是一个能比较的金额") if "元" in rest else None
    words = unit[1] if unit[1].endswith("元") else f"{unit[1]}元"
    return Cost(amount, words, _MONEY[words])


def lacks_unit(name: str, value: str) -> bool:
    """Whether a value is a bare number and its name gives no unit of measure either."""
    found = _AMOUNT.fullmatch(fold_name(value))
    return found is not None and not found[2] and _UNIT_IN_NAME.search(fold_name(name)) is None
