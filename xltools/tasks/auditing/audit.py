"""The audit of sentences: each number with what it is said to be, against what the workbook knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xltools.budget.narrative_reading.clauses import (
    Claim,
    Clause,
    Reader,
    gives_reasons,
    goes_on,
    goes_on_share,
    listed_names,
    opens_parts,
    shares_in_turn,
    stated_whole,
)
from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity, agrees, quantities
from xltools.budget.narrative_reading.scopes import NARROW, Scope
from xltools.budget.narrative_reading.subjects import Subject, Subjects
from xltools.budget.narrative_reading.terms import MONEY_OF, PURCHASE_TOTAL, Place
from xltools.tasks.auditing.comparing import judge_change, judge_flat, judge_last, judge_rate
from xltools.tasks.auditing.findings import Collected, number_text, source
from xltools.tasks.auditing.lists import Parts, judge_lists
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.sharing import judge_share
from xltools.tasks.auditing.topic import Topic, as_stated, of_subject
from xltools.tasks.auditing.wordings import Absence, Flat, wordings

_LONGEST_LEAD = 400
"""Of the words before a number, those that can be about it."""
_MONEY_BEHIND = re.compile(
    r"^(?:共|总计|合计)*(?:涉及|安排)?(?:一般公共预算|财政|当年|预算|项目|拨款)*(?:资金|金额)?(?:总额|总量|共|合计|为|预算)*$"
)


class Auditor:
    """Goes through the sentences of one narrative in order."""

    def __init__(self, subjects: Subjects, year: int, collected: Collected) -> None:
        self._subjects = subjects
        self._reader = Reader(year)
        self.collected = collected
        self._topic: Topic | None = None
        self._paragraph = -1
        self._said: list[Topic] = []
        """The amounts of the paragraph so far."""
        self._openers: list[Topic] = []
        self._lists: list[Parts] = []
        self._facts: dict[tuple[str, str], Quantity] = {}
        """What the workbook does not give, as first stated."""
        self._names: list[str] = []
        """What the next numbers of a list are (`A、B分别为`)."""
        self._in_turn: list[Topic] = []
        """Of what the next shares of a list are (`分别占…`)."""
        self._whole: tuple[Known, ...] = ()
        """What the last share of the sentence was said to be of."""
        self._scopes: tuple[Scope | None, ...] = ()
        """Of the sentence as far as it is read, and of a section about one narrow thing."""
        self._section = ""
        self._places: set[Place] = set()
        """The figures that the section has stated."""

    def audit(self, sentences: Sequence[Sentence]) -> None:
        for sentence in sentences:
            self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> None:
        if sentence.paragraph != self._paragraph:
            self._paragraph, self._topic, self._said = sentence.paragraph, None, []
        if sentence.section != self._section:
            self._section, self._places = sentence.section, set()
        self._openers, self._lists, self._names, self._whole = [], [], [], ()
        self._scopes = (sentence.scope,)
        end, reasons = 0, False
        events = [*quantities(sentence.text), *wordings(sentence.text)]
        begun: list[Topic] = []
        for event in sorted(events, key=lambda each: each.start):
            lead = sentence.text[end : event.start][-_LONGEST_LEAD:]
            reasons = reasons or gives_reasons(lead)
            match event:
                case Quantity():
                    self._number(sentence, event, lead, reasons)
                    end = event.end
                case Absence():
                    self._absence(sentence, event, reasons)
                case Flat():
                    topic = self._compared(event.subject)
                    if topic and not reasons:
                        judge_flat(self.collected, sentence, topic, event.words)
            if self._topic and self._topic not in begun:
                begun.append(self._topic)
        judge_lists(self.collected, sentence, self._lists)
        for topic in begun:
            self._leave(sentence, topic)

    def _leave(self, sentence: Sentence, topic: Topic) -> None:
        self.collected.untied += [(sentence, quantity, "没有可以比较的上年数") for quantity in topic.pending]
        topic.pending.clear()

    def _number(self, sentence: Sentence, quantity: Quantity, lead: str, reasons: bool) -> None:
        clause = self._reader.clause(lead, quantity)
        if not goes_on(lead):
            self._names = listed_names(lead)
        if self._names and clause.claim is Claim.AMOUNT:
            clause = replace(clause, subject=self._names.pop(0))
        reasons = reasons or quantity.about
        match clause.claim:
            case Claim.AMOUNT:
                self._amount(sentence, quantity, clause, lead, reasons)
            case Claim.SHARE:
                self._share(sentence, quantity, clause, reasons)
            case Claim.LAST_YEAR | Claim.CHANGE | Claim.RATE:
                if opens_parts(lead) and self._topic:
                    self._begin_list(self._topic)
                self._comparison(sentence, quantity, clause, reasons)
            case Claim.UNKNOWN:
                self._untied(sentence, quantity)

    def _untied(self, sentence: Sentence, quantity: Quantity, why: str = "没有认出说的是什么") -> None:
        self.collected.untied.append((sentence, quantity, why))

    # --- amounts ----------------------------------------------------------------------------------------------

    def _amount(
        self, sentence: Sentence, quantity: Quantity, clause: Clause, lead: str, reasons: bool
    ) -> None:
        self._open(sentence, lead)
        subject = self._subject_of(clause.subject, quantity)
        right = (
            [known for known in subject.candidates if agrees(quantity, known.printed, known.exact)]
            if subject
            else []
        )
        if subject and right:
            self.collected.tied += 1
            topic = Topic(subject.term, tuple(right), subject.certain, quantity)
            self._places |= {known.place for known in right if known.place}
        elif subject and subject.certain and subject.candidates and not reasons and not quantity.about:
            self._wrong_amount(sentence, quantity, subject)
            topic = Topic(subject.term, subject.candidates, True, quantity)
        else:
            recognised = subject is not None and subject.certain and not subject.candidates
            self._untied(sentence, quantity, "工作簿中没有这个数" if recognised else "没有认出说的是什么")
            topic = Topic(subject.term if subject else "", (as_stated(quantity),), False, quantity)
        if subject and subject.certain:
            self._narrow(sentence, subject.scope)
        self._topic = topic
        self._said.append(topic)
        if self._lists:
            self._lists[-1].parts.append(topic)
        if subject and subject.certain and not subject.candidates and not reasons:
            self._repeated(sentence, quantity, subject.term)

    def _narrow(self, sentence: Sentence, scope: Scope | None) -> None:
        if scope:
            narrow = (sentence.scope,) if sentence.scope in NARROW else ()
            self._scopes = (scope, *narrow)

    def _repeated(self, sentence: Sentence, quantity: Quantity, term: str) -> None:
        """The same fact, which the workbook does not give, stated twice (N-7)."""
        before = self._facts.setdefault((term, quantity.measure), quantity)
        if before.value != quantity.value:
            what = f"“{term}”写的是 {quantity.shown}，前面写的是 {before.shown}"
            self.collected.add("N-7", sentence, what, value=quantity.shown, severity="warning")

    def _open(self, sentence: Sentence, lead: str) -> None:
        whole = stated_whole(lead)
        subject = self._subjects.resolve(whole, *self._scopes) if whole else None
        if subject and subject.certain and subject.candidates:
            said = tuple(known for known in subject.candidates if known.place in self._places)
            self._openers = [Topic(subject.term, said or subject.candidates, True)]
            self._narrow(sentence, subject.scope)
        elif opens_parts(lead) and self._topic:
            self._begin_list(self._topic)

    def _begin_list(self, topic: Topic) -> None:
        self._openers.append(topic)
        self._lists.append(Parts(topic))

    def _subject_of(self, words: str, quantity: Quantity) -> Subject | None:
        behind = [
            place
            for known in (self._topic.this if self._topic else ())
            if known.place
            for place in MONEY_OF.get(known.place, ())
        ]
        if (
            behind
            and quantity.is_money
            and (not words or words.startswith(("涉及", "共涉及", "资金", "金额")))
        ):
            money = self._subjects.places(*behind, term="涉及资金")
            return replace(money, certain=not words or _MONEY_BEHIND.match(words) is not None)
        subject = self._subjects.resolve(words, *self._scopes)
        if subject is None:
            return None
        alike = tuple(known for known in subject.candidates if known.is_money == quantity.is_money)
        return Subject(subject.term, alike, subject.certain, subject.scope)

    def _wrong_amount(self, sentence: Sentence, quantity: Quantity, subject: Subject) -> None:
        known = subject.candidates[0]
        expected = number_text(known.printed, quantity.measure)
        rule = "N-8" if known.place == PURCHASE_TOTAL else "N-1"
        self.collected.tied += 1
        self.collected.add(
            rule,
            sentence,
            f"“{subject.term}”写的是 {quantity.shown}，{source(known)}是 {expected}",
            value=quantity.shown,
            expected=expected,
            known=known,
        )

    # --- this year against last -------------------------------------------------------------------------------

    def _comparison(self, sentence: Sentence, quantity: Quantity, clause: Clause, reasons: bool) -> None:
        reasons = reasons or clause.doubtful
        topic = self._compared(clause.subject)
        if topic is None:
            self._untied(sentence, quantity)
            return
        judge = {Claim.LAST_YEAR: judge_last, Claim.CHANGE: judge_change, Claim.RATE: judge_rate}[
            clause.claim
        ]
        if not judge(self.collected, sentence, topic, quantity, clause.direction, reasons):
            self._untied(sentence, quantity)

    def _compared(self, words: str) -> Topic | None:
        """The topic that goes on, or a new one that the words name."""
        if not words:
            return self._topic
        subject = self._subjects.resolve(words, *self._scopes)
        if subject is None:
            return None
        if self._topic and self._topic.term == subject.term:
            return self._topic
        said = [each for each in self._said if each.term == subject.term]
        self._topic = said[-1] if said else of_subject(subject)
        if self._lists and not said:
            self._lists[-1].parts.append(self._topic)
        return self._topic

    # --- shares -----------------------------------------------------------------------------------------------

    def _share(self, sentence: Sentence, quantity: Quantity, clause: Clause, reasons: bool) -> None:
        parts = self._shared(sentence, quantity, clause)
        if parts is None:
            self._untied(sentence, quantity)
            return
        wholes, explicit = self._wholes(clause.whole, parts)
        fitting = judge_share(self.collected, sentence, parts, quantity, wholes, explicit and not reasons)
        if fitting is None:
            self._untied(sentence, quantity)
            return
        for opener in self._openers:
            # What is a share of one whole is not a share of another in the same list.
            opener.this = tuple(known for known in opener.this if known in fitting) or opener.this

    def _shared(self, sentence: Sentence, quantity: Quantity, clause: Clause) -> Topic | None:
        """What is a share: what the words name, the amounts of a list in turn, or what was said last."""
        if not goes_on_share(sentence.text[: quantity.start]):
            self._topic = self._compared(clause.subject.removesuffix("分别"))
            behind = shares_in_turn(sentence.text, quantity.start)
            self._in_turn = self._said[-behind:] if behind > 1 and len(self._said) >= behind else []
        if self._in_turn:
            self._topic = self._in_turn.pop(0)
        return self._topic

    def _wholes(self, words: str, part: Topic) -> tuple[Sequence[Known], bool]:
        """What the share may be of, and whether that is beyond doubt."""
        named = self._subjects.resolve(words, *self._scopes) if words else None
        if named and named.certain and named.candidates:
            self._whole = named.candidates
            return named.candidates, True
        if self._openers:
            return [known for opener in self._openers for known in opener.this], not words
        if self._whole:
            return self._whole, not words
        usual = self._subjects.whole_of(self._scopes[0])
        said = [known for each in self._said if each is not part for known in each.this]
        return [*usual, *said], not words and bool(usual)

    # --- what there is not ------------------------------------------------------------------------------------

    def _absence(self, sentence: Sentence, absence: Absence, reasons: bool) -> None:
        if reasons:
            return
        for words in absence.subjects:
            subject = self._subjects.resolve(words, *self._scopes)
            if subject is None or not subject.certain or not subject.candidates:
                continue
            self._topic = of_subject(subject)
            if all(known.printed for known in subject.candidates):
                known = subject.candidates[0]
                amount = number_text(known.printed, "万元" if known.is_money else "")
                self.collected.add(
                    "N-11",
                    sentence,
                    f"说没有“{subject.term}”，{source(known)}是 {amount}",
                    expected=amount,
                    known=known,
                )
