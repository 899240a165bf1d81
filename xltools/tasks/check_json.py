"""A report as JSON, the stable contract of `check --json`; `docs/check.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xltools.model.finding import CellRef, Finding, Report, SuspectCell

READABLE = "F-0"
"""The rule that a file can be read."""


def report_json(report: Report) -> dict[str, Any]:
    """One object per file; amounts are strings in the cell's own unit.

    A file that could not be read has status `unreadable` and one finding, of rule F-0, that says why.
    """
    return {
        "file": report.file,
        "form": report.form,
        "status": report.status,
        "obligations": {
            "required": report.obligations.required,
            "checked": report.obligations.checked,
            "not_checked": [
                {"rule": entry.rule, "why": entry.why} for entry in report.obligations.not_checked
            ],
        },
        "findings": [_finding(finding) for finding in _findings(report)],
        "explanations": [
            {
                "suspects": _suspects(explanation.suspects),
                "alternatives": [_suspects(rival) for rival in explanation.alternatives],
            }
            for explanation in report.explanations
        ],
    }


def _findings(report: Report) -> tuple[Finding, ...]:
    if not report.trouble:
        return report.findings
    return (Finding(READABLE, "hard", "error", report.trouble, "换一个能打开的文件，再校验"),)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "value": finding.value,
        "expected": finding.expected,
        "gap": finding.gap,
        "allowance": finding.allowance,
        "message": finding.message,
        "fix": finding.fix,
        "cells": [_cell(cell) for cell in finding.cells],
    }


def _cell(cell: CellRef) -> dict[str, str]:
    return {"sheet": cell.sheet, "cell": cell.cell}


def _suspects(suspects: Iterable[SuspectCell]) -> list[dict[str, str | None]]:
    return [
        {
            "sheet": suspect.sheet,
            "cell": suspect.cell,
            "value": suspect.value,
            "suggested": suspect.suggested,
            "reason": suspect.reason,
        }
        for suspect in suspects
    ]
