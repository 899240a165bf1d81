"""What a section or a phrase is about: which tables its words mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum


class Scope(StrEnum):
    """The subject of a section; the value names it in messages."""

    TOTAL = "收支总体"
    APPROPRIATION = "财政拨款收支"
    GENERAL_PUBLIC = "一般公共预算支出"
    BASIC = "基本支出"
    THREE_PUBLIC = "“三公”经费"
    AGENCY = "机关运行经费"
    PROCUREMENT = "政府采购"
    PERFORMANCE = "绩效管理"
    ASSETS = "国有资产"
    FUNDS = "政府性基金预算"
    CAPITAL = "国有资本经营预算"
    OTHER = "其他"
    DUTIES = "部门概况"


_HEADINGS = (
    (Scope.THREE_PUBLIC, r"三公"),
    (Scope.AGENCY, r"机关运行"),
    (Scope.PROCUREMENT, r"政府采购"),
    (Scope.PERFORMANCE, r"绩效"),
    (Scope.ASSETS, r"国有资产|资产占[有用]|占[有用]使用"),
    (Scope.FUNDS, r"政府性基金"),
    (Scope.CAPITAL, r"国有资本"),
    (Scope.BASIC, r"基本支出"),
    (Scope.GENERAL_PUBLIC, r"一般公共预算"),
    (Scope.APPROPRIATION, r"财政拨款"),
    (Scope.TOTAL, r"收支|收入|支出"),
    (Scope.DUTIES, r"职责|职能|机构|概况|组成|构成|人员情况"),
    (Scope.OTHER, r"其他|名词解释"),
)
REQUIRED = (
    Scope.TOTAL,
    Scope.APPROPRIATION,
    Scope.GENERAL_PUBLIC,
    Scope.BASIC,
    Scope.THREE_PUBLIC,
    Scope.AGENCY,
    Scope.PROCUREMENT,
    Scope.PERFORMANCE,
    Scope.ASSETS,
)
"""The subjects that part three must have a section for."""
NARROW = (
    Scope.BASIC,
    Scope.THREE_PUBLIC,
    Scope.AGENCY,
    Scope.PROCUREMENT,
    Scope.PERFORMANCE,
    Scope.ASSETS,
)
"""Sections whose words mean the same in all their sentences."""
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])"
)
_TITLE = re.compile(r"[^。；，：:0-9.、]{0,4}(?:20[0-9]{2}年(?:度)?)?[^。；，：:0-9.、]{2,26}(?:情况|说明)")
_LONGEST_HEADING = 45
GLOSSARY = re.compile(r"名词解释|专业名词|术语解释")
SUB_HEADING = re.compile(r"[(（]")


def is_heading(text: str) -> bool:
    """A short line without a full stop, with a number in front or the words of a title behind."""
    if len(text) > _LONGEST_HEADING or re.search(r"[。；，]", text):
        return False
    return is_numbered(text) or _TITLE.fullmatch(text) is not None


def is_numbered(text: str) -> bool:
    """Whether a line begins as a numbered heading does."""
    return _NUMBERED.match(text) is not None


def ends_glossary(text: str) -> bool:
    """Whether a heading is no entry of a glossary."""
    return re.search(r"^第[一二三四五六七八九十]+部分|说明$|情况$|附件", text) is not None


def spoken_of(text: str) -> Iterator[Scope]:
    """Every subject that a text names."""
    return (scope for scope, words in _HEADINGS if re.search(words, text))


def scope_of_heading(text: str) -> Scope | None:
    """What a heading announces; None where it says nothing of it (`（二）结构情况`)."""
    return next((scope for scope, words in _HEADINGS if re.search(words, text)), None)
