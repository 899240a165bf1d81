"""F-3 for figures that are 10,000 times too large: 元 in a table in 万元, told once for a sheet full of them."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.model.finding import CellExplanation, CellRef, Finding, SuspectCell
from xltools.model.reasons import Reason

_MOST_SINGLE = 3


def yuan_findings(explanations: Sequence[CellExplanation]) -> list[Finding]:
    """A finding for each such cell, or one for a sheet that has many."""
    by_sheet: dict[str, list[SuspectCell]] = {}
    for explanation in explanations:
        for suspect in explanation.suspects:
            if suspect.reason == str(Reason.YUAN):
                by_sheet.setdefault(suspect.sheet, []).append(suspect)
    found = []
    for suspects in by_sheet.values():
        if len(suspects) > _MOST_SINGLE:
            found.append(_many(suspects))
        else:
            found += [_one(suspect) for suspect in suspects]
    return found


def _one(suspect: SuspectCell) -> Finding:
    where = f"“{suspect.sheet}”{suspect.cell}"
    return Finding(
        "F-3",
        "hard",
        "error",
        f"{where}是 {suspect.value}，像是以元填列，本表以万元为单位，应为 {suspect.suggested}",
        f"把 {suspect.cell} 改为 {suspect.suggested}",
        suspect.sheet,
        suspect.cell,
        suspect.value,
        suspect.suggested,
        cells=(CellRef(suspect.sheet, suspect.cell),),
    )


def _many(suspects: Sequence[SuspectCell]) -> Finding:
    first = suspects[0]
    return Finding(
        "F-3",
        "hard",
        "error",
        f"“{first.sheet}”有 {len(suspects)} 格（如 {first.cell}，现为 {first.value}，应为 {first.suggested}）"
        "像是以元填列，本表以万元为单位",
        "把这些格都除以 10000，保留两位小数；或核对本表的金额单位",
        first.sheet,
        first.cell,
        first.value,
        first.suggested,
        cells=tuple(CellRef(suspect.sheet, suspect.cell) for suspect in suspects),
    )
