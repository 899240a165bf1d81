"""The data of the report as the page reads it: an index of the workbooks, and their findings in chunks.

A chunk is about a megabyte of JSON, so neither the writer nor the page holds all of it as text at a time. Strings
that repeat stand once in a chunk's `strings`, and are referred to by their number. A finding is a list:

    [rule, severity, kind, sheet, cell, value, expected, gap, allowance, message, fix, [[sheet, "D9 C9"], …]]

with `rule`, `sheet` and `fix` as numbers (-1 for none), `severity` of `SEVERITIES`, and `kind` 0 hard or 1 soft.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xltools.tasks.check_json import READABLE

SEVERITIES = ("unreadable", "error", "warning", "tail", "info")
"""What a file that cannot be read says is no error of a figure; a tail is information about rounding."""
_CHUNK = 1_000_000
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script_json(value: object) -> str:
    """JSON that is text wherever it stands in a page: nothing in it can end a script or begin an element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One workbook: the name it goes by, what `check --json` says of it, and its department where that is known."""

    name: str
    record: Mapping[str, Any]
    department: str | None = None


@dataclass(slots=True)
class Chunk:
    """The findings of some workbooks."""

    workbooks: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0
    _strings: dict[str, int] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return self.size >= _CHUNK

    def add(self, number: int, record: Mapping[str, Any]) -> None:
        workbook = {
            "workbook": number,
            "findings": [self._finding(finding) for finding in record["findings"]],
            "explanations": record["explanations"],
            "notChecked": [[entry["rule"], entry["why"]] for entry in record["obligations"]["not_checked"]],
        }
        self.workbooks.append(workbook)
        self.size += sum(
            len(finding["message"]) + len(finding["fix"]) + 200 for finding in record["findings"]
        )

    def text(self) -> str:
        return script_json({"strings": [*self._strings], "workbooks": self.workbooks})

    def _number(self, text: str | None) -> int:
        return -1 if text is None else self._strings.setdefault(text, len(self._strings))

    def _finding(self, finding: Mapping[str, Any]) -> list[Any]:
        return [
            self._number(finding["rule"]),
            SEVERITIES.index(severity_of(finding)),
            int(finding["kind"] == "soft"),
            self._number(finding["sheet"]),
            finding["cell"],
            finding["value"],
            finding["expected"],
            finding["gap"],
            finding["allowance"],
            finding["message"],
            self._number(finding["fix"]),
            self._cells(finding["cells"]),
        ]

    def _cells(self, cells: Iterable[Mapping[str, str]]) -> list[list[Any]]:
        """Cells of one sheet that follow each other share its number."""
        groups: list[list[Any]] = []
        for cell in cells:
            sheet = self._number(cell["sheet"])
            if groups and groups[-1][0] == sheet:
                groups[-1][1] += f" {cell['cell']}"
            else:
                groups.append([sheet, cell["cell"]])
        return groups


@dataclass(slots=True)
class Index:
    """What the first view shows: the workbooks with the numbers of their findings, and the rules by their ids."""

    workbooks: list[dict[str, Any]] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)

    def add(self, entry: ReportEntry) -> int:
        """Adds a workbook and returns its number."""
        record = entry.record
        found = [severity_of(finding) for finding in record["findings"]]
        obligations = record["obligations"]
        self.workbooks.append(
            {
                "name": entry.name,
                "department": entry.department,
                "form": record["form"],
                "status": record["status"],
                "counts": [found.count(severity) for severity in SEVERITIES],
                "required": obligations["required"],
                "checked": obligations["checked"],
                "notChecked": len(obligations["not_checked"]),
            }
        )
        self.rules.update(finding["rule"] for finding in record["findings"])
        self.rules.update(rule["rule"] for rule in obligations["not_checked"])
        return len(self.workbooks) - 1

    def text(self, statements: Mapping[str, str]) -> str:
        """`statements` says what each rule is about."""
        rules = {rule: statements.get(rule, "") for rule in sorted(self.rules)}
        return script_json({"workbooks": self.workbooks, "rules": rules})


def severity_of(finding: Mapping[str, Any]) -> str:
    """One of `SEVERITIES`."""
    if finding["rule"] == READABLE:
        return "unreadable"
    severity: str = finding["severity"]
    return "tail" if severity == "info" and finding["allowance"] is not None else severity
