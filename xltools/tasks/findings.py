"""findings: what a check found, as a pandas frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltools.budget.console import FINDING_HEADINGS
from xltools.model.finding import KIND_NAMES, SEVERITY_NAMES, Report

if TYPE_CHECKING:
    import pandas

COLUMNS = FINDING_HEADINGS[:-1]


def findings(report: Report) -> pandas.DataFrame:
    """The findings of a report.

    Returns:
        One row per finding, worst first, with the columns of 校验结果: 规则, 性质, 级别, 表, 单元格, 数值, 应为,
        差额, 允许尾差 (text in the cell's own unit, None where there is none), 说明, 建议.
    """
    import pandas

    rows = [
        (
            finding.rule,
            KIND_NAMES[finding.kind],
            SEVERITY_NAMES[finding.severity],
            finding.sheet,
            finding.cell,
            finding.value,
            finding.expected,
            finding.gap,
            finding.allowance,
            finding.message,
            finding.fix,
        )
        for finding in report.findings
    ]
    return pandas.DataFrame(rows, columns=list(COLUMNS))
