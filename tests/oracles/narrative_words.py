"""How sentences of 预算情况说明 are read: amounts, shares, lists and comparisons, each worked out again."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from oracles.narrative_facts import Disclosed, Parts, rounded

AMOUNT = r"(\d+\.\d\d)万元"
RATE = r"，(?:(增长|下降)(\d+\.\d\d)%|(增|降)幅不到万分之一)"
ITEM = rf"(.+?){AMOUNT}(?:，占(?:(\d+\.\d\d)%|比(不到万分之一)))?"
WORDS, STOP = "〔(.+?)〕", "\N{HALFWIDTH IDEOGRAPHIC FULL STOP}"
GAP = "【(.+?)】"
NO_WORDS = ("", "无", "暂无", "没有", "略", "/", "-", "—", "——")
_OPENINGS = re.compile(r"[^，。；]{0,20}?(?:原因(?:是|为|在于)?|主要是|主要系|由于|因为)[：:]?(?:由于|因为)?")

Complaints = Iterable[str]


@dataclass(frozen=True)
class Sentence:
    """A sentence that a section may hold: its pattern, whether it is due, what is wrong with a match of it."""

    pattern: str
    due: bool
    wrong: Callable[[re.Match[str]], Complaints] = lambda match: ()


# --- the clerk's words ------------------------------------------------------------


def with_words_set_apart(text: str, disclosed: Disclosed) -> str:
    """With 〔…〕 around what the clerk wrote, so that its numbers and full stops are not read."""
    items = ("收入", "支出", "一般公共预算", "基本支出", "机关运行经费", "三公经费")
    every = {words for item in items for words in ways_to_say(disclosed, item)}
    for words in sorted(every, key=len, reverse=True):
        text = re.sub(
            rf"(原因是：|情况：){re.escape(words)}。",
            lambda match, words=words: f"{match[1]}〔{words.replace('。', STOP)}〕。",  # type: ignore[misc]
            text,
        )
    return text


def ways_to_say(disclosed: Disclosed, item: str) -> list[str]:
    """The clerk's reason on one line without its last stop, whole or without an opening that repeats the sentence."""
    lines = disclosed.words("变动原因", item)
    given = "".join(line if line[-1] in "。；，、：！？.;,:!?" else f"{line}；" for line in lines)
    given = given.rstrip("。；，、.;, ")
    opening = _OPENINGS.match(given)
    rest = given[opening.end() :].lstrip("：:，, ") if opening else given
    return [] if rest in NO_WORDS else list(dict.fromkeys((given, rest)))


# --- numbers ------------------------------------------------------------


def equals(right: Decimal | int | None, *stated: str) -> Iterator[str]:
    yield from (f"{each} is not {right}" for each in stated if Decimal(each) != right)


def share_equals(part: Decimal, whole: Decimal, stated: str | None, hardly: str | None) -> Iterator[str]:
    right = rounded(part * 100 / whole)
    if (
        (stated is None) == (hardly is None)
        or (Decimal(stated) != right if stated else right)
        or stated == "0.00"
    ):
        yield f"{part} of {whole} is {right}%"


def listed(text: str, parts: Parts, whole: Decimal | None, sign: str = "；") -> Iterator[str]:
    """Names with their amounts, in order, none of nothing; with shares of the `whole` unless it is None."""
    present = {name: amount for name, amount in parts.items() if amount}
    items = [re.fullmatch(ITEM, item) for item in text.split(sign)]
    stated = {item[1]: item for item in items if item}
    if list(stated) != list(present) or len(items) != len(present):
        yield f"{list(stated)} are not {list(present)}"
        return
    for name, item in stated.items():
        yield from equals(present[name], item[2])
        if whole is not None:
            yield from share_equals(present[name], whole, item[3], item[4])
        elif item[3] or item[4]:
            yield "a share of what?"


def made_of(
    text: str | None,
    parts: Parts,
    whole: Decimal,
    opening: str = "其中：",
    alone: str = "全部为{}",
    shares: bool = True,
) -> Iterator[str]:
    """What a whole is made of: one part, mostly one part, or a list; nothing where no part prints as anything."""
    present = [(name, amount) for name, amount in parts.items() if amount]
    text = text or ""
    if not present:
        yield from ["a list of nothing"] if text else []
    elif len(present) > 1:
        yield from listed(text.removeprefix(opening), parts, whole if shares else None)
        yield from [] if text.startswith(opening) else [f"no {opening}"]
    elif present[0][1] == whole:
        yield from [] if text == alone.format(present[0][0]) else [f"{text} is not {present[0][0]}"]
    else:
        mostly = re.sub("^(全部|均)", "主要", alone).format(present[0][0])
        item = re.fullmatch(re.escape(mostly) + ITEM[5:], text)
        if item is None or any(item.groups()[1:]) != shares:
            yield f"{text} is not {present[0]}"
        else:
            yield from equals(present[0][1], item[1])
            yield from share_equals(present[0][1], whole, item[2], item[3]) if shares else ()


def split(subject: str, by: str, parts: Parts, whole: Decimal, alone: str = "全部为{}") -> Sentence:
    """A sentence on the kinds of a whole that was said before."""
    names = "|".join(re.escape(alone[2:].format(name)) for name in parts) or "$"
    return Sentence(
        rf"{subject}((?:{by}：|(?:全部|主要)(?:{names})).*)",
        bool(whole) and any(parts.values()),
        lambda match: made_of(match[1], parts, whole, f"{by}：", alone),
    )


def direction(this: Decimal, last: Decimal | None) -> str | None:
    return None if last is None else "持平" if this == last else "增加" if this > last else "减少"


def moved(this: Decimal, last: Decimal, way: str, by: str, rate: Sequence[str | None] = ()) -> Iterator[str]:
    if way != direction(this, last) or Decimal(by) != abs(this - last):
        yield f"{this} against {last} is not {way}{by}"
    if rate:
        rise, stated, hardly = rate
        right = rounded(abs(this - last) * 100 / last) if last else None
        if right is None or (rise or hardly or "")[0] != ("增" if this > last else "下" if rise else "降"):
            yield f"{rate} is no rate of {this} against {last}"
        elif Decimal(stated or 0) != right or bool(stated) != bool(right):
            yield f"{stated}% is not {right}%"


def changed(text: str, this: Decimal, last: Decimal | None, rate: bool = True) -> Iterator[str]:
    """`比上年…`, or what is said where there is nothing to compare."""
    if last is None or this == last or not last:
        right = (
            "" if last is None else "与上年持平" if this == last else f"上年没有安排，比上年增加{this}万元"
        )
        yield from [] if text == right else [f"{text} is not {right}"]
        return
    match = re.fullmatch(rf"比上年{AMOUNT}(增加|减少){AMOUNT}(?:{RATE})?", text)
    if match is None or rate != any(match.groups()[3:]):
        yield f"no comparison: {text}"
        return
    yield from [
        *equals(last, match[1]),
        *moved(this, last, match[2], match[3], match.groups()[3:] if rate else ()),
    ]


def because(d: Disclosed, subject: str, fact: str, way: str | None, due: bool = True) -> Sentence:
    """Why it changed: the clerk's words, or a marker; a note where nothing changed and there are words."""
    words = ways_to_say(d, fact)

    def wrong(match: re.Match[str]) -> Iterator[str]:
        said = match[2].replace(STOP, "。") if match[2] else None
        if (match[1] or "持平") != way or bool(match[3]) == bool(words) or (said and said not in words):
            yield f"{way}: not why {fact} changed"

    return Sentence(
        rf"{subject}(?:(增加|减少)的主要原因是|相关情况)：(?:{WORDS}|{GAP})",
        due and way is not None and (way != "持平" or bool(words)),
        wrong,
    )


NO_LAST_YEAR = rf"与上年相比的变动情况：{GAP}"


def compared(
    d: Disclosed, what: str, none: str, this: Decimal, item: str, fact: str, subject: str = "", note: str = ""
) -> Iterator[Sentence]:
    """The sentences on an amount against last year's: amount or none, change, reason or marker."""
    last = d.last_year(item)
    said = rf"{d.year}年，本部门(?:{what}{AMOUNT}{note}|没有安排{none})(?:，(.+))?"
    yield Sentence(
        said,
        True,
        lambda match: [
            *(equals(this, match[1]) if match[1] else ["nothing?"] if this else []),
            *changed(match[2] or "", this, last),
        ],
    )
    yield Sentence(NO_LAST_YEAR, last is None)
    yield because(d, subject, fact, direction(this, last))
