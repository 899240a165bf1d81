"""What `read_document` found, as a clerk reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.tasks.lines import Line
from xltools.tasks.outcome_text import written_beside

if TYPE_CHECKING:
    from xltools.tasks.read_document import DocumentRead


def document_lines(read: DocumentRead, wanted: Path) -> Iterator[Line]:
    """`wanted` is where the workbook was to be written."""
    for why in read.unread:
        yield Line(f"没有读到：{why}", tone="warning", aside=True)
    yield from written_beside(read.path, wanted)
    yield Line(f"已读出：{read.path}", tone="good")
    yield Line(f"预算公开表：{len(read.tables)} 张{_numbered(read.tables)}", 2)
    overall = "，部门整体支出绩效目标表 1 张" if read.overall else ""
    yield Line(f"项目绩效目标表：{read.targets} 张{overall}", 2)
    if read.others:
        yield Line(f"没有认出的表格：{read.others} 个，见工作表“表格1”等", 2)
    yield Line(f"情况说明：{read.lines} 行", 2)
    yield Line(f"校验：xltools check {read.path.name}", 2)


def _numbered(tables: tuple[int, ...]) -> str:
    return f"（表{'、表'.join(map(str, tables))}）" if tables else ""
