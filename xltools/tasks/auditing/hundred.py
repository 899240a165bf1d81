"""N-2: the shares of one whole make up 100 per cent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xltools.budget.narrative_reading.clauses import Claim
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.items import Item, are_complements, coarsest, tolerance, total
from xltools.tasks.auditing.sentences import Sentence

_HARDLY = re.compile(r"不[到足](?:万分之一|0\.01%)")
_WHOLE = Decimal(100)


def judge_hundred(collected: Collected, sentence: Sentence, items: Sequence[Item]) -> None:
    """Shares that a sentence lists of one whole; lists within lists are judged share by share alone."""
    shares = [item for item in items if item.claim is Claim.SHARE and not item.reasons]
    openers = [number for number, item in enumerate(items) if item.opens]
    wholes = {item.clause.whole for item in shares if item.clause.whole}
    if len(shares) < 2 or len(openers) > 1 or len(wholes) > 1 or any(item.depth for item in shares):
        return
    if ("N-2", sentence) in collected.blamed:
        return
    gap = total(shares) - _WHOLE
    hardly = len(_HARDLY.findall(sentence.text))
    collected.judge("N-2")
    if abs(gap) < _allowed(items, shares, hardly) or (gap < 0 and not _are_all(items, shares, openers)):
        return
    listed = " + ".join(item.quantity.shown for item in shares)
    made = f"{total(shares):f}%"
    is_sure = gap > 0 or _make_up(items, openers)
    collected.add(
        "N-2",
        sentence,
        f"各项占比 {listed} = {made}，合计应为 100%",
        value=made,
        expected="100%",
        severity="error" if is_sure else "warning",
    )


def _allowed(items: Sequence[Item], shares: Sequence[Item], hardly: int) -> Decimal:
    """Their own rounding, and that of the amounts that they are shares of; `hardly` more are next to none."""
    step = coarsest(item.quantity for item in shares)
    amounts = [item.quantity.value for item in items if item.claim is Claim.AMOUNT and item.quantity.is_money]
    largest = max(amounts, default=Decimal(0))
    rounding = Decimal("0.5") / largest if largest else Decimal(0)
    return (len(shares) + hardly + 1) * (step / 2 + rounding)


def _are_all(items: Sequence[Item], shares: Sequence[Item], openers: Sequence[int]) -> bool:
    """Whether the shares are said to be of all parts, or must be."""
    return (
        are_complements(shares)
        or any(items[number].claims_all for number in openers)
        or _make_up(items, openers)
    )


def _make_up(items: Sequence[Item], openers: Sequence[int]) -> bool:
    """Whether the amounts of the list, each with its share, make up the amount before it."""
    if not openers:
        return False
    money = [item for item in items if item.claim is Claim.AMOUNT and item.quantity.is_money]
    parts = [item for item in items[openers[0] :] if item in money]
    whole = [item for item in money if item not in parts]
    shares = [item for item in items[openers[0] :] if item.claim is Claim.SHARE]
    return bool(
        whole
        and len(parts) == len(shares)
        and abs(total(parts) - whole[-1].value) < tolerance([whole[-1], *parts])
    )
