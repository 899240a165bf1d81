"""The names of a workbook open in Excel, brought to what the finished workbook says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltools.office.cell_styles import STYLES_NAME
from xltools.office.live import native
from xltools.office.workbook import Workbook

if TYPE_CHECKING:
    from xlwings import Book, Name

_OF_EXCEL = "_xlnm."
"""Print areas, filters: these follow their rows by themselves."""


def write_names(book: Book, before: Workbook, finished: Workbook) -> None:
    """Sets the names of the whole workbook that differ, adds new ones, deletes those the task took away."""
    wanted = _names(finished)
    present: dict[str, Name] = {name.name: name for name in book.names if "!" not in name.name}
    hidden = finished.hidden_names()
    for name, refers_to in wanted.items():
        known = present.get(name)
        if known is None:
            added = book.names.add(name, f"={refers_to}")
            if name in hidden:
                native.hide_name(added)
        elif _plain(known.refers_to or "") != _plain(refers_to):
            known.refers_to = f"={refers_to}"
    for name in _names(before).keys() - wanted.keys() & present.keys():
        present[name].delete()


def _names(workbook: Workbook) -> dict[str, str]:
    return {
        name: refers_to
        for (name, scope), refers_to in workbook.defined_names().items()
        if scope is None and not name.startswith(_OF_EXCEL) and name != STYLES_NAME
    }


def _plain(refers_to: str) -> str:
    return refers_to.removeprefix("=").replace("'", "")
