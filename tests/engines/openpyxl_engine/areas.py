"""Rectangles of cells, both bounds included, rows and columns from 1."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, range_boundaries

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
Position = tuple[int, int]


@dataclass(frozen=True, order=True)
class Area:
    """A rectangle; whole rows reach LAST_COLUMN, whole columns LAST_ROW."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> "Area":
        """From "A1", "$A$1:B2", "A:C" or "3:5", on no sheet."""
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        area = cls(top or 1, left or 1, bottom or LAST_ROW, right or LAST_COLUMN)
        if area.bottom > LAST_ROW or area.right > LAST_COLUMN or area.top < 1 or area.left < 1:
            raise ValueError(f"{text} lies outside a sheet")
        return area

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def count(self) -> int:
        return self.height * self.width

    @property
    def whole_rows(self) -> bool:
        return self.left == 1 and self.right == LAST_COLUMN

    @property
    def whole_columns(self) -> bool:
        return self.top == 1 and self.bottom == LAST_ROW

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)

    def __contains__(self, position: Position) -> bool:
        return self.top <= position[0] <= self.bottom and self.left <= position[1] <= self.right

    def positions(self) -> Iterator[Position]:
        return ((row, column) for row in self.rows for column in self.columns)

    def covers(self, other: "Area") -> bool:
        return (other.top, other.left) in self and (other.bottom, other.right) in self

    def meet(self, other: "Area") -> "Area | None":
        """What two areas have in common."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Area(top, left, bottom, right) if top <= bottom and left <= right else None

    def without(self, other: "Area") -> list["Area"]:
        """What is left of this area where the other one is cut out: up to four areas."""
        hole = self.meet(other)
        if hole is None:
            return [self]
        pieces = []
        if hole.top > self.top:
            pieces.append(Area(self.top, self.left, hole.top - 1, self.right))
        if hole.left > self.left:
            pieces.append(Area(hole.top, self.left, hole.bottom, hole.left - 1))
        if hole.right < self.right:
            pieces.append(Area(hole.top, hole.right + 1, hole.bottom, self.right))
        if hole.bottom < self.bottom:
            pieces.append(Area(hole.bottom + 1, self.left, self.bottom, self.right))
        return pieces

    def moved(self, rows: int, columns: int) -> "Area":
        return Area(self.top + rows, self.left + columns, self.bottom + rows, self.right + columns)

    def text(self, *, row_fixed: bool = False, column_fixed: bool = False) -> str:
        """As Excel writes it: "A1", "A1:B2", "3:5" for whole rows, "A:C" for whole columns."""
        row_mark, column_mark = "$" if row_fixed else "", "$" if column_fixed else ""
        if self.whole_rows:
            return f"{row_mark}{self.top}:{row_mark}{self.bottom}"
        left, right = (column_mark + get_column_letter(index) for index in (self.left, self.right))
        if self.whole_columns:
            return f"{left}:{right}"
        first = f"{left}{row_mark}{self.top}"
        return first if self.count == 1 else f"{first}:{right}{row_mark}{self.bottom}"


def areas_of(sqref: object) -> list[Area]:
    """The areas of an openpyxl range or list of ranges ("A1:B2 D4")."""
    return [Area.parse(part) for part in str(sqref).split()]


def cut(areas: Iterable[Area], hole: Area) -> list[Area]:
    """The areas without the cells of the hole."""
    return [piece for area in areas for piece in area.without(hole)]


def sqref(areas: Iterable[Area]) -> str:
    """Areas as a sheet's XML lists them: cells and corners, never whole rows or columns."""
    return " ".join(_corners(area) for area in areas)


def _corners(area: Area) -> str:
    first = f"{get_column_letter(area.left)}{area.top}"
    return first if area.count == 1 else f"{first}:{get_column_letter(area.right)}{area.bottom}"
