"""What the text states of the same thing, wherever: repeated facts (N-7), the kinds of purchases (N-8)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.budget.narrative_reading.subjects import Subject
from xltools.budget.narrative_reading.terms import Place
from xltools.tasks.auditing.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Statement:
    """A number as the text states it; `is_known` where it has been compared with the workbook already."""

    term: str
    sentence: Sentence
    quantity: Quantity
    is_known: bool


@dataclass(slots=True)
class Facts:
    """What the text states, by what it is of: a figure, figures that it may be, or words of its own."""

    stated: dict[Hashable, list[Statement]] = field(default_factory=dict)

    def state(self, subject: Subject, right: Sequence[Known], sentence: Sentence, quantity: Quantity) -> None:
        """A number of something that the words leave no doubt about; `right` are the figures that agree with it."""
        statement = Statement(subject.term, sentence, quantity, bool(subject.candidates))
        keys: list[Hashable] = [known.place for known in right or subject.candidates[:1]]
        for key in keys or [frozenset(subject.places)]:
            self.stated.setdefault(key, []).append(statement)

    def state_own(self, key: Hashable, term: str, sentence: Sentence, quantity: Quantity) -> None:
        """A number of something that the workbook knows nothing of; `key` tells it from everything else."""
        self.stated.setdefault(key, []).append(Statement(term, sentence, quantity, False))

    def first(self, place: Place) -> Statement | None:
        """The first statement of what can be this figure alone."""
        found = self.stated.get(place) or self.stated.get(frozenset((place,)))
        return found[0] if found else None

    def repeated(self) -> Iterator[tuple[Statement, Statement]]:
        """Of what is stated more than once, the first statement with each of the others."""
        for first, *others in self.stated.values():
            for other in others:
                if other.quantity.measure == first.quantity.measure:
                    yield first, other
