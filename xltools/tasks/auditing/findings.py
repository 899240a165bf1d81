"""Findings about a narrative, each with the sentence it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from xltools.budget.narrative_reading.evidence import Known
from xltools.budget.narrative_reading.quantities import Quantity
from xltools.budget.narrative_reading.rules import NARRATIVE_RULES_BY_ID
from xltools.model.finding import Finding, Severity
from xltools.model.number import round_half_up
from xltools.tasks.auditing.sentences import Sentence

_RATHER = {"hard": "error", "soft": "warning"}


@dataclass(slots=True)
class Collected:
    """What an audit has found so far; `tied` counts numbers found right or wrong, `untied` those not understood."""

    findings: list[Finding] = field(default_factory=list)
    tied: int = 0
    untied: list[tuple[Sentence, Quantity, str]] = field(default_factory=list)

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


def untied_findings(collected: Collected) -> list[Finding]:
    """One note per sentence and reason for the numbers that were not checked."""
    grouped: dict[tuple[Sentence, str], list[str]] = {}
    for sentence, quantity, why in collected.untied:
        grouped.setdefault((sentence, why), []).append(quantity.shown)
    notes = Collected()
    for (sentence, why), shown in grouped.items():
        what = f"{'、'.join(shown)} 未核对：{why}"
        notes.add("N-1", sentence, what, severity="info", fix="请人工核对")
    return notes.findings
