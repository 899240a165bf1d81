"""Of whom a number is said, and what tells a fact of the text's own from others of the same words."""

from __future__ import annotations

import re
from collections.abc import Hashable

from xltools.budget.narrative_reading.quantities import Quantity

_ORGANISATION = re.compile(
    r"(?P<name>[一-鿿()]{0,20}?(?:中心|局|所|站|院|校|小学|中学|队|馆|机关|本级|处|园|厅|办|委))"
    r"(?=[，,:：。、；]|有|共|核定|编制|现|实有|在职|为|预算|下设|设|$)"
)
_LISTED = re.compile(r"(?<=[0-9]个)[:：][^。；]*")
"""`下属事业单位3个：甲中心、乙中心` goes on about the department."""
_DEPARTMENT = re.compile(r"[本我全](?:部门|单位|局|委|办|厅|院|中心|校|部|区|县|市)|部门(?:共|合计|总)")
_YEAR = re.compile(r"20[0-9]{2}年|上年|去年|上一年|年末|年底|年初")
_FACTS = re.compile(
    r"人员|职工|编制|在职|在编|离休|退休|遗属|科室|机构|单位|车|房|设备|项目|目标表|费$|经费$|资金$|补助$|补贴$"
)
_VAGUE = re.compile(
    "人员|项目|单位|机构|资金|经费|编制|车辆|设备|预算|支出|收入|财政拨款|"
    "(?:项目|上级|其他|财政|自筹|涉及|配套|专项|中央|省级|市级|县级|本级)资金"
)
"""Words that say nothing of what it is by themselves."""


def owner_in(text: str, department: str, before: str) -> str:
    """The organisation that the words name last, "" for the department itself; `before` is whose the text was."""
    text = _LISTED.sub("", text)
    found = before
    names = list(_ORGANISATION.finditer(text))
    whole = list(_DEPARTMENT.finditer(text))
    if names and (not whole or names[-1].end() > whole[-1].end()):
        name = names[-1]["name"]
        found = "" if _DEPARTMENT.search(name) or (department and name.endswith(department)) else name
    elif whole:
        found = ""
    return found


def own_key(words: str, text: str, quantity: Quantity, owner: str, whole: str | None) -> Hashable | None:
    """What tells a fact that only the text gives from others; None where its words are too vague.

    `words` are those for it, `text` the sentence before it, `whole` what it is a part of, None where that is unknown.
    """
    if whole is None or _VAGUE.fullmatch(words) or not _FACTS.search(words):
        return None
    return words, quantity.measure, owner, whole, tuple(_YEAR.findall(text))
