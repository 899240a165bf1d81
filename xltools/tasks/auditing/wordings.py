"""Words that say a number without one: there is none, the same as last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLAUSE = re.compile(r"[^，；。：]+")
_ABSENT = re.compile(
    r"^(?P<before>.*?)(?P<said>没有安排|未安排|没有编制|未编制|不涉及|没有发生|没有|未发生|(?<!、)无(?![形线偿人需法障害论关职房业]))(?P<what>.*)$"
)
_FLAT = re.compile(
    r"(?<!基本)(?:与|同|和|较)(?:上年|去年|上年度|20[0-9]{2}年)[^，；。增减]{0,8}?(?:持平|一致|相同)|无增减变化"
)
_ALL_FROM = re.compile(
    r"(?:全部|均|都)(?:(?:来自于?|来源于)(?P<one>[^，；。、和0-9]{2,16})|由(?P<other>[^，；。、和0-9]{2,16})安排)"
)
_NOT_ABSENT = re.compile(r"^(?:增减|变化|变动|明显|较大)")
_CLAUSE_END = re.compile(r"[，；。：()]|(?:万元|元|[个辆人名])")
_ALL = re.compile(r"(?:均|都|全部)+$")


@dataclass(frozen=True, slots=True)
class Absence:
    """The text says that there is none of these."""

    subjects: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Flat:
    """The text says that it is the same as last year."""

    words: str
    subject: str
    start: int


@dataclass(frozen=True, slots=True)
class AllFrom:
    """The amount before comes from this source alone."""

    words: str
    subject: str
    start: int


def wordings(text: str) -> Iterator[Absence | Flat | AllFrom]:
    """What a sentence says without a number, in any order."""
    for match in _ALL_FROM.finditer(text):
        yield AllFrom(match[0], match["one"] or match["other"], match.start())
    for match in _FLAT.finditer(text):
        subject = _CLAUSE_END.split(text[: match.start()])[-1]
        yield Flat(match[0], subject.removeprefix("其中"), match.start())
    for clause in _CLAUSE.finditer(text):
        found = _ABSENT.match(clause[0])
        if not found or re.search(r"上年|去年", found["before"]) or _NOT_ABSENT.match(found["what"]):
            continue
        if re.search(r"[0-9]", found["what"]) and not re.search("以上", found["what"]):
            continue
        behind = found["what"].strip()
        named = behind if len(behind) > 1 else _ALL.sub("", found["before"])
        yield Absence(tuple(re.split(r"[、和]|以及", named)) if named else (), clause.start())
