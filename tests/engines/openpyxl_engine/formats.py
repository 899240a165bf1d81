"""Formats of ranges: read as Excel reads them (None where cells differ), changed cell by cell."""

from collections.abc import Callable, Iterator
from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.styles.colors import Color
from xlwings import base_classes

from engines.openpyxl_engine.cells import cells_of, style_at
from engines.openpyxl_engine.colors import Rgb, argb, rgb_of
from engines.openpyxl_engine.protection import permitted, unprotected

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_HORIZONTAL = {"center_across_selection": "centerContinuous"}
_HORIZONTAL_BACK = {stored: name for name, stored in _HORIZONTAL.items()}
_MOST_CELLS_READ = 200_000
T = TypeVar("T")


def styles_of(area: "Range") -> Iterator[Any]:
    """What formats each cell of a range, without making cells."""
    if area.area.count > _MOST_CELLS_READ:
        raise NotImplementedError(f"the format of {area.address}")
    return (style_at(area.worksheet, row, column) for row, column in area.area.positions())


def common(area: "Range", read: Callable[[Any], T]) -> T | None:
    """The value all cells share, or None."""
    values = {read(style) for style in styles_of(area)}
    return values.pop() if len(values) == 1 else None


def changeable(area: "Range") -> Iterator[Any]:
    """The cells of a range, to change their formats; raises ExcelError where protection forbids it."""
    permitted(area.sheet, "formatCells")
    area.sheet.book.before_change(keeps_results=True)
    return cells_of(area.worksheet, area.area)


def set_number_format(area: "Range", value: str) -> None:
    for cell in changeable(area):
        cell.number_format = value


def fill_color(style: Any, area: "Range") -> Rgb | None:
    fill = style.fill
    if fill is None or fill.fill_type is None:
        return None
    return rgb_of(fill.fgColor, area.sheet.book.workbook)


def set_fill_color(area: "Range", color: Any) -> None:
    fill = PatternFill() if color is None else PatternFill("solid", fgColor=argb(color))
    for cell in changeable(area):
        cell.fill = fill


def set_alignment(area: "Range", **changes: Any) -> None:
    for cell in changeable(area):
        alignment: Alignment = copy(cell.alignment)
        for name, value in changes.items():
            setattr(alignment, name, value)
        cell.alignment = alignment


def horizontal(style: Any) -> str:
    stored = style.alignment.horizontal or "general"
    return _HORIZONTAL_BACK.get(stored, stored)


def set_horizontal(area: "Range", value: str) -> None:
    set_alignment(area, horizontal=None if value == "general" else _HORIZONTAL.get(value, value))


def set_locked(area: "Range", locked: bool) -> None:
    """The Locked attribute; a protected sheet never lets it change."""
    unprotected(area.sheet)
    for cell in changeable(area):
        cell.protection = Protection(locked=locked, hidden=cell.protection.hidden)


class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, area: "Range") -> None:
        self._area = area

    def _set(self, **changes: Any) -> None:
        for cell in changeable(self._area):
            font = copy(cell.font)
            for name, value in changes.items():
                setattr(font, name, value)
            cell.font = font

    @property
    def bold(self) -> bool | None:
        return common(self._area, lambda style: bool(style.font.b))

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set(b=bool(value))

    @property
    def italic(self) -> bool | None:
        return common(self._area, lambda style: bool(style.font.i))

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set(i=bool(value))

    @property
    def size(self) -> float | None:
        return common(self._area, lambda style: float(style.font.sz))

    @size.setter
    def size(self, value: float) -> None:
        self._set(sz=float(value))

    @property
    def name(self) -> str | None:
        return common(self._area, lambda style: str(style.font.name))

    @name.setter
    def name(self, value: str) -> None:
        self._set(name=value, scheme=None)

    @property
    def color(self) -> Rgb | None:
        workbook = self._area.sheet.book.workbook
        return common(self._area, lambda style: rgb_of(style.font.color, workbook) or (0, 0, 0))

    @color.setter
    def color(self, value: Any) -> None:
        self._set(color=Color(rgb=argb(value)))
