"""How much a Word document may make us take apart: elements cost time and memory, whatever their size."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xltools.model.errors import XltoolsError
from xltools.office.archive import Member, decompress
from xltools.office.gate.kinds import Kind
from xltools.office.gate.sentences import damaged, refused_document

MAIN_PART, WORKBOOK_PART = "word/document.xml", "xl/workbook.xml"
MAX_BYTES = 96 * 1024 * 1024
MAX_TAGS = 4_000_000
"""Of the main part; a department of 300 projects has two fifths."""
MAX_TABLES = 2_000
MAX_PARAGRAPHS = 300_000
_TABLE, _PARAGRAPH = re.compile(rb"<(?:\w+:)?tbl[\s>]"), re.compile(rb"<(?:\w+:)?p[\s/>]")


def require_modest(members: Mapping[str, Member], name: str) -> None:
    """Refuses what no disclosure document can be; `name` is what messages call the file.

    Raises:
        XltoolsError: no Word document, damaged, or too much in it.
    """
    if WORKBOOK_PART in members:
        raise refused_document(name, Kind.XLSX)
    if MAIN_PART not in members:
        raise refused_document(name, Kind.OTHER_ZIP)
    if members[MAIN_PART].size > MAX_BYTES:
        raise _too_much(name, f"里的文字超过 {MAX_BYTES // 1024**2} MB")
    try:
        data = decompress(members[MAIN_PART])
    except ValueError:
        raise damaged(name) from None
    if len(_TABLE.findall(data)) > MAX_TABLES:
        raise _too_much(name, f"里的表格过多（上限 {MAX_TABLES:,} 个）")
    if len(_PARAGRAPH.findall(data)) > MAX_PARAGRAPHS or data.count(b"<") > MAX_TAGS:
        raise _too_much(name, f"里的段落和单元格过多（上限 {MAX_PARAGRAPHS:,} 个）")


def _too_much(name: str, reason: str) -> XltoolsError:
    return XltoolsError(
        f"“{name}”{reason}，不像部门预算的公开文档，已拒绝读取；请用 Word 打开检查，删去多余的内容后另存。"
    )
