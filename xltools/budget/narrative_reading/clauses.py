"""What the words before a number say of it: an amount, last year's, a change, a rate, a share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from xltools.budget.narrative_reading.quantities import PERCENT, Quantity

_UP = "增加|增长|上升|提高|增支|增收|净增|调增|增幅|增|多"
_DOWN = "减少|下降|降低|压减|缩减|减支|减收|净减|调减|降幅|减幅|减|少"
_AFTER_MOVE = (
    "了|额|额为|为|金额|数|数额|约|达|达到|幅度|幅度为|率|率为|比例|比例为|:|资金|预算|支出|收入|经费|近"
)
_MOVE = re.compile(rf"^(?P<before>.*?)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:{_AFTER_MOVE})*$")
_SHARE = re.compile(r"占(?P<whole>[^占]*)$")
_AFTER_WHOLE = re.compile(r"(?:的?(?:比重|比例|比|百分比|份额)?(?:为|达|约|约为|是|:)?)$")
_RATIO_ALONE = re.compile(r"(?:占比|比重|比例|占)(?:为|达|约|是|:)?$")
_LAST = r"(?:上年度?|上一年度?|去年|上年同期|{last}年度?)"
_NOT_LAST = r"(?!(?:财政拨款)?(?:结转|结余))"
_COMPARING = re.compile(r"(?:与|同|比|较|和|相比|对比|比较)")
_COMPARED_YEAR = re.compile(r"(?:与|同|比|较|和)(?P<year>20[0-9]{2})年")
_BETWEEN = re.compile(r"[，；：,;:、]")
_REASON = re.compile(r"原因|相关情况|由于|因为|主要是|系因|用于|因(?!公)")
_OPENING = re.compile(r"其中|包括[:：]?|分别(?:是|为)?|[:：]|按.{2,14}分类?|具体")
_CODE_BEHIND = re.compile(r"\(((?:[0-9]{2}){0,2}[0-9]{3})\)")
"""`住房公积金(2210201)`."""
_PLANNED = re.compile(
    r"(?:20[0-9]{2}年度?)?(?:本年|当年|年初)?(?:预算|支出|收入|安排|拨款|数|合计|总计|共计|共|为|是|约)*"
)
"""`住房公积金(项)：2025年预算支出合计` is about 住房公积金."""
_UPPER_LEVEL = re.compile(r"\([类款]\)(?=[^，。；()]*\([款项]\))")
"""Of `一般公共服务支出（类）组织事务（款）行政运行（项）` the last is meant."""
_NOTES = re.compile(r"\([^()0-9]*\)")


class Claim(Enum):
    """What a number is said to be."""

    AMOUNT = auto()
    LAST_YEAR = auto()
    CHANGE = auto()
    RATE = auto()
    SHARE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Clause:
    """A number's claim. `subject` are the words for what it is about, "" where it goes on about the same;
    `whole` the words for what a share is of; `direction` is 1 for more, -1 for less, 0 where nothing is said."""

    claim: Claim
    subject: str = ""
    whole: str = ""
    direction: int = 0
    doubtful: bool = False
    """Other words stand before: it may go on about something else."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads clauses of a narrative of one year."""

    year: int

    def clause(self, lead: str, quantity: Quantity) -> Clause:
        """`lead` are the words from the number before to this one."""
        words = without_notes(lead).strip("()，,。；; ")
        if quantity.measure == PERCENT:
            return Clause(Claim.SHARE) if goes_on(lead) else self._percent(words)
        move = _MOVE.match(words)
        if move:
            return self._moved(Claim.CHANGE, move)
        last = re.search(rf"{self.last}{_NOT_LAST}(?P<rest>[^，；:：]*)$", words)
        if last:
            before = _BETWEEN.split(words[: last.start()])[-1]
            return Clause(Claim.LAST_YEAR, self._last_subject(before, last["rest"]))
        return Clause(Claim.AMOUNT, _amount_subject(words.rstrip(":：")))

    def other_year(self, lead: str) -> tuple[str, str]:
        """Another year than last that the words compare with, "" for none, and the words with last year instead."""
        found = _COMPARED_YEAR.search(lead)
        if not found or int(found["year"]) in (self.year, self.year - 1):
            return "", lead
        first, end = found.span("year")
        return found["year"], f"{lead[:first]}{self.year - 1}{lead[end:]}"

    @property
    def last(self) -> str:
        return _LAST.replace("{last}", str(self.year - 1))

    def _percent(self, words: str) -> Clause:
        alone = _RATIO_ALONE.search(words)
        if alone:
            return Clause(Claim.SHARE, _BETWEEN.split(words[: alone.start()])[-1])
        share = _SHARE.search(words)
        if share and not _BETWEEN.search(share["whole"]):
            part = _BETWEEN.split(words[: share.start()])[-1]
            return Clause(Claim.SHARE, part, _AFTER_WHOLE.sub("", share["whole"]))
        move = _MOVE.match(words)
        if move:
            return self._moved(Claim.RATE, move)
        return Clause(Claim.UNKNOWN)

    def _moved(self, claim: Claim, move: re.Match[str]) -> Clause:
        *front, last = _BETWEEN.split(move["before"])
        subject = self._without_comparison(last)
        before = (
            re.match(rf"^(?P<subject>.*?){self.last}没有安排$", front[-1]) if front and not subject else None
        )
        if before:
            return Clause(claim, before["subject"], direction=1 if move["up"] else -1)
        others = [part for part in front if self._without_comparison(part) not in ("", "其中")]
        return Clause(
            claim, subject, direction=1 if move["up"] else -1, doubtful=not subject and bool(others)
        )

    def _without_comparison(self, words: str) -> str:
        """`机关运行经费比上年` is about 机关运行经费, `比上年` goes on about the same."""
        text = re.sub(
            rf"(?:与|同|比|较|和)?{self.last}(?:的|预算数?|年初预算|执行数|决算数|同期|同口径)*(?:相比|比较|对比|比|相比较)?",
            "",
            words,
        )
        return re.sub(
            r"^(?:相比|比较|对比|同比|有所|预算|共|合计|均)+|(?:同比|有所|预算|共|合计)+$", "", text
        ).strip("()")

    def _last_subject(self, before: str, rest: str) -> str:
        text = re.sub(
            r"^(?:的|预算数?|年初预算数?|执行数|决算数)+|(?:为|是|的|数|相比|比)+$", "", rest
        ).strip("()")
        front = re.sub(r"(?:与|同|比|较|和)$", "", before)
        return text or front.strip("()")


def _amount_subject(words: str) -> str:
    """The last words, or those before a colon where the last say no more than that it is planned."""
    words = _CODE_BEHIND.sub(r"\1", words)
    headed = re.search(
        r"(?P<before>[^，；：,;:、()]+)(?:\([类款项]\))?[：:](?P<last>[^，；：,;:、(]*)$", words
    )
    if headed and _PLANNED.fullmatch(headed["last"]) and not _OPENING.search(headed["before"]):
        return headed["before"]
    return re.split(r"[，；：,;:、(]|(?:主要|全部|均)(?:为|是)(?=.)", words)[-1]


def without_notes(text: str) -> str:
    """Without remarks in brackets that hold no number: `（不含上年结转，下同）`."""
    kept = _UPPER_LEVEL.sub("，", text.replace("(境)", "境").replace("(套)", "套"))
    return _NOTES.sub("", kept)


def gives_reasons(lead: str) -> bool:
    """Whether what follows are reasons, in which any amount may stand."""
    return _REASON.search(lead) is not None


def opens_parts(lead: str) -> bool:
    """Whether what follows are the parts of the amount before."""
    return _OPENING.search(without_notes(lead)) is not None


def listed_names(lead: str) -> list[str]:
    """`人员经费、公用经费分别为` names what the next numbers are, in turn."""
    match = re.search(r"(?P<names>[^，；：:。]*)分别(?:为|是|安排|达)?[:：]?$", without_notes(lead))
    names = re.split(r"[、和与及]|以及", match["names"]) if match else []
    return [name for name in names if name] if len(names) > 1 else []


def goes_on(lead: str) -> bool:
    """Whether a number stands in a list of numbers: only a sign or 和 before it."""
    return lead in ("、", "和", "及", "与", "，", "以及", "；")


def goes_on_share(before: str) -> bool:
    """Whether a percentage follows another in a list: `33.66%和`."""
    return re.search(r"%(?:、|和|及|与|，|以及)$", before) is not None


def shares_in_turn(text: str, start: int) -> int:
    """How many percentages `分别占…` lists, the first of which begins at `start`."""
    if not re.search(r"分别[^0-9，；。]*$", text[:start]):
        return 0
    listed = re.match(r"[0-9.]+%(?:(?:、|和|及|与|，|以及)[0-9.]+%)*", text[start:])
    return listed[0].count("%") if listed else 0


def stated_whole(lead: str) -> str:
    """The whole that a sentence without its amount is about: `预算支出按资金年度分：当年…` → 预算支出."""
    match = re.match(
        r"^(?P<whole>[^，；:：]+?)(?:中|构成|包括|具体)?(?:,|，)?(?:按.{2,14}分类?|包括|构成|中)[:：，]", lead
    )
    return match["whole"] if match else ""
