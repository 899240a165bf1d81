"""Findings about a narrative, each with the sentence it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.budget.narrative_reading.rules import NARRATIVE_RULES_BY_ID
from xltools.budget.narrative_reading.scopes import Scope
from xltools.model.finding import Finding, Severity
from xltools.model.number import round_half_up
from xltools.tasks.auditing.facts import Facts
from xltools.tasks.auditing.sentences import Sentence

_RATHER = {"hard": "error", "soft": "warning"}


@dataclass(frozen=True, slots=True)
class Untied:
    """A number that was not judged, the rules that it would have been judged by, and why it was not."""

    sentence: Sentence
    quantity: Quantity
    rules: tuple[str, ...]
    why: str


@dataclass(slots=True)
class Collected:
    """What an audit has found so far.

    `judged` counts by rule what was compared, right or wrong; `left` what a rule is about and was not compared.
    """

    findings: list[Finding] = field(default_factory=list)
    judged: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    untied: list[Untied] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    blamed: set[tuple[str, Sentence]] = field(default_factory=set)
    """The rules that a finding says are broken, with its sentence."""

    def judge(self, *rules: str) -> None:
        """Something was compared by each of these rules."""
        self.judged.update(rules)

    def leave(self, sentence: Sentence, quantity: Quantity, rules: tuple[str, ...], why: str) -> None:
        """A number was not judged; those of duties and staff are no figures of a budget."""
        if sentence.scope is Scope.DUTIES and not quantity.is_money:
            return
        self.left.update(rules)
        self.untied.append(Untied(sentence, quantity, rules, why))

    def add(
        self,
        rule: str,
        sentence: Sentence,
        what: str,
        *,
        value: str | None = None,
        expected: str | None = None,
        severity: Severity | None = None,
        fix: str = "",
        known: Known | None = None,
    ) -> None:
        """`what` is one clause about the sentence, without a full stop."""
        declared = NARRATIVE_RULES_BY_ID[rule]
        self.blamed.add((rule, sentence))
        cells = (known.cell,) if known and known.cell else ()
        where = f"“{sentence.section}”" if sentence.section else ""
        self.findings.append(
            Finding(
                rule,
                declared.kind if severity != "warning" else "soft",
                severity or ("error" if declared.kind == "hard" else "warning"),
                f"{where}“{sentence.quoted}”：{what}",
                fix or declared.remedy,
                sentence.section or None,
                None,
                value,
                expected,
                cells=cells,
            )
        )


def source(known: Known) -> str:
    """Where a known amount stands, to be read in a sentence."""
    return f"{known.name}（“{known.cell.sheet}”{known.cell.cell}）" if known.cell else known.name


def number_text(value: Decimal, measure: str) -> str:
    """An amount as a narrative prints it."""
    if measure in ("万元", "%"):
        return f"{round_half_up(value):f}{measure}"
    text = f"{value.normalize():f}"
    return f"{text}{'台（套）' if measure == '台套' else measure}"


def percent_text(value: Decimal) -> str:
    """A rate or a share with the decimals that it has."""
    return f"{value:f}%"


def untied_findings(collected: Collected) -> list[Finding]:
    """One note per sentence and reason for the numbers that were not checked."""
    grouped: dict[tuple[Sentence, str], list[Untied]] = {}
    for untied in collected.untied:
        grouped.setdefault((untied.sentence, untied.why), []).append(untied)
    notes = Collected()
    for (sentence, why), numbers in grouped.items():
        what = f"{'、'.join(untied.quantity.shown for untied in numbers)} 未核对：{why}"
        notes.add(numbers[0].rules[0], sentence, what, severity="info", fix="请人工核对")
    return notes.findings
