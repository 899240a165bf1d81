"""What `narrate` wrote, as a clerk reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.tasks.lines import Line
from xltools.tasks.outcome_text import fault_lines, written_beside

if TYPE_CHECKING:
    from xltools.tasks.narrate import Narrated

NO_FONT = (
    "这台电脑没有中文字体，图没有画出来。"
    "请安装一种中文字体（如 Debian：sudo apt install fonts-noto-cjk）后重新生成。"
)


def narrated_lines(narrated: Narrated, wanted: Path) -> Iterator[Line]:
    """`wanted` is where the document was to be written."""
    yield from fault_lines((*narrated.missing, *narrated.faults))
    yield from written_beside(narrated.path, wanted)
    if narrated.pictures < narrated.charts:
        yield Line(NO_FONT, tone="warning", aside=True)
    yield Line(f"已生成：{narrated.path}", tone="good")
    yield Line(f"{narrated.department}（{narrated.year}年）", 2)
    yield Line(f"情况说明：{len(narrated.narrative.sections)} 部分，{narrated.numbers} 个数字", 2)
    if narrated.pictures:
        yield Line(f"图：{narrated.pictures} 幅", 2)
    if narrated.missing:
        yield Line(f"待补充：{len(narrated.missing)} 处，文中以黄色标出", 2)
