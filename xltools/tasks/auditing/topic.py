"""What a sentence is speaking of at a number, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.budget.narrative_reading.subjects import Subject


@dataclass(slots=True)
class Topic:
    """`this` are the amounts that it may be, from the workbook where it knows them, else as stated.

    `certain`: the words and the workbook leave no doubt. `pending` are numbers that wait for another to be tried
    with, each with its rules.
    """

    term: str
    this: tuple[Known, ...]
    certain: bool
    stated: Quantity | None = None
    last: Known | None = None
    change: tuple[int, Quantity] | None = None
    pending: list[tuple[Quantity, tuple[str, ...]]] = field(default_factory=list)
    is_open: bool = False
    """Any of several amounts may be meant: what fits one of them is right, what fits none is not judged."""

    @property
    def named(self) -> str:
        """Its name to be read in a sentence."""
        return f"“{self.term}”" if self.term else "这一项"

    @property
    def pairs(self) -> list[tuple[Known, Known]]:
        """This year and last year as the workbook knows them."""
        return [(known, known.last) for known in self.this if known.last is not None]

    @property
    def stated_pairs(self) -> list[tuple[Known, Known]]:
        """With last year's amount as the sentence states it."""
        return [(known, self.last) for known in self.this] if self.last is not None else []

    @property
    def implied_pairs(self) -> list[tuple[Known, Known]]:
        """With last year's amount as the change implies it."""
        if self.change is None:
            return []
        sign, amount = self.change
        half = amount.step / 2
        return [
            (known, Known("推算的上年数", known.printed - sign * amount.value, half=known.half + half))
            for known in self.this
        ]


def of_subject(subject: Subject) -> Topic:
    """A topic that no number has been stated of."""
    return Topic(subject.term, subject.candidates, subject.certain and bool(subject.candidates))


def any_of(topics: Sequence[Topic]) -> Topic:
    """A topic that may be any of those before."""
    this = dict.fromkeys(known for topic in topics for known in topic.this)
    return Topic("", tuple(this), False, is_open=True)


def as_stated(quantity: Quantity, name: str = "文中的数") -> Known:
    """An amount that only the text gives."""
    return Known(name, quantity.value, half=quantity.step / 2)
