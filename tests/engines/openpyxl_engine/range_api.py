"""Excel's Range, as far as the public xlwings API has no member for it."""

from typing import TYPE_CHECKING, Any

from engines.openpyxl_engine import formats, links, notes
from engines.openpyxl_engine.areas import LAST_COLUMN, LAST_ROW, Area
from engines.openpyxl_engine.cell_values import serial
from engines.openpyxl_engine.native import Native
from engines.openpyxl_engine.range_contents import values

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range


class RangeApi(Native):
    """A Range; members have Excel's names and meaning."""

    def __init__(self, area: "Range") -> None:
        self._range = area

    @property
    def Address(self) -> str:  # noqa: N802
        return self._range.address

    @property
    def Row(self) -> int:  # noqa: N802
        return self._range.row

    @property
    def Column(self) -> int:  # noqa: N802
        return self._range.column

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self._range)

    @property
    def EntireRow(self) -> "RangeApi":  # noqa: N802
        area = self._range.area
        return RangeApi(self._range.on(Area(area.top, 1, area.bottom, LAST_COLUMN)))

    @property
    def EntireColumn(self) -> "RangeApi":  # noqa: N802
        area = self._range.area
        return RangeApi(self._range.on(Area(1, area.left, LAST_ROW, area.right)))

    @property
    def Hidden(self) -> bool | None:  # noqa: N802
        if self._range.area.whole_rows:
            return self._range.row_hidden
        if self._range.area.whole_columns:
            return self._range.column_hidden
        raise NotImplementedError("Hidden of a range that is not whole rows or columns")

    @Hidden.setter
    def Hidden(self, value: bool) -> None:  # noqa: N802
        if self._range.area.whole_rows:
            self._range.row_hidden = value
        elif self._range.area.whole_columns:
            self._range.column_hidden = value
        else:
            raise NotImplementedError("Hidden of a range that is not whole rows or columns")

    @property
    def Locked(self) -> bool | None:  # noqa: N802
        """None where cells differ."""
        return formats.common(self._range, lambda style: bool(style.protection.locked))

    @Locked.setter
    def Locked(self, value: bool) -> None:  # noqa: N802
        formats.set_locked(self._range, bool(value))

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802
        """None where only some cells have one."""
        found = [cell for cell in self._range.existing() if cell.data_type == "f"]
        return None if 0 < len(found) < len(self._range) else bool(found)

    @property
    def Value2(self) -> Any:  # noqa: N802
        """As Value, with dates as numbers."""

        def plain(value: Any) -> Any:
            if isinstance(value, tuple):
                return tuple(plain(part) for part in value)
            return serial(value) if hasattr(value, "year") else value

        return plain(values(self._range))

    @property
    def PrefixCharacter(self) -> str:  # noqa: N802
        return "'" if formats.common(self._range(1, 1), lambda style: bool(style.quotePrefix)) else ""

    @property
    def IndentLevel(self) -> int | None:  # noqa: N802
        return formats.common(self._range, lambda style: int(style.alignment.indent or 0))

    @IndentLevel.setter
    def IndentLevel(self, value: int) -> None:  # noqa: N802
        formats.set_alignment(self._range, indent=int(value))

    @property
    def ShrinkToFit(self) -> bool | None:  # noqa: N802
        return formats.common(self._range, lambda style: bool(style.alignment.shrink_to_fit))

    @ShrinkToFit.setter
    def ShrinkToFit(self, value: bool) -> None:  # noqa: N802
        formats.set_alignment(self._range, shrink_to_fit=bool(value))

    @property
    def Hyperlinks(self) -> "HyperlinksApi":  # noqa: N802
        return HyperlinksApi(self._range)

    def ClearComments(self) -> None:  # noqa: N802
        notes.clear_notes(self._range)

    def Select(self) -> None:  # noqa: N802
        self._range.select()


class HyperlinksApi(Native):
    """The Hyperlinks of a Range."""

    def __init__(self, area: "Range") -> None:
        self._range = area

    @property
    def Count(self) -> int:  # noqa: N802
        return sum(cell.hyperlink is not None for cell in self._range.existing())

    def __call__(self, index: int) -> "HyperlinkApi":
        linked = [cell for cell in self._range.existing() if cell.hyperlink is not None]
        return HyperlinkApi(linked[index - 1].hyperlink)

    def Delete(self) -> None:  # noqa: N802
        links.delete_links(self._range)


class HyperlinkApi(Native):
    """One Hyperlink."""

    def __init__(self, link: Any) -> None:
        self._link = link

    @property
    def Address(self) -> str:  # noqa: N802
        return self._link.target or ""

    @property
    def SubAddress(self) -> str:  # noqa: N802
        return self._link.location or ""

    @property
    def ScreenTip(self) -> str:  # noqa: N802
        return self._link.tooltip or ""
