"""Why figures changed: the clerk's own words in a sentence, or a marker where there are none."""

from __future__ import annotations

import re

from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.wording import Text, joined
from xltools.model.narrative import OwnWords

_EXPLAIN = "请说明变动原因"
_ENDINGS = "。．.；;，,、 "
NO_WORDS = frozenset(("", "无", "暂无", "没有", "略", "/", "-", "—", "——"))
"""What stands in a field that has nothing to say."""
_OPENING = re.compile(
    "(?:收入|支出|经费|预算|一般公共|机关运行|基本|当年|“三公”|三公|本年|比上年|较上年|同比|增加|减少|增长|下降|变动|的)*"
    "(?:(?:主要)?原因(?:是|为|在于|[：:])|主要(?:是|系)|是因为|是由于|由于)[：:]?(?:因为|由于)?"
)
"""What the sentence itself says before a reason: `支出减少的主要原因是：`."""


def reason(grounds: Grounds, fact: str, way: str, *, subject: str = "") -> Text:
    """`减少的主要原因是：…。`: the clerk's own words, or a marker where there is a change and no word of it."""
    words = own_reason(grounds, fact)
    if way == "持平":
        return joined(f"{subject}相关情况：", words, "。") if words else ()
    return joined(f"{subject}{way}的主要原因是：", words or gap(_EXPLAIN, fact), "。")


def own_reason(grounds: Grounds, fact: str) -> OwnWords | None:
    """What the clerk wrote without what the sentence around it says, its opening and its full stop.

    None where it is blank or says that there is nothing (`无`).
    """
    words = grounds.own_words(fact)
    text = words.text.rstrip(_ENDINGS) if words else ""
    opening = _OPENING.match(text)
    rest = text[opening.end() :].lstrip("：:，, ") if opening else text
    return OwnWords(rest, fact) if rest not in NO_WORDS else None
