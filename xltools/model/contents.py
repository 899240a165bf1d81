"""What a file holds beside words and figures: things that act, or that reach out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Active(Enum):
    """A kind of such contents."""

    EXTERNAL_LINK = auto()
    """A formula, a name or a picture that takes what it shows from another file."""
    DDE = auto()
    """A formula that starts another program and asks it for data."""
    MACROS = auto()
    MACRO_SHEET = auto()
    """An Excel 4.0 macro sheet, or a name that starts one when the workbook is opened."""
    EMBEDDED_OBJECT = auto()
    """Another document or a control inside the workbook."""
    CONNECTION = auto()
    """A query of a database, a web page or a service."""
    HIDDEN_SHEET = auto()
    """A sheet that Excel's menus do not show."""
    OLD_FORMAT = auto()
    """The whole file: .xls or .et, of which only values are read."""


@dataclass(frozen=True, slots=True)
class ActiveContent:
    """One of them; `shown` is its name or where it leads, as written, cut where it is long."""

    kind: Active
    shown: str = ""
    sheet: str | None = None
    cell: str | None = None
