"""A report of `check` as a clerk reads it, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from xltools.model.finding import (
    KIND_NAMES,
    SEVERITY_NAMES,
    CellExplanation,
    Finding,
    NotChecked,
    Report,
    SuspectCell,
)
from xltools.tasks.lines import Line, Tone

_MOST_GROUPS, _MOST_RIVALS, _MOST_FINDINGS, _MOST_REASONS, _MOST_CELLS = 10, 3, 40, 8, 6

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a long list is shown; `more` says how to see all of it."""

    in_full: bool
    more: str

    def of(self, items: Sequence[Item], most: int) -> Sequence[Item]:
        return items if self.in_full else items[:most]

    def rest(self, items: Sequence[object], most: int, noun: str, indent: int) -> Iterator[Line]:
        left = len(items) - len(self.of(items, most))
        if left:
            yield Line(f"另有 {left} {noun}，{self.more}", indent)


def report_lines(report: Report, extent: Extent) -> Iterator[Line]:
    """The conclusion, the suspected cells, the findings, the tail differences."""
    yield from conclusion_lines(report)
    if report.trouble:
        return
    yield from _not_checked(report.obligations.not_checked, extent)
    yield from _explanations(report.explanations, extent)
    for severity in ("error", "warning"):
        for kind in ("hard", "soft"):
            group = [each for each in report.findings if (each.severity, each.kind) == (severity, kind)]
            yield from _findings(group, extent)
    infos = [finding for finding in report.findings if finding.severity == "info"]
    yield from _findings([finding for finding in infos if finding.allowance is None], extent)
    yield from _tails([finding for finding in infos if finding.allowance is not None], extent)


def conclusion_lines(report: Report) -> Iterator[Line]:
    """The file, the conclusion and how many rules were checked; why the file could not be read."""
    if report.trouble:
        yield Line(f"{report.file}：{report.trouble}", tone="error", aside=True)
        return
    yield Line()
    yield Line(report.file, tone="heading")
    if report.department:
        yield Line(report.department + (f"（{report.year}年）" if report.year else ""), 2)
    tone: Tone = "error" if report.count("error") else "warning" if report.count("warning") else "good"
    yield Line(f"结论：{_conclusion(report)}", 2, 6, tone)
    obligations = report.obligations
    left = obligations.required - obligations.checked
    counts = f"应检 {obligations.required} 项，已检 {obligations.checked} 项，未检 {left} 项"
    yield Line(f"{counts}；表样：{report.form}", 2, 2)


def _conclusion(report: Report) -> str:
    errors, warnings = report.count("error"), report.count("warning")
    left = report.obligations.required - report.obligations.checked
    if errors:
        return f"有 {errors} 处错误" + (f"、{warnings} 处警告" if warnings else "")
    doubt = f"；还有 {left} 项未检，不能算作通过" if left else ""
    return (f"未发现错误，有 {warnings} 处警告" if warnings else "未发现错误") + doubt


def _not_checked(entries: Sequence[NotChecked], extent: Extent) -> Iterator[Line]:
    """The rules that share a reason stand together."""
    by_reason: dict[str, list[str]] = {}
    for entry in entries:
        by_reason.setdefault(entry.why, []).append(entry.rule)
    reasons = list(by_reason.items())
    for why, rules in extent.of(reasons, _MOST_REASONS):
        yield Line(f"未检 {'、'.join(dict.fromkeys(rules))}：{why}", 4, 5)
    yield from extent.rest(reasons, _MOST_REASONS, "种原因未列出", 4)


def _explanations(explanations: Sequence[CellExplanation], extent: Extent) -> Iterator[Line]:
    if not explanations:
        return
    yield Line()
    yield Line("最可能有误的单元格（先改这些，再校验）：", tone="heading")
    for number, explanation in enumerate(extent.of(explanations, _MOST_GROUPS), 1):
        mark = f"{number}. "
        yield from _suspects(mark, explanation.suspects)
        for rival in extent.of(explanation.alternatives, _MOST_RIVALS):
            yield from _suspects(f"{' ' * len(mark)}或者 ", rival)
        yield from extent.rest(explanation.alternatives, _MOST_RIVALS, "种可能", 5)
        if not explanation.proved:
            yield Line("（限定时间内没有比较完，可能还有改动更少的一组）", 5)
    yield from extent.rest(explanations, _MOST_GROUPS, "组未列出", 2)


def _suspects(mark: str, suspects: Sequence[SuspectCell]) -> Iterator[Line]:
    """Cells to be changed together: one on the line of its mark, several below it."""
    if len(suspects) == 1:
        yield Line(f"{mark}{_suspect(suspects[0])}", 2, 3)
        return
    yield Line(f"{mark}以下 {len(suspects)} 格都有误：", 2)
    for suspect in suspects:
        yield Line(_suspect(suspect), 7, 3)


def _suspect(suspect: SuspectCell) -> str:
    stands = "空白" if suspect.value is None else f" {suspect.value}"
    should = "，应为多少请核对原始资料" if suspect.suggested is None else f"，应为 {suspect.suggested}"
    why = f"（{suspect.reason}）" if suspect.reason else ""
    return f"“{suspect.sheet}”{suspect.cell}：现为{stands}{should}{why}"


def _findings(findings: Sequence[Finding], extent: Extent) -> Iterator[Line]:
    """Findings of one severity and kind."""
    if not findings:
        return
    yield Line()
    yield Line(f"{_heading(findings)}：", tone=findings[0].severity)
    for finding in extent.of(findings, _MOST_FINDINGS):
        yield Line(f"[{finding.rule}] {_ended(finding.message)}", 2, 4)
        if finding.fix:
            yield Line(f"怎么改：{_ended(finding.fix)}", 6, 8)
    yield from extent.rest(findings, _MOST_FINDINGS, "处未列出", 2)


def _heading(findings: Sequence[Finding]) -> str:
    severity, kind = findings[0].severity, findings[0].kind
    if severity == "info":
        return f"{SEVERITY_NAMES[severity]} {len(findings)} 处"
    advice = "必须改正" if kind == "hard" else "核对无误的可以保留，附审核说明"
    return f"{KIND_NAMES[kind]}{SEVERITY_NAMES[severity]} {len(findings)} 处（{advice}）"


def _tails(findings: Sequence[Finding], extent: Extent) -> Iterator[Line]:
    if not findings:
        return
    yield Line()
    yield Line(f"尾差 {len(findings)} 处，都在四舍五入允许之内，不必修改：", 0, 2, "info")
    if extent.in_full:
        for finding in findings:
            yield Line(f"[{finding.rule}] {_ended(finding.message)}", 2, 4)
        return
    for (rule, sheet), group in groupby(findings, key=lambda finding: (finding.rule, finding.sheet)):
        cells = [f"{finding.cell}（{finding.gap}）" for finding in group]
        more = f" 等 {len(cells)} 处" if len(cells) > _MOST_CELLS else ""
        yield Line(f"[{rule}] “{sheet}”{'、'.join(cells[:_MOST_CELLS])}{more}", 2, 6)


def _ended(sentence: str) -> str:
    return f"{sentence.rstrip('。')}。"
