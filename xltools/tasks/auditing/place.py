"""Where the reader of a narrative stands: what the words before have settled for the next number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from xltools.budget.narrative_reading.clauses import opens_parts, stated_whole
from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.budget.narrative_reading.scopes import NARROW, Scope
from xltools.budget.narrative_reading.subjects import Subject, Subjects
from xltools.budget.narrative_reading.terms import MONEY_OF, Place
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.lists import Parts
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.topic import Topic, of_subject


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
    lists: list[Parts] = field(default_factory=list)
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

    def begin(self, sentence: Sentence) -> None:
        """The next sentence."""
        if sentence.paragraph != self.sentence.paragraph:
            self.topic, self.said = None, []
        if sentence.section != self.sentence.section:
            self.places = set()
        self.sentence = sentence
        self.openers, self.lists, self.names, self.whole = [], [], [], ()
        self.scopes = (sentence.scope,)

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
            self.begin_list(self.topic)

    def begin_list(self, topic: Topic) -> None:
        """What follows are parts of `topic`."""
        self.openers.append(topic)
        self.lists.append(Parts(topic))

    def add(self, topic: Topic) -> None:
        """An amount has been stated."""
        self.topic = topic
        self.said.append(topic)
        if self.lists:
            self.lists[-1].parts.append(topic)

    def compared(self, words: str) -> Topic | None:
        """The topic that goes on, or a new one that the words name."""
        if not words:
            return self.topic
        subject = self.resolve(words)
        if subject is None:
            return None
        if self.topic and self.topic.term == subject.term:
            return self.topic
        said = [each for each in self.said if each.term == subject.term]
        self.topic = said[-1] if said else of_subject(subject)
        if self.lists and not said:
            self.lists[-1].parts.append(self.topic)
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
        alike = tuple(known for known in subject.candidates if known.is_money == quantity.is_money)
        return replace(subject, candidates=alike)
