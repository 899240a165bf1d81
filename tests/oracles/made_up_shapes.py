"""What kinds of department the tests make up."""

import random
from dataclasses import dataclass
from typing import Literal

from oracles.expected_tables import CAPITAL, CARRYOVER, FUNDS, GENERAL, SOURCES, THIS_YEAR
from oracles.made_up_words import UNIT_NAMES

MOST_UNITS = len(UNIT_NAMES)

Encoding = Literal["utf-8-sig", "utf-8", "gb18030"]


@dataclass(frozen=True)
class Shape:
    """What kind of department to make."""

    units: int = 2
    lines: int = 40
    projects: int = 8
    function_codes: int = 12
    most_indicators: int = 6
    """Of the first project of this year; the others have fewer."""
    longest_text: int = 300
    largest: int = 10**7
    """The largest amount, in 元; a few only come near it."""
    sources: tuple[str, ...] = SOURCES
    years: tuple[str, ...] = (THIS_YEAR, CARRYOVER)
    unit_list: bool = True
    revenue: bool = True
    three_public: bool = False
    own_function_names: bool = False
    whole_period: bool = False
    shuffled: bool = False
    """Rows of one project stand apart."""
    encoding: Encoding = "utf-8-sig"

    def __post_init__(self) -> None:
        assert 1 <= self.units <= MOST_UNITS
        assert self.largest <= 10**11


def shape_of(seed: int) -> Shape:
    """A shape for quick tests; seeds 0 to 11 meet every extreme but a long ledger."""
    dice = random.Random(f"shape {seed}")
    extremes: dict[int, Shape] = {
        0: Shape(units=1, lines=0, projects=0, unit_list=False, revenue=False),
        1: Shape(units=1, lines=1, projects=0, sources=("单位资金",), unit_list=False),
        2: Shape(units=1, lines=0, projects=1, most_indicators=0, sources=(GENERAL,), years=(CARRYOVER,)),
        3: Shape(units=3, projects=40, most_indicators=60, encoding="gb18030", whole_period=True),
        4: Shape(units=8, lines=200, largest=10**11, function_codes=40, three_public=True),
        5: Shape(units=2, sources=(FUNDS, CAPITAL), own_function_names=True, encoding="gb18030"),
        6: Shape(units=4, projects=20, shuffled=True, revenue=False, encoding="utf-8"),
        7: Shape(units=2, lines=12, projects=3, longest_text=1500, most_indicators=25),
    }
    if seed in extremes:
        return extremes[seed]
    return Shape(
        units=dice.randint(1, MOST_UNITS),
        lines=dice.randint(5, 150),
        projects=dice.randint(1, 15),
        function_codes=dice.randint(1, 30),
        most_indicators=dice.randint(0, 20),
        largest=10 ** dice.randint(4, 11),
        sources=tuple(sorted(dice.sample(SOURCES, dice.randint(1, 5)), key=SOURCES.index)),
        unit_list=dice.random() < 0.7,
        revenue=dice.random() < 0.6,
        three_public=dice.random() < 0.5,
        own_function_names=dice.random() < 0.5,
        whole_period=dice.random() < 0.5,
        shuffled=dice.random() < 0.3,
        encoding=dice.choice(("utf-8-sig", "utf-8", "gb18030")),
    )
