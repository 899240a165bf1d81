"""How much XML one workbook may make us take apart: size alone says little, elements cost time and memory."""

from __future__ import annotations

from xltools.model.errors import XltoolsError

MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 96 * 1024 * 1024
"""Bytes of XML; a department of 20,000 lines has a fifth."""
MAX_ELEMENTS = 6_000_000
"""Tags of cells and shared texts; a department of 20,000 lines has two fifths."""
MAX_STRUCTURE = 400_000
"""Tags of all else, which cost more each: names, styles, links, merged ranges, conditional formats."""
_WEIGHTS = ((b"<row", 5), (b"<si", 3))
"""What a row or a shared text costs beside its tag, in tags."""
_SHEETS, _TEXTS = "xl/worksheets/", "xl/sharedstrings"


class Volume:
    """What has been read of one workbook so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[str] = set()
        self._bytes = self._elements = self._structure = 0

    def add(self, part: str, data: bytes) -> None:
        """Counts a part, once.

        Raises:
            XltoolsError: with it, the workbook is beyond what a department's can be.
        """
        if part in self._seen:
            return
        self._bytes += len(data)
        cells = _cells(part, data)
        self._elements += data.count(b"<", *cells) + sum(
            weight * data.count(tag, *cells) for tag, weight in _WEIGHTS
        )
        self._structure += data.count(b"<", 0, cells[0]) + data.count(b"<", cells[1])
        if len(data) > MAX_PART or self._bytes > MAX_TOTAL:
            raise self._refusal(f"里的文字和数字超过 {MAX_TOTAL // 1024**2} MB")
        if self._elements > MAX_ELEMENTS:
            raise self._refusal("里的单元格和行过多（上限约一百万个）")
        if self._structure > MAX_STRUCTURE:
            raise self._refusal("里的名称、样式或链接超过十万个")
        self._seen.add(part)

    def _refusal(self, reason: str) -> XltoolsError:
        return XltoolsError(
            f"“{self._name}”{reason}，不像部门预算的工作簿，已拒绝读取；请在 Excel 中删去多余的行、列和名称后另存。"
        )


def _cells(part: str, data: bytes) -> tuple[int, int]:
    """Where in a part the cells or shared texts stand."""
    name = part.lower()
    if name.startswith(_TEXTS):
        return 0, len(data)
    if not name.startswith(_SHEETS):
        return 0, 0
    begin = max(data.find(b"<sheetData"), 0)
    return begin, max(data.rfind(b"</sheetData>"), begin)
