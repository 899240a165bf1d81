"""Lays indicators out in the rows that the forms print: 一级, 二级, then one row an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from xltools.budget.performance import INDICATOR_OUTLINE, outline_level2
from xltools.budget.vocabulary import Period
from xltools.model.ledger import Indicator


@dataclass(frozen=True, slots=True)
class Level2Block:
    """The rows of one 二级指标: (三级指标, 指标值) for the whole period and for the year."""

    name: str
    whole_period: tuple[tuple[str, str], ...]
    year: tuple[tuple[str, str], ...]

    @property
    def height(self) -> int:
        return max(len(self.whole_period), len(self.year), 1)

    def rows(self) -> list[tuple[tuple[str, str], tuple[str, str]]]:
        """The rows as printed: whole period beside year, one empty row where there is nothing."""
        nothing = ("", "")
        return list(zip_longest(self.whole_period, self.year, fillvalue=nothing)) or [(nothing, nothing)]


@dataclass(frozen=True, slots=True)
class Level1Block:
    """The rows of one 一级指标."""

    name: str
    parts: tuple[Level2Block, ...]

    @property
    def height(self) -> int:
        return sum(part.height for part in self.parts)


def outline(indicators: Sequence[Indicator]) -> tuple[Level1Block, ...]:
    """Every 一级 and 二级指标 of the form, in its order, then those that only this department uses."""
    found: dict[str, dict[str, list[Indicator]]] = {
        level1: {level2: [] for level2 in level2s} for level1, level2s in INDICATOR_OUTLINE
    }
    for indicator in indicators:
        level2s = found.setdefault(indicator.level1, {})
        level2s.setdefault(outline_level2(indicator.level2), []).append(indicator)
    return tuple(
        Level1Block(
            level1,
            tuple(
                Level2Block(level2, _of(members, Period.WHOLE), _of(members, Period.YEAR))
                for level2, members in level2s.items()
            ),
        )
        for level1, level2s in found.items()
    )


def _of(members: Sequence[Indicator], period: Period) -> tuple[tuple[str, str], ...]:
    return tuple((member.level3, member.value) for member in members if member.period in ("", period))
