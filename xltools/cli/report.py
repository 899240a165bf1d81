"""A report of `check` as a clerk reads it on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from xltools.cli.console import paragraph, remark

if TYPE_CHECKING:
    from xltools.model.finding import CellExplanation, Finding, Report, SuspectCell

_MOST_GROUPS, _MOST_RIVALS, _MOST_FINDINGS, _MOST_REASONS, _MOST_CELLS = 10, 3, 40, 8, 6
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_MORE = "加 --all 全部列出"


def show_report(report: Report, *, in_full: bool) -> None:
    """Prints the conclusion, the suspected cells, the findings, the tail differences; all of them if `in_full`."""
    show_conclusion(report)
    if report.trouble:
        return
    _show_not_checked(report, in_full)
    _show_explanations(report.explanations, in_full)
    for severity in ("error", "warning"):
        for kind in ("hard", "soft"):
            _show_findings(
                [each for each in report.findings if (each.severity, each.kind) == (severity, kind)], in_full
            )
    infos = [finding for finding in report.findings if finding.severity == "info"]
    _show_findings([finding for finding in infos if finding.allowance is None], in_full)
    _show_tails([finding for finding in infos if finding.allowance is not None], in_full)


def show_conclusion(report: Report) -> None:
    """Prints the file, the conclusion and how many rules were checked."""
    if report.trouble:
        remark(f"{report.file}：{report.trouble}")
        return
    paragraph(f"\n{report.file}", style="bold")
    if report.department:
        year = f"（{report.year}年）" if report.year else ""
        paragraph(f"{report.department}{year}", indent=2)
    found = "error" if report.count("error") else "warning" if report.count("warning") else None
    paragraph(f"结论：{_conclusion(report)}", indent=2, hanging=6, style=_STYLES[found] if found else "green")
    obligations = report.obligations
    left = obligations.required - obligations.checked
    paragraph(
        f"应检 {obligations.required} 项，已检 {obligations.checked} 项，未检 {left} 项；表样：{report.form}",
        indent=2,
        hanging=2,
    )


def _conclusion(report: Report) -> str:
    errors, warnings = report.count("error"), report.count("warning")
    left = report.obligations.required - report.obligations.checked
    if errors:
        return f"有 {errors} 处错误" + (f"、{warnings} 处警告" if warnings else "")
    doubt = f"；还有 {left} 项未检，不能算作通过" if left else ""
    return (f"未发现错误，有 {warnings} 处警告" if warnings else "未发现错误") + doubt


def _show_not_checked(report: Report, in_full: bool) -> None:
    """The rules that share a reason stand together."""
    reasons: dict[str, list[str]] = {}
    for entry in report.obligations.not_checked:
        reasons.setdefault(entry.why, []).append(entry.rule)
    shown = list(reasons.items())[: None if in_full else _MOST_REASONS]
    for why, rules in shown:
        paragraph(f"未检 {'、'.join(dict.fromkeys(rules))}：{why}", indent=4, hanging=5)
    if len(shown) < len(reasons):
        paragraph(f"另有 {len(reasons) - len(shown)} 种原因未列出，{_MORE}", indent=4)


def _show_explanations(explanations: Sequence[CellExplanation], in_full: bool) -> None:
    if not explanations:
        return
    paragraph("\n最可能有误的单元格（先改这些，再校验）：", style="bold")
    shown = explanations[: None if in_full else _MOST_GROUPS]
    for number, explanation in enumerate(shown, 1):
        mark = f"{number}. "
        rivals = explanation.alternatives[: None if in_full else _MOST_RIVALS]
        _show_set(mark, explanation.suspects)
        for rival in rivals:
            _show_set(f"{' ' * len(mark)}或者 ", rival)
        if len(rivals) < len(explanation.alternatives):
            paragraph(f"另有 {len(explanation.alternatives) - len(rivals)} 种可能，{_MORE}", indent=5)
        if not explanation.proved:
            paragraph("（限定时间内没有比较完，可能还有改动更少的一组）", indent=5)
    if len(shown) < len(explanations):
        paragraph(f"另有 {len(explanations) - len(shown)} 组未列出，{_MORE}", indent=2)


def _show_set(mark: str, suspects: Sequence[SuspectCell]) -> None:
    """Cells to be changed together: one on the line of its mark, several below it."""
    if len(suspects) == 1:
        paragraph(f"{mark}{_suspect(suspects[0])}", indent=2, hanging=3)
        return
    paragraph(f"{mark}以下 {len(suspects)} 格都有误：", indent=2)
    for suspect in suspects:
        paragraph(_suspect(suspect), indent=7, hanging=3)


def _suspect(suspect: SuspectCell) -> str:
    stands = "空白" if suspect.value is None else f" {suspect.value}"
    should = "，应为多少请核对原始资料" if suspect.suggested is None else f"，应为 {suspect.suggested}"
    why = f"（{suspect.reason}）" if suspect.reason else ""
    return f"“{suspect.sheet}”{suspect.cell}：现为{stands}{should}{why}"


def _show_findings(findings: Sequence[Finding], in_full: bool) -> None:
    """Findings of one severity and kind."""
    if not findings:
        return
    paragraph(f"\n{_heading(findings)}：", style=_STYLES[findings[0].severity])
    shown = findings[: None if in_full else _MOST_FINDINGS]
    for finding in shown:
        paragraph(f"[{finding.rule}] {_ended(finding.message)}", indent=2, hanging=4)
        if finding.fix:
            paragraph(f"怎么改：{_ended(finding.fix)}", indent=6, hanging=8)
    if len(shown) < len(findings):
        paragraph(f"另有 {len(findings) - len(shown)} 处未列出，{_MORE}", indent=2)


def _heading(findings: Sequence[Finding]) -> str:
    from xltools.model.finding import KIND_NAMES, SEVERITY_NAMES

    severity, kind = findings[0].severity, findings[0].kind
    if severity == "info":
        return f"{SEVERITY_NAMES[severity]} {len(findings)} 处"
    advice = "必须改正" if kind == "hard" else "核对无误的可以保留，附审核说明"
    return f"{KIND_NAMES[kind]}{SEVERITY_NAMES[severity]} {len(findings)} 处（{advice}）"


def _show_tails(findings: Sequence[Finding], in_full: bool) -> None:
    if not findings:
        return
    paragraph(
        f"\n尾差 {len(findings)} 处，都在四舍五入允许之内，不必修改：", hanging=2, style=_STYLES["info"]
    )
    if in_full:
        for finding in findings:
            paragraph(f"[{finding.rule}] {_ended(finding.message)}", indent=2, hanging=4)
        return
    for (rule, sheet), group in groupby(findings, key=lambda finding: (finding.rule, finding.sheet)):
        cells = [f"{finding.cell}（{finding.gap}）" for finding in group]
        more = f" 等 {len(cells)} 处" if len(cells) > _MOST_CELLS else ""
        paragraph(f"[{rule}] “{sheet}”{'、'.join(cells[:_MOST_CELLS])}{more}", indent=2, hanging=6)


def _ended(sentence: str) -> str:
    return f"{sentence.rstrip('。')}。"
