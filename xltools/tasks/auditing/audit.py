"""The audit of sentences: each number with what it is said to be, against what the workbook knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xltools.budget.narrative_reading.clauses import (
    Claim,
    Clause,
    Reader,
    gives_reasons,
    goes_on,
    listed_names,
    opens_parts,
)
from xltools.budget.narrative_reading.quantities import Quantity, quantities
from xltools.budget.narrative_reading.subjects import Subjects
from xltools.tasks.auditing.absences import judge_absence, judge_all_from
from xltools.tasks.auditing.amounts import judge_amount
from xltools.tasks.auditing.comparing import CHANGED, judge_change, judge_flat, judge_last, judge_rate
from xltools.tasks.auditing.components import judge_components
from xltools.tasks.auditing.findings import Collected
from xltools.tasks.auditing.hundred import judge_hundred
from xltools.tasks.auditing.items import Item, depth_at
from xltools.tasks.auditing.lists import judge_lists
from xltools.tasks.auditing.other_years import judge_other_year
from xltools.tasks.auditing.place import Reading
from xltools.tasks.auditing.sentences import Sentence
from xltools.tasks.auditing.sharing import judge_share
from xltools.tasks.auditing.topic import Topic
from xltools.tasks.auditing.wordings import Absence, AllFrom, Flat, wordings

_LONGEST_LEAD = 400
"""Of the words before a number, those that can be about it."""
_RULES_OF = {
    Claim.AMOUNT: ("N-1",),
    Claim.LAST_YEAR: ("N-1",),
    Claim.CHANGE: CHANGED,
    Claim.RATE: ("N-3", "N-4"),
    Claim.SHARE: ("N-2",),
    Claim.UNKNOWN: ("N-1",),
}
"""The rules that a number of such a claim is judged by."""


class Auditor:
    """Goes through the sentences of one narrative in order."""

    def __init__(self, subjects: Subjects, year: int, collected: Collected) -> None:
        self._reader = Reader(year)
        self._collected = collected
        self._reading = Reading(subjects, collected)

    def audit(self, sentences: Sequence[Sentence]) -> None:
        for sentence in sentences:
            self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> None:
        reading = self._reading
        reading.begin(sentence)
        end, reasons = 0, False
        if reading.is_of_project():
            reasons = True
        events = [*quantities(sentence.text), *wordings(sentence.text)]
        begun: list[Topic] = []
        for event in sorted(events, key=lambda each: each.start):
            lead = sentence.text[end : event.start][-_LONGEST_LEAD:]
            reasons = reasons or gives_reasons(lead)
            match event:
                case Quantity():
                    self._number(event, lead, reasons)
                    end = event.end
                case Absence() if not reasons:
                    judge_absence(reading, event)
                case AllFrom() if not reasons:
                    judge_all_from(reading, event)
                case Flat():
                    topic = reading.compared(event.subject, lead)
                    if topic and not reasons:
                        judge_flat(self._collected, sentence, topic, event.words)
            if reading.topic and reading.topic not in begun:
                begun.append(reading.topic)
        judge_lists(self._collected, sentence, reading.items, reading.earlier)
        judge_components(self._collected, sentence, reading.items, reading.earlier)
        judge_hundred(self._collected, sentence, reading.items)
        for topic in begun:
            self._leave(topic)

    def _leave(self, topic: Topic) -> None:
        for quantity, rules in topic.pending:
            self._collected.leave(self._reading.sentence, quantity, rules, "没有可以比较的上年数")
        topic.pending.clear()

    def _number(self, quantity: Quantity, lead: str, reasons: bool) -> None:
        reading = self._reading
        other, lead = self._reader.other_year(lead)
        clause = self._reader.clause(lead, quantity)
        if other or clause.claim is Claim.AMOUNT:
            reading.other_year, reading.is_told = other, False
        if not goes_on(lead):
            reading.names = listed_names(lead)
        if reading.names and clause.claim is Claim.AMOUNT:
            clause = replace(clause, subject=reading.names.pop(0))
        reasons = reasons or quantity.about
        match clause.claim:
            case Claim.AMOUNT:
                judge_amount(reading, quantity, clause, lead, reasons)
                judged = True
            case Claim.SHARE:
                judged = judge_share(reading, quantity, clause, reasons)
            case Claim.LAST_YEAR | Claim.CHANGE | Claim.RATE:
                if opens_parts(lead) and reading.topic:
                    reading.openers.append(reading.topic)
                judged = self._comparison(quantity, clause, lead, reasons)
            case Claim.UNKNOWN:
                judged = False
        depth = depth_at(reading.sentence.text, quantity.start)
        reading.items.append(Item(quantity, clause, reading.topic, lead, depth, reasons))
        if not judged:
            self._collected.leave(reading.sentence, quantity, _RULES_OF[clause.claim], "没有认出说的是什么")

    def _comparison(self, quantity: Quantity, clause: Clause, lead: str, reasons: bool) -> bool:
        reading = self._reading
        topic = reading.compared(clause.subject, lead)
        if topic is None:
            return False
        judge = {Claim.LAST_YEAR: judge_last, Claim.CHANGE: judge_change, Claim.RATE: judge_rate}[
            clause.claim
        ]
        reasons = reasons or clause.doubtful
        if reading.other_year:
            return judge_other_year(reading, topic, quantity, clause.claim, self._reader.year - 1)
        return judge(self._collected, reading.sentence, topic, quantity, clause.direction, reasons)
