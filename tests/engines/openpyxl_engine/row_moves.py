"""Rows inserted and deleted, with everything Excel moves along."""

from dataclasses import dataclass

from engines.openpyxl_engine.areas import LAST_ROW, Area
from engines.openpyxl_engine.references import Reference


@dataclass(frozen=True)
class RowMove:
    """`count` rows inserted before row `at`, or with a negative count deleted from it on."""

    at: int
    count: int

    def row(self, row: int) -> int | None:
        """Where a row goes; None if it was deleted."""
        if row < self.at:
            return row
        return None if row < self.at - self.count else row + self.count

    def rows(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where a block of rows goes: it grows with rows inserted inside, shrinks with rows deleted from it."""
        if (top, bottom) == (1, LAST_ROW):
            return top, bottom
        if self.count > 0:
            return top + self.count * (top >= self.at), min(
                bottom + self.count * (bottom >= self.at), LAST_ROW
            )
        end = self.at - self.count - 1
        new_top = self.at if self.at <= top <= end else top + self.count * (top > end)
        new_bottom = self.at - 1 if self.at <= bottom <= end else bottom + self.count * (bottom > end)
        return (new_top, new_bottom) if new_top <= new_bottom else None

    def area(self, area: Area) -> Area | None:
        rows = self.rows(area.top, area.bottom)
        return None if rows is None else Area(rows[0], area.left, rows[1], area.right)

    def reference(self, reference: Reference) -> Reference | str:
        if reference.first.row is None:
            return reference
        rows = self.rows(reference.area.top, reference.area.bottom)
        return reference.lost() if rows is None else reference.with_rows(*rows)
