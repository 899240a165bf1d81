"""十一、国有资产占有使用: vehicles, premises and equipment of 单位信息."""

from __future__ import annotations

import re

from xltools.budget.department import FACTS
from xltools.budget.narrative.grounds import Grounds, gap
from xltools.budget.narrative.wording import Text, enumerated, joined, listed, paragraph, paragraphs
from xltools.model.narrative import Section

HEADING = "国有资产占有使用情况说明"
_DATE, _QUOTA, VEHICLES = "国有资产/截至日期", "国有资产/公务用车编制", "国有资产/公务用车实有"
_PREMISES = "国有资产/办公用房面积(平方米)"
EQUIPMENT = (
    ("单价50万元以上的通用设备", "国有资产/50万元以上通用设备(台套)"),
    ("单价100万元以上的通用设备", "国有资产/100万元以上通用设备(台套)"),
)
VEHICLE_KINDS = tuple(fact for fact in FACTS if fact.path[:2] == ("国有资产", "车辆分类"))
_DAY = re.compile(r"([0-9]{4})-?([0-9]{1,2})-?([0-9]{1,2})")


def section(grounds: Grounds) -> Section:
    sentences = [
        (_vehicles(grounds), "公务用车", VEHICLES),
        (_premises(grounds), "办公用房", _PREMISES),
        (_equipment(grounds), "单价50万元以上的通用设备", EQUIPMENT[0][1]),
    ]
    if not any(words for words, _, _ in sentences):
        marker = gap("请填写国有资产占有使用情况", VEHICLES)
        return Section(HEADING, (paragraph(marker),))
    first, *others = (
        words or joined(f"{what}：", gap("请填写，没有的填0", fact)) for words, what, fact in sentences
    )
    return Section(HEADING, (paragraph(_as_of(grounds), first, "。"), *paragraphs(*others)))


def _as_of(grounds: Grounds) -> str:
    given = grounds.own_words(_DATE)
    if given is None:
        return ""
    day = _DAY.fullmatch(given.text)
    if day:
        year, month, number = map(int, day.groups())
        return f"截至{year}年{month}月{number}日，"
    return f"截至{given.text}，"


def _vehicles(grounds: Grounds) -> Text:
    owned, quota = grounds.given_number(VEHICLES, "辆"), grounds.given_number(_QUOTA, "辆")
    if owned is None:
        return ()
    if not owned.value:
        return joined("本部门没有公务用车", joined("（编制", quota, "）") if quota and quota.value else ())
    kinds = [
        (fact.item, count)
        for fact in VEHICLE_KINDS
        if (count := grounds.given_number(fact.key, "辆")) is not None and count.value
    ]
    authorised = joined("编制", quota, "，") if quota is not None else ()
    opening = joined("本部门公务用车", authorised, "实有", owned)
    if not kinds:
        return opening
    if len(kinds) == 1 and kinds[0][1].value == owned.value:
        return joined(opening, f"，均为{kinds[0][0]}")
    return joined(opening, "，其中：", listed(owned, kinds, shares=False, sign="、"))


def _premises(grounds: Grounds) -> Text:
    area = grounds.given_number(_PREMISES, "平方米")
    if area is None:
        return ()
    return joined("办公用房面积", area) if area.value else ("没有占有使用的办公用房",)


def _equipment(grounds: Grounds) -> Text:
    given = [
        (name, number)
        for name, fact in EQUIPMENT
        if (number := grounds.given_number(fact, "台（套）")) is not None
    ]
    present = [entry for entry in given if entry[1].value]
    absent = [name for name, number in given if not number.value]
    words = listed(present[0][1], present, shares=False, sign="，") if present else ()
    if not absent:
        return words
    return joined(words, "，" if words else "", f"没有{enumerated(absent)}")
