"""check: every relation between the figures of a workbook, the wrong cell named, nothing false."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path

from xltools.budget.charts import CHART_SHEETS
from xltools.budget.console import CLASSIFICATION_SHEET, FINDINGS_SHEET, PURCHASE_SHEET
from xltools.budget.console import SHEET as CONSOLE_SHEET
from xltools.budget.crosschecks.catalogue import RULES, RULES_BY_ID
from xltools.budget.form import FORM
from xltools.model.disclosure import Disclosure
from xltools.model.errors import XltoolsError
from xltools.model.finding import Finding, NotChecked, Obligations, Report
from xltools.model.interval import Outcome, Reading
from xltools.model.joint import conflicts
from xltools.model.relation import Relation
from xltools.office.opening import open_to_read
from xltools.office.recalculate import supply_values
from xltools.tasks.checking.explain import Explained, explain
from xltools.tasks.checking.findings import RelationFindings, outcome_of
from xltools.tasks.checking.relations import RelationSet, relation_set, widened
from xltools.tasks.checking.sentences import Wording
from xltools.tasks.checking.units import yuan_findings
from xltools.tasks.checking.unreadable import explain_unreadable, with_expected
from xltools.tasks.reading.disclosure import read_disclosure

TIME_LIMIT = 1.5
"""Seconds for finding the wrong cells of one workbook."""
NOT_READ = frozenset((CONSOLE_SHEET, FINDINGS_SHEET, *CHART_SHEETS, CLASSIFICATION_SHEET, PURCHASE_SHEET))
"""Sheets whose formulas need no value: no figure of the form stands there."""
LOCATED = "J-2"
"""The rule that the wrong cells were found in time."""
_SEVERITIES = ("error", "warning", "info")


def check(path: Path | str, *, time_limit: float = TIME_LIMIT, password: str | None = None) -> Report:
    """Checks a workbook against every rule that applies to it.

    Args:
        path: an .xlsx or .xlsm workbook, made by `fill` or by hand after the same form; of .xls and .et the values.
        time_limit: seconds for finding the wrong cells; if it is reached, the explanations say so.
        password: for a workbook that asks for one to be opened.

    Returns:
        Findings in order of severity, obligations and explanations. A file that cannot be read gives a report
        with its `trouble`.

    Raises:
        XltoolsError: there is no such file.
    """
    path = Path(path)
    if not path.exists():
        raise XltoolsError(f"找不到“{path}”。请检查路径和文件名。")
    try:
        opened = open_to_read(path, password=password)
        supply_values(opened.workbook, ignoring=NOT_READ)
        disclosure = read_disclosure(opened.workbook, path)
    except XltoolsError as error:
        return Report(str(path), FORM, trouble=str(error))
    disclosure = replace(disclosure, contents=opened.contents + disclosure.contents)
    return check_disclosure(disclosure, str(path), time_limit=time_limit)


def check_disclosure(disclosure: Disclosure, file: str, *, time_limit: float = TIME_LIMIT) -> Report:
    """The same for a workbook already read; `file` is what the report calls it."""
    found = relation_set(disclosure, RULES)
    findings, explained = _relation_findings(disclosure, found, time_limit)
    not_checked = list(found.not_checked)
    if not all(explanation.proved for explanation in explained.explanations):
        not_checked.append(NotChecked(LOCATED, "在限定时间内没有比较完，列出的单元格不一定是最少的一组"))
    for rule in RULES:
        if rule.plain and rule.applies(disclosure):
            for result in rule.plain(disclosure):
                if isinstance(result, Finding):
                    findings.append(result)
                else:
                    not_checked.append(result)
    unreadable = explain_unreadable(disclosure, found)
    findings = with_expected(findings, unreadable) + yuan_findings(explained.explanations)
    findings.sort(key=lambda finding: _SEVERITIES.index(finding.severity))
    return Report(
        file,
        FORM,
        _obligations(found.required, not_checked),
        tuple(findings),
        (*explained.explanations, *unreadable),
        department=disclosure.department,
        year=disclosure.year,
    )


def _relation_findings(
    disclosure: Disclosure, found: RelationSet, time_limit: float
) -> tuple[list[Finding], Explained]:
    readings = found.readings
    loose = widened(readings) if disclosure.balanced else readings
    outcomes = [_judged(relation, readings, loose) for relation in found.relations]
    judged = list(zip(found.relations, outcomes, strict=True))
    hard = [relation for relation in found.relations if RULES_BY_ID[relation.rule].kind == "hard"]
    broken = [
        relation
        for relation, outcome in judged
        if outcome.kind == "broken" and RULES_BY_ID[relation.rule].kind == "hard"
    ]
    tails = any(outcome.kind == "tail" for outcome in outcomes)
    # With a ledger the exact amounts are known: if each figure rounds one, all relations hold together.
    clashes = conflicts(hard, loose) if tails and disclosure.ledger is None else []
    wording = Wording(disclosure, found)
    explained = Explained((), {})
    if broken or clashes or disclosure.ledger is not None:
        explained = explain(disclosure, found, broken, hard, loose, wording, time_limit)
    sentences = RelationFindings(RULES_BY_ID, found, wording, explained.suggested)
    findings = [
        sentences.broken(relation, outcome) if outcome.kind == "broken" else sentences.tail(relation, outcome)
        for relation, outcome in judged
        if outcome.kind != "holds"
    ]
    return findings + [sentences.joint(conflict) for conflict in clashes], explained


def _judged(
    relation: Relation, readings: Mapping[Hashable, Reading], loose: Mapping[Hashable, Reading]
) -> Outcome:
    """The outcome of a relation; balanced figures need not be the half-up rounding of amounts in 元."""
    if loose is readings or not any(readings[key].exact for key in relation.keys):
        return outcome_of(relation, readings)
    outcome = outcome_of(relation, loose)
    return replace(outcome, kind="holds") if outcome.kind == "tail" else outcome


def _obligations(required: list[str], not_checked: list[NotChecked]) -> Obligations:
    unmet = tuple(dict.fromkeys(not_checked))
    rules = {entry.rule for entry in unmet}
    return Obligations(len(required), sum(rule not in rules for rule in required), unmet)
