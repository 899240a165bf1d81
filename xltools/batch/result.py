"""What became of one department, and of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from xltools.model.errors import InputFault

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task made of one department. `counts` are what the task counts, by their keys in summary.json."""

    path: Path | None = None
    """The workbook it wrote, if it writes one."""
    department: str | None = None
    year: int | None = None
    faults: tuple[InputFault, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    status: str = "ok"
    """A key of the task's `statuses`."""
    message: str = ""
    """One Chinese sentence where something is to be told."""
    record: Mapping[str, Any] | None = None
    """What the batch appends to the task's file of records; JSON."""


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """What became of one department. `source` and `path` are paths in the input and output folder."""

    name: str
    status: str
    source: str
    failed: bool = False
    path: str | None = None
    department: str | None = None
    year: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[InputFault, ...] = ()
    message: str = ""
    """One Chinese sentence where something is to be told, above all why it failed."""
    record: Mapping[str, Any] | None = None
    """None once it is written down."""
    traceback: str | None = None
    """Where the program itself is at fault; for its maintainers."""
    inputs: str = ""
    """The fingerprint of what was read."""

    def count(self, severity: Literal["error", "warning", "info"]) -> int:
        return sum(fault.severity == severity for fault in self.faults)


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """The results in the order of their names."""

    task: str
    labels: Mapping[str, str]
    statuses: Mapping[str, str]
    makes_workbooks: bool
    results: tuple[DepartmentResult, ...]
    path: Path
    """Where the summary was written."""
    records: Path | None = None
    """Where the records were written."""
    resumed: int = 0
    """How many results are those of a batch that was cut off before."""

    @property
    def failed(self) -> tuple[DepartmentResult, ...]:
        return tuple(result for result in self.results if result.failed)

    def total(self, key: str) -> int:
        """The sum of one of the task's counts."""
        return sum(result.counts.get(key, 0) for result in self.results)

    def frame(self) -> pandas.DataFrame:
        """One row per department: 名称, 状态, 部门, 年度, the task's counts, 说明.

        Where the task makes workbooks, there are 结果 after 年度 and 错误 and 提醒 of the inputs before 说明.
        """
        import pandas

        rows = [self._row(result) for result in self.results]
        return pandas.DataFrame(rows).astype(
            {"年度": "Int64", **dict.fromkeys(self.labels.values(), "Int64")}
        )

    def _row(self, result: DepartmentResult) -> dict[str, object]:
        made: dict[str, object] = {"结果": result.path} if self.makes_workbooks else {}
        faults = {"错误": result.count("error"), "提醒": result.count("warning")}
        return {
            "名称": result.name,
            "状态": self.statuses[result.status],
            "部门": result.department,
            "年度": result.year,
            **made,
            **{label: result.counts.get(key) for key, label in self.labels.items()},
            **(faults if self.makes_workbooks else {}),
            "说明": result.message,
        }
