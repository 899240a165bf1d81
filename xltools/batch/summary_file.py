"""The files a batch leaves beside the workbooks: summary.json, and the records of a task that keeps some."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from xltools.batch.result import BatchSummary, DepartmentResult

SUMMARY = "summary.json"


def summary_json(summary: BatchSummary) -> bytes:
    """The summary as it stands in summary.json."""
    departments = [_entry(summary, result) for result in summary.results]
    content = {"task": summary.task, "departments": departments, "totals": _totals(summary)}
    return _encoded(json.dumps(content, ensure_ascii=False, indent=1))


def json_line(value: object) -> bytes:
    """A value as one line of JSON."""
    return _encoded(json.dumps(value, ensure_ascii=False))


def _entry(summary: BatchSummary, result: DepartmentResult) -> dict[str, Any]:
    made = {"path": result.path}
    faults = {"warnings": result.count("warning"), "faults": [asdict(fault) for fault in result.faults]}
    return {
        "name": result.name,
        "status": result.status,
        "source": result.source,
        **(made if summary.makes_workbooks else {}),
        "department": result.department,
        "year": result.year,
        **{key: result.counts.get(key) for key in summary.labels},
        **(faults if summary.makes_workbooks else {}),
        "message": result.message,
    }


def _totals(summary: BatchSummary) -> dict[str, int]:
    warnings = {"warnings": sum(result.count("warning") for result in summary.results)}
    return {
        "departments": len(summary.results),
        **{key: sum(result.status == key for result in summary.results) for key in summary.statuses},
        **(warnings if summary.makes_workbooks else {}),
        **{key: summary.total(key) for key in summary.labels},
    }


def _encoded(text: str) -> bytes:
    # A file name that is no Unicode comes as lone surrogates, which this writes as JSON's own escapes.
    return f"{text}\n".encode("utf-8", "backslashreplace")
