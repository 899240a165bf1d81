"""A reader of 预算情况说明 that knows nothing of xltools: python-docx for the text, regular expressions for what it
says, the expected tables and the input files for what it should say.

Every sentence must be one that its section is due, said once, and every number in it the one that it is about: a
figure of that row and column, a fact, a difference, a share or a rate worked out again. A sentence nobody knows, one
that is missing and one that should not be there are complaints too.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx

from oracles import narrative_matters as matters
from oracles import narrative_money as money
from oracles.narrative_facts import Disclosed
from oracles.narrative_words import NO_WORDS, Sentence, with_words_set_apart

HEADINGS = (
    "一、预算收支数据变动情况及原因",
    "二、收入预算情况说明",
    "三、支出预算情况说明",
    "四、财政拨款收支预算总体情况说明",
    "五、一般公共预算当年支出情况说明",
    "六、一般公共预算基本支出情况说明",
    "七、“三公”经费预算情况说明",
    "八、机关运行经费安排情况说明",
    "九、政府采购情况说明",
    "十、绩效管理情况说明",
    "十一、国有资产占有使用情况说明",
    "十二、其他说明",
)
_SECTIONS: tuple[Callable[[Disclosed], Iterator[Sentence]], ...] = (
    money.year_on_year_section,
    money.revenue_section,
    money.expenditure_section,
    money.appropriation_section,
    money.general_public_section,
    money.basic_section,
    money.three_public_section,
    money.agency_section,
    matters.procurement_section,
    matters.performance_section,
    matters.assets_section,
    matters.other_section,
)


def paragraphs(document: Path) -> list[tuple[str, str]]:
    """(style, text) of every paragraph of the body."""
    read = docx.Document(str(document)).paragraphs
    return [(str(paragraph.style.name), paragraph.text) for paragraph in read if paragraph.style]


def complaints(document: Path, folder: Path) -> list[str]:
    """What is wrong with the narrative of a department."""
    return complaints_about(paragraphs(document), Disclosed(folder))


def complaints_about(read: Sequence[tuple[str, str]], disclosed: Disclosed) -> list[str]:
    """The same for paragraphs as `paragraphs` gives them."""
    headings = tuple(text for style, text in read if style == "Heading 2")
    if headings != HEADINGS:
        return [f"headings {headings}"]
    found = []
    below = _by_section(read)
    for number, sentences_of in enumerate(_SECTIONS, 1):
        parts = [text for style, text in below[number] if style == "Heading 3"]
        if parts != _parts(number, disclosed):
            found.append(f"parts of {number}: {parts}")
        body = [text for style, text in below[number] if style == "Body Text"]
        if number == len(HEADINGS) and (own := _own_paragraphs(disclosed)):
            if body[-len(own) :] != own:
                found.append(f"{body[-len(own) :]} is not what the clerk wrote")
            body = body[: -len(own)]
        found += _judged(body, list(sentences_of(disclosed)), disclosed)
    return found


def _by_section(read: Sequence[tuple[str, str]]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    number = 0
    for style, text in read:
        number += style == "Heading 2"
        if style in ("Heading 3", "Body Text"):
            found[number].append((style, text))
    return found


def _parts(number: int, disclosed: Disclosed) -> list[str]:
    if number == 5 and (whole := disclosed.figure(5, "合计", 2)):
        some = [*disclosed.classes(5).values(), *disclosed.line(5, "基本支出/项目支出", first=3).values()]
        return ["（一）规模变化情况", "（二）结构情况"][: 2 if whole and any(some) else 1]
    if number == 12:
        parts = [
            "（一）政府性基金预算情况",
            "（二）国有资本经营预算情况",
            "（三）数据口径",
            "（四）其他需要说明的情况",
        ]
        return parts if _own_paragraphs(disclosed) else parts[:3]
    return []


def _own_paragraphs(disclosed: Disclosed) -> list[str]:
    lines = [line for line in disclosed.words("其他说明") if line.rstrip("。") not in NO_WORDS]
    return [line if line[-1] in "。；！？：" else f"{line}。" for line in lines]


def _judged(body: Sequence[str], known: Sequence[Sentence], disclosed: Disclosed) -> Iterator[str]:
    """What is wrong with the paragraphs of a section."""
    met = [0] * len(known)
    for paragraph in body:
        text = with_words_set_apart(paragraph, disclosed)
        if not text.endswith(("。", "】")):
            yield f"no full stop: {text}"
        if "。。" in text:
            yield f"two full stops: {text}"
        for said in filter(None, text.split("。")):
            matches = [
                (index, match)
                for index, each in enumerate(known)
                if (match := re.fullmatch(each.pattern, said))
            ]
            if len(matches) != 1:
                yield f"{len(matches)} ways to read: {said}"
            for index, match in matches[:1]:
                met[index] += 1
                yield from (f"{complaint} | {said}" for complaint in known[index].wrong(match))
    for each, times in zip(known, met, strict=True):
        if times != each.due:
            yield f"said {times} times, due {int(each.due)}: {each.pattern}"
