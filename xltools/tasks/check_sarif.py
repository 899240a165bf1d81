"""Reports as SARIF 2.1.0, which code review tools and dashboards read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xltools.budget.crosschecks.catalogue import ALL_RULES
from xltools.model.finding import KIND_NAMES, CellRef, Finding, Report, Severity
from xltools.model.rule import Rule
from xltools.tasks.check_json import report_json
from xltools.tasks.rules import rule_page

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_RULE_INDEX = {rule.id: index for index, rule in enumerate(ALL_RULES)}
_BESIDE_FINDINGS = ("form", "status", "obligations", "explanations")


def reports_sarif(reports: Sequence[Report], version: str) -> dict[str, Any]:
    """One run over all files.

    What has no place of its own in SARIF (the suspected cells, the obligations) is in the properties of each
    artifact, as in `check --json`. A file that could not be read, or a rule that could not be checked, is a
    notification of the run.
    """
    driver = {"name": "xltools", "version": version, "rules": [_descriptor(rule) for rule in ALL_RULES]}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "language": "zh-CN",
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not any(report.trouble for report in reports),
                        "toolExecutionNotifications": [
                            notification for report in reports for notification in _notifications(report)
                        ],
                    }
                ],
                "artifacts": [_artifact(report) for report in _by_file(reports)],
                "results": [_result(report, finding) for report in reports for finding in report.findings],
            }
        ],
    }


def _by_file(reports: Sequence[Report]) -> list[Report]:
    """One report for each file, should one be given twice: SARIF asks for distinct artifacts."""
    return list({report.file: report for report in reports}.values())


def _descriptor(rule: Rule) -> dict[str, Any]:
    page = "\n\n".join("\n".join((section.title, *section.sentences)) for section in rule_page(rule))
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.statement},
        "help": {"text": page},
        "defaultConfiguration": {"level": "error" if rule.kind == "hard" else "warning"},
        "properties": {"kind": rule.kind, "tags": [KIND_NAMES[rule.kind]]},
    }


def _artifact(report: Report) -> dict[str, Any]:
    said = report_json(report)
    return {
        "location": {"uri": _uri(report.file)},
        "properties": {key: said[key] for key in _BESIDE_FINDINGS},
    }


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    # Without a cell only the sentence tells two findings of a rule apart.
    place = finding.cell or finding.message
    identity = f"{finding.rule}|{finding.sheet or ''}|{place}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {
            "text": "".join(f"{part.rstrip('。')}。" for part in (finding.message, finding.fix) if part)
        },
        "locations": [_location(report.file, finding.sheet, finding.cell)],
        "partialFingerprints": {"ruleAndCell/v1": hashlib.sha256(identity.encode()).hexdigest()},
    }
    if finding.rule in _RULE_INDEX:
        result["ruleIndex"] = _RULE_INDEX[finding.rule]
    others = [cell for cell in finding.cells if cell != CellRef(finding.sheet or "", finding.cell or "")]
    if others:
        result["relatedLocations"] = [
            {**_location(report.file, *cell), "message": {"text": f"{cell.sheet}!{cell.cell}"}}
            for cell in others
        ]
    amounts = {name: getattr(finding, name) for name in ("value", "expected", "gap", "allowance")}
    if given := {name: amount for name, amount in amounts.items() if amount is not None}:
        result["properties"] = given
    return result


def _location(file: str, sheet: str | None, cell: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
    if sheet:
        full = f"{sheet}!{cell}" if cell else sheet
        kind = "cell" if cell else "sheet"
        location["logicalLocations"] = [{"fullyQualifiedName": full, "name": cell or sheet, "kind": kind}]
    return location


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _notifications(report: Report) -> Iterator[dict[str, Any]]:
    here = [_location(report.file, None, None)]
    if report.trouble:
        yield {"level": "error", "message": {"text": report.trouble}, "locations": here}
    for entry in report.obligations.not_checked:
        yield {
            "level": "note",
            "message": {"text": f"规则 {entry.rule} 未检：{entry.why}"},
            "associatedRule": {"id": entry.rule},
            "locations": here,
        }
