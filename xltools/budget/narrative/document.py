"""第三部分 预算情况说明: its twelve sections in order."""

from __future__ import annotations

from dataclasses import replace

from xltools.budget.narrative import (
    appropriation,
    funds_for_running,
    general_public,
    other_matters,
    performance_targets,
    procurement,
    state_assets,
    totals,
    year_on_year,
)
from xltools.budget.narrative.grounds import Grounds
from xltools.model.disclosure import Disclosure
from xltools.model.narrative import Narrative, Section

SECTIONS = (
    year_on_year.section,
    totals.revenue_section,
    totals.expenditure_section,
    appropriation.section,
    general_public.section,
    general_public.basic_section,
    funds_for_running.three_public_section,
    funds_for_running.agency_section,
    procurement.section,
    performance_targets.section,
    state_assets.section,
    other_matters.section,
)
_ORDINALS = "一二三四五六七八九十"


def narrative(disclosure: Disclosure) -> Narrative:
    """What part three says of a disclosure.

    Raises:
        XltoolsError: a figure or the input that it needs cannot be read.
    """
    grounds = Grounds(disclosure)
    sections = [
        _numbered(section(grounds), f"{ordinal(number)}、") for number, section in enumerate(SECTIONS, 1)
    ]
    return Narrative(
        grounds.ledger.department.name,
        grounds.year,
        f"第三部分　{grounds.year}年部门预算情况说明",
        tuple(sections),
    )


def ordinal(number: int) -> str:
    """1 to 19 in Chinese: 一 … 十九."""
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + (_ORDINALS[ones - 1] if ones else "")


def _numbered(section: Section, number: str) -> Section:
    parts = tuple(
        replace(part, heading=f"（{ordinal(index)}）{part.heading}")
        for index, part in enumerate(section.parts, 1)
    )
    return replace(section, heading=number + section.heading, parts=parts)
