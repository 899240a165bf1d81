"""The print area of a sheet."""

from typing import TYPE_CHECKING

from xlwings import base_classes

from engines.openpyxl_engine.areas import areas_of, sqref

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet


class PageSetup(base_classes.PageSetup):
    """Print settings of one sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def print_area(self) -> str | None:
        printed = getattr(self._sheet.worksheet, "_print_area", None)
        if not printed:
            return None
        areas = areas_of(" ".join(str(area) for area in printed.ranges))
        return ",".join(area.text(row_fixed=True, column_fixed=True) for area in areas)

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        self._sheet.book.before_change(keeps_results=True)
        areas = areas_of(value.replace(",", " ")) if value else []
        self._sheet.worksheet.print_area = sqref(areas).replace(" ", ",") if areas else None
