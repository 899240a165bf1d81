"""N-6: parts that a sentence lists, do they make up the amount before or behind them?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltools.budget.narrative_reading.clauses import Claim
from xltools.model.finding import Severity
from xltools.tasks.auditing.findings import Collected, number_text
from xltools.tasks.auditing.items import Item, are_complements, tolerance, total
from xltools.tasks.auditing.sentences import Sentence

_SUM_BEHIND = re.compile(r"^[，,、；]?(?:以上|两项|三项|各项)?(?:共计|合计|总计|总共|共)(?:为|是)?$")
_ELSE = re.compile(r"另|此外|同时|还|除|总|合计|共|结转|增|减")
"""What stands behind such words is no part of the list."""
_PLAIN = re.compile(r"^[，、；,;()]*(?:其中|包括|分别为|含)?[:：，]?[^，；：,;:]{1,25}$")
_TRAITS = re.compile(
    r"党员|女|男|学历|研究生|本科|大专|博士|硕士|职称|高级|中级|初级|民族|以上|以下|离休|退休"
)
"""A person may be counted by several of these."""
_MOST_OPENERS, _MOST_AMOUNTS = 4, 40


@dataclass(frozen=True, slots=True)
class _Opener:
    """A list that begins at `first` of the amounts of a measure; `end` where a bracket, or a list in a list, closes."""

    first: int
    end: int
    claims_all: bool
    in_brackets: bool


def judge_lists(
    collected: Collected, sentence: Sentence, items: Sequence[Item], earlier: Sequence[Item]
) -> None:
    """`earlier` are the numbers of the paragraph before this sentence."""
    amounts = [item for item in items if item.claim is Claim.AMOUNT and not item.reasons]
    for measure in dict.fromkeys(item.quantity.measure for item in amounts):
        chosen = [item for item in amounts if item.quantity.measure == measure]
        before = [item for item in earlier if item.claim is Claim.AMOUNT and item.quantity.measure == measure]
        openers = list(_openers(items, chosen, bool(before)))
        if openers:
            _judge(collected, sentence, chosen, openers, before)
        else:
            _judge_sums_behind(collected, sentence, chosen)


def _openers(items: Sequence[Item], amounts: Sequence[Item], has_before: bool) -> Iterator[_Opener]:
    at = {id(item): number for number, item in enumerate(items)}
    begun = [number for number, item in enumerate(items) if item.opens]
    for number, begin in enumerate(begun):
        until = begun[number + 1] if number + 1 < len(begun) else len(items)
        first = next((i for i, each in enumerate(amounts) if begin <= at[id(each)] < until), None)
        if first is None or not (first or has_before):
            continue
        depth = items[begin].depth
        behind = (i for i in range(first, len(amounts)) if amounts[i].depth < depth)
        yield _Opener(first, next(behind, len(amounts)), items[begin].claims_all, depth > 0)


def _judge(
    collected: Collected,
    sentence: Sentence,
    amounts: list[Item],
    openers: list[_Opener],
    before: list[Item],
) -> None:
    if len(openers) > _MOST_OPENERS or len(amounts) > _MOST_AMOUNTS:
        collected.left["N-6"] += 1
        return
    if _fits(list(range(len(amounts))), openers, amounts, before):
        collected.judge("N-6")
        return
    left = list(range(len(amounts)))
    for opener in reversed(openers):
        inner = len(openers) > 1 and opener is not openers[0]
        wholes = [amounts[place] for place in left if place < opener.first] or before
        parts = [place for place in left if opener.first <= place < opener.end]
        if inner and not opener.in_brackets:
            parts = list(_until_semicolon(parts, amounts))
        left = [place for place in left if place not in parts]
        if len(wholes) > 1 and wholes is before:
            collected.left["N-6"] += 1
            continue
        listed = _of_list(wholes[-1], [amounts[place] for place in parts])
        is_sure = len(openers) == 1 or opener.in_brackets
        _judge_flat(collected, sentence, wholes[-1], listed, opener.claims_all, is_sure)


def _until_semicolon(parts: list[int], amounts: list[Item]) -> Iterator[int]:
    """A list in a list ends where a semicolon begins the next part of the outer one."""
    for number, place in enumerate(parts):
        if number and amounts[place].lead.startswith(("；", ";")):
            return
        yield place


def _fits(places: list[int], openers: list[_Opener], amounts: list[Item], before: list[Item]) -> bool:
    """Whether the amounts can be read so that every list makes up an amount before it, the innermost first."""
    if not openers:
        return True
    *outer, last = openers
    parts = [place for place in places if last.first <= place < last.end]
    wholes = [amounts[place] for place in places if place < last.first] + before
    for count in range(len(parts), 0, -1):
        taken = [amounts[place] for place in parts[:count]]
        made = any(abs(total(taken) - whole.value) < tolerance([whole, *taken]) for whole in wholes)
        left = [place for place in places if place not in parts[:count]]
        if made and _fits(left, outer, amounts, before):
            return True
    return False


def _of_list(whole: Item, parts: list[Item]) -> list[Item]:
    """The parts up to where the sentence goes on to something else."""
    for number, part in enumerate(parts):
        if number and (_ELSE.search(part.lead) or part.value == whole.value):
            return parts[:number]
    return parts


def _judge_flat(
    collected: Collected,
    sentence: Sentence,
    whole: Item,
    parts: list[Item],
    claims_all: bool,
    is_sure: bool,
) -> None:
    gap = total(parts) - whole.value
    if any(item.quantity.about for item in (whole, *parts)):
        return
    is_money = whole.quantity.is_money
    collected.judge("N-6")
    if all(item.is_settled for item in (whole, *parts)) or abs(gap) < tolerance([whole, *parts]):
        return
    is_all = are_complements(parts)
    if gap < 0 and not is_all and (len(parts) == 1 or (is_money and not claims_all)):
        return
    if not is_money and any(_TRAITS.search(part.lead) for part in parts):
        return
    plain = all(_PLAIN.match(part.lead) for part in parts) and len(parts) > 1
    _report(
        collected, sentence, whole, parts, "error" if plain and is_sure and (gap > 0 or is_all) else "warning"
    )


def _judge_sums_behind(collected: Collected, sentence: Sentence, amounts: list[Item]) -> None:
    """`A3个、B4个，共7个`."""
    for number, whole in enumerate(amounts):
        if number < 2 or not _SUM_BEHIND.match(whole.lead):
            continue
        runs = [amounts[first:number] for first in range(number - 1)]
        collected.judge("N-6")
        if not any(abs(total(run) - whole.value) < tolerance([whole, *run]) for run in runs):
            plain = all(_PLAIN.match(part.lead) for part in runs[0][1:])
            _report(collected, sentence, whole, runs[0], "error" if plain else "warning")


def _report(
    collected: Collected, sentence: Sentence, whole: Item, parts: list[Item], severity: Severity
) -> None:
    made = number_text(total(parts), whole.quantity.measure)
    listed = "、".join(part.quantity.shown for part in parts)
    collected.add(
        "N-6",
        sentence,
        f"所列各项（{listed}）之和是 {made}，总数写的是 {whole.quantity.shown}",
        value=whole.quantity.shown,
        expected=made,
        severity=severity,
    )
