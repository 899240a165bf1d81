"""What a narrative says there is not (N-11), and what an amount comes from alone."""

from __future__ import annotations

from xltools.budget.narrative_reading.scopes import Scope
from xltools.tasks.auditing.findings import number_text, source
from xltools.tasks.auditing.place import Reading
from xltools.tasks.auditing.topic import of_subject
from xltools.tasks.auditing.wordings import Absence, AllFrom


def judge_absence(reading: Reading, absence: Absence) -> None:
    """Each thing of which there is said to be none, where the workbook gives what it is."""
    judged = False
    for words in absence.subjects:
        subject = reading.resolve(words)
        if subject is None or not subject.certain or not subject.candidates:
            continue
        judged = True
        reading.topic = of_subject(subject)
        if all(known.printed for known in subject.candidates):
            known = subject.candidates[0]
            amount = number_text(known.printed, "万元" if known.is_money else "")
            what = f"说没有{subject.named}，{source(known)}是 {amount}"
            reading.collected.add("N-11", reading.sentence, what, expected=amount, known=known)
    if judged:
        reading.collected.judge("N-11")
    elif absence.subjects and reading.sentence.scope is not Scope.DUTIES:
        reading.collected.left["N-11"] += 1


def judge_all_from(reading: Reading, said: AllFrom) -> None:
    """N-1: an amount cannot come from a source that holds nothing."""
    topic, subject = reading.topic, reading.resolve(said.subject)
    if not topic or not topic.certain or not any(known.printed and known.is_money for known in topic.this):
        return
    if subject is None or not subject.certain or not subject.candidates:
        return
    reading.collected.judge("N-1")
    if not any(known.printed for known in subject.candidates):
        known = subject.candidates[0]
        what = (
            f"写的是“{said.words}”，{source(known)}中{subject.named}是 {number_text(known.printed, '万元')}"
        )
        reading.collected.add("N-1", reading.sentence, what, value=said.words, known=known)
