"""Borders of ranges: eight sides, each a line style, a weight and a colour."""

from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Side
from openpyxl.styles.colors import Color
from xlwings import base_classes
from xlwings.base_classes import _UNSET

from engines.openpyxl_engine.areas import Position
from engines.openpyxl_engine.cells import style_at
from engines.openpyxl_engine.colors import Rgb, argb, rgb_of
from engines.openpyxl_engine.formats import changeable

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_STORED = {
    ("continuous", "hairline"): "hair",
    ("continuous", "thin"): "thin",
    ("continuous", "medium"): "medium",
    ("continuous", "thick"): "thick",
    ("dash", "thin"): "dashed",
    ("dash", "medium"): "mediumDashed",
    ("dash_dot", "thin"): "dashDot",
    ("dash_dot", "medium"): "mediumDashDot",
    ("dash_dot_dot", "thin"): "dashDotDot",
    ("dash_dot_dot", "medium"): "mediumDashDotDot",
    ("dot", "thin"): "dotted",
    ("double", "thick"): "double",
    ("slant_dash_dot", "medium"): "slantDashDot",
}
_SHOWN = {stored: shown for shown, stored in _STORED.items()}
_USUAL_WEIGHT = {"double": "thick", "slant_dash_dot": "medium"}


def _ends(side: str, area: "Range") -> Iterator[tuple[Position, str]]:
    """The cell borders that make up one side of a range."""
    block = area.area
    inner = {"inside_vertical": "right", "inside_horizontal": "bottom"}
    for row, column in block.positions():
        if side == "edge_top" and row == block.top:
            yield (row, column), "top"
        elif side == "edge_bottom" and row == block.bottom:
            yield (row, column), "bottom"
        elif side == "edge_left" and column == block.left:
            yield (row, column), "left"
        elif side == "edge_right" and column == block.right:
            yield (row, column), "right"
        elif side in inner:
            across = side == "inside_vertical"
            if (column < block.right) if across else (row < block.bottom):
                yield (row, column), inner[side]
            if (column > block.left) if across else (row > block.top):
                yield (row, column), "left" if across else "top"


class Border(base_classes.Border):
    """One side; the first of its cells speaks for all, as in Excel."""

    def __init__(self, area: "Range", side: str) -> None:
        if side.startswith("diagonal"):
            raise NotImplementedError("diagonal borders")
        self._area, self._side = area, side

    def _shown(self) -> tuple[Side | None, str, str]:
        found = next(_ends(self._side, self._area), None)
        if found is None:
            return None, "none", "thin"
        (row, column), end = found
        line: Side | None = getattr(style_at(self._area.worksheet, row, column).border, end)
        style = line.style if line is not None else None
        return line, *(_SHOWN[style] if style else ("none", "thin"))

    @property
    def line_style(self) -> str:
        return self._shown()[1]

    @line_style.setter
    def line_style(self, value: str) -> None:
        self.change(line_style=value)

    @property
    def weight(self) -> str:
        return self._shown()[2]

    @weight.setter
    def weight(self, value: str) -> None:
        self.change(weight=value)

    @property
    def color(self) -> Rgb:
        line = self._shown()[0]
        return rgb_of(line.color if line else None, self._area.sheet.book.workbook) or (0, 0, 0)

    @color.setter
    def color(self, value: Any) -> None:
        self.change(color=value)

    def change(self, *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET) -> None:
        """Change some attributes of the side, keeping the others."""
        cells = {(cell.row, cell.column): cell for cell in changeable(self._area)}
        for position, end in _ends(self._side, self._area):
            cell = cells[position]
            border = copy(cell.border)
            setattr(border, end, _changed(getattr(border, end) or Side(), line_style, weight, color))
            cell.border = border


def _changed(line: Side, line_style: Any, weight: Any, color: Any) -> Side:
    style, thickness = _SHOWN[line.style] if line.style else ("none", "thin")
    if line_style is None or line_style == "none":
        return Side()
    if line_style is not _UNSET:
        style = line_style
    elif style == "none":
        style = "continuous"
    if weight is not _UNSET:
        thickness = weight
    stored: Any = _STORED.get((style, thickness)) or _STORED[style, _USUAL_WEIGHT.get(style, "thin")]
    kept = line.color if color is _UNSET else Color(rgb=argb(color))
    return Side(style=stored, color=kept)


class Borders(base_classes.Borders):
    """All sides of a range."""

    def __init__(self, area: "Range") -> None:
        self._area = area

    def __getitem__(self, key: str) -> Border:
        return Border(self._area, key)

    def _common(self, attribute: str) -> Any:
        sides = ["edge_top", "edge_bottom", "edge_left", "edge_right"]
        sides += ["inside_vertical"] * (self._area.area.width > 1)
        sides += ["inside_horizontal"] * (self._area.area.height > 1)
        values = {getattr(self[side], attribute) for side in sides}
        return values.pop() if len(values) == 1 else None

    line_style = property(lambda self: self._common("line_style"))
    weight = property(lambda self: self._common("weight"))
    color = property(lambda self: self._common("color"))

    def set(
        self, which: Any = "all", *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET
    ) -> None:
        for side in which:
            if side.startswith("diagonal") and line_style in (None, "none"):
                continue
            self[side].change(line_style=line_style, weight=weight, color=color)
