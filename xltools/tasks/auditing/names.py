"""N-9: classifications named in the text as the tables name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from xltools.budget.narrative_reading.scopes import Scope
from xltools.budget.narrative_reading.subjects import class_names, economic_names, folded
from xltools.model.disclosure import Disclosure
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.sentences import Sentence

_CODED = re.compile(r"(?<![0-9.])(?P<code>[0-9]{5}|[0-9]{7})[“”\"]?(?P<name>[一-鿿、]{2,30})")
_LISTED = re.compile(r"包括[:：]?(?P<names>[^，。；：:0-9]+)")
_ALIKE = 0.75
_LONGEST = 40
_OTHER_WORDS = re.compile(r"^(?:个|万|亿|元|人|名|辆|户|号|年)")


def judge_names(collected: Collected, sentence: Sentence, disclosure: Disclosure) -> None:
    """Names behind a code, and lists of economic classifications."""
    for written, right in (*_coded(sentence, disclosure), *_economic(sentence, disclosure)):
        collected.add("N-9", sentence, f"写的是“{written}”，表中是“{right}”", value=written, expected=right)


def _coded(sentence: Sentence, disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    names = class_names(disclosure)
    for match in _CODED.finditer(folded(sentence.text)):
        name = names.get(match["code"])
        if name and not match["name"].startswith(folded(name)) and not _OTHER_WORDS.match(match["name"]):
            yield match["code"] + match["name"][: len(name)], match["code"] + name


def _economic(sentence: Sentence, disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    if sentence.scope is not Scope.BASIC:
        return
    names = [folded(name) for name in economic_names(disclosure)]
    for match in _LISTED.finditer(sentence.text):
        written = [folded(name).removesuffix("等") for name in match["names"].split("、")]
        for name in written:
            unknown = name not in names and len(name) <= _LONGEST
            near = get_close_matches(name, names, 1, _ALIKE) if unknown else []
            if near and near[0] not in folded(sentence.text):
                yield name, near[0]
