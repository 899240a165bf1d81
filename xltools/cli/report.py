"""A report of `check` as a clerk reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from xltools.cli import console

if TYPE_CHECKING:
    from xltools.model.finding import CellExplanation, Finding, Report, SuspectCell

_MOST_SUSPECTS, _MOST_FINDINGS, _MOST_REASONS = 10, 40, 8


def show_report(report: Report, *, in_full: bool) -> None:
    """Prints the conclusion, the suspected cells, the findings, the tail differences (each if `in_full`)."""
    from xltools.model.finding import KIND_NAMES, SEVERITY_NAMES

    console.result(f"\n{report.file}")
    if report.trouble:
        console.remark(report.trouble)
        return
    if report.department:
        console.result(
            f"  {report.department}（{report.year}年）" if report.year else f"  {report.department}"
        )
    console.result(f"  结论：{_conclusion(report)}")
    _show_obligations(report)
    _show_explanations(report.explanations)
    for severity in ("error", "warning"):
        found = [finding for finding in report.findings if finding.severity == severity]
        for kind in ("hard", "soft"):
            some = [finding for finding in found if finding.kind == kind]
            _show_findings(f"{SEVERITY_NAMES[severity]}（{KIND_NAMES[kind]}）", some)
    _show_tails([finding for finding in report.findings if finding.severity == "info"], in_full)


def _conclusion(report: Report) -> str:
    errors, warnings = report.count("error"), report.count("warning")
    if errors:
        return f"有 {errors} 处错误" + (f"、{warnings} 处警告" if warnings else "")
    return f"没有错误，有 {warnings} 处警告" if warnings else "没有发现错误"


def _show_obligations(report: Report) -> None:
    obligations = report.obligations
    left = obligations.required - obligations.checked
    console.result(
        f"  应核对 {obligations.required} 条规则，已核对 {obligations.checked} 条，未能核对 {left} 条"
    )
    for entry in obligations.not_checked[:_MOST_REASONS]:
        console.result(f"    未核对 {entry.rule}：{entry.why}")
    if len(obligations.not_checked) > _MOST_REASONS:
        console.result(f"    另有 {len(obligations.not_checked) - _MOST_REASONS} 项，用 --json 可看全部")


def _show_explanations(explanations: Sequence[CellExplanation]) -> None:
    if not explanations:
        return
    console.result("\n最可能有误的单元格：")
    shown = 0
    for explanation in explanations:
        for suspect in explanation.suspects:
            if shown == _MOST_SUSPECTS:
                console.result("  ……其余见下列各条")
                return
            shown += 1
            console.result(f"  {_suspect(suspect)}")
        for rival in explanation.alternatives[:3]:
            console.result(f"    也可能是 {'；'.join(map(_suspect, rival))}")
        if not explanation.proved:
            console.result("    （限定时间内没有比较完，可能还有更少的一组）")


def _suspect(suspect: SuspectCell) -> str:
    text = f"“{suspect.sheet}”{suspect.cell}：现为 {suspect.value}"
    if suspect.suggested is not None:
        text += f"，应为 {suspect.suggested}"
    return f"{text}（{suspect.reason}）" if suspect.reason else text


def _show_findings(title: str, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    console.result(f"\n{title} {len(findings)} 处：")
    for finding in findings[:_MOST_FINDINGS]:
        console.result(f"  [{finding.rule}] {finding.message}。")
        console.result(f"      {finding.fix}。")
    if len(findings) > _MOST_FINDINGS:
        console.result(f"  另有 {len(findings) - _MOST_FINDINGS} 处，用 --json 可看全部。")


def _show_tails(findings: Sequence[Finding], in_full: bool) -> None:
    if not findings:
        return
    console.result(f"\n尾差 {len(findings)} 处，都在四舍五入允许的范围内，不必修改：")
    if in_full:
        for finding in findings:
            console.result(f"  [{finding.rule}] {finding.message}。")
        return
    for rule, cells in _by_rule(findings).items():
        console.result(f"  [{rule}] {'、'.join(cells)}")


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {}
    for finding in findings:
        sheet = (finding.sheet or "").split(" ")[0]
        cells.setdefault(finding.rule, []).append(f"{sheet} {finding.cell}（{finding.gap}）")
    return cells
