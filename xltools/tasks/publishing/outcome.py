"""What `publish` wrote, as a clerk reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltools.tasks.lines import Line
from xltools.tasks.narrating.outcome import NO_FONT
from xltools.tasks.outcome_text import fault_lines, written_beside

if TYPE_CHECKING:
    from xltools.tasks.publish import Published

_NO_PAGE_NUMBERS = "目录里还没有页码：用 Word 打开文档时选择更新，或在目录上按 F9。"


def published_lines(published: Published) -> Iterator[Line]:
    """First what is to be looked at, then the files."""
    yield from fault_lines((*published.missing, *published.faults))
    if not published.has_charts:
        yield Line(NO_FONT, tone="warning", aside=True)
    if published.why_no_pdf:
        yield Line(published.why_no_pdf, tone="warning", aside=True)
    if not published.has_page_numbers:
        yield Line(_NO_PAGE_NUMBERS, tone="warning", aside=True)
    paths = [path for path in (published.docx, published.pdf) if path is not None]
    for path in paths:
        wanted = (name for name in published.in_use if name.endswith(path.suffix))
        yield from written_beside(path, path.with_name(next(wanted, path.name)))
    for path in paths:
        yield Line(f"已生成：{path}", tone="good")
    yield Line(f"{published.department}（{published.year}年）", 2)
    if published.missing:
        yield Line(f"待补充：{len(published.missing)} 处，文中以黄色标出", 2)
