"""The numbers of a sentence in order, each with what it was taken to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xltools.budget.narrative_reading.clauses import Claim, Clause, opens_parts
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.tasks.auditing.topic import Topic

_COMPLETE = re.compile(
    r"分别|按[^，；]{2,14}分|由[^，；]*(?:组成|构成)|构成|两部分|三部分|包括[:：]|具体(?:为|是|如下)"
)
_MORE_OF = re.compile(r"(?:新增|增加|增列|增支|追加|提高)[^，；：:]{0,15}$")
_LESS_OF = re.compile(r"(?:减少|压减|核减|取消|削减|缩减|停办)[^，；：:]{0,15}$")
"""`取消展览减少2.00万元`, `新增运行费12.00万元`."""
_COMPLEMENTS = (
    frozenset(("基本支出", "项目支出")),
    frozenset(("人员经费", "公用经费")),
    frozenset(("人员支出", "公用支出")),
    frozenset(("本年收入", "上年结转")),
)
"""Parts that leave nothing over."""


@dataclass(frozen=True, slots=True)
class Item:
    """`lead` are the words before it from the number before; `depth` counts the brackets that it stands in."""

    quantity: Quantity
    clause: Clause
    topic: Topic | None
    lead: str
    depth: int
    reasons: bool

    @property
    def claim(self) -> Claim:
        return self.clause.claim

    @property
    def value(self) -> Decimal:
        """A change has a sign."""
        return self.quantity.value * (self.direction if self.is_change else 1)

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something changed; among reasons that may stand before what changed."""
        return self.claim is Claim.CHANGE or (
            self.reasons and self.claim is Claim.AMOUNT and self.direction != 0
        )

    @property
    def direction(self) -> int:
        """1 for more, -1 for less."""
        if self.claim is not Claim.AMOUNT:
            return self.clause.direction
        return 1 if _MORE_OF.search(self.lead) else -1 if _LESS_OF.search(self.lead) else 0

    @property
    def opens(self) -> bool:
        """Whether a list of parts begins with it."""
        return opens_parts(self.lead)

    @property
    def claims_all(self) -> bool:
        """Whether the list that begins with it says that it leaves nothing out."""
        return _COMPLETE.search(self.lead) is not None

    @property
    def is_settled(self) -> bool:
        """Whether it has been compared with the workbook."""
        return self.topic is not None and self.topic.certain and self.topic.stated is self.quantity


def are_complements(items: Iterable[Item]) -> bool:
    """Whether these parts leave nothing over, whatever the text says."""
    return frozenset(item.topic.term for item in items if item.topic) in _COMPLEMENTS


def depth_at(text: str, position: int) -> int:
    """How many brackets are open there."""
    before = text[:position]
    return max(before.count("(") - before.count(")"), 0)


def total(items: list[Item]) -> Decimal:
    """The sum, with the signs of changes."""
    return sum((item.value for item in items), Decimal(0))


def tolerance(items: list[Item]) -> Decimal:
    """What roundings of so many amounts may add up to; counts are exact."""
    if not items[0].quantity.is_money:
        return Decimal("0.5")
    return (len(items) + 1) * coarsest(item.quantity for item in items) / 2


def coarsest(quantities: Iterable[Quantity]) -> Decimal:
    """The place of the last digit of the number with the fewest decimals; a zero is exact however it is written."""
    return max((each.step for each in quantities if each.value), default=Decimal("0.01"))
