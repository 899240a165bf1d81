"""Every module that fills in a gap of the model: importing this one lists all their changes in `patching`."""

from . import (
    application,
    calculation,
    clipboard,
    conditional_file,
    conditional_objects,
    conditional_parts,
    formulas,
    lines,
    lookups,
    moved_values,
    ranges,
    reserved_names,
    saving,
    sheet_copy,
    sheets,
    workbook,
)

__all__ = [
    "application",
    "calculation",
    "clipboard",
    "conditional_file",
    "conditional_objects",
    "conditional_parts",
    "formulas",
    "lines",
    "lookups",
    "moved_values",
    "ranges",
    "reserved_names",
    "saving",
    "sheet_copy",
    "sheets",
    "workbook",
]
