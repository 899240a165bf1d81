"""N-9: classifications named in the text as the tables name them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from xltools.budget.classification import department_economic_names, function_names
from xltools.budget.narrative_reading.scopes import Scope
from xltools.budget.narrative_reading.subjects import class_names, economic_names, folded
from xltools.model.disclosure import Disclosure
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.sentences import Sentence

_NAME = "[一-鿿、]{2,30}"
_CODE = r"(?<![0-9.\[〔])(?P<code>2[0-9]{2}(?:[0-9]{2}){0,2})(?![0-9.%])"
_CODE_FIRST = re.compile(rf"{_CODE}(?P<name>{_NAME})")
_CODE_BEHIND = re.compile(rf"(?P<name>{_NAME})(?:\([类款项]\))?\({_CODE}\)")
_LEVELS = {"类": 3, "款": 5, "项": 7}
_LEVELLED = re.compile(rf"(?P<name>{_NAME})\((?P<level>[类款项])\)")
_LISTED = re.compile(r"包括[:：]?(?P<names>[^，。；：:0-9]+)")
_ALIKE = 0.75
_LONGEST = 40
_OTHER_WORDS = re.compile(r"^(?:个|万|亿|元|人|名|辆|户|号|年|余|多|台|套|家|项|次|平)")


class Named(NamedTuple):
    """A name as the text writes it, and as it should be; None where there is nothing to compare it with."""

    written: str
    right: str | None


def judge_names(collected: Collected, sentence: Sentence, disclosure: Disclosure) -> None:
    """Names with a code, names with a level, and lists of economic classifications."""
    text = folded(sentence.text)
    names = class_names(disclosure)
    found = dict.fromkeys((*_coded(text, names), *_levelled(text, names), *_economic(sentence, disclosure)))
    for written, right in found:
        if right is None:
            collected.left["N-9"] += 1
            continue
        collected.judge("N-9")
        if written != right:
            what = f"写的是“{written}”，表中是“{right}”"
            collected.add("N-9", sentence, what, value=written, expected=right)


def _coded(text: str, names: Mapping[str, str]) -> Iterator[Named]:
    for match in _CODE_FIRST.finditer(text):
        code, name = match["code"], match["name"]
        right = names.get(code)
        if right is None or _OTHER_WORDS.match(name):
            continue
        is_right = name.startswith(_short(right))
        yield Named(code + (right if is_right else name[: len(right)]), code + right)
    for match in _CODE_BEHIND.finditer(text):
        right = names.get(match["code"])
        if right is not None:
            is_right = match["name"].endswith((folded(right), _short(right)))
            written = right if is_right else match["name"][-len(right) :]
            yield Named(f"{written}({match['code']})", f"{right}({match['code']})")


def _levelled(text: str, names: Mapping[str, str]) -> Iterator[Named]:
    """`一般公共服务支出(类)组织事务(款)行政运行(项)`: each a name of that level, in the tables or near one."""
    for match in _LEVELLED.finditer(text):
        length = _LEVELS[match["level"]]
        known = {folded(name) for code, name in names.items() if len(code) == length}
        official = {folded(name) for code, name in function_names().items() if len(code) == length}
        yield _compared(match["name"], known, official)


def _compared(written: str, known: Collection[str], official: Collection[str]) -> Named:
    """A name that ends what is written, or the one that it is near to."""
    for names in (known, official):
        if right := next((name for name in names if written.endswith((name, _short(name)))), None):
            return Named(right, right)
    near = _near(written, known)
    return Named(written, near)


def _near(written: str, known: Collection[str]) -> str | None:
    """The name that is misspelt; part of a name is no misspelling."""
    near = get_close_matches(written, known, 1, _ALIKE)
    return near[0] if near and near[0] not in written and written not in near[0] else None


def _short(name: str) -> str:
    """`一般公共服务` for `一般公共服务支出`, as it is often written before （类）."""
    words = folded(name)
    return words.removesuffix("支出") if len(words) > len("其他支出") else words


def _economic(sentence: Sentence, disclosure: Disclosure) -> Iterator[Named]:
    if sentence.scope is not Scope.BASIC:
        return
    names = dict.fromkeys(folded(name) for name in economic_names(disclosure))
    official = {folded(name) for name in department_economic_names().values()}
    for match in _LISTED.finditer(sentence.text):
        for part in re.split(r"、|以及|及(?=其他)|和(?=其他)", match["names"]):
            written = re.sub(r"(?:等|方面|支出内容)+$", "", folded(part))
            if not written or len(written) > _LONGEST:
                continue
            if written in names or written in official:
                yield Named(written, written)
            elif near := _near(written, names):
                yield Named(written, near)
