"""The rows, columns and merged cells of a range."""

from typing import Any

from xlwings import base_classes

from engines.openpyxl_engine import columns, merging
from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.protection import permitted, unprotected
from engines.openpyxl_engine.stores import Worksheet

_MOST_SIZES = 20_000


class RangeSizes(base_classes.Range):
    """What of a range is about whole rows and columns, and about merging."""

    area: Area

    @property
    def sheet(self) -> Any:
        raise NotImplementedError

    @property
    def worksheet(self) -> Worksheet:
        return self.sheet.worksheet

    def on(self, area: Area) -> Any:
        raise NotImplementedError

    def _rows(self) -> range:
        if self.area.height > _MOST_SIZES:
            raise NotImplementedError(f"the rows of {self.address} one by one")
        return self.area.rows

    @property
    def row_height(self) -> float | None:
        heights = {columns.row_height(self.worksheet, row) for row in self._rows()}
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._change_sizes("formatRows")
        for row in self._rows():
            columns.set_row_height(self.worksheet, row, value)

    @property
    def row_hidden(self) -> bool | None:
        states = {columns.row_hidden(self.worksheet, row) for row in self._rows()}
        return states.pop() if len(states) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._change_sizes("formatRows")
        for row in self._rows():
            self.worksheet.row_dimensions[row].hidden = bool(value)

    @property
    def column_width(self) -> float | None:
        widths = {columns.column_width(self.worksheet, column) for column in self.area.columns}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._change_sizes("formatColumns")
        for column in self.area.columns:
            columns.set_column_width(self.worksheet, column, value)

    @property
    def column_hidden(self) -> bool | None:
        states = {columns.column_hidden(self.worksheet, column) for column in self.area.columns}
        return states.pop() if len(states) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._change_sizes("formatColumns")
        for column in self.area.columns:
            columns.own_column_dimension(self.worksheet, column).hidden = bool(value)

    def _change_sizes(self, permission: str) -> None:
        permitted(self.sheet, permission)
        self.sheet.book.before_change(keeps_results=True)

    @property
    def merge_area(self) -> Any:
        return self.on(merging.merged_at(self.worksheet, (self.row, self.column)) or self(1, 1).area)

    @property
    def merge_cells(self) -> bool | None:
        """None where only a part of the range is merged."""
        merged = [area for area in merging.merged_areas(self.worksheet) if area.meet(self.area)]
        inside = sum(met.count for met in (area.meet(self.area) for area in merged) if met)
        return None if 0 < inside < self.area.count else inside > 0

    def merge(self, across: bool = False) -> None:
        self._change_merging()
        area = self.area
        parts = [Area(row, area.left, row, area.right) for row in area.rows] if across else [area]
        merging.merge(self.worksheet, parts)

    def unmerge(self) -> None:
        self._change_merging()
        merging.unmerge(self.worksheet, self.area)

    def _change_merging(self) -> None:
        unprotected(self.sheet)
        self.sheet.book.before_change()
