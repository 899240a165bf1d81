"""Where the reader of a narrative stands: what the words before have settled for the next number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from xltools.budget.narrative_reading.clauses import opens_parts, stated_whole
from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.budget.narrative_reading.scopes import NARROW, Scope
from xltools.budget.narrative_reading.subjects import Subject, Subjects
from xltools.budget.narrative_reading.terms import MEASURES, MONEY_OF, Place
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.items import Item
from xltools.tasks.auditing.owners import owner_in
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.topic import Topic, any_of, of_subject

_OF_PROJECT = re.compile(
    r"项目(?:概况|概述|描述|简介)|立项依据|年度(?:绩效)?目标[:： ]|"
    r"(?:产出|效益|满意度|数量|质量|时效|成本|绩效|[一二三]级)指标(?!体系|管理|[0-9]+个)"
)


@dataclass(slots=True)
class Reading:
    """What is known at a place of the text; the sentence, its paragraph and its section each begin anew."""

    subjects: Subjects
    collected: Collected
    sentence: Sentence = field(default_factory=lambda: Sentence("", "", None, -1))
    topic: Topic | None = None
    said: list[Topic] = field(default_factory=list)
    """The amounts of the paragraph so far."""
    openers: list[Topic] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    """The numbers of the sentence so far; `earlier` those of the paragraph before it."""
    earlier: list[Item] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """What the next numbers of a list are (`A、B分别为`)."""
    in_turn: list[Topic] = field(default_factory=list)
    """Of what the next shares of a list are (`分别占…`)."""
    whole: tuple[Known, ...] = ()
    """What the last share of the sentence was said to be of."""
    scopes: tuple[Scope | None, ...] = ()
    """Of the sentence as far as it is read, and of a section about one narrow thing."""
    places: set[Place] = field(default_factory=set)
    """The figures that the section has stated."""
    project: bool = False
    """Whether the paragraph describes one project."""
    other_year: str = ""
    """The year that the amounts are compared with, where that is not last year; `is_told` once it was said."""
    is_told: bool = False
    whose: str = ""
    """The organisation that the section has named last."""

    def begin(self, sentence: Sentence) -> None:
        """The next sentence."""
        if sentence.paragraph != self.sentence.paragraph:
            self.topic, self.said, self.items, self.earlier = None, [], [], []
            self.project = False
        if sentence.section != self.sentence.section:
            self.places = set()
            self.whose = owner_in(sentence.section, self.subjects.department, "")
        elif self.sentence.text:
            self.whose = self.owner(len(self.sentence.text))
        self.sentence = sentence
        self.earlier, self.items = [*self.earlier, *self.items], []
        self.openers, self.names, self.whole = [], [], ()
        self.other_year, self.is_told = "", False
        self.scopes = (sentence.scope,)

    def is_of_project(self) -> bool:
        """Whether the paragraph has begun to describe a project: its numbers are none of the department's."""
        self.project = self.project or _OF_PROJECT.search(self.sentence.text) is not None
        return self.project

    def owner(self, position: int) -> str:
        """The organisation that the text before a place of the sentence is about, "" for the department."""
        return owner_in(self.sentence.text[:position], self.subjects.department, self.whose)

    def resolve(self, words: str) -> Subject | None:
        """What words mean here."""
        return self.subjects.resolve(words, *self.scopes)

    def narrow(self, scope: Scope | None) -> None:
        """The words have named a budget: those that follow are about it."""
        if scope:
            narrow = (self.sentence.scope,) if self.sentence.scope in NARROW else ()
            self.scopes = (scope, *narrow)

    def open(self, lead: str) -> None:
        """Begins a list where the words before an amount do."""
        whole = stated_whole(lead)
        subject = self.resolve(whole) if whole else None
        if subject and subject.certain and subject.candidates:
            said = tuple(known for known in subject.candidates if known.place in self.places)
            self.openers = [Topic(subject.term, said or subject.candidates, True)]
            self.narrow(subject.scope)
        elif opens_parts(lead) and self.topic:
            self.openers.append(self.topic)

    def add(self, topic: Topic) -> None:
        """An amount has been stated."""
        self.topic = topic
        self.said.append(topic)

    def compared(self, words: str, lead: str = "") -> Topic | None:
        """The topic that goes on, or a new one that the words name; `lead` are the words from the number before.

        A sentence that names nothing, after several amounts, may be about any of them.
        """
        if not words:
            begins = not self.items or lead.startswith(("；", ";"))
            if begins and len(self.said) > 1:
                self.topic = any_of(self.said)
            return self.topic
        subject = self.resolve(words)
        if subject is None:
            return None
        if self.topic and self.topic.term == subject.term:
            return self.topic
        said = [each for each in self.said if each.term == subject.term]
        self.topic = said[-1] if said else of_subject(subject)
        return self.topic

    def money_behind(self) -> Subject | None:
        """The money of what was counted last: `17个，涉及资金`."""
        counted = self.topic.this if self.topic else ()
        behind = [place for known in counted if known.place for place in MONEY_OF.get(known.place, ())]
        return self.subjects.places(*behind, term="涉及资金") if behind else None

    def of_measure(self, words: str, quantity: Quantity) -> Subject | None:
        """What words mean, of the amounts or of the counts as the number is one."""
        subject = self.resolve(words)
        if subject is None:
            return None
        alike = tuple(known for known in subject.candidates if _is_of(known, quantity))
        return replace(subject, candidates=alike)


def _is_of(known: Known, quantity: Quantity) -> bool:
    """Whether a number of this unit of measure can be of what the workbook knows."""
    measures = known.place and MEASURES.get(known.place)
    return quantity.measure in measures if measures else known.is_money == quantity.is_money
