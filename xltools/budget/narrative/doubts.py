"""Facts of 单位信息 that contradict one another where the narrative states them (N-6)."""

from __future__ import annotations

from dataclasses import dataclass

from xltools.budget.narrative.grounds import Grounds
from xltools.budget.narrative.state_assets import EQUIPMENT, VEHICLE_KINDS, VEHICLES
from xltools.budget.narrative.wording import adds_up, total


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact by its key, and what is odd about it."""

    fact: str
    message: str


def doubts(grounds: Grounds) -> list[Doubt]:
    """What a clerk should look at before the document is published."""
    return [*_vehicles(grounds), *_equipment(grounds), *_basic(grounds)]


def _vehicles(grounds: Grounds) -> list[Doubt]:
    owned = grounds.given_number(VEHICLES, "辆")
    kinds = [grounds.given_number(fact.key, "辆") for fact in VEHICLE_KINDS]
    given = [kind.value for kind in kinds if kind is not None]
    if owned is None or not given or sum(given) == owned.value:
        return []
    return [Doubt(VEHICLES, f"公务用车实有 {owned.printed} 辆，车辆分类合计 {sum(given)} 辆，两者不一致")]


def _equipment(grounds: Grounds) -> list[Doubt]:
    (_, lower), (_, upper) = EQUIPMENT
    from_half, from_one = grounds.given_number(lower, "台"), grounds.given_number(upper, "台")
    if from_half is None or from_one is None or from_one.value <= from_half.value:
        return []
    return [
        Doubt(
            upper, f"100万元以上的 {from_one.printed} 台（套），多于50万元以上的 {from_half.printed} 台（套）"
        )
    ]


def _basic(grounds: Grounds) -> list[Doubt]:
    whole, *parts = (
        grounds.given_amount(f"上年数(元)/{name}") for name in ("基本支出", "人员经费", "公用经费")
    )
    given = [part for part in parts if part is not None]
    if whole is None or len(given) < len(parts) or adds_up(whole, given):
        return []
    sum_of_parts = total(given).text
    return [
        Doubt(
            "上年数(元)/基本支出",
            f"上年基本支出 {whole.text}，人员经费与公用经费合计 {sum_of_parts}，两者不一致",
        )
    ]
