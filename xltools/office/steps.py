"""What was done to the sheets and rows of a workbook, in order: enough to do the same to a workbook open in Excel."""

from __future__ import annotations

from dataclasses import dataclass

from xltools.office.references import RowMap


@dataclass(frozen=True, slots=True)
class SheetCopied:
    """`name` was made as a copy of `source`."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class SheetAdded:
    """A new sheet was put behind the last one."""

    name: str


@dataclass(frozen=True, slots=True)
class SheetRemoved:
    """A sheet was taken out."""

    name: str


@dataclass(frozen=True, slots=True)
class SheetRenamed:
    """A sheet got another name."""

    name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class RowsMoved:
    """Rows of a sheet were deleted and inserted."""

    sheet: str
    row_map: RowMap


Step = SheetCopied | SheetAdded | SheetRemoved | SheetRenamed | RowsMoved
