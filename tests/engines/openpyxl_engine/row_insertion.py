"""Range.insert and Range.delete, for whole rows."""

from typing import TYPE_CHECKING

from engines.openpyxl_engine.moving import delete_rows, insert_rows
from engines.openpyxl_engine.protection import permitted, unprotected

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_ORIGINS = ("format_from_left_or_above", "format_from_right_or_below")


def insert_range(area: "Range", shift: str | None, copy_origin: str) -> None:
    """Insert rows above the range, formatted like the row above or below."""
    if not area.area.whole_rows or shift not in ("down", None):
        raise NotImplementedError(f"inserting {area.address} to the {shift}: only whole rows")
    if area.sheet.book.application.clipboard is not None:
        raise NotImplementedError("inserting while a copied range waits: Excel would insert its cells")
    permitted(area.sheet, "insertRows")
    area.sheet.book.before_change()
    above, below = area.area.top - 1, area.area.top
    like = {_ORIGINS[0]: above or None, _ORIGINS[1]: below}[copy_origin]
    insert_rows(area.sheet, area.area.top, area.area.height, like=like)


def delete_range(area: "Range", shift: str | None) -> None:
    """Delete the rows of the range."""
    if not area.area.whole_rows or shift not in ("up", None):
        raise NotImplementedError(f"deleting {area.address}, shift {shift}: only whole rows")
    unprotected(area.sheet)
    area.sheet.book.before_change()
    delete_rows(area.sheet, area.area.top, area.area.height)
