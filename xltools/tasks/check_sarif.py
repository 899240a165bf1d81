"""Reports as SARIF 2.1.0, which code review tools and dashboards read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xltools.budget.crosschecks.catalogue import RULES
from xltools.model.finding import KIND_NAMES, CellRef, Finding, Report, Severity
from xltools.model.rule import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def reports_sarif(reports: Sequence[Report], version: str) -> dict[str, Any]:
    """One run over all files. A file that could not be read is a notification of the run."""
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "xltools",
                        "version": version,
                        "rules": [_descriptor(rule) for rule in RULES],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(report, finding) for report in reports for finding in report.findings],
                "invocations": [
                    {
                        "executionSuccessful": not any(report.trouble for report in reports),
                        "toolExecutionNotifications": list(_notifications(reports)),
                    }
                ],
            }
        ],
    }


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.statement},
        "help": {"text": rule.remedy or "核对所列单元格，改正有误的一格。"},
        "defaultConfiguration": {"level": "error" if rule.kind == "hard" else "warning"},
        "properties": {"kind": rule.kind, "tags": [KIND_NAMES[rule.kind]]},
    }


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    identity = f"{finding.rule}|{finding.sheet}|{finding.cell}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}。{finding.fix}"},
        "locations": [_location(report.file, finding.sheet, finding.cell)],
        "partialFingerprints": {"ruleAndCell/v1": hashlib.sha256(identity.encode()).hexdigest()},
    }
    others = [cell for cell in finding.cells if cell != CellRef(finding.sheet or "", finding.cell or "")]
    if others:
        result["relatedLocations"] = [_location(report.file, cell.sheet, cell.cell) for cell in others]
    return result


def _location(file: str, sheet: str | None, cell: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
    if sheet:
        full = f"{sheet}!{cell}" if cell else sheet
        location["logicalLocations"] = [{"fullyQualifiedName": full, "name": cell or sheet, "kind": "member"}]
    return location


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _notifications(reports: Iterable[Report]) -> Iterable[dict[str, Any]]:
    for report in reports:
        if report.trouble:
            yield {
                "level": "error",
                "message": {"text": report.trouble},
                "locations": [_location(report.file, None, None)],
            }
