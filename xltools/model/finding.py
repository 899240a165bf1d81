"""What a check says: findings about figures, obligations met and unmet, and which figures are suspected.

All amounts are text in the cell's own unit, so that a report prints them as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["hard", "soft"]
"""逻辑性 (must be mended) or 核实性 (may stay with a written 审核说明)."""
Severity = Literal["error", "warning", "info"]

KIND_NAMES: dict[Kind, str] = {"hard": "逻辑性", "soft": "核实性"}
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}


class CellRef(NamedTuple):
    """A cell by sheet and address."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `message` says where, what stands there, what it should be and by how much; `fix` what to do."""

    rule: str
    kind: Kind
    severity: Severity
    message: str
    fix: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    expected: str | None = None
    gap: str | None = None
    allowance: str | None = None
    cells: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that could not be checked, wholly or in part, and why."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Obligations:
    """`required` rules had something to check; `checked` of them were checked wholly; the others say why not."""

    required: int = 0
    checked: int = 0
    not_checked: tuple[NotChecked, ...] = ()


@dataclass(frozen=True, slots=True)
class SuspectCell:
    """A cell that is probably wrong; `suggested` is what should stand there, if that is certain."""

    sheet: str
    cell: str
    value: str | None
    suggested: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CellExplanation:
    """Cells whose change would mend one group of broken relations; `alternatives` would do it as well.

    `proved` is False where the time limit came before it was certain that no fewer cells would do.
    """

    suspects: tuple[SuspectCell, ...]
    alternatives: tuple[tuple[SuspectCell, ...], ...] = ()
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` says of one file. Without a `trouble` it was read; `form` is the form it was checked against."""

    file: str
    form: str
    obligations: Obligations = Obligations()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[CellExplanation, ...] = ()
    trouble: str | None = None
    """Why the file could not be read."""
    department: str | None = None
    year: int | None = None

    @property
    def status(self) -> Literal["clean", "findings", "unreadable"]:
        """Findings of severity info leave a workbook clean."""
        if self.trouble:
            return "unreadable"
        return "findings" if any(finding.severity != "info" for finding in self.findings) else "clean"

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)
