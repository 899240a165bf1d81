"""N-5: the parts of a change that a text states, do they make up the change?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xltools.tasks.auditing.findings import Collected, number_text
from xltools.tasks.auditing.items import Item, are_complements, tolerance, total
from xltools.tasks.auditing.sentences import Sentence

_ALL_TOLD = re.compile(r"相抵|品迭|两项|各项合计|合计|净增|净减")
_NET = re.compile(r"净|相抵|品迭")
_UNCOUNTED = re.compile(r"[0-9]%|(?:压减|减少|缩减|节约|核减|取消|减支)(?![^，；。]*[0-9])")
"""Something among the reasons that is given in per cent or in words alone."""
_FEWEST = 2


def judge_components(
    collected: Collected, sentence: Sentence, items: Sequence[Item], earlier: Sequence[Item]
) -> None:
    """Changes behind 其中, and those that the reasons for a change give."""
    changes = [item for item in items if item.is_change]
    plain = [item for item in changes if not item.reasons or _NET.search(item.lead)]
    opener = next((n for n, item in enumerate(items) if item.opens and not item.reasons), None)
    if opener is not None:
        behind = [item for item in items[opener:] if item in plain]
        _judge(collected, sentence, [item for item in plain if item not in behind], behind)
    reasons = [item for item in changes if item not in plain]
    before = [item for item in earlier if item.is_change and not item.reasons]
    _judge(collected, sentence, plain or before, reasons)


def _judge(collected: Collected, sentence: Sentence, wholes: list[Item], parts: list[Item]) -> None:
    if not wholes or len(parts) < _FEWEST:
        return
    if any(abs(total(parts) - whole.value) < tolerance([whole, *parts]) for whole in wholes):
        collected.judge("N-5")
        return
    is_all = are_complements(parts) or _ALL_TOLD.search(sentence.text) is not None
    if len(wholes) > 1 and not is_all:
        collected.left["N-5"] += 1
        return
    whole = wholes[-1]
    if not is_all and not _contradicts(whole, parts):
        collected.judge("N-5")
        return
    if any(part.reasons for part in parts) and _UNCOUNTED.search(sentence.text):
        collected.left["N-5"] += 1
        return
    collected.judge("N-5")
    made = total(parts)
    expected = number_text(abs(made), whole.quantity.measure)
    way = "增加" if made > 0 else "减少"
    collected.add(
        "N-5",
        sentence,
        f"各部分的增减额合计是{way} {expected}，总的写的是 {whole.quantity.shown}",
        value=whole.quantity.shown,
        expected=expected,
        severity="error" if are_complements(parts) else "warning",
    )


def _contradicts(whole: Item, parts: list[Item]) -> bool:
    """Parts that need not be all: together more than the whole with none the other way, or the other way."""
    made = total(parts)
    one_way = all(part.value * whole.value > 0 for part in parts)
    return made * whole.value < 0 or (one_way and abs(made) > abs(whole.value))
