"""What is judged of the text as a whole: sections, placeholders, reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, groupby, takewhile

from xltools.budget.narrative_reading.scopes import REQUIRED, SUB_HEADING, Scope, spoken_of
from xltools.model.disclosure import Disclosure
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.names import judge_names
from xltools.tasks.auditing.sentences import Sections, Sentence
from xltools.tasks.auditing.sums import judge_sums

_PLACEHOLDERS = re.compile(
    r"增加\(减少\)|增加/减少|减少\(增加\)|增长\(下降\)|下降\(增长\)|(?<![A-Za-z])[XxＸ×]{2,}(?![A-Za-z])|"
    r"[XxＸ×]+(?:万元|年|个|%|辆)|【请[^】]*】|_{3,}|…{3,}(?=万元|%|个)"
)
_MOVED = re.compile(r"(?:增加|减少|增长|下降)[^，。；]{0,6}[0-9]")
_REASONS = re.compile(r"原因|相关情况|由于|因为|主要是|系|因|受.{1,12}影响|所致")
_TOP = re.compile("[一二三四五六七八九十]+、")
_ENOUGH_SECTIONS = 6
"""Of the required ones, for a document to be a whole part three."""


def judge_text(collected: Collected, sections: Sections, disclosure: Disclosure) -> None:
    """N-7 to N-10 and the reasons of N-4."""
    _judge_repeated(collected)
    judge_sums(collected)
    for sentence in sections.sentences:
        collected.judge("N-10")
        judge_names(collected, sentence, disclosure)
        found = _PLACEHOLDERS.findall(sentence.text)
        for words in dict.fromkeys(found):
            collected.add("N-10", sentence, f"还有未填的占位文字“{words}”", value=words)
    _judge_sections(collected, sections)
    groups = list(_sections(sections))
    for number, group in enumerate(groups):
        _judge_reasons(collected, group, groups[number + 1 :])


def _judge_repeated(collected: Collected) -> None:
    """What the workbook gives has been compared with that already."""
    for before, again in collected.facts.repeated():
        collected.judge("N-7")
        if not again.is_known and before.quantity.value != again.quantity.value:
            what = f"“{again.term}”写的是 {again.quantity.shown}，前面写的是 {before.quantity.shown}"
            collected.add("N-7", again.sentence, what, value=again.quantity.shown, severity="warning")


def _judge_sections(collected: Collected, sections: Sections) -> None:
    present = {sentence.scope for sentence in sections.sentences}
    missing = [scope for scope in REQUIRED if scope not in present]
    if sections.sentences and len(REQUIRED) - len(missing) < _ENOUGH_SECTIONS:
        collected.left["N-10"] += 1
        return
    if not missing or not sections.sentences:
        return
    numbered = {each.scope for each in sections.sentences if _TOP.match(each.section)}
    if len(numbered.intersection(REQUIRED)) <= _ENOUGH_SECTIONS:
        # Written in another order: what is spoken of anywhere is not missing.
        spoken = {scope for each in sections.sentences for scope in spoken_of(each.text)}
        missing = [scope for scope in missing if scope not in spoken]
    if not missing:
        return
    names = "、".join(f"“{scope.value.strip('“”')}”" for scope in missing)
    whole = Sentence("全文", "", None, 0)
    collected.add("N-10", whole, f"没有找到关于{names}的部分", severity="warning")


def _judge_reasons(collected: Collected, group: list[Sentence], later: list[list[Sentence]]) -> None:
    """The reasons may follow item by item in the sub-sections; components need none of their own."""
    moved = [
        sentence
        for sentence in group
        if sentence.scope in _EXPLAINED and _MOVED.search(sentence.text.partition("其中")[0])
    ]
    if moved:
        collected.judge("N-4")
    below = takewhile(
        lambda each: each[0].scope is group[0].scope or SUB_HEADING.match(each[0].section), later
    )
    sentences = chain(group, *below)
    if moved and not any(_REASONS.search(sentence.text) for sentence in sentences):
        collected.add("N-4", moved[0], "有增减，没有说明原因", severity="warning", fix="补写变动原因")


_EXPLAINED = (
    Scope.TOTAL,
    Scope.GENERAL_PUBLIC,
    Scope.BASIC,
    Scope.THREE_PUBLIC,
    Scope.AGENCY,
)


def _sections(sections: Sections) -> Iterator[list[Sentence]]:
    for _, group in groupby(sections.sentences, key=lambda sentence: sentence.section):
        yield list(group)
