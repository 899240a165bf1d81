"""The texts of a workbook that many cells share."""

from __future__ import annotations

from xltools.model.errors import XltoolsError
from xltools.office.cells import rich_text
from xltools.office.package import Package
from xltools.office.xml_text import MAX_TEXT_LENGTH, local_name, split_children

_MAX_SHARED_TEXT = 4 * MAX_TEXT_LENGTH
"""A longer one in many cells, each small by itself, would be read forever."""


class SharedStrings:
    """The texts cells refer to by number; read when first wanted, shared by all copies of a workbook."""

    def __init__(self, package: Package, part: str | None) -> None:
        self._package = package
        self._part = part
        self._items: list[str] | None = None
        self._texts: dict[int, str] = {}

    def __call__(self, index: int) -> str:
        known = self._texts.get(index)
        if known is not None:
            return known
        if self._items is None:
            self._items = self._read()
        if not 0 <= index < len(self._items):
            raise XltoolsError(
                f"“{self._package.name}”的共享文本表不完整，已损坏；请在 Excel 中“打开并修复”后另存。"
            )
        text = rich_text(self._items[index])
        if len(text) > _MAX_SHARED_TEXT:
            raise XltoolsError(
                f"“{self._package.name}”里有 {len(text)} 字的单元格（Excel 上限 {MAX_TEXT_LENGTH} 字），无法读取；"
                "请缩短后另存。"
            )
        self._texts[index] = text
        return text

    def _read(self) -> list[str]:
        """The items as XML: most of them nobody asks for."""
        if self._part is None:
            return []
        text = self._package.read_text(self._part)
        root = text.find("<sst")
        if root < 0:
            return []
        begin = text.index(">", root) + 1
        if "<si/>" not in text and "<!--" not in text and "<extLst" not in text:
            return text[begin:].split("</si>")[:-1]
        return [xml for name, xml in split_children(text, begin) if local_name(name) == "si"]
