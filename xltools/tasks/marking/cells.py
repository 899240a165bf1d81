"""Which cells a report marks, how, and what their notes say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltools.budget.marks import HARD, SOFT, SUSPECT
from xltools.model.finding import CellRef, Report, SuspectCell

OPENING = "校验："
"""How every note begins: LibreOffice forgets who wrote it."""
_MOST_MESSAGES = 5


@dataclass(slots=True)
class MarkedCell:
    """A cell to mark: the strongest look and the paragraphs of its note."""

    look: str
    paragraphs: list[str] = field(default_factory=list)

    def add(self, look: str, text: str) -> None:
        order = (SUSPECT, HARD, SOFT)
        self.look = min(self.look, look, key=order.index)
        if text not in self.paragraphs:
            self.paragraphs.append(text)

    @property
    def note(self) -> str:
        shown = self.paragraphs[:_MOST_MESSAGES]
        if len(self.paragraphs) > _MOST_MESSAGES:
            shown.append(f"另有 {len(self.paragraphs) - _MOST_MESSAGES} 条，见“校验结果”。")
        return "\n".join([OPENING, *shown])


def marked_cells(report: Report) -> Mapping[CellRef, MarkedCell]:
    """Suspected cells, cells that might be meant instead, and the cells of errors and warnings."""
    found: dict[CellRef, MarkedCell] = {}

    def add(cell: CellRef, look: str, text: str) -> None:
        found.setdefault(cell, MarkedCell(look)).add(look, text)

    for explanation in report.explanations:
        for suspect in explanation.suspects:
            add(CellRef(suspect.sheet, suspect.cell), SUSPECT, f"最可能有误：{_suspicion(suspect)}。")
        for rival in explanation.alternatives:
            for suspect in rival:
                add(
                    CellRef(suspect.sheet, suspect.cell), HARD, f"也可能是这一格有误：{_suspicion(suspect)}。"
                )
    for finding in report.findings:
        if finding.severity != "info" and finding.sheet and finding.cell:
            look = HARD if finding.kind == "hard" else SOFT
            text = f"[{finding.rule}] {finding.message}。{finding.fix}。"
            add(CellRef(finding.sheet, finding.cell), look, text)
    return found


def _suspicion(suspect: SuspectCell) -> str:
    text = f"现为 {suspect.value}"
    if suspect.suggested is not None:
        text += f"，应为 {suspect.suggested}"
    return f"{text}（{suspect.reason}）" if suspect.reason else text
